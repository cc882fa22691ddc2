"""`muster places`: find areas of the country, count them, load them into the database."""

import time
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from rich.table import Table

from muster.delivery.cli.spoken import Spoken
from muster.delivery.cli.terminal import FAILURE, fail, out, print_json, start_django

app = Spoken(help="The country's areas: search, count, load.")

Stray = Annotated[list[str] | None, typer.Argument(hidden=True, help="Refused with advice.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


@app.callback()
def _start() -> None:
    start_django()


@app.command()
def search(
    name: Annotated[str, typer.Argument(help="Name in any script, pinyin, initials, or a code.")],
    limit: Annotated[int, typer.Option(min=1, max=200, help="Most areas to show.")] = 20,
    near: Annotated[str, typer.Option(help="Code of the area whose places come first.")] = "",
    *,
    as_json: Json = False,
) -> None:
    """Find areas of the whole country, and say which are loaded."""
    if not name.strip():
        fail(_("Type part of a name, in any script, pinyin or initials, or a code."))
    from muster.platform.places.queries import search_nation

    found = search_nation(name, limit=limit, first=near)
    if as_json:
        print_json(
            [
                {
                    "code": each.code,
                    "name": each.name,
                    "official_name": each.official_name,
                    "path": list(each.path),
                    "loaded": each.loaded,
                    "valid_to": each.valid_to.isoformat() if each.valid_to else None,
                }
                for each in found
            ]
        )
        raise typer.Exit(0 if found else FAILURE)
    if not found:
        sentence = _("No area is called %(name)s. Try fewer characters, or pinyin.")
        fail(sentence % {"name": name}, code=FAILURE)
    table = Table(
        pgettext("area", "code"),
        pgettext("area", "name"),
        pgettext("area", "in"),
        pgettext("areas", "loaded"),
        pgettext("area", "until"),
    )
    for each in found:
        table.add_row(
            each.code,
            each.name,
            " › ".join(each.path),
            _("yes") if each.loaded else "",
            each.valid_to.isoformat() if each.valid_to else "",
        )
    out.print(table)


@app.command()
def stats(stray: Stray = None, *, as_json: Json = False) -> None:
    """Count the areas shipped with the package and those loaded."""
    if stray:
        fail(_("stats counts the whole country and takes no area. Try: muster places search CODE"))
    from muster.platform.places.queries import stats as count

    counted = count()
    if as_json:
        print_json(
            {
                "areas": counted.areas,
                "communities": counted.communities,
                "loaded": {
                    "areas": counted.loaded_areas,
                    "communities": counted.loaded_communities,
                },
                "data_date": counted.data_date.isoformat(),
            }
        )
        return
    table = Table("", pgettext("places", "areas"), pgettext("places", "communities"))
    table.add_row(pgettext("areas", "shipped"), f"{counted.areas:,}", f"{counted.communities:,}")
    loaded = f"{counted.loaded_areas:,}", f"{counted.loaded_communities:,}"
    table.add_row(pgettext("areas", "loaded"), *loaded)
    out.print(table)
    out.print(_("The data is of %(day)s.") % {"day": counted.data_date.isoformat()})


@app.command("import")
def load(
    stray: Stray = None,
    area: Annotated[str, typer.Option(help="Code of the area to load, such as 120101.")] = "",
    *,
    nation: Annotated[bool, typer.Option("--nation", help="Load the whole country.")] = False,
    as_json: Json = False,
) -> None:
    """Load the official areas of one area, or of the nation. Running it again does no harm."""
    if stray:
        sentence = _("Name the area with its option: muster places import --area %(code)s")
        fail(sentence % {"code": stray[0]})
    if bool(area) == nation:
        fail(_("Say which area to load with --area CODE, or --nation for all of them."))
    from muster.delivery.cli import first_run
    from muster.platform.places.services import import_areas

    first_run.prepare()
    began = time.monotonic()
    result = import_areas(code=area)
    seconds = round(time.monotonic() - began, 2)
    if as_json:
        print_json(
            {
                "areas": result.areas,
                "communities": result.communities,
                "added": result.added,
                "renamed": result.renamed,
                "ended": result.ended,
                "seconds": seconds,
            }
        )
        return
    counted = {
        name: f"{getattr(result, name):,}"
        for name in ("areas", "communities", "added", "renamed", "ended")
    }
    sentence = _(
        "Areas: %(areas)s, of them communities: %(communities)s. Added: %(added)s, "
        "renamed: %(renamed)s, ended: %(ended)s. %(seconds)s s."
    )
    out.print(sentence % {**counted, "seconds": seconds})
