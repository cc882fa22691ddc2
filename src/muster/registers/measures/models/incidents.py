"""Incidents, their renewals and their operational periods."""

import re
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.models import TenantModel
from muster.registers.measures import rules
from muster.registers.measures.enums import EndKind, IncidentKind, IncidentState
from muster.registers.measures.models.scope import IncidentQuerySet, OfIncident

NAME_LENGTH, WORDS_LENGTH, REASON_LENGTH, PHONE_LENGTH = 80, 40, 300, 24
OBJECTIVES_LENGTH = 2000
DUTY_PHONE = re.compile(r"[0-9+()\-#* 转轉]+")
"""What a duty phone is made of: digits, signs between them, and an extension."""


class Incident(TenantModel):
    """What a command responds to. It starts when its contact has answered, and it always ends.

    It lapses at `lapses_at`, 30 days after the start or the last renewal, whether or not the job
    has written the end down yet. The contact is a duty phone of the command, printed on papers and
    shown to everybody on purpose: no private number belongs here, so it is not sealed. Whether an
    incident is a drill its tenant says.
    """

    view_permission = rules.VIEW

    kind = models.CharField(_("kind"), max_length=12, choices=IncidentKind.choices)
    kind_words = models.CharField(_("in own words"), max_length=WORDS_LENGTH, blank=True)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    area_code = models.CharField(_("area"), max_length=12)
    contact_name = models.CharField(_("contact who answers"), max_length=NAME_LENGTH)
    contact_phone = models.CharField(_("duty phone"), max_length=PHONE_LENGTH)
    contact_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    contact_confirmed_by = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    starts_at = models.DateTimeField(_("started"), null=True, blank=True, editable=False)
    lapses_at = models.DateTimeField(_("lapses"), null=True, blank=True, editable=False)
    warned_of = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    end_kind = models.CharField(max_length=12, choices=EndKind.choices, blank=True, editable=False)
    end_reason = models.CharField(_("reason"), max_length=REASON_LENGTH, blank=True)

    objects = IncidentQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        indexes = [models.Index(fields=["tenant", "area_code"], name="measures_incident_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "area_code", "kind", "kind_words"],
                condition=Q(ended_at__isnull=True),
                name="measures_one_incident_a_kind_and_area",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in IncidentKind]),
                name="measures_incident_known_kind",
            ),
            models.CheckConstraint(
                condition=(Q(kind=str(IncidentKind.OTHER)) & ~Q(kind_words=""))
                | (~Q(kind=str(IncidentKind.OTHER)) & Q(kind_words="")),
                name="measures_incident_own_words_for_other",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | (
                    Q(contact_confirmed_at__isnull=False)
                    & ~Q(contact_name="")
                    & ~Q(contact_phone="")
                ),
                name="measures_no_start_before_contact_answers",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, lapses_at__isnull=True)
                | Q(starts_at__isnull=False, lapses_at__isnull=False, lapses_at__gt=F("starts_at")),
                name="measures_incident_always_lapses",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_kind="")
                | Q(
                    ended_at__isnull=False,
                    starts_at__isnull=True,
                    end_kind=str(EndKind.WITHDRAWN),
                )
                | Q(
                    starts_at__isnull=False,
                    ended_at__isnull=False,
                    ended_at__gte=F("starts_at"),
                    end_kind__in=[str(EndKind.CLOSED), str(EndKind.LAPSED)],
                ),
                name="measures_incident_end_has_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> IncidentState:
        """Where it stands now."""
        if self.end_kind:
            return IncidentState(self.end_kind)
        if self.starts_at is None or self.lapses_at is None:
            return IncidentState.PREPARED
        return IncidentState.RUNNING if clock.now() < self.lapses_at else IncidentState.LAPSED

    @property
    def is_running(self) -> bool:
        """True from the start until it is closed or lapses."""
        return self.state is IncidentState.RUNNING

    @property
    def left(self) -> timedelta | None:
        """How long until it lapses; None while it is not running."""
        return self.lapses_at - clock.now() if self.lapses_at and self.is_running else None

    @property
    def over_at(self) -> datetime | None:
        """When it ended, written down or not; None while it has not."""
        lapsed = self.lapses_at if self.state is IncidentState.LAPSED else None
        return self.ended_at or lapsed

    @property
    def kind_label(self) -> str:
        """The kind as people read it."""
        return self.kind_words or self.get_kind_display()


class Renewal(OfIncident):
    """A decision to go on for another 30 days, and why."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="renewals")
    renewed_at = models.DateTimeField()
    renewed_by = models.UUIDField(null=True, blank=True)
    lapses_at = models.DateTimeField()
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)

    class Meta:
        verbose_name = _("renewal")
        verbose_name_plural = _("renewals")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="measures_renewal_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lapses_at__gt=F("renewed_at")), name="measures_renewal_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class OperationalPeriod(OfIncident):
    """A stretch of work with objectives. Each ends when the next is opened, without a gap.

    `planned_end` is when the next should be opened; `ends_at` stays open until it is, or until the
    incident ends.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="periods")
    number = models.PositiveSmallIntegerField(_("number"))
    starts_at = models.DateTimeField(_("from"))
    planned_end = models.DateTimeField(_("planned until"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    objectives = models.TextField(_("objectives"), max_length=OBJECTIVES_LENGTH, blank=True)

    class Meta:
        verbose_name = _("operational period")
        verbose_name_plural = _("operational periods")
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "number"], name="measures_period_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["incident"],
                condition=Q(ends_at__isnull=True),
                name="measures_one_period_at_a_time",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="measures_period_from_one"),
            models.CheckConstraint(
                condition=Q(planned_end__gt=F("starts_at"))
                & (Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at"))),
                name="measures_period_forward",
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> str:
        """What the period is called: Operational period 3."""
        return _("Operational period %(number)d") % {"number": self.number}

    @property
    def is_overdue(self) -> bool:
        """True where the next period should have been opened by now."""
        return self.ends_at is None and clock.now() > self.planned_end
