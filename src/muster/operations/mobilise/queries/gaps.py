"""Who of a plan has not come to the assembly, and who could take each place, the best first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import dist
from typing import Any
from uuid import UUID

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.operations.duty.queries import posts
from muster.operations.mobilise.enums import COMING, NominationState, PlanState
from muster.operations.mobilise.models import CallUp, DeploymentPlan, Nomination
from muster.operations.mobilise.models.plans import unpacked

GAP_AFTER = timedelta(minutes=15)
"""How long after the assembly a person who has not come is a gap."""
SITE = "/"


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody of the plan who has not arrived: where, and from which day and shift on."""

    name: Nomination
    area_code: str
    first_day: int
    post_id: UUID | None
    shift: str
    first_secretary: bool
    declined: bool


@dataclass(frozen=True, slots=True)
class Reserve:
    """Somebody who could take a place: on the lists and not in the plan, here or still waiting."""

    name: Nomination
    is_here: bool
    same_unit: bool
    lacks: tuple[str, ...]
    km: float | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A place of the plan nobody has come for, with who could take it, the best first."""

    missing: Missing
    reserves: Sequence[Reserve]


@dataclass(frozen=True, slots=True)
class Gaps:
    """All gaps of a call-up's plan in force; `opens_at` is when they are shown as such."""

    plan: DeploymentPlan | None
    opens_at: datetime
    rows: Sequence[Gap]
    reserves: int

    @property
    def is_open(self) -> bool:
        """True once people should have come."""
        return clock.now() >= self.opens_at


def plan_in_force(*, actor: Actor, call_up_id: UUID) -> DeploymentPlan | None:
    """Return the plan people assemble for: the newest published one, else the newest approved."""
    rows: Any = DeploymentPlan.objects.of_tenant(actor.tenant_id).filter(call_up_id=call_up_id)
    for state in (PlanState.PUBLISHED, PlanState.APPROVED):
        found: DeploymentPlan | None = rows.filter(state=state).order_by("-number").first()
        if found is not None:
            return found
    return None


def gaps(*, actor: Actor, call_up: CallUp, most: int = 3) -> Gaps:
    """Return who of the plan has not arrived, by place, each with at most `most` reserves.

    A person who has said to be unable to come is a gap at once, everybody else fifteen minutes
    after the assembly. Three queries, whatever their number.
    """
    plan = plan_in_force(actor=actor, call_up_id=call_up.id)
    opens_at = call_up.assembly_at + GAP_AFTER
    if plan is None or plan.document is None:
        return Gaps(plan, opens_at, (), 0)
    rows: Any = Nomination.objects.visible_to(actor).filter(call_up_id=call_up.id)
    names = list(rows.select_related("responder", "unit").order_by("named_at", "id"))
    search = _Search(unpacked(plan.instance), unpacked(plan.document), names)
    late = clock.now() >= opens_at
    missing = [one for one in search.missing() if late or one.declined]
    free = search.free()
    return Gaps(
        plan,
        opens_at,
        [Gap(one, search.ranked(one, free)[:most]) for one in missing],
        len(free),
    )


class _Search:
    """A plan beside the lists: read once, asked for every gap."""

    def __init__(
        self, facts: Mapping[str, Any], document: Mapping[str, Any], names: Sequence[Nomination]
    ) -> None:
        self._people = {one["id"]: one for one in facts["people"]}
        self._places = {one["id"]: one for one in facts["communities"]}
        self._needs = {
            post["id"]: set(post.get("skills") or ())
            for place in facts["communities"]
            for post in place.get("posts", ())
        }
        self._sent: Mapping[str, str] = document["assignment"]
        self._leads = set(document.get("first_secretary", {}).values())
        self._first: dict[str, Mapping[str, Any]] = {}
        for row in sorted(document["roster"], key=lambda row: row["day"]):
            self._first.setdefault(row["person"], row)
        self._names = names
        self._replaced = {row.replaces_id for row in names if row.replaces_id}
        self._here = {row.responder_id for row in names if row.arrived_at}

    def missing(self) -> Iterable[Missing]:
        """Yield who is in the plan and on a list, has not arrived and was not replaced."""
        seen: set[UUID] = set()
        for row in self._names:
            person = str(row.responder_id)
            if (
                person not in self._sent
                or row.responder_id in self._here | seen
                or row.id in self._replaced
            ):
                continue
            seen.add(row.responder_id)
            first = self._first.get(person)
            yield Missing(
                row,
                self._sent[person],
                first["day"] if first else 0,
                UUID(first["post"]) if first else None,
                str(first["shift"]) if first else "",
                person in self._leads,
                row.state not in COMING,
            )

    def free(self) -> list[Nomination]:
        """Return who is on a list, or waits, and has no place in the plan; one row a person."""
        found: dict[UUID, Nomination] = {}
        taken = {row.responder_id for row in self._names if row.replaces_id}
        for row in self._names:
            if str(row.responder_id) in self._sent or row.responder_id in taken:
                continue
            if row.state in COMING or row.state == NominationState.WAITING:
                found.setdefault(row.responder_id, row)
        return list(found.values())

    def ranked(self, gap: Missing, free: Sequence[Nomination]) -> list[Reserve]:
        """Return who could take a place: here, able, of the same unit, near, then as they wait."""
        needs = self._needs.get(str(gap.post_id), set())
        rows = [self._reserve(gap, one, needs) for one in free]
        return sorted(
            rows,
            key=lambda row: (
                len(row.lacks),
                not row.is_here,
                not row.same_unit,
                row.km if row.km is not None else float("inf"),
                row.name.place or 0,
                row.name.named_at,
            ),
        )

    def _reserve(self, gap: Missing, row: Nomination, needs: set[str]) -> Reserve:
        facts = self._people.get(str(row.responder_id))
        place = self._places.get(gap.area_code)
        km = None
        if facts and place and facts.get("x_km") is not None and place.get("x_km") is not None:
            km = round(dist((facts["x_km"], facts["y_km"]), (place["x_km"], place["y_km"])), 1)
        lacks = needs - set(facts.get("skills") or ()) if facts else needs
        return Reserve(
            row,
            row.arrived_at is not None,
            row.unit_id == gap.name.unit_id,
            tuple(sorted(lacks)),
            km,
        )


def missing_by_area(found: Gaps) -> Mapping[str, int]:
    """Count gaps by the place the plan names."""
    counts: dict[str, int] = defaultdict(int)
    for row in found.rows:
        counts[row.missing.area_code.split(SITE)[0]] += 1
    return counts


def post_titles(*, actor: Actor, call_up: CallUp, found: Gaps) -> Mapping[UUID, str]:
    """Return the names of the posts of these gaps."""
    ids = {one.missing.post_id for one in found.rows if one.missing.post_id}
    if not ids:
        return {}
    rows = posts(actor=actor, incident_id=call_up.incident_id).filter(id__in=ids)
    return {row.id: row.title for row in rows}
