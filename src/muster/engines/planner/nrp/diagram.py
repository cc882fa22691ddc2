"""Compile a person's rules into a layered decision diagram: every legal roster is a path.

A state is what the past still forbids: the last shift's successors, runs of work and rest, weekends
and minutes so far, and how often a limited shift was given. Shifts that no rule tells apart share
one column. States from which the minimum of minutes is out of reach are cut, and states of one day
that allow the same rest of the horizon are merged (Hooker and van Hoeve, Constraints 18, 2013).
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from muster.engines.planner.nrp.model import DAYS_A_WEEK, SATURDAY, SUNDAY, Person, Shift

Longs = npt.NDArray[np.int64]
Child = npt.NDArray[np.int32]

MOST_NODES = 2_000_000
"""Size beyond which a diagram is given up."""


class TooLarge(ValueError):
    """The rules need more states than memory should hold."""


@dataclass(frozen=True)
class Rules:
    """What the diagram of a person depends on.

    `column` (shifts,) is the column of each shift, -1 where it is never given; `minutes` and
    `max_count` hold one number a column (from 1), the count None where the diagram keeps none;
    `follows[a][b]` says that column `b` may come the day after column `a`.
    With `pace` only those rosters are kept whose minutes are never further from an even spread than
    so many weeks' worth: fewer, but legal ones all the same.
    """

    days: int
    column: tuple[int, ...]
    minutes: tuple[int, ...]
    max_count: tuple[int | None, ...]
    follows: tuple[tuple[bool, ...], ...]
    max_minutes: int
    min_minutes: int
    max_run: int
    min_run: int
    min_rest: int
    max_weekends: int
    pace: int | None = None


@dataclass(frozen=True)
class Diagram:
    """A reduced diagram whose root is node 0.

    `child` (nodes, columns) holds nodes of the next day; `nodes` itself stands for what is not
    allowed, `end` for the end of the horizon. `layer` (days + 1,) is the first node of each day.
    """

    child: Child
    layer: Child

    @property
    def nodes(self) -> int:
        """Number of nodes, the end among them."""
        return len(self.child)


def rules_of(
    days: int, shifts: tuple[Shift, ...], person: Person, counted: frozenset[int]
) -> Rules:
    """Return the rules of a person; the caps of `counted` shifts only are kept."""
    given = [s for s, cap in enumerate(person.caps) if cap > 0]
    after = [
        (
            shift.not_after & frozenset(given),
            frozenset(b for b in given if s in shifts[b].not_after),
        )
        for s, shift in enumerate(shifts)
    ]
    marks = {s: (shifts[s].minutes, *after[s], s if s in counted else -1) for s in given}
    order = list(dict.fromkeys(marks.values()))
    column = tuple(1 + order.index(marks[s]) if s in marks else -1 for s in range(len(shifts)))
    first = [column.index(number + 1) for number in range(len(order))]
    unit = math.gcd(*(shifts[s].minutes for s in given)) if given else 1
    longest = unit * (sum(sorted(shifts[s].minutes for s in given)[-1:]) * days // unit)
    return Rules(
        days,
        column,
        tuple(shifts[s].minutes // unit for s in first),
        tuple(person.caps[s] if s in counted else None for s in first),
        tuple(tuple(b not in shifts[a].not_after for b in first) for a in first),
        # Limits that nobody can reach are one, so that people share diagrams.
        min(person.max_minutes, longest) // unit,
        -(-person.min_minutes // unit),
        min(person.max_run, days),
        person.min_run,
        person.min_rest,
        min(person.max_weekends, days // DAYS_A_WEEK + 1),
    )


class _States(NamedTuple):
    """One layer of states, an array a column; the counts come last."""

    last: Longs  # column of yesterday's shift, 0 for a day off
    run: Longs
    owed_run: Longs  # days of work that must still follow
    owed_rest: Longs
    weekends: Longs
    saturday: Longs  # 1 on a Sunday whose weekend is counted already
    minutes: Longs
    counts: tuple[Longs, ...]


def compile_rules(rules: Rules) -> Diagram:
    """Compile rules into a diagram; one without a legal roster has an end that is never reached.

    Raises:
        TooLarge: there are more than MOST_NODES states.

    """
    states = _begin(rules)
    children: list[Longs] = []
    size = 0
    for day in range(rules.days):
        columns = [_off(rules, states, day)]
        columns += [_work(rules, states, day, c) for c in range(1, len(rules.minutes) + 1)]
        if rules.pace is not None:
            columns = [_paced(rules, rules.pace, *column, day) for column in columns]
        allowed = np.stack([allowed for allowed, _ in columns], axis=1)
        flat = [
            np.stack(parts, axis=1)[allowed]
            for parts in zip(*(_flat(s) for _, s in columns), strict=True)
        ]
        following, index = _unique(flat)
        child = np.full(allowed.shape, -1, dtype=np.int64)
        child[allowed] = index
        children.append(child)
        states = _states(following)
        size += len(states.last)
        if size > MOST_NODES:
            raise TooLarge(f"more than {MOST_NODES:,} by day {day}")
    return _reduce(children, states.minutes >= rules.min_minutes)


def _begin(rules: Rules) -> _States:
    zero = np.zeros(1, dtype=np.int64)
    counts = tuple(zero for most in rules.max_count if most is not None)
    return _States(zero, zero, zero, zero, zero, zero, zero, counts)


def _states(columns: list[Longs]) -> _States:
    last, run, owed_run, owed_rest, weekends, saturday, minutes, *counts = columns
    return _States(last, run, owed_run, owed_rest, weekends, saturday, minutes, tuple(counts))


def _flat(states: _States) -> list[Longs]:
    return [*states[:7], *states.counts]


def _off(rules: Rules, states: _States, day: int) -> tuple[npt.NDArray[np.bool_], _States]:
    zero = np.zeros_like(states.last)
    worked = states.last > 0
    # Rest that begins before the horizon counts as long enough, hence day 0 owes nothing.
    owed = np.where(worked, rules.min_rest - 1, np.maximum(states.owed_rest - 1, 0))
    following = states._replace(
        last=zero,
        run=zero,
        owed_run=zero,
        owed_rest=np.maximum(owed, 0) if day else zero,
        saturday=states.saturday if day % DAYS_A_WEEK == SATURDAY else zero,
    )
    allowed = (states.owed_run == 0) & _in_reach(rules, states.minutes, zero, day)
    return allowed, following


def _work(
    rules: Rules, states: _States, day: int, column: int
) -> tuple[npt.NDArray[np.bool_], _States]:
    zero = np.zeros_like(states.last)
    follows = np.array([True, *(row[column - 1] for row in rules.follows)])
    week_day = day % DAYS_A_WEEK
    counted = (states.saturday == 0) if week_day in {SATURDAY, SUNDAY} else zero
    minutes = states.minutes + rules.minutes[column - 1]
    run = states.run + 1
    began = rules.min_run - 1 if day else 0
    counts = list(states.counts)
    allowed = follows[states.last] & (states.owed_rest == 0) & (run <= rules.max_run)
    most = rules.max_count[column - 1]
    if most is not None:
        place = sum(cap is not None for cap in rules.max_count[: column - 1])
        counts[place] = counts[place] + 1
        allowed &= counts[place] <= most
    following = _States(
        zero + column,
        run,
        np.maximum(np.where(states.last > 0, states.owed_run - 1, began), 0),
        zero,
        states.weekends + counted,
        zero + 1 if week_day == SATURDAY else zero,
        minutes,
        tuple(counts),
    )
    allowed &= (following.weekends <= rules.max_weekends) & (minutes <= rules.max_minutes)
    return allowed & _in_reach(rules, minutes, run, day), following


def _paced(
    rules: Rules, weeks: int, allowed: npt.NDArray[np.bool_], states: _States, day: int
) -> tuple[npt.NDArray[np.bool_], _States]:
    """Keep everything near an even spread; count what was saved up longer ago as used."""
    early, late = day + 1 - DAYS_A_WEEK * weeks, day + 1 + DAYS_A_WEEK * weeks
    caps = [rules.max_weekends, *(most for most in rules.max_count if most is not None)]
    used = [
        np.maximum(count, cap * early // rules.days)
        for count, cap in zip((states.weekends, *states.counts), caps, strict=True)
    ]
    near = states.minutes >= rules.min_minutes * early // rules.days
    near &= states.minutes <= rules.max_minutes * late // rules.days
    for count, cap in zip(used, caps, strict=True):
        near &= count <= cap * late // rules.days + 1
    return allowed & near, states._replace(weekends=used[0], counts=tuple(used[1:]))


def _in_reach(rules: Rules, minutes: Longs, run: Longs, day: int) -> npt.NDArray[np.bool_]:
    """True where the minimum of minutes is not out of reach after `day`."""
    left = rules.days - day - 1
    now = np.minimum(np.maximum(rules.max_run - run, 0), left)
    cycle = rules.max_run + rules.min_rest
    later = np.maximum(left - now - rules.min_rest, 0)
    if cycle:
        later = later // cycle * rules.max_run + np.minimum(later % cycle, rules.max_run)
    longest = max(rules.minutes, default=0)
    reach: npt.NDArray[np.bool_] = minutes + (now + later) * longest >= rules.min_minutes
    return reach


def _unique(columns: list[Longs]) -> tuple[list[Longs], Longs]:
    """Return the distinct rows, column by column, and the place of each given row among them."""
    key = np.zeros(len(columns[0]), dtype=np.int64)
    size = 1
    for column in columns:
        span = int(column.max(initial=0)) + 1
        if size * span >= 2**62:  # keep the key a 64-bit number
            _, key = np.unique(key, return_inverse=True)
            size = int(key.max(initial=0)) + 1
        key = key * span + column
        size *= span
    _, first, index = np.unique(key, return_index=True, return_inverse=True)
    return [column[first] for column in columns], index.astype(np.int64)


def _reduce(children: list[Longs], last: npt.NDArray[np.bool_]) -> Diagram:
    """Cut what leads nowhere and merge equal nodes, from the last day back; number what is left."""
    merged = np.where(last, 0, -1)
    kept: list[Longs] = []
    for child in reversed(children):
        target = np.append(merged, -1)[child]  # what is not allowed, -1, finds the last: -1
        distinct, index = _unique([column + 1 for column in target.T])
        table = np.stack(distinct, axis=1) - 1
        alive = (table >= 0).any(axis=1)
        number = np.cumsum(alive) - 1
        kept.append(table[alive])
        merged = np.where(alive, number, -1)[index]
    kept.reverse()
    layer = np.cumsum([0, *map(len, kept)])
    nodes = int(layer[-1]) + 1
    columns = kept[0].shape[1]
    numbered = [
        np.where(table < 0, nodes, table + start)
        for table, start in zip(kept, layer[1:], strict=True)
    ]
    child = np.concatenate([*numbered, np.full((1, columns), nodes)])
    return Diagram(child.astype(np.int32), layer.astype(np.int32))
