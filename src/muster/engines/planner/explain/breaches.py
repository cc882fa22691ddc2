"""What rosters break, counted rule by rule: who, and by how much."""

from collections import defaultdict
from collections.abc import Iterator

from muster.engines.planner.clock import span
from muster.engines.planner.explain.elastic import Found
from muster.engines.planner.explain.families import barred
from muster.engines.planner.explain.site import cell_locks, parted
from muster.engines.planner.model import Instance, Person, limits_of
from muster.engines.planner.roster.crews import crew_of

_HOUR = 60
Amounts = dict[str, dict[str, float]]
"""By family and person; breaches of a crew stand under the id of its post type."""


def breaches(instance: Instance, found: Found) -> Amounts:
    """Return every breach of an instance of one community, by family and person."""
    counted: Amounts = defaultdict(dict)
    locks = cell_locks(instance)
    for i, person in enumerate(instance.people):
        row = {day: int(label) - 1 for day, label in enumerate(found.labels[i]) if label}
        for family, amount in (*_cells(instance, person, row), *_personal(instance, person, row)):
            counted[family][person.id] = counted[family].get(person.id, 0.0) + amount
        left = sum(
            day not in row or instance.shifts[row[day]].id != shift
            for day, shift, _ in locks.get(person.id, ())
        )
        if left:
            counted["locks"][person.id] = left
        lacking = sum(
            not set(instance.post_types[found.types[i, day]].skills) <= set(person.skills)
            for day in row
        )
        if lacking:
            counted["skills"][person.id] = lacking
    _crews(instance, found, counted)
    return dict(counted)


def total(amounts: Amounts, family: str) -> float:
    """Return the sum of a family's breaches."""
    return sum(amounts.get(family, {}).values())


def _cells(instance: Instance, person: Person, row: dict[int, int]) -> Iterator[tuple[str, float]]:
    for family, day, s in barred(instance, person):
        if row.get(day) == s:
            yield family, 1.0


def _personal(
    instance: Instance, person: Person, row: dict[int, int]
) -> Iterator[tuple[str, float]]:
    limits, past, horizon = limits_of(instance.rules, person), person.history, instance.horizon
    spans = {day: span(horizon, instance.shifts[s], day) for day, s in row.items()}
    nights = {day for day, s in row.items() if instance.shifts[s].night}
    hours = sum(end - begin for begin, end in spans.values()) / _HOUR
    for family, count in (("max_nights", len(nights)), ("max_shifts", len(row)),
                          ("max_hours", hours)):  # fmt: skip
        limit = limits[family]
        if limit is not None and count > limit:
            yield family, count - limit
    before = max(past.consecutive_days, 1) if past.last_shift is not None else 0
    for family, days, run in (
        ("consecutive_days", set(row), before),
        ("consecutive_nights", nights, past.consecutive_nights),
    ):
        most = limits[f"max_{family}"]
        length = run
        for day in range(horizon.days):
            length = length + 1 if day in days else 0
            if most is not None and length > most:
                yield family, 1.0
    last = next((shift for shift in instance.shifts if shift.id == past.last_shift), None)
    end = None if last is None else span(horizon, last, -1)[1]
    for day in sorted(spans):
        if end is not None and spans[day][0] - end < (limits["min_rest_hours"] or 0.0) * _HOUR:
            yield "rest", 1.0
        end = spans[day][1]


def _crews(instance: Instance, found: Found, counted: Amounts) -> None:
    """Count crews too small, people without or with somebody, and crews without experience."""
    present: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for i in range(len(instance.people)):
        for day, label in enumerate(found.labels[i]):
            if label:
                present[day, int(label) - 1, int(found.types[i, day])].append(i)
    for (day, s, k), crew in present.items():
        kind = instance.post_types[k].id
        crews = _open_crews(instance, day, instance.shifts[s].id, kind)
        least = min(crews, default=1)
        found_here = [*_company(instance, crew, two=len(crews) > 1 and len(crew) >= 2 * least)]
        if len(crew) < least:
            found_here.append(("crew_min", kind, float(least - len(crew))))
        if _green(instance, found, crew, day):
            found_here.append(("mixed_experience", kind, 1.0))
        for family, name, amount in found_here:
            counted[family][name] = counted[family].get(name, 0.0) + amount


def _open_crews(instance: Instance, day: int, shift: str, kind: str) -> list[int]:
    """Return the least crew of each post of a type that is open."""
    weekday = instance.horizon.weekday(day)
    return [
        crew_of(instance, post)
        for post in instance.communities[0].posts
        if post.type == kind and post.is_open(shift, weekday)
    ]


def _company(instance: Instance, crew: list[int], *, two: bool) -> Iterator[tuple[str, str, float]]:
    """Yield who is without somebody, or with somebody where there are not `two` crews."""
    number = {person.id: i for i, person in enumerate(instance.people)}
    for i in crew:
        person = instance.people[i]
        for other in person.together:
            if number.get(other, -1) not in crew:
                yield "together", person.id, 1.0
    for first, second in () if two else parted(instance.people):
        if first in crew and second in crew:
            yield "apart", instance.people[first].id, 1.0


def _green(instance: Instance, found: Found, crew: list[int], day: int) -> bool:
    asked = instance.rules.mixed_experience or 0
    behind = (
        instance.people[i].history.experience + int((found.labels[i, :day] > 0).sum()) for i in crew
    )
    return max(behind) < asked
