"""Teams and their members; pairings of a unit with a community."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.models import TenantModel
from muster.registers.responders import rules
from muster.registers.responders.enums import FiveOnes
from muster.registers.responders.models.people import Responder
from muster.registers.responders.models.units import SendingUnit


class Team(TenantModel):
    """People with a leader: of one unit, or of several units for one community (a joint team).

    `formed_for` names what a temporary team was formed for, such as a post of a published roster;
    "" where somebody formed it by hand.
    """

    view_permission = rules.VIEW_TEAMS
    scope_field = "unit_id"

    name = models.CharField(_("name"), max_length=80)
    unit = models.ForeignKey(
        SendingUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="teams"
    )
    community_code = models.CharField(_("community"), max_length=12, blank=True)
    area_code = models.CharField(max_length=12, editable=False)
    leader = models.ForeignKey(
        Responder, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    formed_for = models.CharField(max_length=80, blank=True, default="", editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    ended_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        indexes = [models.Index(fields=["tenant", "area_code"], name="responders_team_area")]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | ~Q(community_code=""),
                name="responders_team_of_something",
            ),
            models.UniqueConstraint(
                fields=["tenant", "formed_for"],
                condition=~Q(formed_for="") & Q(ended_on__isnull=True),
                name="responders_one_temporary_team",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(TenantModel):
    """A person's time in a team, `[starts_on, ends_on)`."""

    view_permission = rules.VIEW_TEAMS
    area_field = "team__area_code"
    scope_field = "team__unit_id"
    own_field = "responder_id"

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    responder = models.ForeignKey(Responder, on_delete=models.CASCADE, related_name="team_periods")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        constraints = [
            models.UniqueConstraint(
                fields=["team", "responder"],
                condition=Q(ends_on__isnull=True),
                name="responders_once_in_a_team",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="responders_member_forward",
            ),
        ]

    def __str__(self) -> str:
        return str(self.responder)


class Pairing(TenantModel):
    """A unit that answers for a community, `[starts_on, ends_on)`, and what it is made of.

    Each of the five ones is there when its reference is: people and team point into the register
    where they are in it; plan and ledger name the paper or file. `reported_at` is when the unit
    reported to the community; its members report one by one (`PairingReport`). `batch_id` is the
    sheet it came by, until somebody changes it.
    """

    view_permission = rules.VIEW_PAIRINGS
    area_field = "community_code"
    scope_field = "unit_id"

    unit = models.ForeignKey(SendingUnit, on_delete=models.PROTECT, related_name="pairings")
    community_code = models.CharField(_("community"), max_length=12)
    starts_on = models.DateField(_("from"), default=clock.today)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    leader = models.ForeignKey(
        Responder, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    leader_ref = models.CharField(_("one leader"), max_length=120, blank=True)
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    team_ref = models.CharField(_("one team"), max_length=120, blank=True)
    plan_ref = models.CharField(_("one plan"), max_length=120, blank=True)
    ledger_ref = models.CharField(_("one ledger"), max_length=120, blank=True)
    in_charge = models.ForeignKey(
        Responder, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    in_charge_ref = models.CharField(_("one person in charge"), max_length=120, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True, editable=False)
    reported_by_name = models.CharField(max_length=80, blank=True, default="", editable=False)
    batch_id = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("pairing")
        verbose_name_plural = _("pairings")
        indexes = [
            models.Index(fields=["tenant", "community_code"], name="responders_pairing_place")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "community_code"],
                condition=Q(ends_on__isnull=True),
                name="responders_paired_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="responders_pairing_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.community_code}"

    def words_of(self, part: FiveOnes) -> str:
        """What stands for one of the five: the person's or team's name, or the reference."""
        row = getattr(self, part, None)
        return (row.name if row else "") or getattr(self, f"{part}_ref")

    @property
    def missing(self) -> list[FiveOnes]:
        """Which of the five ones are not there yet."""
        return [part for part in FiveOnes if not self.words_of(part)]

    @property
    def is_complete(self) -> bool:
        """True where none of the five is missing."""
        return not self.missing


class PairingReport(TenantModel):
    """A member of the unit who has reported to the community: the second half of reporting in."""

    view_permission = rules.VIEW_PAIRINGS
    area_field = "pairing__community_code"
    scope_field = "pairing__unit_id"
    own_field = "responder_id"

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="reports")
    responder = models.ForeignKey(Responder, on_delete=models.CASCADE, related_name="+")
    reported_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by_name = models.CharField(max_length=80, blank=True, editable=False)

    class Meta:
        verbose_name = _("report to a community")
        verbose_name_plural = _("reports to communities")
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "responder"], name="responders_reported_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.responder_id)
