"""The planner's plots: gap over time, CPU against size, and the price of keeping units together.

    python -m benchmarks.planner_plots                  all three
    python -m benchmarks.planner_plots cohesion gap     only these

Measures (some minutes) and writes SVG to docs/develop/plots, without dates or versions, so that
equal figures give equal files.
"""

import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import planner_contest, planner_scale
from benchmarks.planner_rows import ROOT

PLOTS = ROOT / "docs" / "develop" / "plots"
SEED = 1
SIZES = (0.0125, 0.03, 0.1, 0.3, 1.0)
WEIGHTS = (0, 5, 10, 20, 40, 80, 160)
_OURS, _PEER, _BOUND = "#0b5394", "#b45f06", "#444444"
Point = tuple[float, float]


def draw(*wanted: str) -> None:
    """Measure and write the plots named, or all three.

    Raises:
        SystemExit: there is no plot of that name.
    """
    plots = {"gap": _draw_gap, "scaling": _draw_scaling, "cohesion": _draw_cohesion}
    if unknown := set(wanted) - plots.keys():
        raise SystemExit(f"no plot {', '.join(sorted(unknown))}; there are {', '.join(plots)}")
    for name in wanted or plots:
        plots[name]()


def _draw_gap() -> None:
    instance, plan = next(planner_contest.communities(SEED, 1))
    planner_contest.climb(instance, plan, 0.0, efforts=planner_contest.EFFORTS[:1])
    one = planner_contest.contest(instance, plan, naive=False)
    ours = planner_contest.climb(instance, plan, -1.0, efforts=planner_contest.EFFORTS)
    gap(ours.trace, one.cpsat.trace, one.bound, one.people, PLOTS / "planner-gap.svg")


def _draw_scaling() -> None:
    points = [planner_scale.cpu_a_community(scale, SEED) for scale in SIZES]
    scaling(points, PLOTS / "planner-scaling.svg")


def _draw_cohesion() -> None:
    cohesion(_cohesion(), PLOTS / "planner-cohesion.svg")


def _cohesion() -> list[Any]:
    from muster.engines.planner import read_instance
    from muster.engines.planner.assign import cohesion_curve
    from muster.engines.planner.generate import generate

    return cohesion_curve(read_instance(generate("heping", SEED)), WEIGHTS, seed=SEED)


def gap(
    ours: Sequence[Point], theirs: Sequence[Point], bound: float, people: int, path: Path
) -> None:
    """Draw the distance from the bound over CPU seconds, of ours and of CP-SAT."""
    figure, axes = _axes(f"One community of Heping, {people} people, 14 days")
    named = (("this planner", ours, _OURS, "o"), ("CP-SAT, 8 workers", theirs, _PEER, "s"))
    for label, trace, colour, mark in named:
        seconds = [cpu for cpu, _ in trace]
        above = [100 * (cost - bound) / max(bound, 1.0) for _, cost in trace]
        axes.step(
            seconds, above, where="post", color=colour, marker=mark, markersize=4, label=label
        )
    axes.set(xscale="log", xlabel="CPU (s)", ylabel="cost above the proved bound (%)")
    axes.set_yscale("symlog", linthresh=1.0)  # what reaches the bound is at nought
    axes.set_ylim(bottom=0.0)
    _plain_numbers(axes.xaxis, axes.yaxis)
    axes.legend(frameon=False)
    _save(figure, path)


def scaling(points: Sequence[Point], path: Path) -> None:
    """Draw CPU a community against people, with ten percent around the mean."""
    figure, axes = _axes(f"Cangzhou cut down, effort {planner_scale.EFFORT:g}, without bounds")
    spent = [1000 * cpu for _, cpu in points]
    mean = statistics.mean(spent)
    axes.axhspan(0.9 * mean, 1.1 * mean, color="#d9d9d9", label="mean ± 10 %")
    axes.plot([people for people, _ in points], spent, color=_OURS, marker="o", label="measured")
    axes.set(
        xscale="log", xlabel="people", ylabel="CPU a community (ms)", ylim=(0, 1.5 * max(spent))
    )
    _plain_numbers(axes.xaxis)
    axes.legend(frameon=False)
    _save(figure, path)


def cohesion(curve: Sequence[Any], path: Path) -> None:
    """Draw fragments against person-km; under the line no assignment can be."""
    figure, axes = _axes("Heping: what keeping units together costs")
    fragments = [one.fragments for one in curve]
    axes.plot(fragments, [one.commute_km for one in curve], color=_OURS, marker="o", label="found")
    for one in curve:
        axes.annotate(
            f"{one.weight:g}", (one.fragments, one.commute_km), xytext=(4, 6),
            textcoords="offset points", color=_OURS, fontsize=8,
        )  # fmt: skip
    across = [min(fragments) + (max(fragments) - min(fragments)) * at / 200 for at in range(201)]
    least = [max(one.bound - one.weight * x for one in curve) for x in across]
    axes.plot(across, least, color=_BOUND, linestyle="--", label="proved: none is below")
    axes.set(xlabel="fragments (unit, community); labels: km that one costs", ylabel="person-km")
    axes.legend(frameon=False)
    _save(figure, path)


def _axes(title: str) -> tuple[Any, Any]:
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.0, 3.6), layout="constrained")
    FigureCanvasSVG(figure)
    axes = figure.subplots()
    axes.set_title(title, fontsize=10)
    axes.grid(visible=True, color="#e3e3e3", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _plain_numbers(*scales: Any) -> None:
    """Write 1,000 where a logarithmic scale says ten to the third."""
    from matplotlib.ticker import NullFormatter

    for scale in scales:
        scale.set_major_formatter("{x:,g}")
        scale.set_minor_formatter(NullFormatter())


def _save(figure: Any, path: Path) -> None:
    import matplotlib as mpl

    path.parent.mkdir(parents=True, exist_ok=True)
    fixed = {"svg.hashsalt": "muster", "svg.fonttype": "none", "font.family": "sans-serif"}
    with mpl.rc_context(fixed):
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
    text = path.read_text(encoding="utf-8")
    path.write_text("".join(line.rstrip() + "\n" for line in text.splitlines()), encoding="utf-8")


if __name__ == "__main__":
    draw(*sys.argv[1:])
