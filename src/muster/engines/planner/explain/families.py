"""Families of rules: what an explanation may name, and how much sooner one is bent than another.

The weights are preferences, not money: what a responder could be asked first weighs least, what
protects body and rest more, and what Muster promises nobody (a crew of one) most. They choose among
explanations of the same size, and they price the menu.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from muster.engines.planner.model import Instance, Person

#: Price of one unit of each family; the unit is a shift unless UNITS says otherwise.
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "max_nights": 1.0,
        "max_shifts": 1.1,
        "max_hours": 0.15,
        "consecutive_days": 1.5,
        "locks": 1.8,
        "consecutive_nights": 2.0,
        "availability": 2.5,
        "together": 2.6,
        "apart": 2.7,
        "mixed_experience": 2.8,
        "rest": 3.0,
        "excluded_shifts": 4.0,
        "night_age": 4.5,
        "leave": 5.0,
        "skills": 6.0,
        "crew_min": 9.0,
        "people": 20.0,
    }
)
PEOPLE = "people"
"""The family that is no rule: how many people there are."""
RULES = tuple(family for family in WEIGHTS if family != PEOPLE)
#: What the arcs of the decision diagram hold.
PERSONAL = frozenset(
    {"max_nights", "max_shifts", "max_hours", "consecutive_days", "consecutive_nights", "rest"}
)
#: What forbids single cells (person, day, shift).
CELLS = frozenset({"leave", "availability", "excluded_shifts", "night_age"})
COMPANY = frozenset({"together", "apart", "mixed_experience"})
#: Families whose amounts need not be whole.
FRACTIONAL = frozenset({"max_hours"})


def barred(instance: Instance, person: Person) -> Iterator[tuple[str, int, int]]:
    """Yield (family, day, shift index) for every cell that a rule forbids this person."""
    horizon, shifts = instance.horizon, instance.shifts
    excluded = [s for s, shift in enumerate(shifts) if shift.id in person.excluded_shifts]
    limit = instance.rules.night_age_limit
    old = limit is not None and (person.age or 0) > limit and not person.night_opt_in
    nights = [s for s, shift in enumerate(shifts) if shift.night] if old else []
    given = person.availability
    for day in range(horizon.days):
        yield from (("excluded_shifts", day, s) for s in excluded)
        yield from (("night_age", day, s) for s in nights)
        on_leave = any(first <= day <= last for first, last in person.leave)
        for s, shift in enumerate(shifts):
            if on_leave:
                yield "leave", day, s
            if given is not None and not (
                (given.weekdays is None or horizon.weekday(day) in given.weekdays)
                and (given.shifts is None or shift.id in given.shifts)
            ):
                yield "availability", day, s
