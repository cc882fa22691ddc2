"""Loading official areas from the shipped edition into the database, as often as one likes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.engines.text import search_keys
from muster.kernel.actors import Actor, system_actor
from muster.kernel.areas import prefix_range
from muster.kernel.errors import Invalid
from muster.kernel.permissions import require
from muster.platform.audit.services import record
from muster.platform.places.contracts import ImportResult
from muster.platform.places.enums import AliasKind
from muster.platform.places.gazetteer import (
    GazetteerArea,
    KnownChange,
    Level,
    edition,
    gazetteer,
    known_changes,
    level_of,
    parent_of,
    split_name,
)
from muster.platform.places.models import Area, AreaAlias
from muster.platform.places.rules import CHANGE_AREA

INSTALLATION = system_actor(None, "muster places import")
_CHUNK = 5000
_OFFICIAL = ("name", "short_name", "pinyin", "initials", "areas", "communities", "valid_to")
_COLUMNS = (
    *("code", "parent_code", "level", "name", "short_name", "pinyin", "initials"),
    *("areas", "communities", "renamed", "successor_code"),
)


def import_areas(*, code: str = "", actor: Actor = INSTALLATION) -> ImportResult:
    """Load the official areas at, below and above `code`; an empty code loads the nation.

    All or nothing, and idempotent: areas that are as the edition says are left alone, names given
    by the command stay, a name the edition has changed becomes an alias, and what the edition no
    longer has is ended, never deleted.

    Raises:
        NotAllowed: the actor may not change areas.
        Invalid: the edition has no area with this code.

    """
    require(actor, CHANGE_AREA)
    if code:
        _check_code(code)
    added = renamed = ended = areas = communities = 0
    with transaction.atomic():
        for scope in [code] if code else _provinces():
            listed = list(gazetteer().areas(scope))
            known = _present(listed, scope)
            added += _insert(area for area in listed if area.code not in known)
            renamed += _refresh(listed, known)
            ended += _end_missing(listed, known, scope)
            areas += len(listed)
            communities += sum(area.level == Level.COMMUNITY for area in listed)
        _load_changes(code)
        record(actor, "places.areas_imported", ("area", code or "nation"), area=code, added=added)
    return ImportResult(areas, communities, added, renamed, ended)


def _check_code(code: str) -> None:
    try:
        level_of(code)
    except ValueError:
        raise Invalid(
            _("%(code)s is not the code of an official area: it has 2, 4, 6, 9 or 12 digits."),
            code=code[:30],
            next_step=_("Look it up with: muster places search NAME"),
        ) from None
    if not gazetteer().has(code):
        raise Invalid(
            _("The official areas of %(date)s have no code %(code)s."),
            code=code,
            date=edition().as_of.isoformat(),
            next_step=_("Look it up with: muster places search NAME"),
        )


def _provinces() -> list[str]:
    upper = gazetteer().upper
    return [
        upper.code(row) for row in range(len(upper.codes)) if upper.levels[row] == Level.PROVINCE
    ]


Present = Mapping[str, tuple[str, bool, int, int, date | None]]
"""What the database has by code: name, renamed, areas, communities, valid_to."""


def _present(listed: Sequence[GazetteerArea], scope: str) -> Present:
    """Return what the listed areas are compared with, as plain values: there may be 40,000."""
    above = [area.code for area in listed if len(area.code) < len(scope)]
    rows = Area.objects.filter(prefix_range("code", scope) | Q(pk__in=above))
    values = rows.values_list("pk", "name", "renamed", "areas", "communities", "valid_to")
    return {code: tuple(rest) for code, *rest in values.iterator(chunk_size=_CHUNK)}  # type: ignore[misc]


def _insert(areas: Iterable[GazetteerArea]) -> int:
    """Write new rows the fast way of each database; 665,276 model instances would take minutes."""
    rows = (
        (
            *(a.code, parent_of(a.code), a.level, a.name, a.short_name, a.pinyin),
            *(a.initials, a.areas, a.communities, False, ""),
        )
        for a in areas
    )
    table, columns = Area._meta.db_table, ", ".join(_COLUMNS)
    written = 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
                    written += 1
            return written
        marks = ", ".join(["%s"] * len(_COLUMNS))
        while chunk := list(islice(rows, _CHUNK)):
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", chunk)
            written += len(chunk)
    return written


def _refresh(listed: Sequence[GazetteerArea], known: Present) -> int:
    """Bring rows up to the edition; return how many got another official name."""
    stale = [a for a in listed if a.code in known and not _as_edition(known[a.code], a)]
    rows = Area.objects.in_bulk([area.code for area in stale])
    former = []
    for area in stale:
        row = rows[area.code]
        if row.name != area.name and not row.renamed:
            former.append(former_name(row, edition().as_of))
            row.name, row.short_name = area.name, area.short_name
            row.pinyin, row.initials = area.pinyin, area.initials
        row.areas, row.communities, row.valid_to = area.areas, area.communities, None
    Area.objects.bulk_update(rows.values(), _OFFICIAL, batch_size=500)
    AreaAlias.objects.bulk_create(former, ignore_conflicts=True)
    return len(former)


def _as_edition(present: tuple[str, bool, int, int, date | None], area: GazetteerArea) -> bool:
    name, renamed, areas, communities, valid_to = present
    counted = (areas, communities) == (area.areas, area.communities)
    return (renamed or name == area.name) and counted and valid_to is None


def _end_missing(listed: Sequence[GazetteerArea], known: Present, scope: str) -> int:
    """End the rows of the scope that the edition no longer has."""
    in_edition = {area.code for area in listed}
    gone = [
        code
        for code, (*_same, valid_to) in known.items()
        if code not in in_edition and valid_to is None and code.startswith(scope)
    ]
    for begin in range(0, len(gone), _CHUNK):
        Area.objects.filter(pk__in=gone[begin : begin + _CHUNK]).update(valid_to=edition().as_of)
    return len(gone)


def _load_changes(code: str) -> None:
    """Add areas of the scope that ended before the edition, and the names people still use."""
    changes = [change for change in known_changes() if change.code.startswith(code)]
    for change in changes:
        if change.kind == "ended":
            Area.objects.update_or_create(
                code=change.code,
                defaults={
                    "valid_from": change.valid_from,
                    "valid_to": change.valid_to,
                    "successor_code": change.successor,
                },
                create_defaults=_ended_row(change),
            )
    for change in changes:
        if change.kind == "alias" and Area.objects.filter(pk=change.code).exists():
            AreaAlias.objects.get_or_create(
                area_id=change.code, name=change.name, defaults=_alias_row(change)
            )


def _ended_row(change: KnownChange) -> dict[str, Any]:
    keys = search_keys(split_name(change.name)[0])
    return {
        "parent_code": parent_of(change.code),
        "level": level_of(change.code),
        "name": change.name,
        "short_name": split_name(change.name)[0],
        "pinyin": keys.pinyin,
        "initials": keys.initials,
        "areas": 1,
        "communities": 0,
        "valid_from": change.valid_from,
        "valid_to": change.valid_to,
        "successor_code": change.successor,
    }


def _alias_row(change: KnownChange) -> dict[str, Any]:
    keys = search_keys(change.name)
    return {
        "kind": AliasKind.SPELLING,
        "folded": keys.folded,
        "pinyin": keys.pinyin,
        "initials": keys.initials,
        "valid_from": change.valid_from,
        "valid_to": change.valid_to,
        "source": change.source,
    }


def former_name(row: Area, until: date) -> AreaAlias:
    """Return the alias that keeps a row's present name until the day another one holds."""
    keys = search_keys(row.name)
    return AreaAlias(
        area_id=row.code,
        kind=AliasKind.FORMER,
        name=row.name,
        folded=keys.folded,
        pinyin=keys.pinyin,
        initials=keys.initials,
        valid_to=until,
    )
