"""Alarms of posts where one person stands alone, no-shows, breaks, positions and old codes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.models import TenantModel
from muster.operations.duty import rules
from muster.operations.duty.models.patterns import PatternShift
from muster.operations.duty.models.posts import Post
from muster.operations.duty.models.roster import BY_LENGTH, Assignment
from muster.operations.duty.shift_enums import AlarmCause, AlarmEnd

CODE_LENGTH = 8


class LoneAlarm(TenantModel):
    """A running shift of a post has fewer than two people. One open alarm a shift.

    It ends when a second person is there or the shift ends, never because somebody answered.
    """

    view_permission = rules.VIEW_ROSTER

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="alarms", db_index=False)
    area_code = models.CharField(max_length=12)
    day = models.DateField()
    shift = models.ForeignKey(
        PatternShift, on_delete=models.RESTRICT, related_name="+", db_index=False
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    cause = models.CharField(max_length=8, choices=AlarmCause.choices)
    present = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_kind = models.CharField(max_length=10, choices=AlarmEnd.choices, blank=True)

    class Meta:
        verbose_name = _("alarm of a post")
        verbose_name_plural = _("alarms of posts")
        indexes = [
            models.Index(
                fields=["tenant", "area_code"],
                condition=Q(ended_at__isnull=True),
                name="duty_open_alarms",
            ),
            models.Index(fields=["tenant", "-opened_at"], name="duty_alarms_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "day", "shift"],
                condition=Q(ended_at__isnull=True),
                name="duty_one_open_alarm_a_shift",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_kind="")
                | (Q(ended_at__isnull=False) & ~Q(end_kind="")),
                name="duty_alarm_ends_with_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.cause}"

    @property
    def is_open(self) -> bool:
        """True while it has not ended."""
        return self.ended_at is None


class OfShift(TenantModel):
    """Something about one shift of a person, seen by whoever sees that shift."""

    view_permission = rules.VIEW_ROSTER
    area_field = "assignment__area_code"
    scope_field = "assignment__unit_id"
    own_field = "assignment__responder_id"

    class Meta:
        abstract = True


class NoShow(OfShift):
    """Somebody had not come some minutes after the start; `came_at` is set where they came late."""

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="no_show")
    marked_at = models.DateTimeField(default=clock.now)
    came_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("no-show")
        verbose_name_plural = _("no-shows")

    def __str__(self) -> str:
        return f"{self.marked_at:%H:%M}"


class Break(OfShift):
    """Somebody on duty went on a break; `stand_in` stands at the post meanwhile."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="breaks")
    starts_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    stand_in = models.ForeignKey(
        "responders.Responder",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    stand_in_from_id = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name = _("break")
        verbose_name_plural = _("breaks")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(ends_at__isnull=True),
                name="duty_one_open_break_a_shift",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="duty_break_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M}"


class PostPosition(TenantModel):
    """Where a post is, as a phone held there said, so that other phones can say how far they are.

    The position of whoever checks in never leaves the phone: only the distance does.
    """

    view_permission = rules.VIEW_POSTS
    area_field = "post__area_code"

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="position")
    latitude = models.FloatField()
    longitude = models.FloatField()
    set_at = models.DateTimeField(default=clock.now)
    set_by_name = models.CharField(max_length=BY_LENGTH, blank=True)

    class Meta:
        verbose_name = _("position of a post")
        verbose_name_plural = _("positions of posts")
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__gte=-90, latitude__lte=90)
                & Q(longitude__gte=-180, longitude__lte=180),
                name="duty_position_on_earth",
            )
        ]

    def __str__(self) -> str:
        return str(self.post_id)


class RetiredCode(TenantModel):
    """A code a post once had: whoever still checks in with it is flagged, not refused."""

    view_permission = rules.VIEW_POSTS
    area_field = "post__area_code"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="retired_codes")
    code = models.CharField(max_length=CODE_LENGTH)
    retired_at = models.DateTimeField(default=clock.now)
    retired_by_name = models.CharField(max_length=BY_LENGTH, blank=True)

    class Meta:
        verbose_name = _("old code of a post")
        verbose_name_plural = _("old codes of posts")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "code"], name="duty_code_retired_once")
        ]

    def __str__(self) -> str:
        return self.code
