"""Taking back what was added in one step, as far as nothing uses it yet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.areas import prefix_range
from muster.kernel.errors import NotFound
from muster.kernel.permissions import require
from muster.platform.audit.services import record
from muster.platform.places.codes import BOUNDARIES, community_of
from muster.platform.places.contracts import codes_in_use
from muster.platform.places.models import GridBuilding, Premises
from muster.platform.places.rules import CHANGE_PREMISES

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking a batch back did; `kept` are codes that are used or have places below them."""

    removed: int
    kept: tuple[str, ...] = field(default=())


def undo_batch(*, actor: Actor, batch_id: UUID, only: Collection[UUID] | None = None) -> Undone:
    """Take back the places of a batch (or those of `only`) that nothing uses yet.

    A place stays when something refers to its code, when it is in a grid, or when a place that
    stays lies below it.

    Raises:
        NotFound: the actor sees no place of the batch.
        NotAllowed: the actor may not change places there.

    """
    with transaction.atomic():
        rows = list(Premises.objects.visible_to(actor).filter(batch_id=batch_id).order_by("code"))
        rows = [row for row in rows if only is None or row.pk in only]
        if not rows:
            raise NotFound(_("There is nothing left of this batch to take back."))
        for row in rows:
            require(actor, CHANGE_PREMISES, row)
        kept = _must_stay(rows)
        going = [row.pk for row in rows if row.code not in kept]
        for begin in range(0, len(going), _CHUNK):
            Premises.objects.of_tenant(actor.tenant_id).filter(
                pk__in=going[begin : begin + _CHUNK]
            ).delete()
        record(
            actor,
            "places.batch_undone",
            ("premises_batch", batch_id),
            area=community_of(rows[0].code),
            removed=len(going),
            kept=len(kept),
        )
    return Undone(len(going), tuple(sorted(kept)))


def _must_stay(rows: Sequence[Premises]) -> set[str]:
    """Return the codes of a batch that must stay: used, in a grid, or above one that stays."""
    tenant_id, mine = rows[0].tenant_id, {row.code for row in rows}
    held = set(codes_in_use(tenant_id, mine))
    gridded = GridBuilding.objects.of_tenant(tenant_id).filter(
        prefix_range("premises__code", _common_prefix(mine))
    )
    held.update(gridded.values_list("premises__code", flat=True))
    for community in {community_of(code) for code in mine}:
        below = Premises.objects.of_tenant(tenant_id).filter(prefix_range("code", community))
        held.update(code for code in below.values_list("code", flat=True) if code not in mine)
    return {code[:length] for code in held for length in BOUNDARIES} & mine


def _common_prefix(codes: Collection[str]) -> str:
    first, last = min(codes), max(codes)
    same = 0
    while same < min(len(first), len(last)) and first[same] == last[same]:
        same += 1
    return first[:same]
