"""People on the register as accounts are tied to them."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.engines.text import mask_phone
from muster.kernel.actors import Actor
from muster.kernel.errors import NotFound
from muster.kernel.permissions import allowed
from muster.platform.access.contracts import MOST_FOUND, PersonRef
from muster.registers.responders import rules
from muster.registers.responders.models import Responder
from muster.registers.responders.queries.listing import Filters, list_people
from muster.registers.responders.queries.people import person


def people_to_tie(actor: Actor, typed: str) -> Sequence[PersonRef]:
    """Return those on the register whose name begins so, by name."""
    page = list_people(actor=actor, filters=Filters(text=typed), size=MOST_FOUND)
    return [_ref(row) for row in page.people]


def person_to_tie(actor: Actor, person_id: UUID) -> PersonRef:
    """Return one person on the register.

    Raises:
        NotFound: there is none the actor may see, or they have left.
    """
    row = person(actor=actor, responder_id=person_id)
    if not row.is_active:
        raise NotFound(_("%(name)s has left the register."), name=row.name)
    return _ref(row)


def refs_of_people(actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, PersonRef]:
    """Return people by id with their unit, for packages that keep only ids.

    Whoever may open somebody's record gets its address. Nothing else about them is told.
    """
    wanted = set(ids)
    rows = Responder.objects.of_tenant(actor.tenant_id).filter(id__in=wanted)
    seen = Responder.objects.visible_to(actor).filter(id__in=wanted).values_list("id", flat=True)
    open_to = set(seen)
    return {
        row.id: PersonRef(
            row.id, row.name, row.unit.name, f"/responders/{row.id}/" if row.id in open_to else ""
        )
        for row in rows.select_related("unit")
    }


def sees_all_of(actor: Actor, person_id: UUID) -> bool:
    """May the actor see all that somebody's own account shows: identity number and home too?"""
    return allowed(actor, rules.REVEAL_IDENTITY, person(actor=actor, responder_id=person_id))


def _ref(row: Responder) -> PersonRef:
    """Describe a person so that namesakes can be told apart."""
    phone = row.phone.open()
    words = (row.unit.name, mask_phone(phone) if phone else "")
    return PersonRef(row.id, row.name, " · ".join(filter(None, words)), f"/responders/{row.id}/")
