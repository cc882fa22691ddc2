"""The model of a neighbourhood: who is sent where, and everybody's shifts (CP-SAT)."""

from collections.abc import Sequence

import numpy as np

from muster.engines.planner.assign.build import Given
from muster.engines.planner.locks import BROKEN, Sending
from muster.engines.planner.roster.build import Tables
from muster.engines.planner.roster.problem import Ints
from muster.engines.planner.roster.rota import Rota
from muster.engines.planner.roster.solve import Rosters
from muster.engines.planner.roster.support import solved

_PARTS = 1000.0  # of 1 of the objective that the model tells apart,
_LARGEST = 1e8  # as long as one person missing is not more than this


class Joint(Sending):
    """Some people and places by number; without `sends` everybody stays where they are."""

    def __init__(
        self,
        given: Given,
        tables: Tables,
        places: Sequence[int],
        people: Sequence[int],
        *,
        sends: bool,
    ) -> None:
        self.some, self.people, self.sends = places, people, sends
        weights = given.instance.weights
        under = [weights.under_cover * kind.under_weight for kind in given.instance.post_types]
        scale = min(_PARTS, _LARGEST / max(*under, 1.0))
        super().__init__(given, tables, whole=True, scale=scale)

    def candidates(self) -> dict[int, list[int]]:
        """Everybody for each place, as far as they may be sent there."""
        people = np.array(self.people, dtype=np.int64)
        return {c: self.free(people, c).tolist() for c in self.some}

    def crews(self) -> None:
        """Add the shifts at every place."""
        instance = self.given.instance
        everybody = [instance.people[p] for p in self.people]
        problems = [self.tables.problem(instance.communities[c], everybody) for c in self.some]
        row = {p: i for i, p in enumerate(self.people)}
        at = {c: i for i, c in enumerate(self.some)}
        goes = {(row[p], at[c]): var for (p, c), var in self.goes.items()}
        self.rota = Rota(self.model, problems, goes, self.scale)
        self.terms += self.rota.terms

    def begin(self, c: int, people: Sequence[int], rosters: Rosters | None) -> None:
        """Let the search begin at who is at a place, and at their rosters in the same order."""
        for p in self.people:
            if (p, c) in self.goes:
                self.model.add_hint(self.goes[p, c], p in people)
                if not self.sends:
                    self.model.add(self.goes[p, c] == (p in people))
        if rosters is None:
            return
        rows = {self.people.index(p): i for i, p in enumerate(people)}
        self.rota.hint(self.some.index(c), rows, rosters.labels, rosters.types)

    def planned(self, work: float) -> dict[int, tuple[list[int], Ints, Ints]] | None:
        """Return people, labels and types (people, t) of each place; None if a rule is broken."""
        self.model.minimize(sum(self.terms))
        solver = solved(self.model, work, linear=True)
        if solver is None or solver.objective_value >= BROKEN / 2:
            return None
        found = {}
        for at, c in enumerate(self.some):
            here = [p for p in self.people if (p, c) in self.goes and solver.value(self.goes[p, c])]
            rows = [self.people.index(p) for p in here]
            found[c] = (here, *self.rota.rosters(solver, at, rows))
        return found
