"""What `muster plan` shows people: tables of capacity, figures, bounds, shortages and findings."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from muster.delivery.cli.plan_words import gettext as _
from muster.delivery.cli.plan_words import pgettext, said
from muster.delivery.cli.terminal import err, out

_SHOWN = 20
_LATE, _LATE_SECONDS = 1.2, 2.0  # past what was asked for, before it is said


def _terms() -> dict[str, str]:
    """Return what each value of a plan is called."""
    return {
        "under_cover": pgettext("plan", "short of demand"),
        "over_cover": pgettext("plan", "above demand"),
        "night": pgettext("plan", "nights, uneven"),
        "weekend": pgettext("plan", "weekend shifts, uneven"),
        "overtime": pgettext("plan", "overtime"),
        "isolated_on": pgettext("plan", "single days on"),
        "isolated_off": pgettext("plan", "single days off"),
        "request": pgettext("plan", "requests not met"),
        "fragment": pgettext("plan", "parts of units"),
        "commute_km": pgettext("plan", "commute, km"),
        "hardship": pgettext("plan", "hard posts, uneven"),
        "roster_objective": pgettext("plan", "rosters, weighted"),
        "assign_objective": pgettext("plan", "assignment, weighted"),
    }


def _shared() -> dict[str, str]:
    """Return what is shared out among people."""
    return {
        "nights": pgettext("plan", "nights"),
        "weekends": pgettext("plan", "weekend shifts"),
        "hours": pgettext("plan", "hours"),
        "hours_carried": pgettext("plan", "hours with the balance before"),
        "hours_per_day": pgettext("plan", "hours per available day"),
        "hardship": pgettext("plan", "hardship"),
    }


def _scopes() -> dict[str, str]:
    """Return for which plans a bound holds."""
    return {
        "assignment": _(
            "No roster of this assignment goes below the bounds of rosters; another assignment may."
        ),
        "targets": _(
            "The bounds of the assignment hold for plans that give each community its share of "
            "people; one that sends fewer may go below."
        ),
    }


def show_capacity(certificates: Sequence[Any]) -> None:
    """Print what counting alone proves, before anything is solved."""
    for certificate in certificates:
        out.print(said(certificate), soft_wrap=True)


def show_report(report: Any, plan: dict[str, Any]) -> None:
    """Print the validator's figures; broken rules first."""
    _show_findings(report)
    _show_values(report)
    _show_spreads(report)
    _show_shortages(report, plan)
    sentence = _(
        "%(assigned)s of %(people)s people sent, %(reserve)s in reserve; %(shifts)s shifts in "
        "%(crews)s crews, %(crews_of_one)s of them of one."
    )
    out.print(sentence % {name: f"{value:,}" for name, value in report.figures.items()})


def show_plan(report: Any, plan: dict[str, Any], path: Path) -> None:
    """Print the validator's figures of a plan just made, and how to have the same plan again."""
    show_report(report, plan)
    meta = plan["meta"]
    effort, preset = meta.get("effort"), meta.get("preset")
    if preset:
        _show_tiers(preset)
    if effort is None:
        out.print(_("The work was called off: this is the best found so far."), style="yellow")
    else:
        again = f"--seed {meta.get('seed')} --effort {effort!r}"
        again += f" --preset {preset['name']}" if preset else ""
        out.print(_("The same plan again: %(options)s.") % {"options": again})
    out.print(_("Written to %(path)s.") % {"path": path})


def show_late(wanted: float | None, taken: float) -> None:
    """Say on standard error where a plan of everybody took much longer than was asked for."""
    if wanted is not None and taken > _LATE * wanted + _LATE_SECONDS:
        sentence = _(
            "Took %(taken)s s, not %(wanted)s: a plan of everybody takes at least so long."
        )
        facts = {"taken": f"{taken:,.0f}", "wanted": f"{wanted:g}"}
        err.print(sentence % facts, style="yellow", soft_wrap=True)


def _show_tiers(preset: dict[str, Any]) -> None:
    """Print the order of the tiers, and whether the plan's communities are within it."""
    terms = _terms()
    then = _(" > ")
    for title, tiers in (
        (_("Tiers of rosters, each above all after it"), preset["tiers"]),
        (_("Tiers of the assignment"), preset["assignment_tiers"]),
    ):
        named = then.join(" + ".join(terms[term] for term in tier) for tier in tiers)
        out.print(_("%(title)s: %(order)s.") % {"title": title, "order": named}, soft_wrap=True)
    if preset["people"] is not None:
        held = (
            _("They hold in every community: none has more than %(people)s people.")
            if preset["holds"]
            else _("They hold in communities of up to %(people)s people; some have more.")
        )
        out.print(held % {"people": preset["people"]}, style=None if preset["holds"] else "yellow")


