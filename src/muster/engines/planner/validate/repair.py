"""What a repair changed, and whether it was allowed to."""

from collections.abc import Mapping, Sequence
from typing import Any

from muster.engines.planner.validate.report import RepairFigures
from muster.engines.planner.validate.terms import weight_of
from muster.engines.planner.validate.world import World

Cells = dict[tuple[str, int], list[tuple[str, str]]]  # (person, day): shifts with their posts


def absent_cells(
    world: World, absences: Sequence[Mapping[str, Any]], from_day: int
) -> frozenset[tuple[str, int]]:
    """(person, day) of everybody absent, from the first day that may change."""
    cells = set()
    for absence in absences:
        last = absence.get("to_day")
        last = world.days - 1 if last is None else last
        days = range(max(from_day, absence["from_day"]), min(last, world.days - 1) + 1)
        cells |= {(absence["person"], day) for day in days}
    return frozenset(cells)


def check_changes(
    world: World,
    old: World,
    absences: Sequence[Mapping[str, Any]],
    absent: frozenset[tuple[str, int]],
    from_day: int,
) -> RepairFigures:
    """Note changes of the past and of the absent; count those of everybody else."""
    before, after = _cells(old), _cells(world)
    for person in sorted({absence["person"] for absence in absences}):
        places = [found.assignment.get(person, "none") for found in (old, world)]
        if places[0] != places[1]:
            world.find("absent_moved", person=person, before=places[0], after=places[1])
    changed, moved, lost = [], 0, 0
    for person, day in sorted(before.keys() | after.keys()):
        was, now = before.get((person, day), []), after.get((person, day), [])
        if day < from_day:
            if was != now:
                texts = {"before": _text(was), "after": _text(now)}
                world.find("past_changed", person=person, day=day, **texts)
        elif (person, day) in absent:
            lost += len(was)
            for shift, _ in now:
                world.find("absent_works", person=person, day=day, shift=shift)
        elif _shifts(was) != _shifts(now):
            changed.append((person, day, _shift(was), _shift(now)))
        elif was != now:
            moved += 1
    touched = len({person for person, _, _, _ in changed})
    cost = len(changed) * weight_of(world, "changed_cell")
    cost += touched * weight_of(world, "person_touched")
    return RepairFigures(tuple(changed), touched, moved, lost, cost)


def _cells(world: World) -> Cells:
    cells: Cells = {}
    for person, works in world.works.items():
        for work in works:
            cells.setdefault((person, work.day), []).append((work.shift, work.post))
    return {cell: sorted(rows) for cell, rows in cells.items()}


def _shifts(rows: list[tuple[str, str]]) -> list[str]:
    return [shift for shift, _ in rows]


def _shift(rows: list[tuple[str, str]]) -> str | None:
    return ", ".join(_shifts(rows)) or None


def _text(rows: list[tuple[str, str]]) -> str:
    return ", ".join(f"{shift} at {post}" for shift, post in rows) or "off"
