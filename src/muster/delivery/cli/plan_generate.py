"""`muster plan generate`: draw an instance, with invented people."""

import json
from pathlib import Path
from typing import Annotated

import typer

from muster.delivery.cli.plan_files import is_workbook, put
from muster.delivery.cli.plan_words import gettext as _
from muster.delivery.cli.terminal import fail, out


def generate_file(
    case: Annotated[str, typer.Argument(help="heping, cangzhou, panji, jingkai or youth.")],
    out_: Annotated[Path, typer.Option("--out", help="File to write.")],
    *,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the random numbers.")] = 1,
    utilisation: Annotated[
        float, typer.Option(help="Work wanted of all that could be given.")
    ] = 0.9,
    shifts: Annotated[str, typer.Option(help="3x8, 4x6 or 2x12.")] = "3x8",
    scale: Annotated[float, typer.Option(help="Below 1 cuts the place down.")] = 1.0,
) -> None:
    """Draw an instance of one of the five places, with invented people."""
    from muster.engines.planner.generate import generate

    _check(case, utilisation, shifts, scale)
    document = generate(case, seed, utilisation, shifts, scale)
    if is_workbook(out_):
        from muster.engines.planner.reading import read_instance
        from muster.engines.planner.workbook import instance_to_workbook

        put(out_, instance_to_workbook(read_instance(document)))
    else:
        put(out_, json.dumps(document, ensure_ascii=False).encode())
    people, places = len(document["people"]), len(document["communities"])
    sentence = _("People: %(people)s, communities: %(places)s. Written to %(path)s.")
    out.print(sentence % {"people": f"{people:,}", "places": f"{places:,}", "path": out_})


def _check(case: str, utilisation: float, shifts: str, scale: float) -> None:
    """Leave with exit code 2 where nothing can be drawn from these words."""
    from muster.engines.planner.cases import CASES
    from muster.engines.planner.cases.shifts import PATTERNS
    from muster.engines.planner.generate import MOST_UTILISATION

    sentence = _("%(option)s %(found)s is none of: %(some)s.")
    for option, found, some in (("CASE", case, CASES), ("--shifts", shifts, PATTERNS)):
        if found not in some:
            fail(sentence % {"option": option, "found": found, "some": ", ".join(some)})
    sentence = _("%(option)s lies above 0 and is %(most)s at most.")
    for option, number, most in (
        ("--utilisation", utilisation, MOST_UTILISATION),
        ("--scale", scale, 1),
    ):
        if not 0 < number <= most:
            fail(sentence % {"option": option, "most": most})
