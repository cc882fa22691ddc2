"""What was changed in a published roster, and what people on it ask for."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.models import TenantModel
from muster.operations.duty import rules
from muster.operations.duty.change_enums import (
    OPEN_STATES,
    ChangeKind,
    RequestKind,
    RequestState,
)
from muster.operations.duty.models.roster import (
    BY_LENGTH,
    PLACE_NAME_LENGTH,
    REASON_LENGTH,
    Assignment,
    Edition,
)


class RosterChange(TenantModel):
    """One change of a published roster: `cancelled` are the shifts it ended, `made` those it made.

    Nothing is overwritten: who asks why a shift is gone finds the change, by whom, and when.
    `bent` names rules somebody decided to bend; `told` are the people who were written to.
    """

    view_permission = rules.VIEW_ROSTER

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="changes", db_index=False
    )
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    area_code = models.CharField(max_length=PLACE_NAME_LENGTH)
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH, blank=True)
    asked_by = models.UUIDField(null=True, blank=True)
    asked_by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    approved_by = models.UUIDField(null=True, blank=True)
    approved_by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    at = models.DateTimeField(default=clock.now)
    bent = models.JSONField(default=list, blank=True)
    told = models.JSONField(default=list, blank=True)
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="undone_by"
    )

    class Meta:
        verbose_name = _("change of a roster")
        verbose_name_plural = _("changes of a roster")
        indexes = [
            models.Index(fields=["edition", "at"], name="duty_changes_edition"),
            models.Index(fields=["tenant", "area_code", "at"], name="duty_changes_area"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ChangeKind.values), name="duty_roster_change_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class RosterRequest(TenantModel):
    """Somebody on a roster asks for a swap, for cover, or reports leave; no cause is asked.

    `assignment` is the own shift, `with_assignment` the one wanted for it. It runs out at
    `deadline_at`, when the first of them begins.
    """

    view_permission = rules.CHANGE_ROSTER
    scope_field = "unit_id"
    own_field = "responder_id"

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="requests", db_index=False
    )
    kind = models.CharField(max_length=6, choices=RequestKind.choices)
    responder = models.ForeignKey(
        "responders.Responder", on_delete=models.CASCADE, related_name="roster_requests"
    )
    other = models.ForeignKey(
        "responders.Responder",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="roster_requests_to",
    )
    unit_id = models.UUIDField()
    area_code = models.CharField(max_length=PLACE_NAME_LENGTH)
    assignment = models.ForeignKey(
        Assignment, null=True, blank=True, on_delete=models.CASCADE, related_name="requests"
    )
    with_assignment = models.ForeignKey(
        Assignment, null=True, blank=True, on_delete=models.CASCADE, related_name="requests_to"
    )
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=RequestState.choices, default=RequestState.ASKED
    )
    asked_at = models.DateTimeField(default=clock.now)
    asked_by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    deadline_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    answer = models.CharField(_("answer"), max_length=REASON_LENGTH, blank=True)
    change = models.ForeignKey(
        RosterChange, null=True, blank=True, on_delete=models.SET_NULL, related_name="requests"
    )

    class Meta:
        verbose_name = _("request on a roster")
        verbose_name_plural = _("requests on a roster")
        indexes = [
            models.Index(fields=["tenant", "area_code", "state"], name="duty_requests_area"),
            models.Index(
                fields=["deadline_at"],
                name="duty_requests_due",
                condition=Q(state__in=OPEN_STATES),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state__in=OPEN_STATES),
                name="duty_one_open_request_a_shift",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RequestKind.values), name="duty_request_kind"
            ),
            models.CheckConstraint(
                condition=Q(state__in=RequestState.values), name="duty_request_state"
            ),
            models.CheckConstraint(
                condition=Q(kind=RequestKind.LEAVE, starts_at__isnull=False)
                | Q(assignment__isnull=False),
                name="duty_request_of_a_shift_or_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="duty_request_forward",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, ended_at__isnull=True)
                | (~Q(state__in=OPEN_STATES) & Q(ended_at__isnull=False)),
                name="duty_request_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_open(self) -> bool:
        """True while somebody is to answer."""
        return self.state in OPEN_STATES
