"""Shift patterns: how a day is cut into shifts."""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.models import TenantModel
from muster.operations.duty import rules
from muster.operations.duty.enums import HANDOVER_MINUTES, STANDARD_PATTERNS

KEY_LENGTH, LABEL_LENGTH = 24, 40
LONGEST_HANDOVER = 120


class ShiftPattern(TenantModel):
    """A command's way to cut a day into shifts. Standard keys read in the reader's language."""

    view_permission = rules.VIEW_POSTS
    area_field = None

    key = models.CharField(max_length=KEY_LENGTH)
    own_label = models.CharField(_("name"), max_length=LABEL_LENGTH, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("shift pattern")
        verbose_name_plural = _("shift patterns")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "key"], name="duty_one_pattern_a_key")
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language, or the command's own."""
        standard = STANDARD_PATTERNS.get(self.key)
        return self.own_label or str(standard.label if standard else self.key)


class PatternShift(TenantModel):
    """A shift of a pattern. It ends on the next day where it does not end after it starts."""

    view_permission = rules.VIEW_POSTS
    area_field = None

    pattern = models.ForeignKey(ShiftPattern, on_delete=models.CASCADE, related_name="shifts")
    letter = models.CharField(_("letter"), max_length=1)
    own_label = models.CharField(_("name"), max_length=LABEL_LENGTH, blank=True)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    night = models.BooleanField(_("night shift"), default=False)
    handover_minutes = models.PositiveSmallIntegerField(_("handover"), default=HANDOVER_MINUTES)

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        ordering = ("starts", "letter")
        constraints = [
            models.UniqueConstraint(fields=["pattern", "letter"], name="duty_one_shift_a_letter"),
            models.CheckConstraint(
                condition=Q(handover_minutes__lte=LONGEST_HANDOVER), name="duty_handover_is_short"
            ),
            models.CheckConstraint(condition=~Q(letter=""), name="duty_shift_has_a_letter"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language, or the command's own."""
        standard = STANDARD_PATTERNS.get(self.pattern.key)
        for shift in standard.shifts if standard else ():
            if shift.letter == self.letter and not self.own_label:
                return str(shift.label)
        return self.own_label or self.letter

    @property
    def hours(self) -> str:
        """The hours as people read them: 22:00–06:00."""
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"

    @property
    def minutes(self) -> int:
        """How long it lasts, handover not counted."""
        return (
            _minutes(self.ends)
            - _minutes(self.starts)
            + (0 if self.ends > self.starts else 24 * 60)
        )

    def span(self, day: date) -> tuple[datetime, datetime]:
        """Return when the shift of `day` starts and ends, on the wall clock, without a zone."""
        starts = datetime.combine(day, self.starts)
        return starts, starts + timedelta(minutes=self.minutes)


def _minutes(at: time) -> int:
    return 60 * at.hour + at.minute
