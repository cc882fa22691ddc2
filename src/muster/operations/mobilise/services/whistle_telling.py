"""Whom a whistle is told to: units near it first, then the subdistrict, then the command."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.areas import covers
from muster.kernel.roles import Role
from muster.operations.duty.services import recipients_of
from muster.operations.mobilise.enums import CARRYING, Held
from muster.operations.mobilise.models import Listener, Whistle, WhistleClaim, WhistlePerson
from muster.operations.mobilise.models.whistles import WORDS_LENGTH
from muster.platform.access.queries import grants
from muster.platform.notify.contracts import Link, Recipient
from muster.platform.notify.enums import Urgency
from muster.platform.notify.services import notify
from muster.platform.places.queries import area_names
from muster.registers.responders import queries as responders

RAISED_WORDS = "mobilise.whistle_raised"
CLIMBED_WORDS = "mobilise.whistle_climbed"
TAKEN_ON_WORDS = "mobilise.whistle_taken_on"
SENT_WORDS = "mobilise.whistle_sent"
REMIND_CLAIMER_WORDS = "mobilise.whistle_remind_claimer"
REMIND_COMMUNITY_WORDS = "mobilise.whistle_remind_community"
REPORTED_WORDS = "mobilise.whistle_reported"
REFUSED_WORDS = "mobilise.whistle_refused"
ENDED_WORDS = "mobilise.whistle_ended"
WORD = 80
SUBDISTRICT_CODE = 9
NAMES_SHOWN = 3
COMMAND = (Role.COMMANDER, Role.PLANNER)


def tell_units(row: Whistle) -> str:
    """Tell the clerks of units near a whistle, and whoever listens; return whom, in short.

    Near are units paired with the community and units of its subdistrict; where there is none,
    every unit.
    """
    system = _system(row)
    near = {one.unit_id for one in responders.pairings(actor=system, area=row.area_code)}
    inside = responders.units(actor=system, area=row.area_code[:SUBDISTRICT_CODE])
    near |= set(inside.values_list("id", flat=True))
    clerks = [grant for grant in grants(system, role=Role.CLERK) if grant.scope_id is not None]
    asked = [grant for grant in clerks if grant.scope_id in near] or clerks
    people = list(Listener.objects.of_tenant(row.tenant_id).values_list("responder_id", flat=True))
    _tell(row, RAISED_WORDS, [*_accounts(asked), *_people(row, people)], number=row.missing)
    return _names(grant.account.display_name for grant in asked)


def tell_holders(row: Whistle) -> str:
    """Tell whoever has a whistle now that it has climbed; return their names."""
    held = [
        grant for grant in _leaders(row) if (grant.role in COMMAND) == (row.held == Held.COMMAND)
    ]
    _tell(row, CLIMBED_WORDS, _accounts(held), number=row.missing)
    return _names(grant.account.display_name for grant in held)


def tell_community(row: Whistle, words: str, number: int = 0) -> None:
    """Tell who whistled, else the leads of the community."""
    leads = [grant for grant in grants(_system(row), role=Role.LEAD) if _covers(grant, row)]
    mine = [grant for grant in leads if grant.account_id == row.raised_by]
    own = mine or [grant for grant in leads if grant.area_code == row.area_code] or leads
    if not own:
        own = [one for one in _leaders(row) if one.account_id == row.raised_by]
    _tell(row, words, _accounts(own), number=number)


def tell_claimers(row: Whistle, words: str) -> None:
    """Tell everybody who has promised to answer a whistle."""
    claims = WhistleClaim.objects.filter(
        tenant_id=row.tenant_id, whistle_id=row.id, state__in=[str(one) for one in CARRYING]
    )
    for claim in claims:
        tell_claimer(row, claim, words)


def tell_claimer(row: Whistle, claim: WhistleClaim, words: str) -> None:
    """Tell the unit's clerks, or the volunteer."""
    if claim.responder_id is not None:
        to = _people(row, [claim.responder_id])
    else:
        clerks = grants(_system(row), role=Role.CLERK).filter(scope_id=claim.unit_id)
        to = _accounts(clerks)
    _tell(row, words, to, number=claim.people)


def tell_goers(row: Whistle, people: Iterable[UUID]) -> None:
    """Tell people by name that they go, with a message outside where they have no account."""
    _tell(row, SENT_WORDS, _people(row, list(people)), number=row.asked)


def names_of_goers(claim: WhistleClaim) -> list[UUID]:
    """Return who was named for a claim."""
    rows = WhistlePerson.objects.filter(tenant_id=claim.tenant_id, claim_id=claim.id)
    return list(rows.values_list("responder_id", flat=True))


def _tell(row: Whistle, words: str, to: Iterable[Recipient], *, number: int) -> None:
    there = area_names([row.area_code]).get(row.area_code, row.area_code)
    at = clock.local(row.from_at or row.deadline_at)
    recipients: dict[Any, Recipient] = {}
    for one in to:
        recipients.setdefault(one.account_id or one.person_id, one)
    if recipients:
        notify(
            actor=_system(row),
            recipients=list(recipients.values()),
            words=words,
            params={
                "place": there[:WORD],
                "what": row.what[:WORD],
                "number": number,
                "at": f"{at:%m-%d %H:%M}",
            },
            link=Link(f"/whistles/{row.id}/"),
            urgency=Urgency.URGENT,
        )


def _leaders(row: Whistle) -> list[Any]:
    """Grants of leads of the subdistrict (not of one community) and of the command."""
    system = _system(row)
    rows = [grant for grant in grants(system, role=Role.LEAD) if _covers(grant, row)]
    above = [grant for grant in rows if len(grant.area_code) <= SUBDISTRICT_CODE]
    for role in COMMAND:
        above += [grant for grant in grants(system, role=role) if _covers(grant, row)]
    return above


def _covers(grant: Any, row: Whistle) -> bool:
    return grant.scope_id is None and covers(grant.area_code, row.area_code)


def _accounts(found: Iterable[Any]) -> list[Recipient]:
    return [
        Recipient(
            account_id=grant.account_id,
            person_id=grant.account.person_id,
            language=grant.account.language,
        )
        for grant in found
        if grant.account.is_active
    ]


def _people(row: Whistle, people: list[UUID]) -> list[Recipient]:
    return list(recipients_of(row.tenant_id, people).values())


def _names(names: Iterable[str]) -> str:
    told = list(dict.fromkeys(names))
    more = f" +{len(told) - NAMES_SHOWN}" if len(told) > NAMES_SHOWN else ""
    return ("、".join(told[:NAMES_SHOWN]) + more)[:WORDS_LENGTH]


def _system(row: Whistle) -> Actor:
    return system_actor(row.tenant_id, "mobilise")
