"""What passes between incidents and those who build on them: people in, a notice out."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.errors import NotFound
from muster.platform.access.contracts import PersonRef


@dataclass(frozen=True, slots=True)
class People:
    """What the register of people answers; incidents stand below it and know people by id alone.

    `refs` names people of the tenant by id, with the address of the page where the actor may open
    it. `find` returns those the actor may choose by the beginning of their name, pinyin or
    initials; `one` raises NotFound for anybody the actor may not choose.
    """

    refs: Callable[[Actor, Collection[UUID]], Mapping[UUID, PersonRef]]
    find: Callable[[Actor, str], Sequence[PersonRef]]
    one: Callable[[Actor, UUID], PersonRef]


_installed: list[People] = []


def install_people(people: People) -> None:
    """Plug in the register of people; the last one installed is asked."""
    _installed[:] = [people]


def people_refs(actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, PersonRef]:
    """Return people by id; a person nobody knows any more is left out."""
    return _installed[0].refs(actor, ids) if _installed and ids else {}


def find_people(actor: Actor, typed: str) -> Sequence[PersonRef]:
    """Return people on record by the beginning of their name, pinyin or initials."""
    return _installed[0].find(actor, typed) if _installed and typed.strip() else ()


def person_ref(actor: Actor, person_id: UUID) -> PersonRef:
    """Return one person on record whom the actor may choose.

    Raises:
        NotFound: there is none.
    """
    if not _installed:
        raise NotFound(_("There is no register of people here."))
    return _installed[0].one(actor, person_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentNotice:
    """What everybody may know of a running incident: what it is called and whom to call."""

    incident_id: UUID
    name: str
    area_code: str
    starts_at: datetime
    contact_name: str
    contact_phone: str
