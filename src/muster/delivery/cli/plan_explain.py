"""`muster plan explain`: why a plan falls short, what would help, why this shift, why this gap."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress
from rich.table import Table

from muster.delivery.cli.plan_cover import show_people
from muster.delivery.cli.plan_words import gettext as _
from muster.delivery.cli.plan_words import pgettext, said
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
        fail(_("Give --person and --day together."))
    if person and gap:
        fail(_("Give --person with --day, or --gap, not both."))
    from muster.delivery.cli.plan_files import made_plan, read_given

    given = read_given(instance)
    _check_ids(given, person, day, community)
    cell = _cell(given, gap) if gap else None
    made = None if plan is None else made_plan(plan, given)
    if person and day is not None:
        _explain_shift(given, made, (person, day), json_=json_)
    elif cell is not None:
        _explain_gap(given, made, cell, json_=json_)
    else:
        _explain_all(given, made, community, with_menu=menu, json_=json_)


def _check_ids(given: Any, person: str, day: int | None, community: str) -> None:
    if person and person not in {one.id for one in given.people}:
        fail(_("Nobody in the instance has the id %(id)s. Check --person.") % {"id": person})
    if day is not None and day >= given.horizon.days:
        sentence = _("Day %(day)s lies outside the horizon, which ends on day %(last)s.")
        fail(sentence % {"day": day, "last": given.horizon.days - 1})
    if community and community not in {one.id for one in given.communities}:
        fail(_("No community has the id %(id)s. Check --community.") % {"id": community})


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
        sentence = _(
            "%(gap)s names no cell of the instance. Write COMMUNITY:DAY:SHIFT:TYPE with a day "
            "from 0 to %(last)s, shifts %(shifts)s and types %(types)s."
        )
        facts = {
            "gap": gap,
            "last": given.horizon.days - 1,
            "shifts": ", ".join(shift.id for shift in given.shifts),
            "types": ", ".join(kind.id for kind in given.post_types),
        }
        fail(sentence % facts)
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
    out.print(_stop(found.said), style="bold", soft_wrap=True)
    table = Table(
        pgettext("plan", "instead"), pgettext("plan", "what speaks against it"),
        pgettext("plan", "objective"), title=pgettext("plan", "That day"),
    )  # fmt: skip
    table.columns[2].justify = "right"
    for one in found.alternatives:
        name = (
            pgettext("plan", "a day off") if one.shift is None else f"{one.shift} {one.post_type}"
        )
        against = "" if one.change is not None else _("; ").join(said(each) for each in one.said)
        change = "" if one.change is None else f"{one.change:+,.1f}"
        table.add_row(name, against or pgettext("plan", "nothing"), change)
    out.print(table)
    show_people(_("Who else could stand there"), found.instead)


def _explain_gap(given: Any, made: Any, cell: dict[str, Any], *, json_: bool) -> None:
    from muster.engines.planner.explain import why_empty
    from muster.engines.planner.explain.said import say_name

    found = why_empty(given, _solved(given, made), **cell)
    if json_:
        print_json(_document(found))
        return
    out.print(_stop(found.said), style="bold", soft_wrap=True)
    if found.free:
        show_people(_("Could come and break no rule"), found.free)
    table = Table(
        pgettext("plan", "rule"), pgettext("plan", "people"), pgettext("plan", "nearest"),
        title=pgettext("plan", "Stopped by"),
    )  # fmt: skip
    table.columns[1].justify = "right"
    for group in found.stopped:
        names = "\n".join(
            f"{one.person}: {_('; ').join(said(bend) for bend in one.bends)}"
            for one in group.nearest
        )
        table.add_row(said(say_name(group.rule)), f"{group.count:,}", names)
    if found.stopped:
        out.print(table)
    if found.least > 1:
        sentence = _("Nobody is there yet: %(least)s have to come at once.")
        out.print(sentence % {"least": found.least})


def _stop(sentence: Any) -> str:
    """Return a sentence of an explanation with its full stop."""
    return _("%(sentence)s.") % {"sentence": said(sentence)}


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
        out.print(_stop(lack.said), style="yellow", soft_wrap=True)
    for finding in report.violations[:_SHOWN]:
        out.print(said(finding), style="bold red", soft_wrap=True)
    if not found.communities and not found.lacks:
        out.print(_("Nowhere short of demand: there is nothing to explain."), style="green")
    for one in found.communities:
        out.print(_stop(one.said), style="bold", soft_wrap=True)
        for proof in one.proofs:
            out.print(f"  {said(proof)}", style="dim", soft_wrap=True)
        if menus.get(one.community):
            _show_menu(one.community, menus[one.community])


def _show_menu(community: str, entries: Sequence[Any]) -> None:
    table = Table(
        pgettext("plan", "what could be asked for"), pgettext("plan", "short"),
        pgettext("plan", "after"), pgettext("plan", "people"), pgettext("plan", "objective"),
        pgettext("plan", "price"), title=_("What would help %(place)s") % {"place": community},
    )  # fmt: skip
    for column in table.columns[1:]:
        column.justify = "right"
    for one in entries:
        table.add_row(
            said(one.relaxation.said), f"{one.before:,}", f"{one.after:,}",
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
