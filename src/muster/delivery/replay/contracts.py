"""What a replay prints: a figure of the report, what Muster did, whether it is met."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from muster.kernel.errors import Text

SCENARIOS = {
    "youth": "youth",
    "jingkai": "jingkai",
    "heping": "heping_day",
    "panji": "panji",
    "cangzhou": "cangzhou",
}
"""Scenario and the module here that plays it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `met` is None where the report gives nothing to be met."""

    figure: Text
    reported: str
    done: str
    met: bool | None = None

    def plain(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return {
            "figure": str(self.figure),
            "reported": self.reported,
            "done": self.done,
            "met": self.met,
        }


@dataclass(slots=True)
class Outcome:
    """The rows of one scenario, in order."""

    scenario: str
    rows: list[Row] = field(default_factory=list)

    def add(self, figure: Text, reported: object, done: object, met: bool | None = None) -> None:  # noqa: FBT001
        """Note a figure."""
        self.rows.append(Row(figure, f"{reported}", f"{done}", met))

    def same(self, figure: Text, reported: int, done: int) -> None:
        """Note a figure that must be as the report gives it."""
        self.add(figure, f"{reported:,}", f"{done:,}", done == reported)

    def smallest_crew(
        self, least: int, crews: Counter[Any], *, figure: Text = "", reported: object = ""
    ) -> None:
        """Note how small the smallest of some crews is."""
        smallest = min(crews.values(), default=0)
        self.add(figure or _("Smallest crew"), reported or least, smallest, smallest >= least)

    @property
    def met(self) -> bool:
        """True where nothing the report gives was missed."""
        return all(row.met is not False for row in self.rows)
