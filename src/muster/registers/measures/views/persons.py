"""Choosing a person on record: by name, as part of another page's address."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from muster.kernel.errors import NotFound
from muster.platform.access.contracts import MOST_FOUND, PersonRef
from muster.registers.measures.contracts import find_people, person_ref
from muster.ui.filters import Asked
from muster.ui.http import Request

LONGEST_TYPED = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """What stands in the address: the person chosen, or what was typed and who it may be."""

    person: PersonRef | None = None
    typed: str = ""
    found: Sequence[PersonRef] = ()

    @property
    def person_id(self) -> UUID | None:
        """Return the id of the person chosen."""
        return self.person.id if self.person else None

    @property
    def cut(self) -> bool:
        """True where there may be more than those found."""
        return len(self.found) >= MOST_FOUND


def choice_of(request: Request) -> Choice:
    """Read `?find=` and `?person=`. Somebody the actor may not choose is left out, and said so."""
    chosen = Asked(request).uuid("person", _("Person"), lambda each: _seen(request, each))
    if chosen is not None:
        return Choice(_seen(request, chosen))
    typed = request.GET.get("find", "").strip()[:LONGEST_TYPED]
    return Choice(None, typed, find_people(request.actor, typed))


def _seen(request: Request, person_id: UUID) -> PersonRef | None:
    try:
        return person_ref(request.actor, person_id)
    except NotFound:
        return None
