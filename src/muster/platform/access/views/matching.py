"""Choosing the person on record an account belongs to: beside a form, and later on its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from muster.kernel.errors import NotFound
from muster.kernel.permissions import requires
from muster.platform.access import queries, services
from muster.platform.access.contracts import (
    MOST_FOUND,
    PersonRef,
    find_people,
    may_choose_person,
    person_ref,
)
from muster.platform.access.rules import GRANT_ROLE
from muster.platform.access.views.subject import freshly_proved
from muster.ui.filters import Asked
from muster.ui.http import Request


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

    @property
    def name(self) -> str:
        """Return the name of the person chosen."""
        return self.person.name if self.person else ""


def choice_of(request: Request) -> Choice | None:
    """Read `?person=` and `?find=`; None for somebody who sees nobody on record.

    Raises:
        NotFound: a form is sent for a person who cannot be chosen any more.

    """
    if not may_choose_person(request.actor):
        return None
    if request.method == "POST" and (sent := request.GET.get("person")):
        return Choice(person_ref(request.actor, _id(sent)))
    chosen = Asked(request).uuid(
        "person", _("Person"), lambda person_id: _seen(request, person_id) is not None
    )
    if chosen is not None:
        return Choice(_seen(request, chosen))
    typed = request.GET.get("find", "").strip()
    return Choice(None, typed, find_people(request.actor, typed))


def person_of(request: Request, person_id: UUID | None) -> PersonRef | None:
    """Return the person of an account, where there is one and the reader may see them."""
    if person_id is None or not may_choose_person(request.actor):
        return None
    return _seen(request, person_id)


@requires(GRANT_ROLE)
@freshly_proved
@never_cache
@require_http_methods(["GET", "POST"])
def match_person(request: Request, account_id: UUID) -> HttpResponse:
    """Find a person by name and connect the account with them."""
    account = queries.person(request.actor, account_id)
    choice = choice_of(request)
    if request.method == "POST" and choice is not None and choice.person is not None:
        services.match_person(
            actor=request.actor, account_id=account.pk, person_id=choice.person.id
        )
        return redirect("access:person", account_id=account.pk)
    return render(request, "access/match.html", {"account": account, "choice": choice})


@requires(GRANT_ROLE)
@require_POST
def unmatch_person(request: Request, account_id: UUID) -> HttpResponse:
    """End the connection of an account with its person."""
    services.unmatch_person(actor=request.actor, account_id=account_id)
    return redirect("access:person", account_id=account_id)


def _id(sent: str) -> UUID:
    try:
        return UUID(sent)
    except ValueError:
        raise NotFound(_("There is no such person on the register.")) from None


def _seen(request: Request, person_id: UUID) -> PersonRef | None:
    try:
        return person_ref(request.actor, person_id)
    except NotFound:
        return None
