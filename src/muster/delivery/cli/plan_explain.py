"""`muster plan explain`: why a plan falls short, what would help, why this shift, why this gap."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress
from rich.table import Table

from muster.delivery.cli.terminal import FAILURE, err, fail, out, print_json

_SHOWN = 20
_SEPARATOR = ":"


def explain_file(
    instance: Annotated[Path, typer.Argument(help="Instance: JSON, or a workbook (.xlsx).")],
    *,
    plan: Annotated[
        Path | None, typer.Option(help="Plan: JSON; without one, a quick plan is made.")
    ] = None,
    person: Annotated[str, typer.Option(help="Why this shift: whose (with --day).")] = "",
    day: Annotated[int | None, typer.Option(min=0, help="Why this shift: the day.")] = None,
    gap: Annotated[str, typer.Option(help="Why empty: COMMUNITY:DAY:SHIFT:TYPE.")] = "",
    community: Annotated[str, typer.Option(help="Explain this community only.")] = "",
    menu: Annotated[bool, typer.Option(help="Solve what would help again, and price it.")] = True,
    json_: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """Name the smallest set of rules behind each shortage, and what would help, priced.

    Exit 0 where a legal plan is explained, also when nothing is short; 1 where there is none.
    """
    if bool(person) != (day is not None):
        fail("Give --person and --day together.")
    if person and gap:
        fail("Give --person with --day, or --gap, not both.")
    from muster.delivery.cli.plan import faults_shown, read_given
    from muster.engines.planner.reading import read_plan

    given = read_given(instance)
    _check_ids(given, person, day, community)
    cell = _cell(given, gap) if gap else None
    made = None
    if plan is not None:
        with faults_shown(plan):
            made = read_plan(plan.read_bytes(), given)
    if person and day is not None:
        _explain_shift(given, made, (person, day), json_=json_)
    elif cell is not None:
        _explain_gap(given, made, cell, json_=json_)
    else:
        _explain_all(given, made, community, with_menu=menu, json_=json_)


def _check_ids(given: Any, person: str, day: int | None, community: str) -> None:
    if person and person not in {one.id for one in given.people}:
        fail(f"Nobody in the instance has the id {person}. Check --person.")
    if day is not None and day >= given.horizon.days:
        fail(f"Day {day} lies outside the horizon, which ends on day {given.horizon.days - 1}.")
    if community and community not in {one.id for one in given.communities}:
        fail(f"No community has the id {community}. Check --community.")


def _cell(given: Any, gap: str) -> dict[str, Any]:
    """Return the cell that a gap names; ids may have colons in them."""
    cells = (
        {"community": place.id, "day": day, "shift": shift.id, "post_type": kind.id}
        for place in given.communities
        if gap.startswith(place.id + _SEPARATOR)
        for day in range(given.horizon.days)
        for shift in given.shifts
        for kind in given.post_types
    )
    found = next((one for one in cells if _SEPARATOR.join(map(str, one.values())) == gap), None)
    if found is None:
        fail(
            f"{gap} names no cell of the instance. Write COMMUNITY:DAY:SHIFT:TYPE with a day "
            f"from 0 to {given.horizon.days - 1}, shifts "
            f"{', '.join(shift.id for shift in given.shifts)} and types "
            f"{', '.join(kind.id for kind in given.post_types)}."
        )
    return found


def _solved(given: Any, made: Any) -> Any:
    from muster.engines.planner.explain.answer import QUICK_EFFORT
    from muster.engines.planner.solve import solve

    return made or solve(given, effort=QUICK_EFFORT, prove=False)


def _explain_shift(given: Any, made: Any, cell: tuple[str, int], *, json_: bool) -> None:
    from muster.engines.planner.explain import why_shift

    found = why_shift(given, _solved(given, made), *cell)
    if json_:
        print_json(_document(found))
        return
    out.print(found.said.sentence + ".", style="bold", soft_wrap=True)
    table = Table("instead", "what speaks against it", "objective", title="That day")
    table.columns[2].justify = "right"
    for one in found.alternatives:
        name = "a day off" if one.shift is None else f"{one.shift} {one.post_type}"
        against = "" if one.change is not None else "; ".join(said.sentence for said in one.said)
        change = "" if one.change is None else f"{one.change:+,.1f}"
        table.add_row(name, against or "nothing", change)
    out.print(table)
    _show_people("Who else could stand there", found.instead)


def _explain_gap(given: Any, made: Any, cell: dict[str, Any], *, json_: bool) -> None:
    from muster.engines.planner.explain import why_empty

    found = why_empty(given, _solved(given, made), **cell)
    if json_:
        print_json(_document(found))
        return
    out.print(found.said.sentence + ".", style="bold", soft_wrap=True)
    if found.free:
        _show_people("Could come and break no rule", found.free)
    table = Table("rule", "people", "nearest", title="Stopped by")
    table.columns[1].justify = "right"
    for group in found.stopped:
        names = "\n".join(
            f"{one.person}: {'; '.join(bend.sentence for bend in one.bends)}"
            for one in group.nearest
        )
        table.add_row(group.rule.replace("_", " "), f"{group.count:,}", names)
    if found.stopped:
        out.print(table)
    if found.least > 1:
        out.print(f"Nobody is there yet: {found.least} have to come at once.")


def _show_people(title: str, people: Sequence[Any]) -> None:
    table = Table("person", "shifts so far", "km", "would bend", title=title)
    for one in people[:_SHOWN]:
        bends = "; ".join(bend.sentence for bend in one.bends) or "nothing"
        table.add_row(one.person, str(one.shifts), f"{one.km:.1f}", bends)
    if people:
        out.print(table)


def _explain_all(given: Any, made: Any, community: str, *, with_menu: bool, json_: bool) -> None:
    import msgspec

    from muster.engines.planner.explain import explain, menu
    from muster.engines.planner.validate import check_plan

    only = [community] if community else None
    with Progress(console=err, transient=True, disable=json_ or not err.is_terminal) as bar:
        task = bar.add_task("explain", total=None)
        found = explain(
            given, made, communities=only,
            listener=lambda done, of: bar.update(task, completed=done, total=of),
        )  # fmt: skip
        short = [one for one in found.communities if one.short]
        menus = {one.community: menu(given, found.plan, one) for one in short if with_menu}
    facts = (msgspec.json.decode(msgspec.json.encode(each)) for each in (given, found.plan))
    report = check_plan(*facts)
    if json_:
        print_json(
            {
                "legal": report.legal,
                "missing": report.missing,
                "lacks": [_document(one) for one in found.lacks],
                "communities": [_document(one) for one in found.communities],
                "menus": {name: [_entry(one) for one in each] for name, each in menus.items()},
            }
        )
    else:
        _show_all(found, menus, report)
    if not report.legal:
        raise typer.Exit(FAILURE)


def _show_all(found: Any, menus: dict[str, Any], report: Any) -> None:
    for lack in found.lacks:
        out.print(f"{lack.said.sentence}.", style="yellow", soft_wrap=True)
    for finding in report.violations[:_SHOWN]:
        out.print(finding.sentence, style="bold red", soft_wrap=True)
    if not found.communities and not found.lacks:
        out.print("Nowhere short of demand: there is nothing to explain.", style="green")
    for one in found.communities:
        out.print(f"{one.said.sentence}.", style="bold", soft_wrap=True)
        for proof in one.proofs:
            out.print(f"  {proof.sentence}", style="dim", soft_wrap=True)
        if menus.get(one.community):
            _show_menu(one.community, menus[one.community])


def _show_menu(community: str, entries: Sequence[Any]) -> None:
    table = Table(
        "what could be asked for", "short", "after", "people", "objective", "price",
        title=f"What would help {community}",
    )  # fmt: skip
    for column in table.columns[1:]:
        column.justify = "right"
    for one in entries:
        table.add_row(
            one.relaxation.said.sentence, f"{one.before:,}", f"{one.after:,}",
            f"{len(one.people):,}", f"{one.objective:+,.1f}", f"{one.price:,.1f}",
            style="green" if not one.after else None,
        )  # fmt: skip
    out.print(table)


def _entry(one: Any) -> dict[str, Any]:
    return {
        "said": one.relaxation.said.document(),
        "before": one.before,
        "after": one.after,
        "objective": round(one.objective, 3),
        "bends": one.bends,
        "people": list(one.people),
        "price": one.price,
    }


def _document(found: Any) -> Any:
    """Return a result as JSON values, every sentence with its code and parameters."""
    if hasattr(found, "document"):
        return found.document()
    if dataclasses.is_dataclass(found):
        fields = {field.name: getattr(found, field.name) for field in dataclasses.fields(found)}
        said = getattr(found, "said", None)
        return {name: _document(value) for name, value in fields.items()} | (
            {} if said is None else {"said": _document(said)}
        )
    if isinstance(found, tuple | list):
        return [_document(each) for each in found]
    import msgspec

    return msgspec.to_builtins(found)
