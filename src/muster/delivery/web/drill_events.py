"""What a drill lets happen, and a person's own record: joins over the packages below."""

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.delivery.web.drill import until_next_shift
from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.errors import Conflict, NotFound
from muster.kernel.models import Tenant
from muster.kernel.roles import Role
from muster.platform.access.queries import grants
from muster.platform.audit.queries import events_about
from muster.platform.audit.services import record
from muster.platform.notify.contracts import Link, Recipient, Words, register_words
from muster.platform.notify.services import notify
from muster.platform.retention import queries as retention
from muster.registers.responders import queries as responders
from muster.registers.responders.enums import Status
from muster.registers.responders.queries import Filters
from muster.registers.responders.services import report_absence

HOLDINGS_OF_A_PERSON = "responders."

SOMEONE_ABSENT = register_words(
    Words(
        key="web.someone_absent",
        title=_("%(name)s does not come today"),
        text=_("%(name)s has reported to be away until the end of the shift. Who can stand in?"),
    )
)


@dataclass(frozen=True, slots=True)
class Absent:
    """An invented person who does not come today."""

    name: str
    unit: str


def own_record(actor: Actor) -> dict[str, Any]:
    """Return what is held about the actor, how often it was touched, and when it ends."""
    try:
        person = responders.own_record(actor=actor)
    except NotFound:
        person = None
    system = system_actor(actor.tenant_id, "mydata")
    held = [
        row for row in retention.held(actor=system) if row.name.startswith(HOLDINGS_OF_A_PERSON)
    ]
    return {
        "person": person,
        "held": held if person else [],
        "events": events_about(actor=actor).count(),
    }


def clock_moved(*, actor: Actor, tenant: Tenant) -> None:
    """Record that the drill's clock moved."""
    with transaction.atomic():
        record(actor, "web.drill_clock_moved", ("kernel.tenant", tenant.id))


def someone_does_not_come(*, tenant: Tenant) -> Absent:
    """Let one invented person be away until the end of the shift, and tell the unit's clerks.

    A unit that has a clerk goes before one that has none: somebody is there to be told.
    """
    actor = system_actor(tenant.id, "drill")
    units = [unit for unit in responders.units(actor=actor) if unit.people_active]
    looked_after = {row.scope_id for row in grants(actor, role=Role.CLERK)}
    units = [unit for unit in units if unit.id in looked_after] or units
    if not units:
        raise Conflict(_("There is nobody on the register yet."))
    unit = random.choice(units)  # noqa: S311
    people = responders.list_people(
        actor=actor, filters=Filters(unit_id=unit.id, status=Status.ACTIVE)
    )
    person = random.choice(people.people)  # noqa: S311
    now = clock.now()
    ends_at = now + max(until_next_shift(tenant, now), timedelta(minutes=30))
    with transaction.atomic():
        report_absence(actor=actor, responder_id=person.id, starts_at=now, ends_at=ends_at)
        clerks = grants(actor, role=Role.CLERK).filter(scope_id=unit.id)
        notify(
            actor=actor,
            recipients=[
                Recipient(account_id=row.account_id, language=row.account.language)
                for row in clerks
            ],
            words=SOMEONE_ABSENT,
            params={"name": person.name},
            link=Link(f"/responders/{person.id}/"),
        )
    return Absent(name=person.name, unit=unit.name)
