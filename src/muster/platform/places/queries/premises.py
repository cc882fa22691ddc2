"""Places below the community, as far as the actor may see them."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from muster.engines.text import fold
from muster.kernel.actors import Actor
from muster.kernel.areas import covers, prefix_range
from muster.kernel.errors import NotFound
from muster.kernel.permissions import areas_for
from muster.platform.places.codes import (
    child_stems,
    community_of,
    possible_ancestors,
    stem_below,
    width_of,
)
from muster.platform.places.contracts import CODE_LENGTHS, PremisesRef
from muster.platform.places.enums import PremisesKind
from muster.platform.places.models import Premises
from muster.platform.places.queries.pickers import tenant_area


def premises(actor: Actor, premises_id: UUID) -> Premises:
    """Return a place. Raises NotFound where there is none the actor may see."""
    return Premises.objects.get_visible(actor, premises_id)


def premises_by_code(actor: Actor, code: str) -> Premises:
    """Return the place with a code. Raises NotFound where there is none the actor may see."""
    row = Premises.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotFound(
            _("There is no place with the code %(code)s here, or it is outside your area."),
            code=code,
        )
    return row


def premises_below(
    actor: Actor, code: str, *, kind: str = "", typed: str = ""
) -> QuerySet[Premises]:
    """Return the places below `code` in the order of codes, of one kind, or whose name fits."""
    rows = Premises.objects.visible_to(actor).in_area(code).exclude(code=code)
    if kind:
        rows = rows.filter(kind=kind)
    if folded := fold(typed):
        rows = rows.filter(Q(folded__contains=folded) | Q(initials__startswith=folded))
    return rows.order_by("code")


def premises_children(actor: Actor, code: str) -> QuerySet[Premises]:
    """Return the places directly below a community or place: nothing stands between."""
    directly = Q(pk__in=[])
    for length, stem in child_stems(code):
        kinds = [kind for kind in PremisesKind if CODE_LENGTHS[kind] == length]
        directly |= prefix_range("code", stem) & Q(kind__in=kinds)
    return Premises.objects.visible_to(actor).filter(directly).exclude(code=code).order_by("code")


def local_communities(actor: Actor, code: str) -> QuerySet[Premises]:
    """Return the communities the command added below a subdistrict."""
    return (
        Premises.objects.visible_to(actor)
        .in_area(code)
        .filter(kind=PremisesKind.COMMUNITY)
        .order_by("code")
    )


def premises_path(actor: Actor, code: str) -> list[Premises]:
    """Return the places above `code`, from the community down, itself left out."""
    above = possible_ancestors(code)
    return list(Premises.objects.visible_to(actor).filter(code__in=above).order_by("code"))


def premises_refs(actor: Actor, codes: Collection[str]) -> dict[str, PremisesRef]:
    """Return places by code as others hold them, with the names on the way to each."""
    wanted = set(codes) | {above for code in codes for above in possible_ancestors(code)}
    rows = {row.code: row for row in Premises.objects.visible_to(actor).filter(code__in=wanted)}
    return {
        code: PremisesRef(
            id=rows[code].id,
            code=code,
            kind=PremisesKind(rows[code].kind),
            name=rows[code].name,
            path=tuple(rows[a].name for a in (*possible_ancestors(code), code) if a in rows),
        )
        for code in codes
        if code in rows
    }


def premises_with_codes(actor: Actor, codes: Collection[str]) -> dict[str, Premises]:
    """Return those of the places with these codes that the actor may see, by code."""
    rows = Premises.objects.visible_to(actor).filter(code__in=codes)
    return {row.code: row for row in rows}


def premises_with_ids(actor: Actor, ids: Collection[UUID]) -> list[UUID]:
    """Return those of the ids that are places the actor may see."""
    return list(Premises.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))


def batches_with_ids(actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Return those of the ids that are batches of which a place the actor may see still stands."""
    rows = Premises.objects.visible_to(actor).filter(batch_id__in=ids).order_by()
    return {key for key in rows.values_list("batch_id", flat=True).distinct() if key}


