"""`muster bench NAME`: figures beside what must be reached, as a table or as JSON."""

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from rich.table import Table
from rich.text import Text

from muster.delivery.cli.plan_words import gettext as _
from muster.delivery.cli.plan_words import pgettext
from muster.delivery.cli.terminal import FAILURE, fail, out, print_json

NAMES = (
    "planner",
    "repair",
    "nrp",
    "linkage",
    "sheets",
    "gate",
    "ingest",
    "web",
    "places",
    "mobilise",
    "duty",
)
PROFILES = ("quick", "full")


def run(name: str, *, profile: str, as_json: bool) -> None:
    """Run one benchmark; exit code 1 where a figure misses what it must reach."""
    if profile not in PROFILES:
        fail(_("There is no profile %(name)s. Use quick or full.") % {"name": profile})
    module = load(name)
    document: dict[str, Any] = module.run(profile)
    if as_json:
        print_json(document)
    else:
        _show(document)
    if not all(row["met"] for row in document["rows"]):
        sys.exit(FAILURE)


def load(name: str) -> ModuleType:
    """Import the benchmark from `benchmarks/` of the checkout, or refuse in one line."""
    folder = Path(__file__).resolve().parents[4] / "benchmarks"
    present = sorted(p.stem for p in folder.glob("*.py")) if folder.is_dir() else []
    known = [n for n in NAMES if n in present]
    if name not in known:
        sentence = _(
            "There is no benchmark %(name)s here. Known: %(known)s "
            "(benchmarks run from a checkout of the source)."
        )
        fail(sentence % {"name": name, "known": ", ".join(known) or "–"})
    sys.path.insert(0, str(folder.parent))
    return importlib.import_module(f"benchmarks.{name}")


def _show(document: dict[str, Any]) -> None:
    cores = _("cores: %(n)s") % {"n": document["machine"]["cores"]}
    table = Table(title=f"{document['bench']} · {cores}")
    for heading, is_figure in (
        (pgettext("bench", "figure"), False),
        (pgettext("bench", "value"), True),
        (pgettext("bench", "low – high"), True),
        (pgettext("bench", "must reach"), True),
        ("", False),
        (pgettext("bench", "note"), False),
    ):
        table.add_column(heading, justify="right" if is_figure else "left")
    for row in document["rows"]:
        sign = {"lower": "≤", "higher": "≥"}.get(row["better"], "=")
        peer = row.get("peer")
        note = row.get("note") or ""
        if peer:
            note = f"{peer['name']}: {peer['value']:g} {row['unit']}. {note}"
        table.add_row(
            row["figure"],
            "–" if row["value"] is None else f"{row['value']:g} {row['unit']}",
            "" if row["low"] is None else f"{row['low']:g} – {row['high']:g}",
            "" if row["reach"] is None else f"{sign} {row['reach']:g}",
            Text(_("met"), style="green") if row["met"] else Text(_("missed"), style="red"),
            note,
        )
    out.print(table)
