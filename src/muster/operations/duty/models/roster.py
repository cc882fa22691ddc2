"""The roster in force: editions, who is deployed where, who stands when, who came."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.ids import short_code
from muster.kernel.models import TenantModel
from muster.operations.duty import rules
from muster.operations.duty.enums import AssignmentState, CheckInWay
from muster.operations.duty.models.patterns import PatternShift
from muster.operations.duty.models.posts import Post

CODE_LENGTH, BY_LENGTH, BRING_LENGTH, REASON_LENGTH = 12, 80, 200, 200
PLACE_NAME_LENGTH = 64
MOST_DAYS = 62


def personal_code() -> str:
    """Return the code of a personal calendar: 60 random bits."""
    return short_code(CODE_LENGTH)


class Edition(TenantModel):
    """One published roster of an incident. Its content is never overwritten.

    A later edition takes over on its first day: from then on this one is superseded, its earlier
    days stay in force. A withdrawn edition never was: what it had superseded is in force again.
    `rules` are the hard rules it was planned by; changes are held to them.
    """

    view_permission = rules.VIEW_ROSTER
    area_field = None

    incident = models.ForeignKey(
        "measures.Incident", on_delete=models.PROTECT, related_name="editions", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField(_("first day"))
    days = models.PositiveSmallIntegerField(_("days"))
    plan_id = models.UUIDField(null=True, blank=True)
    what_to_bring = models.CharField(_("what to bring"), max_length=BRING_LENGTH, blank=True)
    rules = models.JSONField(default=dict, blank=True)
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.UUIDField(null=True, blank=True)
    published_by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_from = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    withdrawn_reason = models.CharField(max_length=REASON_LENGTH, blank=True)

    class Meta:
        verbose_name = _("edition of the roster")
        verbose_name_plural = _("editions of the roster")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "incident", "number"], name="duty_one_edition_a_number"
            ),
            models.UniqueConstraint(
                fields=["tenant", "plan_id"],
                condition=Q(plan_id__isnull=False, withdrawn_at__isnull=True),
                name="duty_one_edition_a_plan",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=MOST_DAYS), name="duty_edition_days"
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True, superseded_from__isnull=True)
                | Q(superseded_at__isnull=False, superseded_from__isnull=False),
                name="duty_edition_superseded_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="duty_edition_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def last_day(self) -> date:
        """The last day of the edition as it was published."""
        return self.starts_on + timedelta(days=self.days - 1)


class Deployment(TenantModel):
    """A person sent by an edition to a community, or to a site as the planner calls it.

    `code` opens the person's calendar without an account; it stays the same over the editions.
    `ended_by` is the change that sent somebody else in the person's place.
    """

    view_permission = rules.VIEW_ROSTER
    scope_field = "unit_id"
    own_field = "responder_id"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="deployments")
    responder = models.ForeignKey(
        "responders.Responder", on_delete=models.CASCADE, related_name="deployments"
    )
    unit_id = models.UUIDField()
    area_code = models.CharField(max_length=PLACE_NAME_LENGTH)
    first_secretary = models.BooleanField(default=False)
    code = models.CharField(max_length=CODE_LENGTH, default=personal_code)
    ended_by = models.ForeignKey(
        "duty.RosterChange",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deployments_ended",
    )

    class Meta:
        verbose_name = _("deployment")
        verbose_name_plural = _("deployments")
        indexes = [
            models.Index(fields=["code"], name="duty_deployment_code"),
            models.Index(fields=["tenant", "edition", "area_code"], name="duty_deployment_area"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "responder"], name="duty_person_once_an_edition"
            ),
            models.UniqueConstraint(fields=["edition", "code"], name="duty_code_once_an_edition"),
        ]

    def __str__(self) -> str:
        return self.code


class Assignment(TenantModel):
    """One shift of one person at one post. Times are kept, so that a changed pattern moves none.

    A shift is never rewritten: a change cancels it (`cancelled_by`) and makes others (`made_by`).
    """

    view_permission = rules.VIEW_ROSTER
    scope_field = "unit_id"
    own_field = "responder_id"

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="assignments", db_index=False
    )
    responder = models.ForeignKey(
        "responders.Responder",
        on_delete=models.CASCADE,
        related_name="assignments",
        db_index=False,
    )
    post = models.ForeignKey(
        Post, on_delete=models.RESTRICT, related_name="assignments", db_index=False
    )
    unit_id = models.UUIDField()
    area_code = models.CharField(max_length=12)
    day = models.DateField()
    shift = models.ForeignKey(
        PatternShift, on_delete=models.RESTRICT, related_name="assignments", db_index=False
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    night = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=AssignmentState.choices, default=AssignmentState.PLANNED
    )
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(
        "duty.RosterChange",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="made",
        db_index=False,
    )
    cancelled_by = models.ForeignKey(
        "duty.RosterChange",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="cancelled",
        db_index=False,
    )

    class Meta:
        verbose_name = _("shift of a person")
        verbose_name_plural = _("shifts of people")
        indexes = [
            models.Index(fields=["post", "day"], name="duty_crew"),
            models.Index(fields=["tenant", "area_code", "day"], name="duty_roster_area"),
            models.Index(fields=["responder", "day"], name="duty_shifts_of_person"),
            models.Index(
                fields=["made_by"], condition=Q(made_by__isnull=False), name="duty_made_by"
            ),
            models.Index(
                fields=["cancelled_by"],
                condition=Q(cancelled_by__isnull=False),
                name="duty_cancelled_by",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "responder", "day"],
                condition=Q(state=AssignmentState.PLANNED),
                name="duty_one_shift_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="duty_assignment_forward"
            ),
            models.CheckConstraint(
                condition=Q(state__in=AssignmentState.values), name="duty_assignment_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.shift_id}"

    @property
    def in_force(self) -> bool:
        """True where people are to keep to it: `queries.roster.IN_FORCE` of one row."""
        until = self.edition.superseded_from
        return (
            self.state == AssignmentState.PLANNED
            and self.edition.withdrawn_at is None
            and (until is None or self.day < until)
        )


class CheckIn(TenantModel):
    """Somebody came to a shift, and left. One that was a mistake is kept as undone.

    `clock_off_minutes` is set where the phone's clock was far from ours: came is our time.
    """

    view_permission = rules.VIEW_ROSTER
    area_field = "assignment__area_code"
    scope_field = "assignment__unit_id"
    own_field = "assignment__responder_id"

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="check_ins", db_index=False
    )
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=8, choices=CheckInWay.choices, default=CheckInWay.CODE)
    late_minutes = models.PositiveSmallIntegerField(default=0)
    distance_m = models.PositiveIntegerField(null=True, blank=True)
    clock_off_minutes = models.IntegerField(null=True, blank=True)
    flags = models.JSONField(default=list, blank=True)
    by_account_id = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        indexes = [models.Index(fields=["assignment"], name="duty_check_in_shift")]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(undone_at__isnull=True),
                name="duty_one_check_in_a_shift",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("came_at")),
                name="duty_check_in_forward",
            ),
            models.CheckConstraint(
                condition=Q(how__in=CheckInWay.values), name="duty_check_in_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.came_at:%H:%M}"
