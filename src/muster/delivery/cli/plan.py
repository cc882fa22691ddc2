"""`muster plan …`: draw, solve, check and repair mobilisation plans; see docs/formats."""

import dataclasses
import json
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from muster.delivery.cli import plan_tables as tables
from muster.delivery.cli.plan_cover import cover_shift
from muster.delivery.cli.plan_curve import show_curve
from muster.delivery.cli.plan_explain import explain_file
from muster.delivery.cli.plan_files import (
    facts_in,
    faults_shown,
    json_of,
    made_for_another,
    made_plan,
    plan_document,
    read_given,
    ready,
    write_plan,
)
from muster.delivery.cli.plan_generate import generate_file
from muster.delivery.cli.plan_nrp import solve_nrp
from muster.delivery.cli.plan_progress import heard, progress
from muster.delivery.cli.plan_words import MOST, finite
from muster.delivery.cli.plan_words import gettext as _
from muster.delivery.cli.spoken import Spoken
from muster.delivery.cli.terminal import FAILURE, fail, out, print_json

app = Spoken(help="Plan people to communities, posts and shifts.")

InstanceFile = Annotated[Path, typer.Argument(help="Instance: JSON, or a workbook (.xlsx).")]
PlanFile = Annotated[Path, typer.Argument(help="Plan: JSON, or its workbook (.xlsx).")]
Out = Annotated[Path, typer.Option("--out", help="File to write.")]
OutPlan = Annotated[
    Path, typer.Option("--out", help="File to write: JSON, or by its ending a workbook (.xlsx).")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed of the random numbers.")]
Seconds = Annotated[
    float | None, typer.Option(min=0.1, max=MOST, callback=finite, help="Wall time to work.")
]
Effort = Annotated[
    float | None,
    typer.Option(
        min=0.01,
        max=MOST,
        callback=finite,
        help="Work a community; the same plan on any machine.",
    ),
]
_FILE, _TIERS = "file", "tiers"
app.command("cover")(cover_shift)
app.command("curve")(show_curve)
app.command("explain")(explain_file)
app.command("generate")(generate_file)
app.command("nrp")(solve_nrp)


@app.command("solve")
def solve_file(
    instance: InstanceFile,
    out_: OutPlan,
    seconds: Seconds = None,
    effort: Effort = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="Processes; all cores by default.")
    ] = None,
    engine: Annotated[str, typer.Option(help="local or dask.")] = "local",
    address: Annotated[str, typer.Option(help="Scheduler of --engine dask.")] = "",
    seed: Seed = 1,
    prove: Annotated[bool, typer.Option(help="Prove lower bounds.")] = True,
    preset: Annotated[
        str, typer.Option(help="Weights: file, as INSTANCE says, or tiers, one above all others.")
    ] = _FILE,
    workbook: Annotated[
        Path | None, typer.Option(help="Also write rosters and point cards as a workbook.")
    ] = None,
    json_: AsJson = False,
) -> None:
    """Send people to communities, give them shifts and posts, and prove how good that is.

    Ctrl-C keeps the best plan so far; a second one leaves at once. A plan that falls short is
    legal: exit 0.
    """
    if seconds is not None and effort is not None:
        fail(_("Give --seconds or --effort, not both."))
    ready(out_, workbook)
    given, tiers = _weighed(instance, preset)
    from muster.engines.planner.capacity import certificates
    from muster.engines.planner.solve import solve

    counted = certificates(given)
    if not json_:
        tables.show_capacity(counted)
    hands = _engine(engine, workers, address)
    work = {"seed": seed, "effort": effort, "seconds": seconds, "prove": prove, "engine": hands}
    wanted = tiers.instance if tiers else given
    begun = time.monotonic()
    with progress(quiet=json_) as listener:
        plan = heard(lambda: solve(wanted, **work, listener=listener))
    tables.show_late(seconds, time.monotonic() - begun)
    document, report = _checked(facts_in(instance, given), given, plan, tiers)
    for path in filter(None, (out_, workbook)):
        write_plan(path, given, plan, document, report, as_workbook=path == workbook)
    _say(counted, document, report, out_, as_json=json_)


def _say(counted: Any, document: Any, report: Any, out_: Path, *, as_json: bool) -> None:
    """Print what was planned; exit 1 where no plan keeps every rule."""
    if as_json:
        capacity = [one.sentence for one in counted]
        made = {"plan": str(out_), "meta": document["meta"], "capacity": capacity}
        print_json(made | {"report": report.document()})
    else:
        tables.show_plan(report, document, out_)
    if not report.legal:
        raise typer.Exit(FAILURE)


@app.command("check")
def check_file(instance: InstanceFile, plan: PlanFile, *, json_: AsJson = False) -> None:
    """Check PLAN against INSTANCE with the independent validator: exit 1 where a rule is broken."""
    from muster.engines.planner.validate import check_plan

    given = read_given(instance)
    document = plan_document(plan, given)
    report = check_plan(facts_in(instance, given), document)
    other = made_for_another(document, given)
    if json_:
        print_json(report.document() | {"made_for_another_instance": other})
    else:
        if other:
            out.print(_("The plan says that it was made for another instance."), style="yellow")
        tables.show_report(report, document)
    if not report.legal:
        raise typer.Exit(FAILURE)


