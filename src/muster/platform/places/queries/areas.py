"""The loaded official areas: one, its way from the top, what lies below, how many."""

from collections.abc import Collection, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.kernel.areas import prefix_range
from muster.kernel.errors import NotFound
from muster.platform.places.contracts import OFFICIAL_LENGTHS, AreaRef, Counts
from muster.platform.places.gazetteer.edition import Level, ancestors_of, gazetteer
from muster.platform.places.gazetteer.names import is_filler
from muster.platform.places.models import Area, AreaAlias


def ref_of(row: Area) -> AreaRef:
    """Return an area as others hold it."""
    return AreaRef(
        code=row.code,
        name=row.spoken,
        level=row.level,
        short_name=row.short_name,
        has_children=row.areas > 1,
    )


def area(code: str) -> Area:
    """Return a loaded area, also one that has ended.

    Raises:
        NotFound: the code is not loaded or is no official area's.

    """
    row = Area.objects.filter(pk=code).first()
    if row is None:
        raise not_here(code)
    return row


def not_here(code: str) -> NotFound:
    """Return why an area is not found: the country has none of this code, or it is not loaded."""
    if not (code.isascii() and code.isdigit() and gazetteer().has(code)):
        return NotFound(
            _("There is no area with the code %(code)s."),
            next_step=_("Compare the code, or look for the area by its name."),
            code=code,
        )
    return NotFound(
        _("The area with the code %(code)s is not loaded here."),
        next_step=_("Whoever runs Muster loads it with muster places import."),
        code=code,
    )


def area_by_code(code: str) -> AreaRef:
    """Return a loaded area as others hold it. Raises NotFound where it is not loaded."""
    return ref_of(area(code))


def area_ref(code: str) -> AreaRef:
    """Return an area as others hold it; a code that is not loaded is named by itself."""
    row = Area.objects.filter(pk=code).first()
    return ref_of(row) if row else AreaRef(code=code, name=code, level=0, short_name=code)


def area_names(codes: Collection[str]) -> dict[str, str]:
    """Return the spoken name of each loaded code; codes not loaded are left out."""
    return {row.code: row.spoken for row in Area.objects.filter(pk__in=set(codes))}


def area_positions(codes: Collection[str]) -> dict[str, tuple[float, float]]:
    """Return the schematic position (east, north, km) of each code that has one."""
    rows = Area.objects.filter(pk__in=set(codes), east_km__isnull=False, north_km__isnull=False)
    found = rows.values_list("pk", "east_km", "north_km")
    return {code: (float(east or 0), float(north or 0)) for code, east, north in found}


def path_of(code: str) -> list[AreaRef]:
    """Return the areas from the province down to `code`, itself included where it is official."""
    codes = [*ancestors_of(code), *([code] if len(code) in OFFICIAL_LENGTHS else [])]
    rows = Area.objects.in_bulk(codes)
    return [
        ref_of(rows[each])
        for each in codes
        if each in rows and not is_filler(each, rows[each].name)
    ]


def children_of(code: str) -> QuerySet[Area]:
    """Return the areas directly below `code` that stand, in the order of codes."""
    return Area.objects.filter(parent_code=code, valid_to__isnull=True).order_by("code")


def child_refs(code: str) -> list[AreaRef]:
    """Return the areas directly below `code` as others hold them."""
    return [ref_of(row) for row in children_of(code)]


def areas_below(code: str, *, level: int | None = None) -> list[AreaRef]:
    """Return the areas that stand below `code`, of one level (1 province … 5 community) or all."""
    rows = Area.objects.filter(prefix_range("code", code), valid_to__isnull=True)
    rows = rows.exclude(pk=code) if level is None else rows.filter(level=level)
    return [ref_of(row) for row in rows.order_by("code")]


def communities_by_subdistrict(code: str) -> dict[AreaRef, list[AreaRef]]:
    """Return the subdistricts at or below `code`, each with its communities: a tile map's groups.

    For a community, its own subdistrict with that community alone.
    """
    rows = Area.objects.filter(
        prefix_range("code", code), level=Level.COMMUNITY, valid_to__isnull=True
    ).order_by("code")
    groups: dict[str, list[AreaRef]] = {}
    for row in rows:
        groups.setdefault(row.parent_code, []).append(ref_of(row))
    heads = Area.objects.in_bulk(list(groups))
    return {ref_of(heads[head]): groups[head] for head in groups if head in heads}


def counts_below(code: str) -> Counts:
    """Return how many areas and communities the edition has at or below `code`: one row read.

    Raises:
        NotFound: the code is not loaded.

    """
    row = Area.objects.filter(pk=code).values_list("areas", "communities").first()
    if row is None:
        raise not_here(code)
    return Counts(*row)


def sizes_below(code: str) -> dict[str, Counts]:
    """Return the size of each area directly below `code`."""
    rows = children_of(code).values_list("pk", "areas", "communities")
    return {child: Counts(areas, communities) for child, areas, communities in rows}


def aliases_of(code: str) -> Sequence[AreaAlias]:
    """Return the other names of an area, newest end first."""
    return list(AreaAlias.objects.filter(area_id=code).order_by("-valid_to", "name"))


def successor_of(row: Area) -> AreaRef | None:
    """Return the area that covers a place that ended; None where there is none."""
    return area_ref(row.successor_code) if row.successor_code else None
