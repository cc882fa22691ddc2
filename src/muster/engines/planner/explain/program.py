"""A linear program whose rules can be lifted and put back, family by family.

Every breach is a column that belongs to one or more families, at the sum of their prices: an
elastic program (Chinneck, Feasibility and Infeasibility in Optimization, 2008). With a family in
force its columns are closed. HiGHS keeps the basis from one set of families to the next.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

from muster.engines.planner.explain.families import WEIGHTS

SHORT = 1000.0
"""Price of a person-shift of demand left open: no bending of rules is dearer."""
TOLERANCE = 1e-6
_INF = highspy.kHighsInf

Terms = Sequence[tuple[int, float]]
"""Columns with their factors."""


@dataclass(frozen=True)
class Relaxed:
    """What the program says with some families lifted; every figure is a lower bound.

    `short`: person-shifts of demand that stay open. `amounts`: breaches, by family. `feasible` is
    false where not even leaving demand open makes the rules hold (locks alone can do that).
    """

    short: float
    amounts: dict[str, float] = field(default_factory=dict)
    feasible: bool = True

    @property
    def enough(self) -> bool:
        """Whether the program finds no demand left open."""
        return self.feasible and self.short <= TOLERANCE

    @property
    def price(self) -> float:
        """The amounts at the prices of their families."""
        return sum(WEIGHTS[family] * amount for family, amount in self.amounts.items())


class Program:
    """Columns and rows are added first; then `solve` for any set of families."""

    def __init__(self) -> None:
        self.families: list[frozenset[str]] = []
        self.shorts: list[int] = []
        self._cost: list[float] = []
        self._upper: list[float] = []
        self._rows: list[tuple[Terms, float, float]] = []
        self._lp: highspy.Highs | None = None

    def column(
        self, families: Iterable[str] = (), *, upper: float = _INF, short: bool = False
    ) -> int:
        """Add a column from 0 to `upper`; it is closed unless all its families are lifted."""
        named = frozenset(families)
        self.families.append(named)
        self._cost.append(SHORT if short else sum(WEIGHTS[family] for family in named))
        self._upper.append(upper)
        if short:
            self.shorts.append(len(self.families) - 1)
        return len(self.families) - 1

    def row(self, terms: Terms, *, least: float = -_INF, most: float = _INF) -> None:
        """Add `least` <= sum of terms <= `most`."""
        self._rows.append((terms, least, most))

    def solve(self, lifted: frozenset[str]) -> Relaxed:
        """Return the cheapest breaches of the families `lifted`, all others being in force."""
        lp = self._lp = self._lp or self._begin()
        closed = [not families <= lifted for families in self.families]
        upper = np.where(closed, 0.0, self._upper)
        count = len(upper)
        columns = np.arange(count, dtype=np.int32)
        lp.changeColsBounds(count, columns, np.zeros(count), upper)
        lp.run()
        if lp.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return Relaxed(float("inf"), feasible=False)
        value = np.asarray(lp.getSolution().col_value)
        amounts: dict[str, float] = {}
        for column in np.flatnonzero(value > TOLERANCE).tolist():
            for family in self.families[column]:
                amounts[family] = amounts.get(family, 0.0) + float(value[column])
        return Relaxed(float(value[self.shorts].sum()), amounts)

    def _begin(self) -> highspy.Highs:
        lp = highspy.Highs()
        lp.setOptionValue("output_flag", False)
        lp.setOptionValue("threads", 1)
        lp.setOptionValue("presolve", "off")
        lp.setOptionValue(
            "simplex_strategy", 4
        )  # primal: lifting a family keeps the basis feasible
        count = len(self._cost)
        none = np.zeros(0, dtype=np.int32)
        lp.addCols(
            count, np.array(self._cost), np.zeros(count), np.array(self._upper),
            0, none, none, np.zeros(0),
        )  # fmt: skip
        sizes = [len(terms) for terms, _, _ in self._rows]
        lp.addRows(
            len(sizes),
            np.array([least for _, least, _ in self._rows]),
            np.array([most for _, _, most in self._rows]),
            sum(sizes),
            np.cumsum([0, *sizes[:-1]]).astype(np.int32),
            np.array([c for terms, _, _ in self._rows for c, _ in terms], dtype=np.int32),
            np.array([v for terms, _, _ in self._rows for _, v in terms], dtype=np.float64),
        )
        return lp
