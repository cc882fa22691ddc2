"""The menu: what could be asked for, each solved again and priced, the cheapest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from muster.engines.planner.explain.breaches import breaches
from muster.engines.planner.explain.community import Explanation
from muster.engines.planner.explain.elastic import Found
from muster.engines.planner.explain.families import WEIGHTS, barred
from muster.engines.planner.explain.program import Relaxed
from muster.engines.planner.explain.relaxations import Part, Relaxation
from muster.engines.planner.explain.resolve import Solved, place_of, solved, standing_of
from muster.engines.planner.explain.rows import build
from muster.engines.planner.explain.site import alone
from muster.engines.planner.model import HoursPattern, Instance, Person, Plan, Row
from muster.engines.planner.roster.crews import crew_of, place

EFFORT = 2.0
"""Units of annealing for each entry."""
_MOST = 10  # entries solved
_CREW = 2
_CELL_PRICES = {"lower_demand": 10.0, "join_points": 0.5}  # for one person-shift less
_GAIN = 0.05  # person-shifts that a family must be good for
_ASKS = {
    "leave": "ask_leave",
    "excluded_shifts": "ask_excluded",
    "availability": "ask_more",
    "locks": "free_locks",
    "together": "free_together",
    "apart": "free_apart",
    "mixed_experience": "free_experience",
}
_STEPS = {
    "max_nights": ("raise_nights", (1, 2)),
    "max_shifts": ("raise_shifts", (1, 2)),
    "max_hours": ("raise_hours", (8, 16)),
    "consecutive_days": ("raise_days", (1, 2)),
    "consecutive_nights": ("raise_night_run", (1, 2)),
}
_RESTS = (9.0, 8.0)


@dataclass(frozen=True)
class Priced:
    """One entry, solved again.

    `before` and `after`: person-shifts short. `objective` is how much the rosters' objective
    changes but for the shortage. `bends` counts, by family, how far the new rosters go beyond the
    rules as they were; `people` have to. `price` weighs that. `rows` and `assigned` are the rosters
    of the community.
    """

    relaxation: Relaxation
    before: int
    after: int
    objective: float
    bends: dict[str, float]
    people: tuple[str, ...]
    price: float
    assigned: tuple[str, ...]
    rows: tuple[Row, ...]

    def adopt(self, instance: Instance) -> Instance:
        """Return the instance with what is asked for in it."""
        return self.relaxation.adopt(instance)


def menu(
    instance: Instance, plan: Plan, explanation: Explanation, *, effort: float = EFFORT
) -> tuple[Priced, ...]:
    """Return what would help a community that is short; what removes most comes first.

    Among entries that leave as much short, the cheapest is first; what helps nothing is left out.
    """
    kitchen = _Kitchen(instance, plan, explanation, effort)
    useful = []
    for ladder in kitchen.ladders():
        for relaxation in ladder:
            entry = kitchen.priced(relaxation)
            if entry.after < entry.before:
                useful.append(entry)
            if not entry.after:
                break  # more of it is not needed
    return tuple(sorted(useful, key=lambda entry: (entry.after, entry.price, -entry.before)))


class _Kitchen:
    """One community: what to try, and what it comes to."""

    def __init__(
        self, instance: Instance, plan: Plan, explanation: Explanation, effort: float
    ) -> None:
        self.instance, self.plan, self.effort = instance, plan, effort
        self.explanation = explanation
        self.name = explanation.community
        self.place = place_of(instance, self.name)
        self.people = [one for one in instance.people if plan.assignment.get(one.id) == self.name]
        self.site = alone(instance, self.place, self.people)
        self.program = build(self.site)
        self.base = self.program.solve(frozenset())

    @cached_property
    def own(self) -> Solved:
        """The community as it is, at the effort of the entries."""
        return solved(self.site, self.effort, standing_of(self.site, self.plan))

    def ladders(self) -> list[list[Relaxation]]:
        """Return what may help, by what counting says: the causes together, then single rules.

        Each ladder asks for more from step to step.
        """
        found: list[tuple[float, float, list[Relaxation]]] = []
        for family in WEIGHTS:
            gain = self._gain(family)
            if gain > _GAIN:
                for ladder in self._parts(family):
                    steps = [Relaxation(self.name, (part,)) for part in ladder]
                    found.append((-gain, WEIGHTS[family], steps))
        found.sort(key=lambda each: each[:2])
        together = []
        causes = [cause.family for cause in self.explanation.causes]
        if len(causes) > 1:
            ways = [ladder for family in causes for ladder in [*self._parts(family)][:1]]
            for step in range(max(map(len, ways), default=0)):
                parts = tuple(way[min(step, len(way) - 1)] for way in ways)
                together.append(Relaxation(self.name, parts))
        last = [[Relaxation(self.name, (part,))] for part in (*self._joined(), *self._less())]
        first = [together, *(steps for _, _, steps in found)]
        return [steps for steps in first if steps][: _MOST - len(last)] + last

    def _gain(self, family: str) -> float:
        """Return how many person-shifts less are short with a family lifted, at most."""
        relaxed: Relaxed = self.program.solve(frozenset([family]))
        if not self.base.feasible:
            return 1.0 if relaxed.feasible else 0.0
        if self.base.enough:  # counting finds nothing: everything that a cause names is tried
            return 1.0 if any(c.family == family for c in self.explanation.causes) else 0.0
        return self.base.short - relaxed.short

    def _parts(self, family: str) -> Iterator[list[Part]]:
        """Yield ladders: ways to ask for more of what a family forbids, step by step."""
        everybody = tuple(one.id for one in self.people)
        if family in _STEPS:
            kind, steps = _STEPS[family]
            yield [Part(kind, {"by": by}, everybody) for by in steps]
        elif family == "rest":
            before = self.instance.rules.min_rest_hours or 0.0
            yield [
                Part("shorter_rest", {"hours": hours, "before": before}, everybody)
                for hours in _RESTS
                if hours < before
            ]
        elif family in _ASKS:
            yield [Part(_ASKS[family], {}, tuple(self._asked(family)))]
        else:
            yield from self._special(family)

    def _special(self, family: str) -> Iterator[list[Part]]:
        if family == "people":
            yield from self._more_people()
        elif family == "skills":
            yield from self._teach()
        elif family == "night_age":
            limit = self.instance.rules.night_age_limit or 0
            old = tuple(one.id for one in self.people if self._barred(one, family))
            yield [Part("opt_in", {"limit": limit}, old)]
        elif family == "crew_min":
            crews = [crew_of(self.instance, post) for post in self.place.posts]
            if max(crews, default=0) > _CREW:  # a crew is never one
                yield [Part("smaller_crew", {"least": _CREW})]

    def _asked(self, family: str) -> Iterator[str]:
        locked = {lock.person for lock in self.site.locks if lock.day is not None}
        for one in self.people:
            if (
                self._barred(one, family)
                or (family == "locks" and one.id in locked)
                or (family == "together" and one.together)
                or (family == "apart" and one.apart)
            ):
                yield one.id

    def _barred(self, person: Person, family: str) -> bool:
        return any(name == family for name, _, _ in barred(self.instance, person))

    def _more_people(self) -> Iterator[list[Part]]:
        count = self.explanation.people
        if not count:
            relaxed = self.program.solve(frozenset(["people"]))
            count = max(ceil(relaxed.amounts.get("people", 0.0) - 1e-6), 1)
        yield [Part("more_people", {"count": more}) for more in range(count, count + 3)]
        reserve = sorted(
            (one for one in self.instance.people if one.id not in self.plan.assignment),
            key=lambda one: (one.x_km - self.place.x_km) ** 2 + (one.y_km - self.place.y_km) ** 2,
        )
        sent = tuple(one.id for one in reserve[:count])
        if sent:
            yield [Part("reserve", {"count": len(sent)}, sent)]

    def _teach(self) -> Iterator[list[Part]]:
        for kind in self.instance.post_types:
            needed = set(kind.skills)
            lacking = [one for one in self.people if not needed <= set(one.skills)]
            asked = any(row.post_type == kind.id and row.count for row in self.place.demand)
            if needed and lacking and asked:
                names = ", ".join(sorted(needed))
                steps = []
                for count in (1, 2, 4):
                    who = tuple(one.id for one in lacking[:count])
                    steps.append(Part("teach", {"count": len(who), "skills": names}, who))
                yield steps

    def _less(self) -> Iterator[Part]:
        """Lower demand to what the community can cover."""
        if self.own.short:
            yield Part("lower_demand", {"count": self.own.short}, cells=self.own.cells)

    def _joined(self) -> Iterator[Part]:
        """Let two neighbouring points share a reliever: of four people wanted, three do."""
        pairs: dict[tuple[str, HoursPattern], int] = {}
        for post in self.place.posts:
            if not post.points and crew_of(self.instance, post) == _CREW:
                key = (post.type, post.hours_pattern)
                pairs[key] = pairs.get(key, 0) + 1
        joined: dict[tuple[str, str], int] = {}
        for (kind, hours), count in pairs.items():
            for shift in hours.shifts:
                joined[kind, shift] = joined.get((kind, shift), 0) + count // 2
        cells = tuple(
            (row.day, row.shift, row.post_type, less)
            for row in self.place.demand
            if (less := min(joined.get((row.post_type, row.shift), 0), row.count // 4))
        )
        if cells:
            yield Part("join_points", {}, cells=cells)

    def priced(self, relaxation: Relaxation) -> Priced:
        """Solve the community again with a relaxation, and price it."""
        edited = relaxation.adopt(self.instance)
        where = place_of(edited, self.name)
        units = {unit.id for unit in edited.units if unit.local and unit.community == self.name}
        asked = {
            name for part in relaxation.parts if part.kind == "reserve" for name in part.people
        }
        mine = {one.id for one in self.people} | asked
        people = [one for one in edited.people if one.id in mine or one.unit in units]
        site = alone(edited, where, people)
        again = solved(site, self.effort, self.own.standing(self.site))
        kept = [i for i, one in enumerate(people) if one.id in {p.id for p in self.people}]
        found = Found(again.labels[kept], again.types[kept], again.short, 0.0, again.legal)
        broken = breaches(self.site, found) if kept else {}
        bends = {family: sum(each.values()) for family, each in broken.items()}
        known = {one.id for one in self.people}
        touched = {name for each in broken.values() for name in each if name in known}
        added = [one.id for one in people if one.id not in known]
        price = sum(WEIGHTS[family] * amount for family, amount in bends.items())
        price += WEIGHTS["people"] * len(added)
        for part in relaxation.parts:
            price += _CELL_PRICES.get(part.kind, 0.0) * sum(cell[3] for cell in part.cells)
        before = self.own.short
        return Priced(
            relaxation, before, again.short if again.legal else before,
            again.soft - self.own.soft, bends,
            tuple(sorted(touched | set(added))), round(price, 3),
            tuple(one.id for one in people),
            tuple(place(edited, where, people, again.labels, again.types)),
        )  # fmt: skip
