"""The first sheet of a plan's workbook: what it costs, how fair it is, what is missing where."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from muster.engines.planner.model import Instance, Plan
from muster.engines.planner.validate import Report

TERMS = (
    "under_cover", "over_cover", "night", "weekend", "overtime", "isolated_on", "isolated_off",
    "request", "hardship", "fragment", "commute_km",
)  # fmt: skip


class SummarySheet:
    """Blocks below each other; a number in a block is always the validator's."""

    def __init__(self, sheet: Worksheet, bold: Format, words: Mapping[str, str]) -> None:
        self.sheet = sheet
        self.bold = bold
        self.words = words
        self.row = 0

    def write(self, instance: Instance, plan: Plan, report: Report) -> None:
        """Write the whole sheet."""
        self.sheet.set_column(0, 0, 44)
        self.sheet.set_column(1, 6, 16)
        self._facts(instance, report)
        self._terms(instance, report)
        self._spreads(report)
        self._communities(instance, plan, report)

    def _line(self, values: Sequence[Any], look: Format | None = None) -> None:
        for at, value in enumerate(values):
            if isinstance(value, int | float):
                self.sheet.write_number(self.row, at, round(value, 4), look)
            elif value:
                self.sheet.write_string(self.row, at, value, look)
        self.row += 1

    def _head(self, *codes: str) -> None:
        self.row += 1
        self._line([self.words[code] for code in codes], self.bold)

    def _facts(self, instance: Instance, report: Report) -> None:
        self._line([self.words["plan"], instance.id], self.bold)
        facts: Mapping[str, Any] = {
            "first_day": instance.horizon.start_date.isoformat(),
            "days": instance.horizon.days,
            "people": report.figures["people"],
            "assigned": report.figures["assigned"],
            "reserve": report.figures["reserve"],
            "shifts": report.figures["shifts"],
            "missing": report.missing,
            "crews_of_one": report.figures["crews_of_one"],
            "rules_broken": len(report.violations),
        }
        for code, value in facts.items():
            self._line([self.words[code], value])

    def _terms(self, instance: Instance, report: Report) -> None:
        bounds = {bound.name: bound.bound for bound in report.bounds if not bound.community}
        self._head("term", "amount", "weight", "cost", "bound")
        for name in TERMS:
            amount, weight = report.values[name], getattr(instance.weights, name)
            line = [self.words[f"term_{name}"], amount, weight, amount * weight]
            self._line([*line, bounds.get(name, "")])
        for name in ("roster_objective", "assign_objective"):
            line = [self.words[name], "", "", report.values[name], bounds.get(name, "")]
            self._line(line, self.bold)

    def _spreads(self, report: Report) -> None:
        self._head("shared", "people", "least", "most", "gini", "jain")
        for name, spread in report.spreads.items():
            line: list[Any] = [self.words[f"spread_{name}"], spread.people]
            line += [spread.least, spread.most, spread.gini, spread.jain]
            self._line(line)

    def _communities(self, instance: Instance, plan: Plan, report: Report) -> None:
        people = Counter(plan.assignment.values())
        missing: Counter[str] = Counter()
        for shortage in report.shortages:
            missing[shortage.community] += shortage.missing
        self._head(
            "community", "subdistrict", "people", "first_secretary", "missing",
            "roster_objective", "bound",
        )  # fmt: skip
        bounds = {
            bound.community: bound.bound
            for bound in report.bounds
            if bound.name == "roster_objective"
        }  # fmt: skip
        for place in instance.communities:
            self._line(
                [
                    place.id, place.subdistrict, people[place.id],
                    plan.first_secretary.get(place.id, ""), missing[place.id],
                    report.by_community[place.id]["roster_objective"],
                    bounds.get(place.id, ""),
                ]
            )  # fmt: skip
