"""One community's roster as a CP-SAT model, written from the format's text.

Aggregated, a variable is person x day x shift x post type, and points are given out afterwards;
naive, it is person x day x shift x post. Run as a module, it reads {instance, naive, seconds,
workers} from its input and prints what it found, so that the CPU of a process of its own is that of
the model and the search alone.
"""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from benchmarks.planner_facts import Cell, Facts, Json, Slot

SATURDAY = 5
WORKERS, SECONDS = 8, 60.0
Seat = tuple[int, int, int, int]  # day, shift, post type, post (-1 where posts are not told apart)


@dataclass(frozen=True)
class Found:
    """What CP-SAT found; `rows` None is nothing. `trace` holds (CPU seconds, objective)."""

    status: str
    rows: list[Json] | None
    bound: float
    cpu: float
    trace: list[tuple[float, float]]


class RosterModel:
    """The model of one community."""

    def __init__(self, facts: Facts, *, naive: bool) -> None:
        self.facts, self.model = facts, cp_model.CpModel()
        self.costs: list[tuple[float, Any]] = []
        self.seats: list[Seat] = [
            (*slot, post)
            for slot, posts in sorted(facts.open.items())
            for post in (posts if naive else [-1])
        ]
        self.at: dict[tuple[int, Seat], Any] = {}
        self.works: list[dict[Cell, list[Any]]] = []
        for p in range(len(facts.people)):
            self._add_person(p)
        for seat in self.seats:
            self._add_crew(seat)
        self._add_cover()
        self.model.minimize(
            cp_model.LinearExpr.weighted_sum(
                [term for _, term in self.costs], [cost for cost, _ in self.costs]
            )
        )

    def _add_person(self, p: int) -> None:
        facts, model, person = self.facts, self.model, self.facts.people[p]
        cells: dict[Cell, list[Any]] = defaultdict(list)
        for seat in self.seats:
            cell, kind = seat[:2], seat[2]
            if cell in facts.may[p] and kind in facts.able[p]:
                self.at[p, seat] = variable = model.new_bool_var("")
                cells[cell].append(variable)
        self.works.append(cells)
        shift: dict[Cell, Any] = {}
        for cell, variables in cells.items():
            shift[cell] = model.new_bool_var("")
            model.add(sum(variables) == shift[cell])
        by_day = [[shift[c] for c in shift if c[0] == day] for day in range(facts.days)]
        on = [model.new_bool_var("") for _ in by_day]
        for day, variables in enumerate(by_day):
            model.add(sum(variables) == on[day])
        self._keep_rest(person, shift)
        nights = [shift[c] for c in shift if facts.night(c[1])]
        by_night = [[shift[c] for c in shift if c[0] == day and facts.night(c[1])]
                    for day in range(facts.days)]  # fmt: skip
        self._limit_runs(person, "consecutive_days", [[each] for each in on])
        self._limit_runs(person, "consecutive_nights", by_night)
        for rule, variables in (("max_nights", nights), ("max_shifts", on)):
            most = facts.limit(person, rule)
            model.add(sum(variables) <= int(len(variables) if most is None else most))
        if (hours := facts.limit(person, "max_hours")) is not None:
            minutes = [round(60 * facts.hours(cell)) for cell in shift]
            worked = cp_model.LinearExpr.weighted_sum(list(shift.values()), minutes)
            model.add(worked <= int(60 * hours))
        self._price(person, shift, on, nights)

    def _keep_rest(self, person: Json, shift: dict[Cell, Any]) -> None:
        least = self.facts.limit(person, "min_rest_hours") or 0.0
        for before, first in shift.items():
            for after in self.facts.clash.get(before, ()):
                if after in shift and self.facts.rest(before, after) < least:
                    self.model.add_at_most_one(first, shift[after])

    def _limit_runs(self, person: Json, rule: str, by_day: list[list[Any]]) -> None:
        """No window one day longer than the limit is full, the days before day 0 included."""
        most = self.facts.limit(person, f"max_{rule}")
        if most is None:
            return
        before = (person.get("history") or {}).get(rule) or 0
        for last in range(self.facts.days):
            first = last - int(most)
            known = -first if first < 0 else 0
            if known <= before:
                window = [v for day in range(max(first, 0), last + 1) for v in by_day[day]]
                self.model.add(sum(window) + known <= int(most))

    def _price(
        self, person: Json, shift: dict[Cell, Any], on: list[Any], nights: list[Any]
    ) -> None:
        facts = self.facts
        weekends = [on[day] for day in range(facts.days) if facts.weekday(day) >= SATURDAY]
        target = int((facts.instance.get("weights") or {}).get("target_shifts") or 0)
        self._convex("night", nights, lambda n: n - 1)
        self._convex("weekend", weekends, lambda n: n - 1)
        self._convex("overtime", on, lambda n: max(0, n - target))
        worked = int((person.get("history") or {}).get("last_shift") is not None)
        for day in range(facts.days - 1):
            beside = (on[day - 1] if day else worked) + on[day + 1]
            self._at_least("isolated_on", on[day] - beside)
            self._at_least("isolated_off", beside - on[day] - 1)
        number = {one["id"]: s for s, one in enumerate(facts.shifts)}
        for wish in person.get("requests") or ():
            day, s = wish["day"], wish.get("shift")
            given = on[day] if s is None else shift.get((day, number[s]), 0)
            unmet = 1 - given if wish["want"] else given
            weight = wish.get("weight")
            self._cost("request", unmet, 1 if weight is None else weight)

    def _cost(self, term: str, amount: Any, times: float = 1) -> None:
        cost = self.facts.weight(term) * times
        if cost:
            self.costs.append((cost, amount))

    def _convex(self, term: str, variables: list[Any], step: Callable[[int], int]) -> None:
        """Pay `step(n)` for the n-th of those that are true; as it rises, no order is needed."""
        if not self.facts.weight(term) or not variables:
            return
        steps = [self.model.new_bool_var("") for _ in variables]
        self.model.add(sum(steps) == sum(variables))
        for n, variable in enumerate(steps, 1):
            self._cost(term, variable, step(n))

    def _at_least(self, term: str, amount: Any) -> None:
        if self.facts.weight(term):
            variable = self.model.new_bool_var("")
            self.model.add(variable >= amount)
            self._cost(term, variable)

    def _crew(self, seat: Seat) -> list[Any]:
        people = range(len(self.facts.people))
        return [self.at[p, seat] for p in people if (p, seat) in self.at]

    def _add_crew(self, seat: Seat) -> None:
        """A crew is never one: nobody, or at least the least crew."""
        crew, post = self._crew(seat), seat[3]
        posts = self.facts.open[seat[:3]] if post < 0 else [post]
        staffed = self.model.new_bool_var("")
        self.model.add(sum(crew) >= min(map(self.facts.least, posts)) * staffed)
        for variable in crew:
            self.model.add_implication(variable, staffed)

    def _add_cover(self) -> None:
        by_slot: dict[Slot, list[Any]] = {slot: [] for slot in self.facts.demand}
        for seat in self.seats:
            by_slot.setdefault(seat[:3], []).extend(self._crew(seat))
        for slot, people in by_slot.items():
            wanted = self.facts.demand.get(slot, 0)
            kind = self.facts.types[slot[2]].get("under_weight")
            if wanted:
                short = self.model.new_int_var(0, wanted, "")
                self.model.add(short >= wanted - sum(people))
                self._cost("under_cover", short, 1 if kind is None else kind)
            if people and self.facts.weight("over_cover"):
                over = self.model.new_int_var(0, len(people), "")
                self.model.add(over >= sum(people) - wanted)
                self._cost("over_cover", over)

    def rows(self, value: Callable[[Any], int]) -> list[Json]:
        """Return the roster of a solution."""
        at_work: dict[Slot, list[int]] = defaultdict(list)
        rows = []
        for (p, (day, s, kind, post)), variable in self.at.items():
            if value(variable) and post < 0:
                at_work[day, s, kind].append(p)
            elif value(variable):
                facts = self.facts
                who, shift = facts.people[p]["id"], facts.shifts[s]["id"]
                seat = {"shift": shift, "post": facts.posts[post]["id"]}
                rows.append({"person": who, "day": day, **seat})
        return rows + self.facts.seated(at_work)


class _Trace(cp_model.CpSolverSolutionCallback):
    def __init__(self, began: float) -> None:
        super().__init__()
        self.began, self.steps = began, list[tuple[float, float]]()

    def on_solution_callback(self) -> None:
        self.steps.append((time.process_time() - self.began, self.objective_value))


def solve(
    instance: Json, *, naive: bool, seconds: float = SECONDS, workers: int = WORKERS
) -> Found:
    """Build the model of a community and search for `seconds` of wall time."""
    began = time.process_time()
    roster = RosterModel(Facts.of(instance), naive=naive)
    solver, trace = cp_model.CpSolver(), _Trace(began)
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = 1
    status = solver.solve(roster.model, trace)
    spent = time.process_time() - began
    found = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    rows = roster.rows(solver.value) if found else None
    name = solver.status_name(status)
    return Found(name, rows, solver.best_objective_bound, spent, trace.steps)


if __name__ == "__main__":
    asked = json.loads(sys.stdin.read())
    print(json.dumps(vars(solve(asked.pop("instance"), **asked))))
