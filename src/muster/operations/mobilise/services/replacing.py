"""What a plan replaces in the roster that runs, and what of it stays beside the plan.

People of other call-ups of the incident keep their shifts: a plan is about the names of one list.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.tenants import tenant_of
from muster.operations.duty.queries import area_of_place
from muster.operations.duty.queries.replacing import StandingShift, standing_from
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.models.plans import unpacked
from muster.operations.mobilise.queries.beside import staying
from muster.operations.mobilise.services.deployed import with_stand_ins
from muster.operations.mobilise.services.gaps import replaced_people


@dataclass(frozen=True)
class Replacement:
    """What of the roster in force changes with a plan, and what stays.

    `off` lose every shift they have from the first day on; `moved` are (person, community before,
    community then); `beyond` are the shifts after the plan's last day that nobody would work;
    `kept` the shifts of people of other call-ups, which stay as they are.
    """

    starts_on: date
    ends_on: date
    replaced: frozenset[date]
    off: tuple[UUID, ...]
    moved: tuple[tuple[UUID, str, str], ...]
    beyond: tuple[StandingShift, ...]
    kept: tuple[StandingShift, ...]

    @property
    def uncovered(self) -> list[date]:
        """Days after the plan on which posts are staffed now and would be empty."""
        return sorted({one.day for one in self.beyond})

    @property
    def kept_people(self) -> int:
        """How many people of other call-ups stay."""
        return len({one.responder_id for one in self.kept})


def as_published(row: DeploymentPlan) -> tuple[int, Mapping[str, Any]]:
    """Return how many days of a plan lie before today, and what would be published of it."""
    passed = max(0, (clock.today(tenant_of(row.tenant_id).time_zone) - row.starts_on).days)
    document = with_stand_ins(row.content, replaced_people(row))
    rows = [one for one in document["roster"] if one["day"] >= passed]
    return passed, {**document, "roster": rows}


def replacement_of(
    *, actor: Actor, row: DeploymentPlan, document: Mapping[str, Any] | None = None
) -> Replacement | None:
    """Return what publishing a plan now would replace; None where no roster runs on its days.

    `document` is the plan as it would be published, where it has been read already.
    """
    today = clock.today(tenant_of(row.tenant_id).time_zone)
    starts_on = max(row.starts_on, today)
    ends_on = row.starts_on + timedelta(days=row.days - 1)
    running = standing_from(actor=actor, incident_id=row.call_up.incident_id, starts_on=starts_on)
    if not running or ends_on < starts_on:
        return None
    if document is None:
        _passed, document = as_published(row)
    mine = {UUID(one["id"]) for one in unpacked(row.instance)["people"] if one["id"].count("-") > 1}
    mine |= {UUID(person) for person in document["assignment"]}
    stay = staying(
        actor=actor, call_up=row.call_up, people={one.responder_id for one in running} - mine
    )
    kept = tuple(one for one in running if one.responder_id in stay and not one.closed)
    gone = [one for one in running if one.responder_id not in stay]
    works = {UUID(one["person"]) for one in document["roster"]}
    return Replacement(
        starts_on=starts_on,
        ends_on=ends_on,
        replaced=frozenset(one.day for one in gone if one.day <= ends_on),
        off=tuple(dict.fromkeys(one.responder_id for one in gone if one.responder_id not in works)),
        moved=_moved(gone, document["assignment"], works),
        beyond=tuple(one for one in gone if one.day > ends_on),
        kept=kept,
    )


def _moved(
    gone: Sequence[StandingShift], places: Mapping[str, str], works: Iterable[UUID]
) -> tuple[tuple[UUID, str, str], ...]:
    stood: dict[UUID, Counter[str]] = defaultdict(Counter)
    for one in gone:
        stood[one.responder_id][one.area_code] += 1
    found = []
    for person in works:
        then = area_of_place(places.get(str(person), ""))
        before = stood[person].most_common(1)[0][0] if person in stood else then
        if before != then:
            found.append((person, before, then))
    return tuple(sorted(found, key=str))
