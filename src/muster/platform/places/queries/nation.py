"""The shipped edition of the whole country, and what of it is loaded."""

from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError
from django.db.models import Count, Q

from muster.platform.places.contracts import Stats
from muster.platform.places.gazetteer import (
    Level,
    edition,
    known_changes,
    search_index,
    spoken_name,
)
from muster.platform.places.models import Area


@dataclass(frozen=True, slots=True)
class NationFound:
    """An area of the country. `valid_to` is set where it has ended."""

    code: str
    name: str
    official_name: str
    path: tuple[str, ...]
    loaded: bool
    valid_to: date | None


def search_nation(typed: str, *, limit: int = 20, first: str = "") -> list[NationFound]:
    """Return areas of the country whose name fits, in any script, pinyin or initials; or a code.

    What lies inside `first` comes before the rest.
    """
    names = search_index()
    if typed.strip().isdigit():
        code = typed.strip()
        hits = [code] if names.name_of(code) else []
    else:
        hits = [found.code for found in names.search(typed, limit=limit, first=first)]
    ended = {change.code: change.valid_to for change in known_changes() if change.kind == "ended"}
    loaded = _loaded_of(hits)
    return [
        NationFound(
            code=code,
            name=spoken_name(names.name_of(code)),
            official_name=names.name_of(code),
            path=names.path_of(code),
            loaded=code in loaded,
            valid_to=ended.get(code),
        )
        for code in hits
    ]


def stats() -> Stats:
    """Return what is shipped and what is loaded: nothing where there are no tables yet."""
    shipped = edition()
    try:
        loaded = Area.objects.filter(valid_to__isnull=True).aggregate(
            areas=Count("pk"), communities=Count("pk", filter=Q(level=Level.COMMUNITY))
        )
    except DatabaseError:
        loaded = {"areas": 0, "communities": 0}
    return Stats(
        areas=shipped.areas,
        communities=shipped.communities,
        loaded_areas=loaded["areas"],
        loaded_communities=loaded["communities"],
        data_date=shipped.as_of,
    )


def _loaded_of(codes: list[str]) -> set[str]:
    try:
        return set(Area.objects.filter(pk__in=codes).values_list("pk", flat=True))
    except DatabaseError:
        return set()
