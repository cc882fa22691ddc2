"""`muster plan curve`: what keeping units together costs, as lines to choose from."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress
from rich.table import Table

from muster.delivery.cli.plan_words import gettext as _
from muster.delivery.cli.plan_words import pgettext
from muster.delivery.cli.terminal import err, out, print_json

_FIRST = 5.0  # km that a part of a unit may cost, at the second point
_POINTS = 6


def show_curve(
    instance: Annotated[Path, typer.Argument(help="Instance: JSON, or a workbook (.xlsx).")],
    *,
    points: Annotated[int, typer.Option(min=2, max=20, help="How many to choose from.")] = _POINTS,
    effort: Annotated[
        int | None, typer.Option(min=1, help="Thousands of moves a community.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the random numbers.")] = 1,
    json_: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """Show parts of units against person-km, for several weights of a part (a fragment).

    Choose a line and write its weight into weights.fragment of the instance; muster plan solve
    then plans with it. The line that the file asks for now is marked.
    """
    from muster.delivery.cli.plan_files import read_given

    given = read_given(instance)
    from muster.engines.planner.assign import EFFORT, cohesion_curve

    own = given.weights.fragment
    curve = []
    with Progress(console=err, transient=True, disable=json_ or not err.is_terminal) as bar:
        task = bar.add_task("curve", total=points)
        for weight in _weights(own, given.weights.commute_km, points):
            curve += cohesion_curve(given, [weight], effort=effort or EFFORT, seed=seed)
            bar.advance(task)
    lines = _lines(curve, own, len(given.people))
    if json_:
        print_json({"file_weight": own, "points": lines})
    else:
        _show(lines, own)


def _weights(own: float, per_km: float, points: int) -> list[float]:
    """Weights from 0 up, each twice the one before; the file's own stands in for the nearest."""
    # Where the file gives ways no weight, a part has nothing to be weighed against.
    step = _FIRST * (per_km or 1.0)
    found = [0.0, *(step * 2**at for at in range(points - 1))]
    nearest = min(range(points), key=lambda at: abs(found[at] - own))
    found[nearest] = own
    return found


def _lines(curve: Sequence[Any], own: float, people: int) -> list[dict[str, Any]]:
    """Return the points with what each gives and takes against the one before."""
    lines: list[dict[str, Any]] = []
    for at, one in enumerate(curve):
        before = curve[at - 1] if at else None
        fewer = before.fragments - one.fragments if before else 0
        further = one.commute_km - before.commute_km if before else 0.0
        lines.append(
            {
                "weight": one.weight,
                "fragments": one.fragments,
                "commute_km": round(one.commute_km, 1),
                "km_a_person": round(one.commute_km / max(people, 1), 3),
                "fewer": fewer,
                "further_km": round(further, 1),
                "km_a_part": round(further / fewer, 1) if fewer > 0 else None,
                "objective": round(one.objective, 1),
                "bound": round(one.bound, 1),
                "of_the_file": one.weight == own,
                "worse": any(
                    other.fragments <= one.fragments
                    and other.commute_km <= one.commute_km
                    and (other.fragments, other.commute_km) != (one.fragments, one.commute_km)
                    for other in curve
                ),
            }
        )
    return lines


def _show(lines: Sequence[dict[str, Any]], own: float) -> None:
    table = Table(
        pgettext("plan", "weight"), pgettext("plan", "parts"),
        pgettext("plan", "person-km"), pgettext("plan", "km each"),
        pgettext("plan", "fewer"), pgettext("plan", "km more"),
        pgettext("plan", "km for one"), "", title=_("What keeping units together costs"),
    )  # fmt: skip
    for column in table.columns[:7]:
        column.justify = "right"
    for line in lines:
        first = line is lines[0]
        notes = [pgettext("plan", "of the file")] if line["of_the_file"] else []
        notes += [pgettext("plan", "beaten")] if line["worse"] else []
        table.add_row(
            f"{line['weight']:g}", f"{line['fragments']:,}", f"{line['commute_km']:,.0f}",
            f"{line['km_a_person']:.2f}", "" if first else f"{line['fewer']:,}",
            "" if first else f"{round(line['further_km']):+,d}",
            "" if line["km_a_part"] is None else f"{line['km_a_part']:,.1f}", ", ".join(notes),
            style="dim" if line["worse"] else "bold" if line["of_the_file"] else None,
        )  # fmt: skip
    out.print(table)
    out.print(
        _(
            "Each line keeps units together as far as a part saved costs no more km than its "
            "weight. Choose one, write its weight into weights.fragment of the instance (now "
            "%(weight)s) and solve."
        )
        % {"weight": f"{own:g}"},
        soft_wrap=True,
    )
