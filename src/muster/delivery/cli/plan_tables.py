"""What `muster plan` shows people: tables of capacity, figures, bounds, shortages and findings."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from muster.delivery.cli.terminal import out

_SHOWN = 20
_WORDS = {
    "under_cover": "short of demand",
    "over_cover": "above demand",
    "night": "nights",
    "weekend": "weekend shifts",
    "overtime": "overtime",
    "isolated_on": "single days on",
    "isolated_off": "single days off",
    "request": "requests not met",
    "fragment": "parts of units",
    "commute_km": "commute, km",
    "hardship": "hard posts",
    "roster_objective": "rosters, weighted",
    "assign_objective": "assignment, weighted",
}


_SCOPES = {
    "assignment": (
        "No roster of this assignment goes below the bounds of rosters; another assignment may."
    ),
    "targets": (
        "The bounds of the assignment hold for plans that give each community its share of people; "
        "one that sends fewer may go below."
    ),
}


def show_capacity(certificates: Sequence[Any]) -> None:
    """Print what counting alone proves, before anything is solved."""
    for certificate in certificates:
        out.print(certificate.sentence, soft_wrap=True)


def show_report(report: Any, plan: dict[str, Any]) -> None:
    """Print the validator's figures; broken rules first."""
    _show_findings(report)
    _show_values(report)
    _show_spreads(report)
    _show_shortages(report, plan)
    figures = report.figures
    out.print(
        f"{figures['assigned']:,} of {figures['people']:,} people sent, "
        f"{figures['reserve']:,} in reserve; {figures['shifts']:,} shifts in "
        f"{figures['crews']:,} crews, {figures['crews_of_one']:,} of them of one."
    )


def show_plan(report: Any, plan: dict[str, Any], path: Path) -> None:
    """Print the validator's figures of a plan just made, and how to have the same plan again."""
    show_report(report, plan)
    effort, seed = plan["meta"].get("effort"), plan["meta"].get("seed")
    if effort is None:
        out.print("The work was called off: this is the best found so far.", style="yellow")
    else:
        out.print(f"The same plan again: --seed {seed} --effort {effort!r}.")
    out.print(f"Written to {path}.")


def show_repair(changes: Sequence[Any], report: Any) -> None:
    """Print who changes and why, and what it costs."""
    _show_findings(report)
    table = Table("person", "community", "day", "before", "after", "why", title="Changes")
    for change in [one for one in changes if one.reason != "absent"][: 2 * _SHOWN]:
        table.add_row(
            change.person,
            change.community,
            str(change.day),
            change.before or "off",
            change.after or "off",
            change.reason,
        )
    out.print(table)
    figures = report.repair
    out.print(
        f"{figures.lost_shifts:,} shifts lost; {len(figures.cells):,} cells of "
        f"{figures.people_touched:,} others changed, {figures.post_changes:,} posts; "
        f"{report.missing:,} person-shifts short."
    )


def _show_findings(report: Any) -> None:
    for finding in report.findings[:_SHOWN]:
        style = "bold red" if finding.violation else "yellow"
        rule = f"Rule {finding.rule}: " if finding.rule else ""
        out.print(f"{rule}{finding.sentence}", style=style, soft_wrap=True)
    if len(report.findings) > _SHOWN:
        out.print(f"… {len(report.findings) - _SHOWN:,} more", style="dim")
    if report.legal:
        out.print("Every hard rule holds.", style="green")
    else:
        count = len(report.violations)
        out.print(f"Hard rules broken: {count:,}.", style="bold red")


def _show_values(report: Any) -> None:
    proved = _bounds(report)
    table = Table("term", "amount", "no less than", "gap", title="Objective")
    for column in table.columns[1:]:
        column.justify = "right"
    for name, value in report.values.items():
        bound = proved.get(name)
        gap = "" if bound is None or not value else f"{max(1 - bound / value, 0):.2%}"
        shown = "" if bound is None else f"{bound:,.1f}"
        table.add_row(_WORDS.get(name, name), f"{value:,.1f}", shown, gap)
    out.print(table)
    for scope in sorted(
        {bound.holds_for or _of(bound) for bound in report.bounds} & _SCOPES.keys()
    ):
        out.print(_SCOPES[scope], style="dim", soft_wrap=True)


def _of(bound: Any) -> str:
    """Return what a bound holds for that does not say it; those of communities do by the format."""
    return "assignment" if bound.community else ""


def _bounds(report: Any) -> dict[str, float]:
    """Return the bound of each value; those of communities are added up where all have one."""
    whole: dict[str, float] = {}
    parts: dict[str, list[float]] = {}
    for bound in report.bounds:
        if bound.community:
            parts.setdefault(bound.name, []).append(bound.bound)
        else:
            whole[bound.name] = bound.bound
    everywhere = len(report.by_community)
    summed = {name: sum(values) for name, values in parts.items() if len(values) == everywhere}
    return summed | whole


def _show_spreads(report: Any) -> None:
    table = Table("per person", "least", "most", "Gini", "Jain", title="How evenly")
    for column in table.columns[1:]:
        column.justify = "right"
    for name, spread in report.spreads.items():
        gini = "" if spread.gini is None else f"{spread.gini:.3f}"
        jain = "" if spread.jain is None else f"{spread.jain:.3f}"
        table.add_row(name.replace("_", " "), f"{spread.least:g}", f"{spread.most:g}", gini, jain)
    out.print(table)


def _show_shortages(report: Any, plan: dict[str, Any]) -> None:
    if not report.shortages:
        out.print("Nowhere short of demand.", style="green")
        return
    bounds = plan.get("meta", {}).get("lower_bounds", {}).get("by_community", {})
    table = Table("community", "short", "weighted", "cannot be under", title="Short of demand")
    for column in table.columns[1:]:
        column.justify = "right"
    missing: dict[str, int] = {}
    for shortage in report.shortages:
        missing[shortage.community] = missing.get(shortage.community, 0) + shortage.missing
    for community, count in sorted(missing.items(), key=lambda item: -item[1])[:_SHOWN]:
        value = report.by_community[community].get("under_cover", 0.0)
        bound = bounds.get(community, {}).get("under_cover", {}).get("value")
        shown = "" if bound is None else f"{bound:,.1f}"
        table.add_row(community, f"{count:,}", f"{value:,.1f}", shown)
    out.print(table)
    if len(missing) > _SHOWN:
        out.print(f"… {len(missing) - _SHOWN:,} more communities", style="dim")
    words = "community" if len(missing) == 1 else "communities"
    out.print(f"{report.missing:,} person-shifts short in {len(missing):,} {words}.")
