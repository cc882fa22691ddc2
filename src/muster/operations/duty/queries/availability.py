"""What binds one person in a plan: limits, absences and the hours of the week, in its format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from muster.operations.duty.contracts import PlanRules
from muster.operations.duty.enums import Strain
from muster.operations.duty.models import PatternShift
from muster.registers.responders.contracts import Absence
from muster.registers.responders.enums import LimitKind

WEEK = 7
ABSENT_WEIGHT = 1000
"""Price of a shift that an absence touches on a day that has others: as dear as a gap."""

STRAIN_LIMITS = {
    LimitKind.SEATED_WORK: frozenset({Strain.STANDING}),
    LimitKind.NO_LIFTING: frozenset({Strain.LIFTING}),
    LimitKind.INDOORS: frozenset({Strain.OUTDOORS}),
}
"""The format knows what a post needs and not what a person must not do: whoever has no such limit
holds the ability as a skill."""


@dataclass(frozen=True)
class Calendar:
    """The days of a plan and the shifts in use, by the id the planner calls them."""

    starts_on: date
    days: int
    zone: ZoneInfo
    shifts: Mapping[str, PatternShift]

    @cached_property
    def nights(self) -> list[str]:
        """Shifts that count as nights."""
        return [name for name, shift in self.shifts.items() if shift.night]

    @cached_property
    def hours(self) -> dict[str, list[tuple[int, int]]]:
        """The (day after, hour) pairs each shift touches."""
        return {name: _hours(shift) for name, shift in self.shifts.items()}

    def spans(self, day: int) -> dict[str, tuple[datetime, datetime]]:
        """When each shift of a day of the plan begins and ends."""
        found = {}
        for name, shift in self.shifts.items():
            begins, ends = shift.span(self.starts_on + timedelta(days=day))
            found[name] = (begins.replace(tzinfo=self.zone), ends.replace(tzinfo=self.zone))
        return found


def abilities(limits: Mapping[str, int | None]) -> list[str]:
    """Return what a person's body can be asked, as skills (`can:outdoors`)."""
    barred = {strain for kind in limits if kind in STRAIN_LIMITS
              for strain in STRAIN_LIMITS[LimitKind(kind)]}  # fmt: skip
    return [ability(strain) for strain in Strain if strain not in barred]


def ability(strain: str) -> str:
    """Return the skill that stands for bearing a strain."""
    return f"can:{strain}"


def excluded_shifts(limits: Mapping[str, int | None], calendar: Calendar) -> list[str]:
    """Return the shifts a person must never be given: nights, or those that last too long."""
    excluded = set(calendar.nights) if LimitKind.NO_NIGHTS in limits else set()
    if hours := limits.get(LimitKind.MAX_HOURS_DAY):
        excluded |= {name for name, shift in calendar.shifts.items() if shift.minutes > 60 * hours}
    return sorted(excluded)


def own_limits(limits: Mapping[str, int | None], rules: PlanRules, days: int) -> dict[str, float]:
    """Return the limits that replace the plan's rules, where they are stricter.

    Hours a week become hours of the whole horizon: days / 7 as many.
    """
    found: dict[str, float] = {}
    if run := limits.get(LimitKind.MAX_DAYS_RUN):
        found["max_consecutive_days"] = _stricter(run, rules.max_consecutive_days)
    if hours := limits.get(LimitKind.MAX_HOURS_WEEK):
        found["max_hours"] = _stricter(round(hours * days / WEEK, 2), rules.max_hours)
    return found


def leave(
    absences: Sequence[Absence], calendar: Calendar
) -> tuple[list[list[int]], list[dict[str, Any]]]:
    """Return whole days of leave, and wishes not to work the shifts an absence touches in part.

    A day on which every shift touches an absence is leave. The format has no leave of a single
    shift, so that one becomes a wish as dear as a gap.
    """
    if not absences:
        return [], []
    away, wishes = [], []
    for day in range(calendar.days):
        touched = [
            name
            for name, (begins, ends) in calendar.spans(day).items()
            if any(
                absence.starts_at < ends and (absence.ends_at is None or absence.ends_at > begins)
                for absence in absences
            )
        ]
        if len(touched) == len(calendar.shifts):
            away.append(day)
        else:
            wishes += [
                {"day": day, "shift": name, "want": False, "weight": ABSENT_WEIGHT}
                for name in touched
            ]
    return _ranges(away), wishes


def availability(week: tuple[frozenset[int], ...], calendar: Calendar) -> dict[str, Any]:
    """Return weekdays and shifts a volunteer can give, such that every pair of them is given.

    The format has weekdays times shifts, the register hours of each day: of all pairs that lie
    within the hours, the largest such product is taken.
    """
    given = [
        frozenset(name for name, hours in calendar.hours.items() if _covered(week, day, hours))
        for day in range(WEEK)
    ]
    best: tuple[list[int], frozenset[str]] = ([], frozenset())
    for chosen in range(1, 1 << WEEK):
        weekdays = [day for day in range(WEEK) if chosen >> day & 1]
        shared = frozenset.intersection(*(given[day] for day in weekdays))
        if len(weekdays) * len(shared) > len(best[0]) * len(best[1]):
            best = (weekdays, shared)
    return {"weekdays": best[0], "shifts": sorted(best[1])}


def _covered(week: tuple[frozenset[int], ...], day: int, hours: Sequence[tuple[int, int]]) -> bool:
    return all(hour in week[(day + after) % WEEK] for after, hour in hours)


def _hours(shift: PatternShift) -> list[tuple[int, int]]:
    begins = shift.starts.hour * 60 + shift.starts.minute
    ends = begins + shift.minutes
    return [(hour // 24, hour % 24) for hour in range(begins // 60, -(-ends // 60))]


def _ranges(days: Sequence[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for day in days:
        if found and found[-1][1] == day - 1:
            found[-1][1] = day
        else:
            found.append([day, day])
    return found


def _stricter(own: float, rule: float | None) -> float:
    return own if rule is None else min(own, rule)
