"""Whom to tell: the leads of a community, the command above it, a person on the register."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format

from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.areas import covers
from muster.kernel.roles import Role
from muster.kernel.tenants import tenant_of
from muster.platform.access import queries as access
from muster.platform.notify.contracts import Link, Note, Recipient
from muster.platform.notify.enums import Urgency
from muster.platform.notify.services import notify_many
from muster.registers.responders.queries import phones_of

SYSTEM = "duty.shifts"
COMMAND = (Role.COMMANDER, Role.PLANNER)
WORD = 80


def tell_keepers(
    tenant_id: UUID,
    area: str,
    words: str,
    params: Mapping[str, Any],
    path: str,
    *,
    roles: Iterable[str] = (Role.LEAD, *COMMAND),
) -> int:
    """Write to whoever has one of these roles over an area; returns how many."""
    system = system_actor(tenant_id, SYSTEM)
    accounts = {
        grant.account_id: grant.account
        for role in roles
        for grant in access.grants(system, role=role)
        if covers(grant.area_code, area) and grant.account.is_active
    }
    recipients = [
        Recipient(account_id=one.id, person_id=one.person_id, language=one.language)
        for one in accounts.values()
    ]
    send(tenant_id, [note(recipients, words, params, path, urgency=Urgency.URGENT)])
    return len(recipients)


def tell_people(
    tenant_id: UUID,
    people: Collection[UUID],
    words: str,
    params: Mapping[str, Any],
    path: str,
    *,
    urgency: Urgency = Urgency.URGENT,
) -> int:
    """Write to people on the register, into the inbox and to the phone; returns how many."""
    recipients = list(recipients_of(tenant_id, people).values())
    send(tenant_id, [note(recipients, words, params, path, urgency=urgency)])
    return len(recipients)


def recipients_of(tenant_id: UUID, people: Collection[UUID]) -> Mapping[UUID, Recipient]:
    """Return where people on the register are reached, by person."""
    accounts = access.accounts_of_people(tenant_id, people)
    phones = phones_of(actor=system_actor(tenant_id, SYSTEM), ids=people)
    return {
        one: Recipient(
            account_id=accounts[one].id if one in accounts else None,
            person_id=one,
            phone=phones.get(one, ""),
            language=accounts[one].language if one in accounts else "",
        )
        for one in people
    }


def note(
    recipients: Sequence[Recipient],
    words: str,
    facts: Mapping[str, Any],
    path: str,
    *,
    urgency: Urgency = Urgency.NORMAL,
) -> Note:
    """Return a message of this package; its facts are cut to what a message may hold."""
    params = {name: cut(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
    return Note(recipients, words, params, link=Link(path), urgency=urgency)


def send(tenant_id: UUID, notes: Iterable[Note]) -> None:
    """Write messages of this package."""
    notify_many(actor=system_actor(tenant_id, SYSTEM), notes=notes)


def say_when(tenant_id: UUID, starts_at: datetime, ends_at: datetime) -> str:
    """Say day and hours of a shift as they are at the place."""
    begins, ends = (
        clock.local(one, tenant_of(tenant_id).time_zone) for one in (starts_at, ends_at)
    )
    return f"{date_format(begins.date(), 'm-d')} {begins:%H:%M}–{ends:%H:%M}"


def say_clock(tenant_id: UUID, at: datetime) -> str:
    """Say the hour at the place."""
    return hour_at(tenant_of(tenant_id).time_zone, at)


def hour_at(time_zone: str, at: datetime) -> str:
    """Say the hour in a zone."""
    return f"{clock.local(at, time_zone):%H:%M}"


def cut(word: str) -> str:
    """Return a word as short as a message may hold."""
    return word[:WORD]
