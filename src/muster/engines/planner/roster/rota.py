"""Everybody's shifts at one or more places as one exact model, for a handful of people.

Annealing moves one person or two; where five people make two crews, what is better is often several
moves away. Here a person's shifts are a path of their diagram, who is at which place a variable,
and slots are priced as in `Problem`. Personal prices are left to the search that goes on from here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from muster.engines.planner.roster.kernel import BIG
from muster.engines.planner.roster.problem import NO_PAIR, Ints, Problem

_PAIR = 2
_OFF = 0

Slot = tuple[int, int, int]
Cell = tuple[int, int, int, int]  # place, day, shift, type
Var = cp_model.IntVar


@dataclass
class Rota:
    """The shifts of p people at places c in a model.

    `problems` (c) are of the same people. `goes` (p, c) holds a variable for each place to which
    somebody may be sent. `terms` are what the model costs, `scale` of them is 1 of the objective.
    """

    model: cp_model.CpModel
    problems: Sequence[Problem]
    goes: Mapping[tuple[int, int], Var]
    scale: float
    terms: list[Any] = field(default_factory=list)
    work: dict[tuple[int, Cell], Var] = field(default_factory=dict)
    day: dict[tuple[int, int], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Add everybody's shifts, every slot and every rule on crews to the model."""
        self.here: dict[Cell, dict[int, Var]] = {}
        first = self.problems[0]
        self.free = first.base < BIG / 2
        # Where nobody is asked for, nobody has to be, unless a lock says so.
        locked = np.asarray(first.locked.any(axis=0)).reshape(-1, 1, 1)
        self.used = [
            (problem.crew > 0) & ((problem.demand > 0) | locked) for problem in self.problems
        ]
        for p in range(first.people):
            self._person(p)
        for c, problem in enumerate(self.problems):
            for day, shift, kind in np.argwhere(self.used[c]).tolist():
                self._slot(problem, (c, day, shift, kind))

    def _person(self, p: int) -> None:
        """Let somebody's shifts be a path of their diagram, at the place they are sent to."""
        first = self.problems[0]
        days, shifts, _ = first.demand.shape
        mine: dict[tuple[int, int], list[Var]] = {}
        for c, problem in enumerate(self.problems):
            if (p, c) not in self.goes:
                continue
            for day, shift, kind in np.argwhere(self.used[c]).tolist():
                if self.free[p, day, shift + 1] and problem.allowed[p, day, kind]:
                    cell = c, day, shift, kind
                    var = self.work[p, cell] = self.model.new_bool_var("")
                    self.here.setdefault(cell, {})[p] = var
                    self.model.add_implication(var, self.goes[p, c])
                    mine.setdefault((day, shift + 1), []).append(var)
        layers = _layers(first, p, set(mine))
        flow: dict[int, list[Any]] = {0: [1]}
        for day in range(days):
            arcs: dict[int, list[Any]] = {}
            following: dict[int, list[Any]] = {}
            for node, into in flow.items():
                out = []
                for label, target in layers[day][node]:
                    arc = self.model.new_bool_var("")
                    out.append(arc)
                    arcs.setdefault(label, []).append(arc)
                    following.setdefault(target, []).append(arc)
                self.model.add(sum(into) == sum(out))
            for label in range(1, shifts + 1):
                if (day, label) in mine:
                    self.model.add(sum(mine[day, label]) == sum(arcs.get(label, [])))
            self.day[p, day] = sum(
                v for label in range(1, shifts + 1) for v in mine.get((day, label), [])
            )
            flow = following

    def _slot(self, problem: Problem, cell: Cell) -> None:
        """Price a slot, and keep the rules on its crews."""
        slot = cell[1:]
        here, crew = self.here.get(cell, {}), int(problem.crew[slot])
        wanted = int(problem.demand[slot])
        count = sum(here.values())
        open_ = self.model.new_bool_var("")
        self.model.add(count >= crew * open_)
        for var in here.values():
            self.model.add_implication(var, open_)
        if wanted:
            short = self.model.new_int_var(0, wanted, "")
            self.model.add(count + short >= wanted)
            self.terms.append(round(self.scale * problem.under[slot[2]]) * short)
        if problem.over > 0 and here:
            over = self.model.new_int_var(0, len(here), "")
            self.model.add(count - over <= wanted)
            self.terms.append(round(self.scale * problem.over) * over)
        self._company(problem, cell, open_)

    def _company(self, problem: Problem, cell: Cell, open_: Var) -> None:
        company, here = problem.company, self.here.get(cell, {})
        slot = cell[1:]
        seasoned: list[Var] = []
        if company.experience and here:
            for p, var in here.items():
                knows = self.model.new_bool_var("")
                self.model.add_implication(knows, var)
                before = sum(self.day[p, day] for day in range(slot[0]))
                worked = int(company.shifts_before[p]) + before
                self.model.add(worked >= company.experience * knows)
                seasoned.append(knows)
            self.model.add(sum(seasoned) >= open_)
        for p, q in company.apart.tolist():
            if p not in here or q not in here:
                continue
            if company.pair[slot] >= NO_PAIR:
                self.model.add_at_most_one([here[p], here[q]])
                continue
            both = self.model.new_bool_var("")
            self.model.add(here[p] + here[q] <= 1 + both)
            self.model.add(sum(here.values()) >= int(company.pair[slot]) * both)
            if company.experience:
                self.model.add(sum(seasoned) >= _PAIR * both)
        for p, q in company.needs.tolist():
            if p in here:
                self.model.add(here[p] <= here.get(q, 0))

    def hint(self, c: int, rows: Mapping[int, int], labels: Ints, types: Ints) -> None:
        """Begin at rosters (n, t) of a place; `rows` says which of them is whose."""
        for (p, (place, day, shift, kind)), var in self.work.items():
            if place == c:
                i = rows.get(p)
                works = i is not None and labels[i, day] == shift + 1 and types[i, day] == kind
                self.model.add_hint(var, bool(works))

    def rosters(self, solver: cp_model.CpSolver, c: int, rows: Sequence[int]) -> tuple[Ints, Ints]:
        """Return labels and types (rows, t) of some people at a place."""
        labels = np.zeros((len(rows), self.problems[0].demand.shape[0]), dtype=np.int32)
        types = np.zeros_like(labels)
        for i, p in enumerate(rows):
            for (q, (place, day, shift, kind)), var in self.work.items():
                if q == p and place == c and solver.value(var):
                    labels[i, day], types[i, day] = shift + 1, kind
        return labels, types