def counts_by_kind(actor: Actor, code: str) -> dict[str, int]:
    """Return how many places of each kind lie below `code`, kinds that occur only."""
    rows: Any = (
        Premises.objects.visible_to(actor)
        .in_area(code)
        .exclude(code=code)
        .order_by()
        .values_list("kind")
        .annotate(n=Count("pk"))
    )
    found = dict(rows)
    return {kind.value: found[kind.value] for kind in PremisesKind if kind.value in found}


def known_codes(actor: Actor, codes: Collection[str]) -> set[str]:
    """Return those of the codes that a place of the actor's tenant already has."""
    listed, known = list(codes), set[str]()
    for begin in range(0, len(listed), 5000):
        rows = Premises.objects.of_tenant(actor.tenant_id).filter(
            code__in=listed[begin : begin + 5000]
        )
        known.update(rows.values_list("code", flat=True))
    return known


def buildings_of(actor: Actor, codes: Collection[str]) -> list[Premises]:
    """Return the buildings that the codes are of or lie in, in the order of codes."""
    length = CODE_LENGTHS[PremisesKind.BUILDING]
    wanted = sorted({code[:length] for code in codes})
    return list(Premises.objects.visible_to(actor).filter(code__in=wanted).order_by("code"))


def same_buildings(actor: Actor, parent: str, planned: Mapping[str, str]) -> list[Premises]:
    """Return the buildings with a planned number or name that stand on another level.

    `planned` are names by code. On a community these are the buildings inside its compounds; on a
    compound those that lie directly in the community. Other compounds count their own buildings.
    """
    length = CODE_LENGTHS[PremisesKind.BUILDING]
    numbers = {code[length - width_of(PremisesKind.BUILDING) :] for code in planned}
    names = set(planned.values())
    community = community_of(parent)
    direct = stem_below(community, PremisesKind.BUILDING)
    rows = Premises.objects.visible_to(actor).filter(
        kind=PremisesKind.BUILDING, valid_to__isnull=True
    )
    if len(parent) > len(community):
        rows = rows.filter(prefix_range("code", direct))
    else:
        rows = rows.in_area(community).exclude(prefix_range("code", direct))
    return [
        row
        for row in rows.order_by("code")
        if row.code[-width_of(PremisesKind.BUILDING) :] in numbers or row.name in names
    ]


def next_building(actor: Actor, parent: str) -> int:
    """Return the number after the highest that a building directly below `parent` has."""
    stem = stem_below(parent, PremisesKind.BUILDING)
    rows = Premises.objects.of_tenant(actor.tenant_id).filter(
        prefix_range("code", stem), kind=PremisesKind.BUILDING
    )
    highest = rows.order_by("-code").values_list("code", flat=True).first()
    return int(highest[len(stem) :]) + 1 if highest else 1


def batch_size(actor: Actor, batch_id: UUID) -> int:
    """Return how many places of a batch the actor may see."""
    return Premises.objects.visible_to(actor).filter(batch_id=batch_id).count()


def batch_codes(actor: Actor, batch_id: UUID, ids: Collection[UUID]) -> dict[str, UUID]:
    """Return code → id of those places of a batch that are still there, of the given ids."""
    rows = Premises.objects.visible_to(actor).filter(batch_id=batch_id)
    wanted = set(ids)
    return {code: key for code, key in rows.values_list("code", "pk") if key in wanted}


def batch_places(actor: Actor, batch_id: UUID) -> QuerySet[Premises]:
    """Return the places of a batch the actor may see, in the order of codes."""
    return Premises.objects.visible_to(actor).filter(batch_id=batch_id).order_by("code")


def check_inside(actor: Actor, code: str, permission: str) -> None:
    """Refuse a code outside the areas in which the actor has the permission.

    Raises:
        NotFound: none there, or none the actor may see: the two look the same on purpose.

    """
    inside = covers(tenant_area(actor), code) and actor.tenant_id is not None
    if not inside or not (
        actor.system or any(covers(area, code) for area in areas_for(actor, permission))
    ):
        raise NotFound(_("There is no such place here, or it is outside your area."))
