"""Everybody's best roster against prices, exactly: caps are counted only where they bind.

A diagram that counts every limited shift can be a hundred times larger than one that counts none.
The one without is tried first; where its best roster breaks a cap, that shift is counted too
(decremental state space, Righini and Salani, Networks 51, 2008).
"""

import math
import time
from dataclasses import replace

import numpy as np

from muster.engines.planner.nrp.diagram import Diagram, Rules, TooLarge, compile_rules, rules_of
from muster.engines.planner.nrp.kernel import best_paths
from muster.engines.planner.nrp.problem import BIG, Floats, Ints, OutOfTime, Problem

NONE: frozenset[int] = frozenset()
_PACES = (None, 4, 2, 1)
"""Weeks of slack, one after another until a diagram is small enough."""
_SCRATCH = 20_000_000
"""Values held at once: nodes times people."""


class Pricer:
    """Finds best rosters of people. Diagrams are compiled when first needed, and kept.

    From `ends` on (monotonic time) everything asked for is refused.
    `exact` is False from when a horizon was so long that only evenly spread rosters are kept: then
    what it finds is legal, but proves nothing.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.ends = math.inf
        self.exact = True
        self._pace = 0
        self._diagrams: dict[Rules, Diagram] = {}
        self._rules: dict[tuple[int, frozenset[int]], Rules] = {}
        self._value = np.empty(0)

    def solve(self, people: Ints, price: Floats) -> tuple[Floats, Ints]:
        """Return the totals (n,) and labels (n, t) of the best rosters of `people` (n,).

        `price` (t, s) is paid by whoever works. A total of half BIG or more means that a person has
        no legal roster.

        Raises:
            TooLarge: the rules of a person need more states than memory should hold.
            OutOfTime: `ends` came first.

        """
        cost = self.problem.base[people]
        cost[:, :, 1:] += price[None]
        total = np.zeros(len(people))
        labels = np.zeros((len(people), self.problem.days), dtype=np.int32)
        counted = dict.fromkeys(range(len(people)), NONE)
        while counted:
            self._solve_counted(people, cost, counted, total, labels)
            broken = self._broken(people, labels, list(counted))
            counted = {i: counted[i] | shifts for i, shifts in broken.items() if total[i] < BIG / 2}
        return total, labels

    def rules(self, person: int, counted: frozenset[int]) -> Rules:
        """Return the rules of a person that counts these shifts."""
        key = person, counted
        if key not in self._rules:
            instance = self.problem.instance
            whole = instance.people[person]
            self._rules[key] = rules_of(instance.days, instance.shifts, whole, counted)
        return self._rules[key]

    def diagram(self, rules: Rules) -> Diagram:
        """Return the diagram of rules."""
        key = replace(rules, column=())  # which shifts stand in a column is no matter of paths
        if key not in self._diagrams:
            self._diagrams[key] = self._compile(key)
        return self._diagrams[key]

    def _compile(self, rules: Rules) -> Diagram:
        """Compile rules at the first pace that is small enough; slower ones failed before."""
        while self._pace < len(_PACES) - 1:
            try:
                return compile_rules(replace(rules, pace=_PACES[self._pace]))
            except TooLarge:
                self._pace += 1
                self.exact = False
        return compile_rules(replace(rules, pace=_PACES[-1]))

    def _solve_counted(
        self,
        people: Ints,
        cost: Floats,
        counted: dict[int, frozenset[int]],
        total: Floats,
        labels: Ints,
    ) -> None:
        groups: dict[Rules, list[int]] = {}
        for i, shifts in counted.items():
            groups.setdefault(self.rules(int(people[i]), shifts), []).append(i)
        for rules, members in groups.items():
            if time.monotonic() >= self.ends:
                raise OutOfTime
            most = max(1, _SCRATCH // self.diagram(rules).nodes)
            for start in range(0, len(members), most):
                rows = np.array(members[start : start + most])
                total[rows], labels[rows] = self._solve_group(rules, cost[rows])

    def _solve_group(self, rules: Rules, cost: Floats) -> tuple[Floats, Ints]:
        """Return totals and labels for the costs (n, t, s + 1) of people of one diagram."""
        diagram = self.diagram(rules)
        n, days, _ = cost.shape
        columns = len(rules.minutes) + 1
        c = np.empty((days, columns, n))
        chosen = np.zeros((days, columns, n), dtype=np.int32)
        c[:, 0] = cost[:, :, 0].T
        for column in range(1, columns):
            shifts = np.flatnonzero(np.array(rules.column) == column) + 1
            part = cost[:, :, shifts]
            best = part.argmin(axis=2)
            c[:, column] = np.take_along_axis(part, best[:, :, None], axis=2)[:, :, 0].T
            chosen[:, column] = shifts[best].T
        size = (diagram.nodes + 1) * n
        if len(self._value) < size:
            self._value = np.empty(size)
        value = self._value[:size].reshape(-1, n)
        out, total = np.zeros((n, days), dtype=np.int32), np.zeros(n)
        best_paths(diagram.child, diagram.layer, c, value, out, total)
        return total, chosen[np.arange(days)[None], out, np.arange(n)[:, None]]

    def _broken(self, people: Ints, labels: Ints, rows: list[int]) -> dict[int, frozenset[int]]:
        """Return the shifts that rows give more often than their caps allow."""
        if not rows:
            return {}
        chosen = labels[rows]
        kinds = np.arange(1, self.problem.shifts + 1)
        counts = (chosen[:, :, None] == kinds).sum(axis=1)
        above = counts > self.problem.caps[people[rows]]
        return {
            rows[i]: frozenset(map(int, np.flatnonzero(above[i])))
            for i in np.flatnonzero(above.any(axis=1))
        }
