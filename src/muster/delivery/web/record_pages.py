"""Where the record leads: the page of an object, for a reader who may open it.

Like names, pages are plugged in from above: the audit keeps ids and knows no address.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from uuid import UUID

from django.urls import reverse

from muster.kernel.actors import Actor
from muster.kernel.permissions import allowed
from muster.operations.mobilise import queries as mobilise
from muster.platform.access import queries as access
from muster.platform.audit.contracts import install_pages
from muster.platform.files import queries as files
from muster.platform.jobs import queries as jobs
from muster.platform.notify import queries as notify
from muster.platform.places import queries as places
from muster.platform.retention import queries as retention
from muster.registers.measures import queries as measures
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
        ("places.premises", "places.view_premises", "places:premises", places.premises_with_ids),
        ("places.grid", "places.view_premises", "places:grid", places.grids_with_ids),
        ("premises_batch", "places.view_premises", "places:batch", places.batches_with_ids),
        ("jobs.job", "jobs.view_jobs", "jobs:job", _jobs),
        ("notify.channel", "notify.set_channels", "notify:channel", _channels),
        ("mobilise.callup", "mobilise.view_call_ups", "mobilise:call_up", _call_ups),
        ("mobilise.unitask", "mobilise.view_asks", "mobilise:ask", _asks),
        ("mobilise.deploymentplan", "mobilise.view_plans", "mobilise:plan", _plans),
        ("measures.incident", "measures.view_incident", "measures:incident", _incidents),
        (
            "retention.destructioncertificate", "retention.view_holdings", "retention:certificate",
            _certificates,
        ),
    ):  # fmt: skip
        install_pages(kind, _opener(permission, view, seen))
    for kind in ("access.account", "access.grant", "access.device"):
        install_pages(kind, _accounts(kind))
    install_pages("area", _areas)
    install_pages("access.invitation", _invitations)
    install_pages("files.export", _exports)


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


def _call_ups(actor: Actor, ids: Collection[UUID]) -> Iterable[UUID]:
    return mobilise.call_ups(actor=actor).filter(id__in=ids).values_list("id", flat=True)


def _asks(actor: Actor, ids: Collection[UUID]) -> Iterable[UUID]:
    return mobilise.asks_with_ids(actor=actor, ids=ids)


def _plans(actor: Actor, ids: Collection[UUID]) -> Iterable[UUID]:
    return mobilise.plans(actor=actor).filter(id__in=ids).values_list("id", flat=True)


def _incidents(actor: Actor, ids: Collection[UUID]) -> Iterable[UUID]:
    return measures.incidents(actor=actor).filter(id__in=ids).values_list("id", flat=True)


def _batches(actor: Actor, ids: Collection[UUID]) -> Iterable[UUID]:
    return files.batches(actor=actor).filter(id__in=ids).values_list("id", flat=True)


def _jobs(actor: Actor, ids: Collection[UUID]) -> Iterable[UUID]:
    return jobs.jobs(actor=actor).filter(id__in=ids).values_list("id", flat=True)


def _channels(actor: Actor, ids: Collection[UUID]) -> Iterable[UUID]:
    return notify.channels(actor=actor).filter(id__in=ids).values_list("id", flat=True)


def _certificates(actor: Actor, ids: Collection[UUID]) -> Iterable[UUID]:
    return retention.certificates(actor=actor).filter(id__in=ids).values_list("id", flat=True)


def _invitations(actor: Actor, ids: set[str]) -> Mapping[str, str]:
    """An invitation stands in the list of open ones; a used one has no place any more."""
    if not allowed(actor, "access.invite"):
        return {}
    found = access.open_invitations(actor).filter(pk__in=[UUID(one) for one in ids])
    page = reverse("access:invitations")
    return {str(one): f"{page}#{one}" for one in found.values_list("pk", flat=True)}


def _exports(actor: Actor, ids: set[str]) -> Mapping[str, str]:
    """An export has its line in the list, found by the code that is printed on it."""
    if not allowed(actor, "files.view_export"):
        return {}
    found = files.exports(actor=actor).filter(pk__in=[UUID(one) for one in ids])
    page = reverse("files:exports")
    return {str(one): f"{page}?code={code}" for one, code in found.values_list("pk", "code")}


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
