"""Who was asked to stand in for whom, when, and what they said."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.models import TenantModel
from muster.operations.duty import rules
from muster.operations.duty.models.patterns import PatternShift
from muster.operations.duty.models.posts import Post
from muster.operations.duty.models.roster import BY_LENGTH
from muster.operations.duty.shift_enums import AskedFor, ReliefAnswer


class ReliefAsked(TenantModel):
    """Somebody was asked to come to a post for one shift. One question a person and shift.

    `bent` names rules of the roster that whoever asked decided to bend for it.
    """

    view_permission = rules.VIEW_ROSTER
    scope_field = "unit_id"
    own_field = "responder_id"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reliefs")
    day = models.DateField()
    shift = models.ForeignKey(PatternShift, on_delete=models.RESTRICT, related_name="+")
    area_code = models.CharField(max_length=12)
    responder = models.ForeignKey(
        "responders.Responder", on_delete=models.CASCADE, related_name="reliefs"
    )
    unit_id = models.UUIDField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=8, choices=AskedFor.choices, default=AskedFor.GAP)
    alarm_id = models.UUIDField(null=True, blank=True)
    bent = models.JSONField(default=list, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    answer = models.CharField(
        max_length=8, choices=ReliefAnswer.choices, default=ReliefAnswer.WAITING
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("question for a stand-in")
        verbose_name_plural = _("questions for stand-ins")
        indexes = [
            models.Index(fields=["post", "day"], name="duty_relief_of_gap"),
            models.Index(fields=["responder", "-asked_at"], name="duty_relief_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "day", "shift", "responder"], name="duty_asked_once_a_shift"
            ),
            models.CheckConstraint(
                condition=Q(answer=ReliefAnswer.WAITING, answered_at__isnull=True)
                | (~Q(answer=ReliefAnswer.WAITING) & Q(answered_at__isnull=False)),
                name="duty_relief_answered_when",
            ),
        ]

    def __str__(self) -> str:
        return self.answer
