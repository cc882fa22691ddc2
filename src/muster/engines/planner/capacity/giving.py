"""How much a person can give at most, counted and not searched.

Leave, availability, excluded shifts, the age limit, runs, rest from one day to the next and the
totals of the rules are all counted, each on its own: an upper bound on every roster of the person,
and close to what a roster reaches.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from muster.engines.planner.clock import span
from muster.engines.planner.model import Instance, Person, limits_of

Wanted = Callable[[int, str], bool]
"""Which (day, shift id) count."""


@dataclass(frozen=True)
class Profile:
    """All of a person that decides how much they can give; people share few of these.

    `days` holds, for each day, the ids of the shifts that may be given on it.
    """

    days: tuple[frozenset[str], ...]
    last_shift: str | None
    run_of_days: int
    run_of_nights: int
    limits: tuple[tuple[str, float | None], ...]


class Giving:
    """Counts what the people of one instance can give; answers are kept by profile."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.nights = frozenset(shift.id for shift in instance.shifts if shift.night)
        self._profiles: dict[tuple[object, ...], Profile] = {}

    @cached_property
    def hours(self) -> dict[str, float]:
        """Shortest length of each shift in the horizon, handover included."""
        horizon = self.instance.horizon
        days = range(horizon.days) if horizon.timezone else range(1)
        return {
            shift.id: min(end - begin for begin, end in (span(horizon, shift, d) for d in days))
            / 60
            for shift in self.instance.shifts
        }

    def profile(self, person: Person) -> Profile:
        """Return what decides how much this person can give."""
        limit = self.instance.rules.night_age_limit
        old = limit is not None and (person.age or 0) > limit and not person.night_opt_in
        history = person.history
        key = (
            person.leave, person.availability, frozenset(person.excluded_shifts), old,
            person.limits, history.last_shift, history.consecutive_days,
            history.consecutive_nights,
        )  # fmt: skip
        found = self._profiles.get(key)
        if found is None:
            found = self._profiles[key] = self._make_profile(person, old=old)
        return found

    def shifts(self, profile: Profile, wanted: Wanted | None = None) -> int:
        """Return the most shifts such a person can give, of those `wanted`."""
        open_days = [
            {shift for shift in shifts if wanted is None or wanted(day, shift)}
            for day, shifts in enumerate(profile.days)
        ]
        given = set[str]().union(*open_days)
        if not given:
            return 0
        limits = dict(profile.limits)
        by_days = self._most_days(open_days, given, profile, limits)
        most = [by_days, limits["max_shifts"]]
        if limits["max_hours"] is not None:
            shortest = min(self.hours[shift] for shift in given)
            most.append(limits["max_hours"] // shortest if shortest else None)
        if given <= self.nights:
            run = limits["max_consecutive_nights"]
            most += [
                limits["max_nights"],
                _most([bool(shifts) for shifts in open_days], run, profile.run_of_nights),
            ]
        return int(min(value for value in most if value is not None))

    def _most_days(
        self,
        open_days: list[set[str]],
        given: set[str],
        profile: Profile,
        limits: dict[str, float | None],
    ) -> int:
        run, before = limits["max_consecutive_days"], profile.run_of_days
        if not self._may_follow(given, limits["min_rest_hours"] or 0.0):
            run, before = min(1.0, run if run is not None else 1.0), min(before, 1)
        return _most([bool(shifts) for shifts in open_days], run, before)

    def _may_follow(self, given: Iterable[str], rest: float) -> bool:
        """Whether some two of these shifts can be worked on neighbouring days."""
        horizon = self.instance.horizon
        shifts = [shift for shift in self.instance.shifts if shift.id in given]
        days = range(1, horizon.days) if horizon.timezone else range(1, 2)
        return any(
            span(horizon, b, day)[0] - span(horizon, a, day - 1)[1] >= rest * 60
            for a in shifts
            for b in shifts
            for day in days
        )

    def _make_profile(self, person: Person, *, old: bool) -> Profile:
        instance = self.instance
        given = person.availability
        may = {
            shift.id
            for shift in instance.shifts
            if shift.id not in person.excluded_shifts
            and not (old and shift.night)
            and (given is None or given.shifts is None or shift.id in given.shifts)
        }
        weekdays = None if given is None else given.weekdays
        days = [
            frozenset(may)
            if weekdays is None or instance.horizon.weekday(day) in weekdays
            else frozenset()
            for day in range(instance.horizon.days)
        ]
        for since, to in person.leave:
            for day in range(max(since, 0), min(to, instance.horizon.days - 1) + 1):
                days[day] = frozenset()
        history = person.history
        return Profile(
            days=tuple(days),
            last_shift=history.last_shift,
            run_of_days=history.consecutive_days if history.last_shift else 0,
            run_of_nights=history.consecutive_nights if history.last_shift in self.nights else 0,
            limits=tuple(sorted(limits_of(instance.rules, person).items())),
        )


def _most(open_days: list[bool], run: float | None, before: int) -> int:
    """Most of the open days with no more than `run` in a row; `before` end on day -1."""
    if run is None:
        return sum(open_days)
    taken, row = 0, before
    for is_open in open_days:
        if is_open and row < run:
            taken, row = taken + 1, row + 1
        else:
            row = 0
    return taken
