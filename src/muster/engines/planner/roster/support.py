"""The crews that locks ask for, found exactly: who has to come along so that no lock is alone.

A lock is a shift that must be worked; the rules then ask for a crew around it. Only the slots that
locks can take are in the model, as nobody has to work anywhere else; what somebody may work there
is a path of their diagram. Locks for which no crew exists are released, as few as can be.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model

from muster.engines.planner.roster.kernel import BIG
from muster.engines.planner.roster.problem import Problem
from muster.engines.planner.roster.solve import Rosters, price

_WORK = 5.0  # CP-SAT's deterministic time, about as many seconds
_RELEASED = 10_000  # shifts worked that one lock kept is worth
_OFF = 0

Slot = tuple[int, int, int]
Var = cp_model.IntVar


@dataclass
class Crews:
    """The crews of one community in a model: `work` who is where, `released` locks not kept.

    `present` holds for each person of the problem a variable: are they sent here?
    """

    model: cp_model.CpModel
    problem: Problem
    present: Sequence[Var]
    work: dict[tuple[int, Slot], Var] = field(default_factory=dict)
    released: dict[tuple[int, int], Var] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Add everybody's shifts and every crew to the model."""
        self.locked = self.problem.locked
        self.slots = self._slots()
        self.open = {slot: self.model.new_bool_var("") for slot in self.slots}
        for p in range(self.problem.people):
            self._person(p)
        for slot in self.slots:
            self._crew(slot)
        self._company()
        if self.problem.company.experience:
            for slot in self.slots:
                self._experience(slot)

    def _may(self, p: int, slot: Slot) -> bool:
        day, shift, kind = slot
        problem = self.problem
        free = problem.base[p, day, shift + 1] < BIG / 2 and problem.crew[slot] > 0
        return bool(free and problem.allowed[p, day, kind])

    def _slots(self) -> list[Slot]:
        """List the slots that a locked shift may be worked in."""
        _, shifts, kinds = self.problem.demand.shape
        found = {
            (int(day), shift, kind)
            for p, day in np.argwhere(self.locked)
            for shift in range(shifts)
            for kind in range(kinds)
            if self._may(int(p), (int(day), shift, kind))
        }
        return sorted(found)

    def _person(self, p: int) -> None:
        """Let somebody's shifts in the slots be a path of their diagram."""
        mine: dict[int, dict[int, list[Var]]] = {}
        for slot in self.slots:
            if self._may(p, slot):
                var = self.work[p, slot] = self.model.new_bool_var("")
                self.model.add(var <= self.open[slot])
                mine.setdefault(slot[0], {}).setdefault(slot[1] + 1, []).append(var)
        if not mine and not self.locked[p].any():
            return
        child = self.problem.diagrams.child
        flow: dict[int, list[Var]] = {int(self.problem.root[p]): [self.present[p]]}
        for day in range(self.problem.demand.shape[0]):
            labels = mine.get(day, {})
            arcs: dict[int, list[Var]] = {label: [] for label in (_OFF, *labels)}
            following: dict[int, list[Var]] = {}
            for node, into in flow.items():
                out = []
                for label in (_OFF, *labels):
                    target = int(child[node, label])
                    if target >= 0:
                        arc = self.model.new_bool_var("")
                        out.append(arc)
                        arcs[label].append(arc)
                        following.setdefault(target, []).append(arc)
                self.model.add(sum(into) == sum(out))
            for label, vars_ in labels.items():
                self.model.add(sum(vars_) == sum(arcs[label]))
            if self.locked[p, day]:
                released = self.released[p, day] = self.model.new_bool_var("")
                self.model.add(released == sum(arcs[_OFF]))
            flow = following

    def _crew(self, slot: Slot) -> None:
        here, open_ = self._here(slot), self.open[slot]
        self.model.add(sum(here) >= int(self.problem.crew[slot]) * open_)

    def _here(self, slot: Slot) -> list[Var]:
        return [var for (_, other), var in self.work.items() if other == slot]

    def _company(self) -> None:
        """Keep the rules of `Company` on who is with whom."""
        company = self.problem.company
        for slot in self.slots:
            for p, q in company.apart.tolist():
                one, other = self.work.get((p, slot)), self.work.get((q, slot))
                if one is None or other is None:
                    continue
                both = self.model.new_bool_var("")
                self.model.add(one + other <= 1 + both)
                self.model.add(sum(self._here(slot)) >= int(company.pair[slot]) * both)
            for p, q in company.needs.tolist():
                one, other = self.work.get((p, slot)), self.work.get((q, slot))
                if one is not None:
                    self.model.add(one <= (0 if other is None else other))

    def _experience(self, slot: Slot) -> None:
        """Let one of a crew have enough shifts behind them."""
        company, seasoned = self.problem.company, []
        for (p, other), var in self.work.items():
            if other != slot:
                continue
            before = [v for (q, s), v in self.work.items() if q == p and s[0] < slot[0]]
            knows = self.model.new_bool_var("")
            self.model.add(knows <= var)
            worked = int(company.shifts_before[p]) + sum(before)
            self.model.add(worked >= company.experience * knows)
            seasoned.append(knows)
        self.model.add(sum(seasoned) >= self.open[slot])


def supported(problem: Problem) -> Rosters | None:
    """Return rosters of nothing but locks and the crews that they need; None where out of time.

    `released` of the result are the cells (n, 2) of locks for which there is no crew; without them
    it is legal.
    """
    model = cp_model.CpModel()
    crews = Crews(model, problem, [model.new_constant(1)] * problem.people)
    model.minimize(_RELEASED * sum(crews.released.values()) + sum(crews.work.values()))
    solver = solved(model, _WORK)
    if solver is None:
        return None
    labels = np.zeros((problem.people, problem.demand.shape[0]), dtype=np.int32)
    types = np.zeros_like(labels)
    for (p, (day, shift, kind)), var in crews.work.items():
        if solver.value(var):
            labels[p, day], types[p, day] = shift + 1, kind
    cells = [cell for cell, var in crews.released.items() if solver.value(var)]
    released = np.array(cells, dtype=np.int32).reshape(-1, 2)
    cost = price(problem.without(released), labels, types)
    return Rosters(labels, types, cost, cost < BIG / 2, released)


def solved(
    model: cp_model.CpModel, work: float, *, linear: bool = False
) -> cp_model.CpSolver | None:
    """Solve a model the same way on every machine; None where nothing was found in time.

    `linear`: with all of it in the linear relaxation, which pays where people have to be counted.
    """
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if linear:
        solver.parameters.linearization_level = 2
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_deterministic_time = work
    found = solver.solve(model) in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    return solver if found else None
