"""`muster replay SCENARIO`: what a report tells, re-enacted on invented people, with a table."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from rich.table import Table
from rich.text import Text

from muster.delivery.cli.terminal import FAILURE, fail, out, print_json, start_django
from muster.delivery.replay.contracts import SCENARIOS
from muster.settings import env

if TYPE_CHECKING:
    from muster.delivery.replay.contracts import Outcome

WHOLE = 1.0


def run(scenario: str, *, seed: int, scale: float, keep: Path | None, as_json: bool) -> None:
    """Play a scenario in an installation of its own; exit 1 where a figure is missed."""
    begun = monotonic()
    with _home(keep):
        start_django()
        options = _options(scenario, scale)
        from muster.delivery.replay.services import play

        with redirect_stdout(sys.stderr):  # what is said on the way is no part of the answer
            _empty()
            out.print(_("Playing %(scenario)s …") % {"scenario": scenario}, style="dim")
            outcome = play(scenario, seed=seed, **options)
    seconds = round(monotonic() - begun, 1)
    if as_json:
        rows = [row.plain() for row in outcome.rows]
        said = {"scenario": scenario, "seed": seed, "scale": scale, "seconds": seconds}
        print_json(said | {"met": outcome.met, "rows": rows})
    else:
        _show(outcome, seconds)
    if not outcome.met:
        sys.exit(FAILURE)


def _options(scenario: str, scale: float) -> dict[str, float]:
    """Return what the scenario is played with, or refuse what it cannot be."""
    if scenario not in SCENARIOS:
        known = ", ".join(SCENARIOS)
        fail(
            _("There is no scenario %(name)s. Known: %(known)s.")
            % {"name": scenario, "known": known}
        )
    if not 0 < scale <= WHOLE:
        fail(_("--scale is above 0 and at most 1."))
    if scenario == "cangzhou":
        return {"scale": scale}
    if scale != WHOLE:
        fail(_("Only cangzhou can be played in part: leave --scale out."))
    return {}


@contextmanager
def _home(keep: Path | None) -> Iterator[None]:
    """Use `keep`, or the installation that MUSTER_HOME names, or a folder that is removed after."""
    os.environ["MUSTER_DEMO"] = "1"
    if keep is not None or env.text("MUSTER_HOME"):
        if keep is not None:
            os.environ["MUSTER_HOME"] = str(keep.absolute())
        yield
        return
    folder = tempfile.mkdtemp(prefix="muster-replay-")
    os.environ["MUSTER_HOME"] = folder
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _empty() -> None:
    """Lay the tables, and refuse an installation that holds a command already."""
    from muster.delivery.cli import first_run
    from muster.kernel.tenants import all_tenants

    first_run.prepare()
    if all_tenants():
        fail(
            _(
                "This installation holds a command already, and a replay never mixes with it. "
                "Set MUSTER_HOME (and MUSTER_DATABASE_URL) to an empty one, or leave both out."
            )
        )


def _show(outcome: "Outcome", seconds: float) -> None:
    table = Table(title=f"{outcome.scenario} · {seconds:g} s")
    for heading in (_("figure"), _("report"), _("Muster"), ""):
        table.add_column(heading)
    for row in outcome.rows:
        mark = Text("–", style="dim")
        if row.met is not None:
            mark = Text(_("met"), style="green") if row.met else Text(_("missed"), style="red")
        table.add_row(str(row.figure), row.reported, row.done, mark)
    out.print(table)
