"""What a person cannot do, when a volunteer can come, and when someone does not come.

None of these tables has a field for a reason: a duty limit is a fact for planning, its cause is
nobody's business (a test holds the tables to it).
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.models import TenantModel
from muster.registers.responders import rules
from muster.registers.responders.enums import COUNTED_LIMITS, LimitKind
from muster.registers.responders.models.people import Responder

DAYS, HOURS = 7, 24
NO_HOURS = "000000" * DAYS


class AboutAPerson(TenantModel):
    """A row about one person, seen by whoever sees the person."""

    view_permission = rules.VIEW_PEOPLE
    area_field = "responder__area_code"
    scope_field = "responder__unit_id"
    own_field = "responder_id"

    class Meta:
        abstract = True


class DutyLimit(AboutAPerson):
    """One thing a person must not be asked to do, `[starts_on, ends_on)`; some have a number."""

    responder = models.ForeignKey(Responder, on_delete=models.CASCADE, related_name="limits")
    kind = models.CharField(_("limit"), max_length=16, choices=LimitKind.choices)
    amount = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)
    starts_on = models.DateField(_("from"), default=clock.today)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("duty limit")
        verbose_name_plural = _("duty limits")
        indexes = [models.Index(fields=["tenant", "kind"], name="responders_limit_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["responder", "kind"],
                condition=Q(ends_on__isnull=True),
                name="responders_one_open_limit_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="responders_limit_forward",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[str(k) for k in sorted(COUNTED_LIMITS)], amount__gte=1)
                | (~Q(kind__in=[str(k) for k in sorted(COUNTED_LIMITS)]) & Q(amount__isnull=True)),
                name="responders_limit_number_where_counted",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[str(k) for k in LimitKind]),
                name="responders_limit_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class WeeklyAvailability(AboutAPerson):
    """The hours of the week a person can give; without a row, all of them.

    `hours` holds seven groups of six hexadecimal digits, Monday first; bit h of a group is the
    hour that begins at h o'clock.
    """

    responder = models.OneToOneField(
        Responder, on_delete=models.CASCADE, related_name="weekly", primary_key=False
    )
    hours = models.CharField(max_length=6 * DAYS, default=NO_HOURS)

    class Meta:
        verbose_name = _("weekly availability")
        verbose_name_plural = _("weekly availabilities")

    def __str__(self) -> str:
        return self.hours

    @property
    def week(self) -> tuple[frozenset[int], ...]:
        """The hours given on each day, Monday first."""
        masks = (int(self.hours[6 * day : 6 * day + 6], 16) for day in range(DAYS))
        return tuple(frozenset(h for h in range(HOURS) if mask >> h & 1) for mask in masks)


class Unavailability(AboutAPerson):
    """A time in which a person does not come, `[starts_at, ends_at)`; open until they are back."""

    responder = models.ForeignKey(Responder, on_delete=models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    reported_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        indexes = [
            models.Index(fields=["tenant", "ends_at", "starts_at"], name="responders_absence_when")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="responders_absence_forward",
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"