@app.command("repair")
def repair_file(
    instance: InstanceFile,
    plan: PlanFile,
    out_: OutPlan,
    absent: Annotated[Path, typer.Option(help="JSON list of {person, from_day, to_day}.")],
    from_day: Annotated[int, typer.Option(min=0, help="First day that may change.")],
    seed: Seed = 1,
    json_: AsJson = False,
) -> None:
    """Mend PLAN where people drop out: the past stays, and as little else as can be changes."""
    from muster.engines.planner.reading import plan_to_json, read_absences
    from muster.engines.planner.repair import repair
    from muster.engines.planner.validate import check_repair

    ready(out_)
    given = read_given(instance)
    if from_day >= given.horizon.days:
        sentence = _("--from-day %(day)s is outside the horizon: 0 to %(last)s.")
        fail(sentence % {"day": from_day, "last": given.horizon.days - 1})
    with faults_shown(absent):
        absences = read_absences(absent.read_bytes(), given)
    before = made_plan(plan, given)
    mended = repair(given, before, absences, from_day, seed=seed)
    document = json.loads(plan_to_json(mended.plan))
    old = plan_document(plan, given)
    report = check_repair(facts_in(instance, given), old, document, json_of(absent), from_day)
    write_plan(out_, given, mended.plan, document, report)
    if json_:
        changes = [dataclasses.asdict(change) for change in mended.changes]
        print_json({"plan": str(out_), "changes": changes, "report": report.document()})
    else:
        tables.show_repair(mended.changes, report)
        out.print(_("Written to %(path)s.") % {"path": out_})
    if not report.legal:
        raise typer.Exit(FAILURE)


def _engine(name: str, workers: int | None, address: str) -> Any:
    from muster.engines.planner.fanout import Local

    if name == "dask" and not address:
        fail(_("The engine dask needs --address of its scheduler, such as tcp://10.0.0.1:8786."))
    if name == "dask":
        try:
            from muster.engines.planner.dask import Dask
        except ImportError:
            sentence = _(
                "The engine dask is not installed. Install Muster with its extra: %(name)s."
            )
            fail(sentence % {"name": "muster[dask]"})
        try:
            return Dask(address)
        except OSError as error:
            sentence = _("No Dask scheduler answers at %(address)s (%(error)s). Check the address.")
            fail(sentence % {"address": address, "error": error})
    if name != "local":
        fail(_("There is no engine %(name)s. Use local, or dask with --address.") % {"name": name})
    if address:
        fail(_("--address is for --engine dask."))
    return Local(workers)


def _weighed(path: Path, preset: str) -> tuple[Any, Any]:
    """Return the instance, and its tiers where they are asked for."""
    if preset not in (_FILE, _TIERS):
        sentence = _("There is no preset %(name)s. Use %(one)s or %(other)s.")
        fail(sentence % {"name": preset, "one": _FILE, "other": _TIERS})
    given = read_given(path)
    if preset == _FILE:
        return given, None
    from muster.engines.planner.tiers import tiered

    try:
        return given, tiered(given)
    except OverflowError as error:
        sentence = _(
            "Tiers are too far apart for this instance (%(error)s). Use --preset %(preset)s."
        )
        fail(sentence % {"error": error, "preset": _FILE})


def _checked(facts: Any, given: Any, plan: Any, tiers: Any) -> tuple[dict[str, Any], Any]:
    """Return the plan as JSON holds it, with the validator's figures in it, and its report."""
    import msgspec

    from muster.engines.planner.reading import instance_hash
    from muster.engines.planner.validate import check_plan

    begun = time.monotonic()
    document = msgspec.json.decode(msgspec.json.encode(plan))
    if tiers is not None:
        from muster.engines.planner.tiers import described

        preset = described(tiers, plan.assignment)
        document["meta"]["preset"] = preset | {"lower_bounds": _weighted(document["meta"])}
    report = check_plan(facts, document)
    document["meta"] |= {
        "instance": instance_hash(given),
        "objective_terms": dict(report.values),
    }
    document["meta"]["seconds"]["validator"] = round(time.monotonic() - begun, 3)
    return document, report


def _weighted(meta: dict[str, Any]) -> dict[str, Any]:
    """Take out and return the bounds of weighted sums: they hold with the weights of the preset."""
    bounds = meta.get("lower_bounds", {})
    places = bounds.get("by_community", {})
    taken = {name: bounds.pop(name) for name in list(bounds) if name.endswith("_objective")}
    of_places = {
        place: {name: found.pop(name) for name in list(found) if name.endswith("_objective")}
        for place, found in places.items()
    }
    return taken | ({"by_community": of_places} if of_places else {})
