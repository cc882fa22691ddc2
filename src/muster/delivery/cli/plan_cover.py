"""`muster plan cover`: who can stand in for one shift, best first, and what it would bend."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from muster.delivery.cli.plan_words import gettext as _
from muster.delivery.cli.plan_words import pgettext, said
from muster.delivery.cli.terminal import fail, out, print_json

_LIMIT = 20


def cover_shift(
    instance: Annotated[Path, typer.Argument(help="Instance: JSON, or a workbook (.xlsx).")],
    plan: Annotated[Path, typer.Argument(help="Plan: JSON, or its workbook.")],
    *,
    day: Annotated[int, typer.Option(min=0, help="The day.")],
    shift: Annotated[str, typer.Option(help="The shift.")],
    post: Annotated[str, typer.Option(help="The post that somebody is missing at.")] = "",
    post_type: Annotated[str, typer.Option(help="Or any post of this type …")] = "",
    community: Annotated[str, typer.Option(help="… in this community.")] = "",
    elsewhere: Annotated[bool, typer.Option(help="Also people of other communities.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many to show.")] = _LIMIT,
    json_: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """Say who can stand in for one shift, ranked, each with the rules that it would bend.

    Who bends no rule comes first; rest, leave, excluded shifts and age weigh more than the others.
    """
    from muster.delivery.cli.plan_files import made_plan, read_given

    given = read_given(instance)
    cell = _cell(given, day, shift, post=post, post_type=post_type, community=community)
    made = made_plan(plan, given)
    from muster.engines.planner.cover import stand_ins

    found = stand_ins(given, made, **cell, elsewhere=elsewhere)
    present, wanted = _cover(given, made, cell)
    if json_:
        asked = {name: value for name, value in cell.items() if value is not None}
        print_json(
            asked
            | {"present": present, "wanted": wanted, "people": len(found)}
            | {"stand_ins": [_document(one) for one in found[:limit]]}
        )
        return
    sentence = _("%(where)s, day %(day)s, shift %(shift)s: %(present)s of %(wanted)s are there.")
    where = post or f"{cell['community']} {cell['post_type']}"
    amounts = {"present": present, "wanted": wanted}
    out.print(
        sentence % {"where": where, "day": day, "shift": shift, **amounts},
        style="bold",
        soft_wrap=True,
    )
    show_people(_("Who can stand in"), found[:limit], reserve=True)
    if len(found) > limit:
        out.print(_("… and %(count)s more") % {"count": f"{len(found) - limit:,}"}, style="dim")
    if not found:
        out.print(_("Nobody of the community or the reserve is left to ask."), style="yellow")


def show_people(title: str, people: Sequence[Any], *, reserve: bool = False) -> None:
    """Print people who could stand in; `reserve` says who comes from there."""
    table = Table(
        pgettext("plan", "person"), pgettext("plan", "shifts so far"), pgettext("plan", "km"),
        pgettext("plan", "would bend"), title=title,
    )  # fmt: skip
    for column in table.columns[1:3]:
        column.justify = "right"
    for one in people:
        bends = _("; ").join(said(bend) for bend in one.bends) or pgettext("plan", "nothing")
        name = (
            f"{one.person} ({pgettext('plan', 'reserve')})"
            if reserve and one.reserve
            else one.person
        )
        table.add_row(name, str(one.shifts), f"{one.km:.1f}", bends)
    if people:
        out.print(table)


def _cell(
    given: Any, day: int, shift: str, *, post: str, post_type: str, community: str
) -> dict[str, Any]:
    """Return the cell asked for; leave with exit code 2 where it does not exist."""
    if day >= given.horizon.days:
        sentence = _("--day %(day)s is outside the horizon: 0 to %(last)s.")
        fail(sentence % {"day": day, "last": given.horizon.days - 1})
    _known("--shift", shift, [one.id for one in given.shifts])
    if bool(post) == bool(post_type):
        fail(_("Give --post, or --post-type and --community."))
    posts = {one.id: (place.id, one) for place in given.communities for one in place.posts}
    if post:
        _known("--post", post, posts)
        if community not in ("", posts[post][0]):
            sentence = _("%(post)s is in %(place)s, not in %(other)s. Check --community.")
            fail(sentence % {"post": post, "place": posts[post][0], "other": community})
        community, post_type = posts[post][0], posts[post][1].type
    places = [place.id for place in given.communities]
    if not community and len(places) == 1:
        community = places[0]
    if not community:
        fail(_("Give --community with --post-type."))
    _known("--community", community, places)
    _known("--post-type", post_type, [kind.id for kind in given.post_types])
    weekday = given.horizon.weekday(day)
    asked = [
        one for place, one in posts.values() if place == community and one.type == post_type
        if post in ("", one.id)
    ]  # fmt: skip
    if not any(one.is_open(shift, weekday) for one in asked):
        facts = {"post": post, "type": post_type, "place": community, "shift": shift, "day": day}
        sentence = _(
            "No post of type %(type)s in %(place)s is open in shift %(shift)s on day %(day)s."
        )
        if post:
            sentence = _("%(post)s is not open in shift %(shift)s on day %(day)s.")
        fail(sentence % facts)
    return {
        "community": community,
        "day": day,
        "shift": shift,
        "post_type": post_type,
        "post": post or None,
    }


def _known(option: str, found: str, ids: Any) -> None:
    if found not in ids:
        some = list(ids)[:_LIMIT]
        facts = {
            "option": option,
            "found": found or _("(nothing)"),
            "some": ", ".join(some) + (", …" if len(ids) > len(some) else ""),
        }
        fail(_("%(option)s %(found)s is none of: %(some)s.") % facts)


def _cover(given: Any, made: Any, cell: dict[str, Any]) -> tuple[int, int]:
    """Return people present and wanted at the type; of a post wanted is its least crew."""
    from muster.engines.planner.edits import Desk

    desk = Desk(given, made)
    if cell["post"]:
        crew = set(desk.crew((cell["post"], cell["day"], cell["shift"])))
        return len(crew), desk.least(desk.posts[cell["post"]])
    asked = cell["community"], cell["day"], cell["shift"], cell["post_type"]
    present = {name for crew in desk.posts_of(asked) for name in desk.crew(crew)}
    place = desk.tables.communities[cell["community"]]
    rows = [row.count for row in place.demand
            if (row.day, row.shift, row.post_type) == asked[1:]]  # fmt: skip
    return len(present), sum(rows)


def _document(one: Any) -> dict[str, Any]:
    bends = [
        {"rule": bend.rule, "found": bend.found, "limit": bend.limit, "sentence": bend.sentence}
        for bend in one.bends
    ]
    return {
        "person": one.person,
        "bends": bends,
        "shifts": one.shifts,
        "km": round(one.km, 3),
        "reserve": one.reserve,
    }
