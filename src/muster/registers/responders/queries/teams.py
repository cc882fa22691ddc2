"""Reads of teams and pairings, and the board of what is still missing."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from muster.kernel.actors import Actor
from muster.kernel.areas import prefix_range
from muster.kernel.permissions import require
from muster.registers.responders import rules
from muster.registers.responders.enums import FiveOnes, Position, Status
from muster.registers.responders.models import (
    Pairing,
    PairingReport,
    Responder,
    Team,
    TeamMember,
)

LEADERS_LISTED = 100
MOST_CANDIDATES = 200
MOST_REPORTING = 1000


@dataclass(frozen=True, slots=True)
class FiveOnesBoard:
    """How complete the pairings are: those with something missing first, then the rest.

    `missing` counts how many pairings lack each of the five.
    """

    pairings: Sequence[Pairing]
    missing: Counter[FiveOnes]

    @property
    def complete(self) -> int:
        """How many pairings lack nothing."""
        return sum(pairing.is_complete for pairing in self.pairings)

    @property
    def incomplete(self) -> int:
        """How many pairings lack something."""
        return len(self.pairings) - self.complete


def teams(*, actor: Actor, unit_id: UUID | None = None, area: str = "") -> QuerySet[Team]:
    """Teams that have not ended, with leader and number of members (`size`), by name."""
    rows: Any = Team.objects.visible_to(actor).filter(ended_on__isnull=True)
    if unit_id:
        rows = rows.filter(unit_id=unit_id)
    if area:
        rows = rows.filter(prefix_range("area_code", area))
    result: QuerySet[Team] = (
        rows.select_related("leader", "unit")
        .annotate(size=Count("members", filter=Q(members__ends_on__isnull=True)))
        .order_by("name", "id")
    )
    return result


def team(*, actor: Actor, team_id: UUID) -> Team:
    """Return one team with leader and unit.

    Raises:
        NotFound: there is none the actor may see.
    """
    rows: Any = Team.objects.select_related("leader", "unit")
    found: Team = rows.get_visible(actor, team_id)
    return found


def members(*, actor: Actor, team_id: UUID) -> Sequence[TeamMember]:
    """Return the present members of a team the actor may see, by name."""
    rows: Any = TeamMember.objects.visible_to(actor).filter(team_id=team_id, ends_on__isnull=True)
    return list(rows.select_related("responder__unit").order_by("responder__name_key"))


def pairings(*, actor: Actor, unit_id: UUID | None = None, area: str = "") -> QuerySet[Pairing]:
    """Pairings that have not ended, by community; `reported` counts people who reported there."""
    rows: Any = Pairing.objects.visible_to(actor).filter(ends_on__isnull=True)
    if unit_id:
        rows = rows.filter(unit_id=unit_id)
    if area:
        rows = rows.filter(prefix_range("community_code", area))
    result: QuerySet[Pairing] = (
        rows.select_related("unit", "leader", "in_charge", "team")
        .annotate(reported=Count("reports"))
        .order_by("community_code", "unit__name_pinyin", "id")
    )
    return result


def deployed_teams(*, actor: Actor, incident_id: UUID, area: str = "") -> Mapping[str, Team]:
    """Return the temporary teams of an incident's roster by what each was formed for.

    The key is a community's code, or the id of a post; leaders and sizes come along.
    """
    roster = f"{incident_id}/"
    rows = teams(actor=actor, area=area).filter(formed_for__startswith=roster)
    return {row.formed_for.removeprefix(roster): row for row in rows}


def leader_of_place(*, tenant_id: UUID, incident_id: UUID, code: str) -> Responder | None:
    """Return who leads the temporary team of a community, for those whom the roster sends there."""
    rows: Any = Team.objects.of_tenant(tenant_id).filter(
        formed_for=f"{incident_id}/{code}", ended_on__isnull=True
    )
    team = rows.select_related("leader").first()
    return team.leader if team is not None else None


def reports_of(*, actor: Actor, pairing_id: UUID) -> Sequence[PairingReport]:
    """Return who of a pairing's unit has reported to the community, first come first."""
    rows: Any = PairingReport.objects.visible_to(actor).filter(pairing_id=pairing_id)
    return list(rows.select_related("responder").order_by("reported_at", "id"))


def people_to_report(*, actor: Actor, pairing: Pairing) -> Sequence[tuple[UUID, str]]:
    """Return (id, name) of the people of a paired unit, for whoever records who reported there.

    The community's lead sees no record of another unit's people, only the names of those who are
    to report.
    """
    require(actor, rules.REPORT_IN, pairing)
    rows: Any = Responder.objects.of_tenant(actor.tenant_id).filter(
        unit_id=pairing.unit_id, status=Status.ACTIVE
    )
    return list(rows.order_by("name_key", "id").values_list("id", "name")[:MOST_REPORTING])


def pairing(*, actor: Actor, pairing_id: UUID) -> Pairing:
    """Return one pairing.

    Raises:
        NotFound: there is none the actor may see.
    """
    rows: Any = Pairing.objects.select_related("unit", "leader", "in_charge", "team")
    found: Pairing = rows.get_visible(actor, pairing_id)
    return found


def five_ones_board(*, actor: Actor, area: str = "") -> FiveOnesBoard:
    """Return the board of pairings: whoever lacks most stands first."""
    rows = sorted(pairings(actor=actor, area=area), key=lambda row: -len(row.missing))
    return FiveOnesBoard(rows, Counter(part for row in rows for part in row.missing))


def leading_people(*, actor: Actor, pairing: Pairing) -> Sequence[Responder]:
    """Return people of the pairing's unit who lead something there, to choose from, by name."""
    rows: Any = Responder.objects.visible_to(actor).filter(
        Q(position__in=[Position.DIVISION_LEAD, Position.SECTION_LEAD])
        | Q(can_lead=True)
        | Q(id__in=[pairing.leader_id, pairing.in_charge_id]),
        unit_id=pairing.unit_id,
        status=Status.ACTIVE,
    )
    return list(rows.order_by("name_key", "id")[:LEADERS_LISTED])


def names_of_people(actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the names of responders by id, for packages that keep only ids."""
    rows: Any = Responder.objects.of_tenant(actor.tenant_id).filter(id__in=set(ids))
    return dict(rows.values_list("id", "name"))


def answering_for(actor: Actor, area_code: str) -> Sequence[tuple[UUID, str]]:
    """Return (id, name) of those who could answer for a grid of a community.

    They are its own staff, the teams sent to it, and the leaders named in its pairings: a short
    list, whoever asks.
    """
    members: Any = TeamMember.objects.of_tenant(actor.tenant_id).filter(
        team__community_code=area_code, ends_on__isnull=True
    )
    paired: Any = Pairing.objects.of_tenant(actor.tenant_id).filter(
        community_code=area_code, ends_on__isnull=True
    )
    led: Any = Team.objects.of_tenant(actor.tenant_id).filter(
        community_code=area_code, ended_on__isnull=True
    )
    wanted = (
        Q(area_code=area_code)
        | Q(id__in=members.values("responder_id"))
        | Q(id__in=paired.values("leader_id"))
        | Q(id__in=paired.values("in_charge_id"))
        | Q(id__in=led.values("leader_id"))
    )
    rows: Any = Responder.objects.of_tenant(actor.tenant_id).filter(wanted, status=Status.ACTIVE)
    return list(rows.order_by("name_key", "id").values_list("id", "name")[:MOST_CANDIDATES])
