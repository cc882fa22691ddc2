"""Handovers of a post from crew to crew, chained so that an open matter cannot vanish."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.models import TenantModel
from muster.operations.duty import rules
from muster.operations.duty.models.patterns import PatternShift
from muster.operations.duty.models.posts import Post
from muster.operations.duty.models.roster import BY_LENGTH, REASON_LENGTH
from muster.operations.duty.shift_enums import HandoverState

DIGEST_LENGTH = 64
MATTER_LENGTH = 200


class Handover(TenantModel):
    """A crew goes, the next takes over. `digest` seals what was handed over and the one before.

    `gear` lists what should be there and what was counted; `matters` what is said of every open
    matter; `accepted_digest` seals the other signature too, and is what the next one stands on.
    """

    view_permission = rules.VIEW_ROSTER

    post = models.ForeignKey(
        Post, on_delete=models.CASCADE, related_name="handovers", db_index=False
    )
    area_code = models.CharField(max_length=12)
    day = models.DateField()
    shift = models.ForeignKey(
        PatternShift, on_delete=models.RESTRICT, related_name="+", db_index=False
    )
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=8, choices=HandoverState.choices, default=HandoverState.OFFERED
    )
    gear = models.JSONField(default=list)
    matters = models.JSONField(default=list)
    keys = models.CharField(_("keys"), max_length=REASON_LENGTH, blank=True)
    out_by_name = models.CharField(max_length=BY_LENGTH)
    out_account_id = models.UUIDField(null=True, blank=True)
    out_recorded_by = models.CharField(max_length=BY_LENGTH, blank=True)
    offered_at = models.DateTimeField(default=clock.now)
    in_by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    in_account_id = models.UUIDField(null=True, blank=True)
    in_recorded_by = models.CharField(max_length=BY_LENGTH, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    previous_digest = models.CharField(max_length=DIGEST_LENGTH, blank=True)
    digest = models.CharField(max_length=DIGEST_LENGTH)
    accepted_digest = models.CharField(max_length=DIGEST_LENGTH, blank=True)

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        indexes = [models.Index(fields=["tenant", "area_code", "day"], name="duty_handover_area")]
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="duty_handovers_in_order"),
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(state=HandoverState.OFFERED),
                name="duty_one_handover_waits",
            ),
            models.CheckConstraint(
                condition=~Q(state=HandoverState.RETURNED) | ~Q(return_reason=""),
                name="duty_returned_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=HandoverState.ACCEPTED) | ~Q(accepted_digest=""),
                name="duty_accepted_is_sealed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class OpenMatter(TenantModel):
    """Something the next crew must know or do, until somebody closes it with a reason."""

    view_permission = rules.VIEW_ROSTER

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="matters")
    area_code = models.CharField(max_length=12)
    text = models.CharField(_("open matter"), max_length=MATTER_LENGTH)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    closed_reason = models.CharField(max_length=REASON_LENGTH, blank=True)

    class Meta:
        verbose_name = _("open matter")
        verbose_name_plural = _("open matters")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(closed_reason=""),
                name="duty_matter_closed_with_reason",
            )
        ]

    def __str__(self) -> str:
        return self.text
