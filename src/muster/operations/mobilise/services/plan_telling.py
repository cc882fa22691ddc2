"""Telling of a published plan: each person once, each unit's clerks, each community's lead."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from muster.kernel.actors import Actor, system_actor
from muster.kernel.roles import Role
from muster.operations.duty.queries import area_of_place, places_named, posts, shift_refs
from muster.operations.duty.services import recipients_of
from muster.operations.mobilise import queries
from muster.operations.mobilise.models import DeploymentPlan, UnitAsk
from muster.platform.access.queries import grants
from muster.platform.notify.contracts import Link, Note, Recipient
from muster.platform.notify.enums import Urgency
from muster.platform.notify.services import notify_many
from muster.platform.places.queries import area_names
from muster.registers.responders.queries import names_of_people

PUBLISHED_WORDS = "mobilise.plan_published"
UNIT_WORDS = "mobilise.plan_published_unit"
COMMUNITY_WORDS = "mobilise.plan_published_community"
OFF_WORDS = "mobilise.plan_taken_off"
WORD = 80


@dataclass(frozen=True, slots=True)
class First:
    """What is the same in the message of several people: place, lead, first shift and post."""

    place: str
    day: int
    shift: str
    post: str


def tell_published(row: DeploymentPlan, document: Mapping[str, Any]) -> int:
    """Write one message to each person of the roster; return how many.

    The message has place, post, first shift and lead. Its page has the crew, what to bring, the way
    and the calendar: the own shifts for who has an account, else the personal page of the call-up.
    """
    system = system_actor(row.tenant_id, "mobilise")
    groups = _groups(document)
    everybody = [person for people in groups.values() for person in people]
    recipients = recipients_of(row.tenant_id, everybody)
    codes = _codes(system, row)
    params = _params(system, row, document, groups.keys())
    notes = [
        Note(
            [recipients[person]],
            PUBLISHED_WORDS,
            params[first],
            link=_own_page(recipients[person], codes.get(person)),
        )
        for first, people in groups.items()
        for person in people
    ]
    notify_many(actor=system, notes=notes)
    return len(everybody)


def tell_taken_off(row: DeploymentPlan, people: Sequence[UUID], first_day: date) -> int:
    """Tell those who had shifts and have none any more; return how many."""
    system = system_actor(row.tenant_id, "mobilise")
    recipients = recipients_of(row.tenant_id, people)
    params = {"day": f"{first_day:%m-%d}"}
    notes = [
        Note([recipients[one]], OFF_WORDS, params, link=Link("/shifts/"), urgency=Urgency.URGENT)
        for one in people
    ]
    notify_many(actor=system, notes=notes)
    return len(notes)


def tell_units(row: DeploymentPlan, document: Mapping[str, Any], facts: Mapping[str, Any]) -> int:
    """Tell the clerks of each unit that its people have their places; return how many were told."""
    system = system_actor(row.tenant_id, "mobilise")
    unit_of = {one["id"]: one["unit"] for one in facts["people"]}
    sent = Counter(unit_of.get(person, "") for person in document["assignment"])
    asks: Any = UnitAsk.objects.of_tenant(row.tenant_id).filter(call_up_id=row.call_up_id)
    of_unit = {ask.unit_id: ask for ask in asks.select_related("unit") if sent[str(ask.unit_id)]}
    notes = [
        Note(
            [Recipient(account_id=grant.account_id, language=grant.account.language)],
            UNIT_WORDS,
            {"unit": ask.unit.name[:WORD], "sent": sent[str(ask.unit_id)]},
            link=Link(f"/call-ups/asked/{ask.id}/places/"),
        )
        for grant in grants(system, role=Role.CLERK).filter(scope_id__in=list(of_unit))
        for ask in (of_unit[grant.scope_id],)
    ]
    notify_many(actor=system, notes=notes)
    return len(notes)


def tell_communities(row: DeploymentPlan, document: Mapping[str, Any], first_day: date) -> int:
    """Tell the lead of each community that its roster is there; return how many were told."""
    system = system_actor(row.tenant_id, "mobilise")
    people = Counter(area_of_place(place) for place in document["assignment"].values())
    names = area_names(people)
    notes = [
        Note(
            [Recipient(account_id=grant.account_id, language=grant.account.language)],
            COMMUNITY_WORDS,
            {
                "place": names.get(grant.area_code, grant.area_code)[:WORD],
                "people": people[grant.area_code],
                "day": f"{first_day:%m-%d}",
            },
            link=Link(f"/roster/{grant.area_code}/?day={first_day.isoformat()}"),
        )
        for grant in grants(system, role=Role.LEAD).filter(area_code__in=list(people))
    ]
    notify_many(actor=system, notes=notes)
    return len(notes)


def _own_page(recipient: Recipient, code: str | None) -> Link:
    """Return where somebody reads more: the own shifts, or without an account the personal page."""
    return Link(f"/c/{code}/" if code and recipient.account_id is None else "/shifts/")


def _groups(document: Mapping[str, Any]) -> dict[First, list[UUID]]:
    """Return the people by what their message says; who has no shift is told of none."""
    first: dict[str, Mapping[str, Any]] = {}
    for one in document["roster"]:
        before = first.get(one["person"])
        if before is None or one["day"] < before["day"]:
            first[one["person"]] = one
    groups: dict[First, list[UUID]] = defaultdict(list)
    for person, one in first.items():
        place = document["assignment"][person]
        groups[First(place, one["day"], one["shift"], one["post"])].append(UUID(person))
    return groups


def _params(
    system: Actor, row: DeploymentPlan, document: Mapping[str, Any], groups: Any
) -> dict[First, dict[str, str]]:
    """Return the words of each group's message."""
    incident = row.call_up.incident_id
    labels = shift_refs(actor=system, incident_id=incident)
    titles = {str(one.id): str(one.title) for one in posts(actor=system, incident_id=incident)}
    places = places_named({one.place for one in groups})
    leads = document.get("first_secretary", {})
    named = names_of_people(system, [UUID(who) for who in leads.values()])
    return {
        one: {
            "place": places[one.place][:WORD],
            "day": f"{row.starts_on + timedelta(days=one.day):%m-%d}",
            "shift": str(labels[one.shift].label if one.shift in labels else one.shift)[:WORD],
            "post": titles.get(one.post, "")[:WORD],
            "lead": named.get(UUID(leads[one.place]), "")[:WORD] if one.place in leads else "–",
        }
        for one in groups
    }


def _codes(system: Actor, row: DeploymentPlan) -> dict[UUID, str]:
    """Return the code of the personal page of everybody who was named for the call-up."""
    rows = queries.counted_names(actor=system, call_up_id=row.call_up_id)
    return dict(rows.values_list("responder_id", "code"))
