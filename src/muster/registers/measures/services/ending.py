"""How an incident ends, and with it all that hangs off it in this register."""

from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models.functions import Greatest

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.areas import covers
from muster.kernel.events import on_commit
from muster.kernel.models import Tenant
from muster.kernel.roles import Role
from muster.kernel.tenants import all_tenants
from muster.platform.access import queries as access
from muster.platform.audit.services import record
from muster.platform.notify.contracts import Link, Recipient
from muster.platform.notify.enums import Urgency
from muster.platform.notify.services import notify
from muster.platform.retention.services import start_clocks
from muster.registers.measures import events
from muster.registers.measures.enums import EndKind, StaffRole
from muster.registers.measures.models import (
    Incident,
    IncidentStaff,
    LiaisonArea,
    LiaisonGroup,
    LiaisonMember,
    OperationalPeriod,
)
from muster.registers.measures.words import LAPSE_NEAR, LAPSED

WARN_BEFORE = timedelta(days=3)
SYSTEM = "measures.lapse"


def end_incident(
    actor: Actor, incident: Incident, *, kind: EndKind, at: datetime, reason: str = ""
) -> None:
    """Write an end down, end what hangs off the incident, and start the clocks of retention."""
    incident.ended_at, incident.end_kind, incident.end_reason = at, kind, reason
    incident.save(update_fields=["ended_at", "end_kind", "end_reason"])
    groups = {"group__incident": incident}
    for model, of_incident in (
        (OperationalPeriod, {"incident": incident}),
        (IncidentStaff, {"incident": incident}),
        (LiaisonMember, groups),
        (LiaisonArea, {"incident": incident}),
        (LiaisonGroup, {"incident": incident}),
    ):
        rows = model.objects.filter(tenant_id=incident.tenant_id, **of_incident)
        # What was written after a lapse that nobody had noted yet does not end before it began.
        rows.filter(ends_at__isnull=True).update(
            ends_at=Greatest(models.Value(at, models.DateTimeField()), "starts_at")
        )
    start_clocks(actor=actor, of_id=incident.id, ended_at=at)
    record(actor, events.ENDED, incident, kind=str(kind))
    on_commit(
        events.IncidentEnded(
            tenant_id=incident.tenant_id, incident_id=incident.id, kind=str(kind), ended_at=at
        )
    )


def write_lapse(incident: Incident) -> None:
    """Write down that an incident has lapsed, at the moment it did."""
    if incident.lapses_at is not None:
        system = system_actor(incident.tenant_id, SYSTEM)
        end_incident(system, incident, kind=EndKind.LAPSED, at=incident.lapses_at)
        _tell(system, incident, LAPSED)


def lapse_due() -> int:
    """Write down what has lapsed in every command, and warn of what will within three days.

    Saying it twice changes nothing: an end is written once, and each lapse is warned of once.
    Returns how many incidents have lapsed.
    """
    return sum(_lapse_due_of(tenant) for tenant in all_tenants())


def _lapse_due_of(tenant: Tenant) -> int:
    lapsed = 0
    with clock.drill(tenant.drill_offset):
        near = Incident.objects.filter(
            tenant_id=tenant.id,
            ended_at__isnull=True,
            lapses_at__lte=clock.now() + WARN_BEFORE,
        )
        for incident_id in list(near.values_list("id", flat=True)):
            with transaction.atomic():
                lapsed += _lapse_or_warn(system_actor(tenant.id, SYSTEM), incident_id)
    return lapsed


def _lapse_or_warn(system: Actor, incident_id: object) -> bool:
    incident: Incident = Incident.objects.get_for_update(system, incident_id)
    due = incident.lapses_at
    if incident.ended_at is not None or due is None:
        return False
    if due <= clock.now():
        write_lapse(incident)
        return True
    if due - clock.now() <= WARN_BEFORE and incident.warned_of != due:
        incident.warned_of = due
        incident.save(update_fields=["warned_of"])
        _tell(system, incident, LAPSE_NEAR)
        record(system, events.WARNED, incident)
    return False


def _tell(system: Actor, incident: Incident, words: str) -> None:
    """Write to whoever commands the area, and to whoever holds the commander's seat."""
    due = clock.local(incident.lapses_at or clock.now())
    notify(
        actor=system,
        recipients=_commanders(system, incident),
        words=words,
        params={"incident": incident.name, "at": due.strftime("%Y-%m-%d %H:%M")},
        link=Link(f"/incident/{incident.id}/"),
        urgency=Urgency.NORMAL,
    )


def _commanders(system: Actor, incident: Incident) -> list[Recipient]:
    found = {
        grant.account_id: grant.account
        for grant in access.grants(system, role=Role.COMMANDER)
        if covers(grant.area_code, incident.area_code) and grant.account.is_active
    }
    seated = IncidentStaff.objects.filter(
        tenant_id=incident.tenant_id,
        incident=incident,
        role=StaffRole.COMMANDER,
        person_id__isnull=False,
        ends_at__isnull=True,
    )
    for person_id in seated.values_list("person_id", flat=True):
        if person_id and (account := access.account_of_person(incident.tenant_id, person_id)):
            found[account.id] = account
    return [
        Recipient(account_id=account.id, person_id=account.person_id, language=account.language)
        for account in found.values()
    ]
