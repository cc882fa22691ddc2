"""Names and positions the command gives official areas. A code is never changed."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.engines.text import search_keys
from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import covers
from muster.kernel.errors import Conflict, Invalid, NotFound
from muster.kernel.permissions import require
from muster.platform.audit.services import record
from muster.platform.places.contracts import AreaRef
from muster.platform.places.enums import AliasKind
from muster.platform.places.gazetteer import split_name
from muster.platform.places.models import Area, AreaAlias
from muster.platform.places.queries import area_by_code, not_here, tenant_area
from muster.platform.places.rules import CHANGE_AREA
from muster.platform.places.services.loading import former_name
from muster.platform.places.services.naming import clean_name


def rename_area(*, actor: Actor, code: str, name: str, since: date | None = None) -> AreaRef:
    """Give an area another name from `since` (today by default).

    The old name becomes an alias that ends on that day, so that papers and people who use it still
    find the place; the code stays. A later import of areas leaves the new name alone.

    Raises:
        NotFound: the area is not loaded, or lies outside the actor's command.
        NotAllowed: the actor may not rename here.
        Invalid: the name is empty, too long or the one it has.

    """
    wanted, day = clean_name(name), since or clock.today()
    with transaction.atomic():
        row = _area_of(actor, code)
        if wanted == row.name:
            raise Invalid(_("%(name)s is already its name."), name=wanted)
        former = former_name(row, day)
        AreaAlias.objects.filter(area=row, name__in=[row.name, wanted]).delete()
        former.save(force_insert=True)
        keys = search_keys(split_name(wanted)[0])
        row.name, row.short_name = wanted, split_name(wanted)[0]
        row.pinyin, row.initials, row.renamed = keys.pinyin, keys.initials, True
        row.save()
        _new_alias(row, wanted, AliasKind.LOCAL, day, "").save(force_insert=True)
        record(actor, "places.area_renamed", ("area", code), area=code)
    return area_by_code(code)


def add_alias(
    *,
    actor: Actor,
    code: str,
    name: str,
    kind: AliasKind = AliasKind.EVERYDAY,
    valid_to: date | None = None,
    source: str = "",
) -> AreaAlias:
    """Add another name people use for an area, so that it is found by it.

    Raises:
        NotFound: the area is not loaded, or lies outside the actor's command.
        NotAllowed: the actor may not name areas here.
        Conflict: it has this name already.

    """
    wanted = clean_name(name)
    with transaction.atomic():
        row = _area_of(actor, code)
        if wanted == row.name or AreaAlias.objects.filter(area=row, name=wanted).exists():
            raise Conflict(_("%(area)s is already found by %(name)s."), area=row.name, name=wanted)
        alias = _new_alias(row, wanted, kind, None, source)
        alias.valid_to = valid_to
        alias.save(force_insert=True)
        record(actor, "places.alias_added", alias, area=code)
    return alias


def remove_alias(*, actor: Actor, code: str, alias_id: UUID) -> None:
    """Take back another name given by mistake. A former name stays: papers carry it.

    Raises:
        NotFound: there is no such name.
        Conflict: it is a former name.

    """
    with transaction.atomic():
        row = _area_of(actor, code)
        alias = AreaAlias.objects.filter(area=row, pk=alias_id).first()
        if alias is None:
            raise NotFound(_("This place has no such other name."))
        if alias.kind in {AliasKind.FORMER, AliasKind.LOCAL}:
            raise Conflict(
                _("%(name)s stays: it is or was the name of the place, and papers carry it."),
                name=alias.name,
            )
        record(actor, "places.alias_removed", alias, area=code)
        alias.delete()


def place_areas(*, actor: Actor, positions: Mapping[str, tuple[float, float]]) -> int:
    """Give areas schematic positions: (east, north) in kilometres from a point of the command.

    They stand in for coordinates where none may be shipped, for rough distances and demonstrations.
    Returns how many areas were placed.
    """
    with transaction.atomic():
        rows = Area.objects.in_bulk(list(positions))
        for row in rows.values():
            _check_inside(actor, row)
            row.east_km, row.north_km = positions[row.code]
        Area.objects.bulk_update(rows.values(), ["east_km", "north_km"], batch_size=500)
        record(actor, "places.areas_placed", count=len(rows))
    return len(rows)


def _area_of(actor: Actor, code: str) -> Area:
    row = Area.objects.select_for_update().filter(pk=code).first()
    if row is None:
        raise not_here(code)
    _check_inside(actor, row)
    return row


def _check_inside(actor: Actor, row: Area) -> None:
    if not covers(tenant_area(actor), row.code):
        raise NotFound(_("%(name)s lies outside the area of this command."), name=row.name)
    require(actor, CHANGE_AREA, row)


def _new_alias(row: Area, name: str, kind: AliasKind, since: date | None, source: str) -> AreaAlias:
    keys = search_keys(name)
    return AreaAlias(
        area=row,
        kind=kind,
        name=name,
        folded=keys.folded,
        pinyin=keys.pinyin,
        initials=keys.initials,
        valid_from=since,
        source=source,
    )
