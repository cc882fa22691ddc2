"""Decision diagrams in which a breach of some rules costs its price instead of being forbidden."""

import numpy as np

from muster.engines.planner.explain.families import PERSONAL, WEIGHTS
from muster.engines.planner.model import Instance
from muster.engines.planner.roster.diagram import (
    FORBIDDEN,
    Calendar,
    Diagram,
    Floats,
    Ints,
    Limits,
    Past,
    Prices,
    _reduce,
    _States,
    _Step,
    _unique,
)
from muster.engines.planner.roster.problem import Bools, Diagrams
from muster.engines.planner.roster.problem import Ints as Indexes
from muster.engines.planner.roster.profiles import calendar_of, profiles_of

_HOUR = 60
_NEVER = 1_000_000
_FIELDS = {
    "consecutive_days": "consecutive_days",
    "consecutive_nights": "consecutive_nights",
    "max_nights": "nights",
    "max_shifts": "shifts",
    "max_hours": "minutes",
}
"""The rule of a family, as the limits of a diagram name it."""
_COUNTERS = {
    "consecutive_days": "days",
    "consecutive_nights": "nights_run",
    "max_nights": "nights",
    "max_shifts": "shifts",
    "max_hours": "minutes",
}
"""The count of a family in a state: above its limit there is nothing left to tell apart."""


class ElasticStep(_Step):
    """What a label does to a state where the families `lifted` may be broken."""

    def __init__(self, calendar: Calendar, limits: Limits, lifted: frozenset[str]) -> None:
        given = {name: getattr(limits, field) for name, field in _FIELDS.items() if name in lifted}
        self.soft: dict[str, int] = {name: most for name, most in given.items() if most is not None}
        counted = {_FIELDS[name]: _NEVER for name in self.soft}
        super().__init__(calendar, limits._replace(**counted), Prices())
        self.resting = "rest" in lifted

    def begin(self, pasts: list[Past]) -> _States:
        """Return the state that each past leaves on day 0."""
        return self._saturated(super().begin(pasts))

    def _saturated(self, states: _States) -> _States:
        capped = {
            _COUNTERS[name]: np.minimum(getattr(states, _COUNTERS[name]), most)
            for name, most in self.soft.items()
        }
        return states._replace(**capped)

    def _work(self, states: _States, day: int, shift: int, allowed: Bools, cost: Floats) -> _States:
        after = super()._work(states, day, shift, allowed, cost)
        for name, most in self.soft.items():
            over = np.maximum(getattr(after, _COUNTERS[name]) - most, 0)
            unit = _HOUR if name == "max_hours" else 1
            cost += WEIGHTS[name] * over / unit
        if self.resting:
            cost += WEIGHTS["rest"] * ~super()._may_begin(states.rest, day, shift)
        return self._saturated(after)

    def _may_begin(self, rest: Ints, day: int, shift: int) -> Bools:
        if self.resting:
            return np.ones(len(rest), dtype=np.bool_)
        return super()._may_begin(rest, day, shift)


def elastic_diagrams(instance: Instance, lifted: frozenset[str]) -> tuple[Diagrams, Indexes]:
    """Return the diagrams of everybody's rules, and each person's root (p,).

    A path costs the breaches of `lifted`, at their prices, and nothing else.
    """
    shift_index = {shift.id: s for s, shift in enumerate(instance.shifts)}
    profiles, pasts, rests = profiles_of(instance, shift_index)
    made: list[Diagram] = []
    where: list[tuple[int, int]] = [(0, 0)] * len(instance.people)
    for number, (key, members) in enumerate(profiles.items()):
        distinct = list(dict.fromkeys(pasts[i] for i in members))
        step = ElasticStep(calendar_of(instance, rests[key]), key[0], lifted & PERSONAL)
        made.append(_compile(step, distinct))
        for i in members:
            where[i] = (number, distinct.index(pasts[i]))
    joined, roots = Diagrams.joined(made)
    return joined, np.array([roots[number][i] for number, i in where], dtype=np.int32)


def _compile(step: ElasticStep, pasts: list[Past]) -> Diagram:
    states, roots = _unique(step.begin(pasts))
    children: list[Ints] = []
    costs: list[Floats] = []
    for day in range(step.calendar.days):
        following, allowed, cost = step.all_labels(states, day)
        states, index = _unique(following)
        child = np.full(allowed.shape, FORBIDDEN, dtype=np.int64)
        child[allowed] = index
        children.append(child)
        costs.append(cost)
    return _reduce(children, costs, len(states.rest), roots)
