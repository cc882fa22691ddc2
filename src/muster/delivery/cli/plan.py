"""`muster plan …`: draw, solve, check and repair mobilisation plans; see docs/formats."""

import dataclasses
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from muster.delivery.cli import plan_tables as tables
from muster.delivery.cli.plan_explain import explain_file
from muster.delivery.cli.plan_nrp import solve_nrp
from muster.delivery.cli.plan_progress import progress
from muster.delivery.cli.terminal import FAILURE, WRONG_USE, err, fail, out, print_json

app = typer.Typer(
    help="Plan people to communities, posts and shifts.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

InstanceFile = Annotated[Path, typer.Argument(help="Instance: JSON, or a workbook (.xlsx).")]
PlanFile = Annotated[Path, typer.Argument(help="Plan: JSON.")]
Out = Annotated[Path, typer.Option("--out", help="File to write.")]
OutPlan = Annotated[
    Path, typer.Option("--out", help="File to write: JSON, or by its ending a workbook (.xlsx).")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed of the random numbers.")]
app.command("explain")(explain_file)
app.command("nrp")(solve_nrp)
_ZIPPED = b"PK"  # how a workbook begins


@app.command("solve")
def solve_file(
    instance: InstanceFile,
    out_: OutPlan,
    seconds: Annotated[float | None, typer.Option(min=0.1, help="Wall time to work.")] = None,
    effort: Annotated[
        float | None,
        typer.Option(min=0.01, help="Work a community; the same plan on any machine."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="Processes; all cores by default.")
    ] = None,
    engine: Annotated[str, typer.Option(help="local or dask.")] = "local",
    address: Annotated[str, typer.Option(help="Scheduler of --engine dask.")] = "",
    seed: Seed = 1,
    prove: Annotated[bool, typer.Option(help="Prove lower bounds.")] = True,
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
        fail("Give --seconds or --effort, not both.")
    _ready(out_, workbook)
    given = read_given(instance)
    from muster.engines.planner.capacity import certificates
    from muster.engines.planner.solve import solve

    counted = certificates(given)
    if not json_:
        tables.show_capacity(counted)
    hands = _engine(engine, workers, address)
    work = {"seed": seed, "effort": effort, "seconds": seconds, "prove": prove, "engine": hands}
    with progress(quiet=json_) as listener:
        plan = solve(given, **work, listener=listener)
    document, report = _checked(given, plan)
    for path in filter(None, (out_, workbook)):
        _write(path, given, plan, document, report, as_workbook=path == workbook)
    if json_:
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
    document = _plan_of(plan, given)
    report = check_plan(_facts_of(given), document)
    other = _made_for_another(document, given)
    if json_:
        print_json(report.document() | {"made_for_another_instance": other})
    else:
        if other:
            out.print("The plan says that it was made for another instance.", style="yellow")
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
    from muster.engines.planner.reading import plan_to_json, read_absences, read_plan
    from muster.engines.planner.repair import repair
    from muster.engines.planner.validate import check_repair

    _ready(out_)
    given = read_given(instance)
    if from_day >= given.horizon.days:
        fail(f"--from-day {from_day} is outside the horizon: 0 to {given.horizon.days - 1}.")
    with faults_shown(absent):
        absences = read_absences(absent.read_bytes(), given)
    with faults_shown(plan):
        before = read_plan(plan.read_bytes(), given)
    mended = repair(given, before, absences, from_day, seed=seed)
    document = json.loads(plan_to_json(mended.plan))
    report = check_repair(_facts_of(given), _json_of(plan), document, _json_of(absent), from_day)
    _write(out_, given, mended.plan, document, report)
    if json_:
        changes = [dataclasses.asdict(change) for change in mended.changes]
        print_json({"plan": str(out_), "changes": changes, "report": report.document()})
    else:
        tables.show_repair(mended.changes, report)
        out.print(f"Written to {out_}.")
    if not report.legal:
        raise typer.Exit(FAILURE)


@app.command("generate")
def generate_file(
    case: Annotated[str, typer.Argument(help="heping, cangzhou, panji, jingkai or youth.")],
    out_: Out,
    seed: Seed = 1,
    utilisation: Annotated[
        float, typer.Option(help="Work wanted of all that could be given.")
    ] = 0.9,
    shifts: Annotated[str, typer.Option(help="3x8, 4x6 or 2x12.")] = "3x8",
    scale: Annotated[float, typer.Option(help="Below 1 cuts the place down.")] = 1.0,
) -> None:
    """Draw an instance of one of the five places, with invented people."""
    from muster.engines.planner.generate import generate

    try:
        document = generate(case, seed, utilisation, shifts, scale)
    except ValueError as error:
        fail(f"{error}.")
    if _is_workbook(out_):
        from muster.engines.planner.reading import read_instance
        from muster.engines.planner.workbook import instance_to_workbook

        _put(out_, instance_to_workbook(read_instance(document)))
    else:
        _put(out_, json.dumps(document, ensure_ascii=False).encode())
    people, places = len(document["people"]), len(document["communities"])
    words = "community" if places == 1 else "communities"
    out.print(f"{people:,} people, {places:,} {words}: {out_}")


def read_given(path: Path) -> Any:
    """Return the Instance in a file; print every fault of it and leave with exit code 2."""
    from muster.engines.planner.reading import read_instance

    content = path.read_bytes()
    with faults_shown(path):
        if content.startswith(_ZIPPED):
            from muster.engines.planner.workbook import workbook_to_instance

            return workbook_to_instance(content)
        return read_instance(content)


@contextmanager
def faults_shown(path: Path) -> Iterator[None]:
    """Print every fault of the file at `path` and leave with exit code 2."""
    from muster.engines.planner.reading import InstanceFaults

    try:
        yield
    except InstanceFaults as faults:
        for fault in faults.faults:
            where = fault.path or path.name
            err.print(f"{where}: {fault.sentence}", style="red", soft_wrap=True)
        if faults.more:
            err.print(f"… and {faults.more} more", style="dim")
        raise typer.Exit(WRONG_USE) from None


def _engine(name: str, workers: int | None, address: str) -> Any:
    from muster.engines.planner.fanout import Local

    if name == "dask" and not address:
        fail("The engine dask needs --address of its scheduler, such as tcp://10.0.0.1:8786.")
    if name == "dask":
        try:
            from muster.engines.planner.dask import Dask
        except ImportError:
            fail("The engine dask is not installed. Install Muster with its extra: muster[dask].")
        try:
            return Dask(address)
        except OSError as error:
            fail(f"No Dask scheduler answers at {address} ({error}). Check the address.")
    if name != "local":
        fail(f"There is no engine {name}. Use local, or dask with --address.")
    if address:
        fail("--address is for --engine dask.")
    return Local(workers)


def _checked(given: Any, plan: Any) -> tuple[dict[str, Any], Any]:
    """Return the plan as JSON holds it, with the validator's figures in it, and its report."""
    import msgspec

    from muster.engines.planner.reading import instance_hash
    from muster.engines.planner.validate import check_plan

    begun = time.monotonic()
    document = msgspec.json.decode(msgspec.json.encode(plan))
    report = check_plan(_facts_of(given), document)
    document["meta"] |= {
        "instance": instance_hash(given),
        "objective_terms": dict(report.values),
    }
    document["meta"]["seconds"]["validator"] = round(time.monotonic() - begun, 3)
    return document, report


def _made_for_another(document: dict[str, Any], given: Any) -> bool:
    """Whether the plan names the instance that it was made for, and it is not this one."""
    from muster.engines.planner.reading import instance_hash

    meta = document.get("meta")
    named = meta.get("instance") if isinstance(meta, dict) else None
    return isinstance(named, str) and named != instance_hash(given)


def _is_workbook(path: Path) -> bool:
    return path.suffix.casefold() == ".xlsx"


def _write(
    path: Path,
    given: Any,
    plan: Any,
    document: dict[str, Any],
    report: Any,
    *,
    as_workbook: bool = False,
) -> None:
    """Write a plan as JSON, or, where asked or by its ending, as a workbook."""
    if not (as_workbook or _is_workbook(path)):
        _put(path, json.dumps(document, ensure_ascii=False).encode())
        return
    from muster.engines.planner.workbook import TooLargeForAWorkbook, plan_to_workbook

    try:
        content = plan_to_workbook(given, plan, report)
    except TooLargeForAWorkbook as error:
        fail(f"The plan is too large for a workbook ({error}). Give --out a name ending in .json.")
    _put(path, content)


def _put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; a link is followed, and a device just written to."""
    path = path.resolve()
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    draft = path.with_name(path.name + ".part")
    draft.write_bytes(content)
    draft.replace(path)


def _plan_of(path: Path, given: Any) -> dict[str, Any]:
    """Return the plan in a file, as a JSON reader makes it; print its faults and leave with 2."""
    from muster.engines.planner.reading import read_plan

    document: dict[str, Any] = _json_of(path)
    with faults_shown(path):
        read_plan(path.read_bytes(), given)
    if not document.keys() & {"assignment", "roster"}:
        fail(f"{path} is no plan: it has neither an assignment nor a roster.")
    return document


def _ready(*paths: Path | None) -> None:
    """Leave with exit code 2 where a file could not be written: before the work, not after it."""
    for path in filter(None, paths):
        if path.is_dir() or not os.access(path.parent, os.W_OK):
            fail(f"Nothing can be written to {path}. Give the name of a file in a folder of yours.")


def _facts_of(given: Any) -> Any:
    """Return an instance as the validator takes it: what a JSON reader makes of its file."""
    import msgspec

    return msgspec.json.decode(msgspec.json.encode(given))


def _json_of(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except ValueError as error:
        fail(f"{path} is no JSON: {error}.")