def _layers(
    problem: Problem, p: int, useful: set[tuple[int, int]]
) -> list[list[list[tuple[int, int]]]]:
    """Return somebody's diagram without prices: arcs (label, node) of each node of each day.

    Nodes that allow the same from there on are one; there may be half as many, or a tenth.
    """
    child, days = problem.diagrams.child, problem.demand.shape[0]
    reached: list[list[int]] = [[int(problem.root[p])]]
    off = problem.base[p, :, _OFF] < BIG / 2
    ways = [
        [_OFF] * bool(off[day])
        + [label for label in range(child.shape[1]) if (day, label) in useful]
        for day in range(days)
    ]
    for day in range(days):
        labels = ways[day]
        nodes = {int(t) for node in reached[-1] for t in child[node, labels] if t >= 0}
        reached.append(sorted(nodes))
    number = dict.fromkeys(reached[-1], 0)
    layers: list[list[list[tuple[int, int]]]] = []
    for day in range(days - 1, -1, -1):
        labels = ways[day]
        kinds: dict[tuple[tuple[int, int], ...], int] = {}
        at: dict[int, int] = {}
        for node in reached[day]:
            arcs = tuple(
                (label, number[int(child[node, label])])
                for label in labels
                if int(child[node, label]) in number
            )
            if arcs:
                at[node] = kinds.setdefault(arcs, len(kinds))
        layers.append([list(arcs) for arcs in kinds])
        number = at
    layers.reverse()
    return layers
