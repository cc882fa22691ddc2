"""Reads of sending units."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from muster.engines.text import fold, fold_typed_pinyin
from muster.kernel.actors import Actor
from muster.kernel.areas import prefix_range
from muster.platform.access.contracts import Scope
from muster.registers.responders.enums import levels_of
from muster.registers.responders.models import SendingUnit

Units = QuerySet[SendingUnit]
CLOSE_ENOUGH = 0.6


def units(
    *, actor: Actor, level: str = "", area: str = "", text: str = "", closed: bool = False
) -> Units:
    """Units the actor may see, by name; `text` matches anywhere, in both scripts and pinyin.

    `level` is a level, or the name of a group of them.

    There are thousands of units at most, so looking into each name is cheap.
    """
    rows: Any = SendingUnit.objects.visible_to(actor).filter(closed_on__isnull=not closed)
    if level:
        rows = rows.filter(level__in=levels_of(level))
    if area:
        rows = rows.filter(prefix_range("area_code", area))
    if text:
        latin = fold_typed_pinyin(text)
        wanted = Q(name_folded__contains=fold(text)) | Q(organisation_code=text.strip().upper())
        if latin.isascii():
            wanted |= Q(name_pinyin__contains=latin) | Q(name_initials__contains=latin)
        rows = rows.filter(wanted) if latin else rows.none()
    result: Units = rows.order_by("name_pinyin", "id")
    return result


def unit(*, actor: Actor, unit_id: UUID) -> SendingUnit:
    """Return one unit.

    Raises:
        NotFound: there is none the actor may see.
    """
    found: SendingUnit = SendingUnit.objects.get_visible(actor, unit_id)
    return found


def own_units(*, actor: Actor) -> Units:
    """Units the actor's grants name one by one: a clerk's own."""
    scopes = {grant.scope_id for grant in actor.grants if grant.scope_id is not None}
    result: Units = (
        SendingUnit.objects.visible_to(actor).filter(id__in=scopes).order_by("name_pinyin", "id")
    )
    return result


def clerk_scope(actor: Actor, unit_id: UUID) -> Scope:
    """Return the unit a clerk is for. Raises NotFound where the actor sees none."""
    found = unit(actor=actor, unit_id=unit_id)
    return Scope(found.id, found.name, found.area_code)


def level_totals(*, actor: Actor, area: str = "") -> Mapping[str, tuple[int, int]]:
    """Return level → (units, people on the register), from the kept totals."""
    rows: Any = SendingUnit.objects.visible_to(actor).filter(closed_on__isnull=True)
    if area:
        rows = rows.filter(prefix_range("area_code", area))
    counted = rows.order_by().values("level").annotate(n=Count("id"), people=Sum("people_active"))
    return {row["level"]: (row["n"], row["people"] or 0) for row in counted}


def units_by_folded_name(*, actor: Actor, permission: str) -> Mapping[str, SendingUnit]:
    """Return every open unit the actor has `permission` for, by folded name and by code."""
    rows: Any = SendingUnit.objects.visible_to(actor, permission).filter(closed_on__isnull=True)
    found = {row.name_folded: row for row in rows.order_by("name_pinyin", "id")}
    found |= {fold(row.organisation_code): row for row in found.values() if row.organisation_code}
    return found


def nearest_units(name: str, known: Mapping[str, SendingUnit], limit: int = 1) -> list[SendingUnit]:
    """Return the units whose names look most like `name`, nearest first; none where none does."""
    return [known[key] for key in get_close_matches(fold(name), known, limit, CLOSE_ENOUGH)]


def names_of(*, actor: Actor, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """Return the names of the units with these ids, as far as the actor may see them."""
    rows: Any = SendingUnit.objects.visible_to(actor).filter(id__in=set(ids))
    return dict(rows.values_list("id", "name"))