def show_repair(changes: Sequence[Any], report: Any) -> None:
    """Print who changes and why, and what it costs."""
    _show_findings(report)
    reasons = {
        "covers": pgettext("plan", "covers"),
        "relieved": pgettext("plan", "relieved"),
        "absent": pgettext("plan", "absent"),
    }
    off = pgettext("plan", "off")
    table = Table(
        pgettext("plan", "person"), pgettext("plan", "community"), pgettext("plan", "day"),
        pgettext("plan", "before"), pgettext("plan", "after"), pgettext("plan", "why"),
        title=pgettext("plan", "Changes"),
    )  # fmt: skip
    for change in [one for one in changes if one.reason != "absent"][: 2 * _SHOWN]:
        table.add_row(
            change.person,
            change.community,
            str(change.day),
            change.before or off,
            change.after or off,
            reasons.get(change.reason, change.reason),
        )
    out.print(table)
    figures = report.repair
    sentence = _(
        "Shifts lost: %(lost)s. Cells changed: %(cells)s, of others: %(people)s; posts: %(posts)s. "
        "Person-shifts short: %(short)s."
    )
    out.print(
        sentence
        % {
            "lost": f"{figures.lost_shifts:,}",
            "cells": f"{len(figures.cells):,}",
            "people": f"{figures.people_touched:,}",
            "posts": f"{figures.post_changes:,}",
            "short": f"{report.missing:,}",
        }
    )


def _show_findings(report: Any) -> None:
    for finding in report.findings[:_SHOWN]:
        style = "bold red" if finding.violation else "yellow"
        rule = _("Rule %(number)s: ") % {"number": finding.rule} if finding.rule else ""
        out.print(f"{rule}{said(finding)}", style=style, soft_wrap=True)
    if len(report.findings) > _SHOWN:
        count = f"{len(report.findings) - _SHOWN:,}"
        out.print(_("… and %(count)s more") % {"count": count}, style="dim")
    if report.legal:
        out.print(_("Every hard rule holds."), style="green")
    else:
        count = f"{len(report.violations):,}"
        out.print(_("Hard rules broken: %(count)s.") % {"count": count}, style="bold red")


def _show_values(report: Any) -> None:
    proved, terms = _bounds(report), _terms()
    table = Table(
        pgettext("plan", "term"), pgettext("plan", "amount"), pgettext("plan", "no less than"),
        pgettext("plan", "gap"), title=pgettext("plan", "Objective"),
    )  # fmt: skip
    for column in table.columns[1:]:
        column.justify = "right"
    for name, value in report.values.items():
        bound = proved.get(name)
        gap = "" if bound is None or not value else f"{max(1 - bound / value, 0):.2%}"
        shown = "" if bound is None else f"{bound:,.1f}"
        table.add_row(terms.get(name, name), f"{value:,.1f}", shown, gap)
    out.print(table)
    scopes = _scopes()
    for scope in sorted({bound.holds_for or _of(bound) for bound in report.bounds} & scopes.keys()):
        out.print(scopes[scope], style="dim", soft_wrap=True)


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
    table = Table(
        pgettext("plan", "per person"), pgettext("plan", "least"), pgettext("plan", "most"),
        pgettext("plan", "Gini"), pgettext("plan", "Jain"), title=pgettext("plan", "How evenly"),
    )  # fmt: skip
    for column in table.columns[1:]:
        column.justify = "right"
    shared = _shared()
    for name, spread in report.spreads.items():
        gini = "" if spread.gini is None else f"{spread.gini:.3f}"
        jain = "" if spread.jain is None else f"{spread.jain:.3f}"
        table.add_row(shared.get(name, name), f"{spread.least:g}", f"{spread.most:g}", gini, jain)
    out.print(table)


def _show_shortages(report: Any, plan: dict[str, Any]) -> None:
    if not report.shortages:
        out.print(_("Nowhere short of demand."), style="green")
        return
    bounds = plan.get("meta", {}).get("lower_bounds", {}).get("by_community", {})
    table = Table(
        pgettext("plan", "community"), pgettext("plan", "short"), pgettext("plan", "weighted"),
        pgettext("plan", "cannot be under"), title=pgettext("plan", "Short of demand"),
    )  # fmt: skip
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
        out.print(_("… and %(count)s more") % {"count": f"{len(missing) - _SHOWN:,}"}, style="dim")
    sentence = _("Person-shifts short: %(missing)s; communities: %(count)s.")
    out.print(sentence % {"missing": f"{report.missing:,}", "count": f"{len(missing):,}"})
