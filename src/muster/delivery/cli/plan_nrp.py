"""`muster plan nrp`: solve an instance of the public roster set, and say how good the roster is."""

import os
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from muster.delivery.cli.plan_words import MOST, finite, pgettext
from muster.delivery.cli.plan_words import gettext as _
from muster.delivery.cli.terminal import FAILURE, WRONG_USE, err, fail, out, print_json

_RESERVE_SECONDS, _RESERVE_SHARE = 1.5, 0.01
"""Kept from the time given, for checking, writing and leaving on a machine that is busy."""
_LEAST_SECONDS = 0.2
_LOADED = time.monotonic()
_START_UP_SECONDS = 0.5  # before this module, where the system does not say


def solve_nrp(
    instance: Annotated[Path, typer.Argument(help="Instance in the text format of the set.")],
    out_: Annotated[Path, typer.Option("--out", help="File to write.")],
    *,
    seconds: Annotated[
        float,
        typer.Option(
            min=1, max=MOST, callback=finite, help="Wall time for everything, start-up included."
        ),
    ] = 60,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes.")] = 2,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the random numbers.")] = 1,
    json_: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """Solve INSTANCE of the public Employee Shift Scheduling set and write one line a person.

    Ends early where the roster is proved to be the best. Ctrl-C keeps the best so far. Exit 1 where
    somebody has no legal roster: that person's line is all days off.
    """
    begun = _process_began()
    content = instance.read_bytes()
    given = _read(content)
    reserve = _RESERVE_SECONDS + _RESERVE_SHARE * seconds
    left = max(begun + seconds - reserve - time.monotonic(), _LEAST_SECONDS)
    written, solved = _solve(given, seconds=left, workers=workers, seed=seed)
    out_.write_text(written, encoding="utf-8")
    document = {"solution": str(out_), **_figures(content, written, solved)}
    document |= {"seed": seed, "workers": workers, "seconds": round(time.monotonic() - begun, 2)}
    if json_:
        print_json(document)
    else:
        _show(document)
    if document["broken"]:
        raise typer.Exit(FAILURE)


def _solve(given: Any, **work: Any) -> tuple[str, Any]:
    """Return the roster as text, and what the solver says of it."""
    from muster.engines.planner.nrp.diagram import TooLarge
    from muster.engines.planner.nrp.solve import roster_text, solve

    try:
        solved = solve(given, **work)
    except TooLarge as error:
        sentence = _(
            "The rules of somebody leave too many cases to hold in memory (%(error)s). "
            "Shorten the horizon."
        )
        fail(sentence % {"error": error}, code=FAILURE)
    return roster_text(given, solved.labels), solved


def _figures(content: bytes, written: str, solved: Any) -> dict[str, Any]:
    """Return the checker's figures, and the bound beside them."""
    from muster.engines.planner.nrp.check import check_roster

    report = check_roster(content.decode("utf-8-sig"), written)
    return {
        "cost": report.cost,
        "bound": solved.bound,
        "requests": report.requests,
        "cover": report.cover,
        "uncovered": report.uncovered,
        "overfull": report.overfull,
        "broken": report.broken,
        "steps": solved.steps,
    }


def _read(content: bytes) -> Any:
    """Return the instance; print every fault with its line and leave with exit code 2."""
    from muster.engines.planner.nrp.reading import RosterFaults, read_roster_instance

    try:
        return read_roster_instance(content)
    except RosterFaults as faults:
        for fault in faults.faults:
            where = _("line %(n)s") % {"n": fault.line} if fault.line else _("the file")
            err.print(f"{where}: {fault.sentence}", style="red", soft_wrap=True)
        raise typer.Exit(WRONG_USE) from None


def _process_began() -> float:
    """Return when this process began, on the monotonic clock; a guess where nothing tells."""
    try:
        ticks = Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19]
        since_boot = float(Path("/proc/uptime").read_text().split()[0])
        age = since_boot - int(ticks) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return _LOADED - _START_UP_SECONDS
    return time.monotonic() - max(age, 0.0)


def _show(document: dict[str, Any]) -> None:
    for sentence in document["broken"]:
        err.print(sentence, style="red", soft_wrap=True)
    table = Table(show_header=False, box=None)
    table.add_column()
    table.add_column(justify="right")
    bound = document["bound"]
    for words, value in (
        (pgettext("roster", "cost"), document["cost"]),
        (_("proved: no roster costs less than"), "–" if bound is None else bound),
        (_("requests not met, weighted"), document["requests"]),
        (_("cover missed, weighted"), document["cover"]),
        (pgettext("roster", "people short"), document["uncovered"]),
        (pgettext("roster", "people too many"), document["overfull"]),
        (pgettext("roster", "seconds"), document["seconds"]),
    ):
        table.add_row(words, f"{value:,}" if isinstance(value, int) else str(value))
    out.print(table)
    out.print(_("Written to %(path)s.") % {"path": document["solution"]})
