"""Where the record leads: the page of an object, for a reader who may open it.

Like names, pages are plugged in from above: the audit keeps ids and knows no address.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from uuid import UUID

from django.urls import reverse

from muster.kernel.actors import Actor
from muster.kernel.permissions import allowed
from muster.platform.access import queries as access
from muster.platform.audit.contracts import install_pages
from muster.platform.files import queries as files
from muster.platform.places import queries as places
from muster.registers.responders import queries as responders

Seen = Callable[[Actor, Collection[UUID]], Iterable[UUID]]


def declare() -> None:
    """Plug in the pages of what is most often touched."""
    for kind, permission, view, seen in (
        ("responders.responder", "responders.view_people", "responders:person", _people),
        ("responders.sendingunit", "responders.view_units", "responders:unit", _units),
        ("responders.team", "responders.view_teams", "responders:team", _teams),
        ("responders.pairing", "responders.view_pairings", "responders:pairing", _pairings),
        ("files.batch", "files.import_sheet", "files:batch", _batches),
    ):
        install_pages(kind, _opener(permission, view, seen))
    for kind in ("access.account", "access.grant", "access.device"):
        install_pages(kind, _accounts(kind))
    install_pages("area", _areas)


def _opener(
    permission: str, view: str, seen: Seen
) -> Callable[[Actor, set[str]], Mapping[str, str]]:
    def pages(actor: Actor, ids: set[str]) -> Mapping[str, str]:
        if not allowed(actor, permission):
            return {}
        found = seen(actor, [UUID(one) for one in ids])
        return {str(one): reverse(view, args=[one]) for one in found}

    return pages


def _people(actor: Actor, ids: Collection[UUID]) -> Iterable[UUID]:
    return responders.people_by_id(actor=actor, ids=ids)


def _units(actor: Actor, ids: Collection[UUID]) -> Iterable[UUID]:
    return responders.names_of(actor=actor, ids=ids)


def _teams(actor: Actor, ids: Collection[UUID]) -> Iterable[UUID]:
    return responders.teams(actor=actor).filter(id__in=ids).values_list("id", flat=True)


def _pairings(actor: Actor, ids: Collection[UUID]) -> Iterable[UUID]:
    return responders.pairings(actor=actor).filter(id__in=ids).values_list("id", flat=True)


def _batches(actor: Actor, ids: Collection[UUID]) -> Iterable[UUID]:
    return files.batches(actor=actor).filter(id__in=ids).values_list("id", flat=True)


def _accounts(kind: str) -> Callable[[Actor, set[str]], Mapping[str, str]]:
    def pages(actor: Actor, ids: set[str]) -> Mapping[str, str]:
        if not allowed(actor, "access.view_accounts"):
            return {}
        found = access.accounts_behind(actor, kind, [UUID(one) for one in ids])
        return {str(one): reverse("access:person", args=[of]) for one, of in found.items()}

    return pages


def _areas(actor: Actor, codes: set[str]) -> Mapping[str, str]:
    del actor  # official areas are everybody's
    return {code: reverse("places:area", args=[code]) for code in places.area_names(codes)}
