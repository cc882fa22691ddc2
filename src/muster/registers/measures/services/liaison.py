"""Liaison groups: formed for subdistricts, filled, led, ended."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import covers
from muster.kernel.errors import Conflict, Invalid, Text
from muster.kernel.permissions import require
from muster.platform.audit.services import record
from muster.platform.places import queries as places
from muster.registers.measures import events, rules
from muster.registers.measures.models import Incident, LiaisonArea, LiaisonGroup, LiaisonMember
from muster.registers.measures.models.incidents import NAME_LENGTH
from muster.registers.measures.services.checks import (
    Errors,
    checked_person,
    checked_phone,
    clean,
    editable,
)


def form_liaison_group(
    *, actor: Actor, incident_id: UUID, name: str, area_codes: Collection[str], phone: str = ""
) -> LiaisonGroup:
    """Form a group that keeps the line to one or more subdistricts, from now on.

    Raises:
        NotFound, NotAllowed: the incident is not the actor's to change.
        Invalid: name, areas or phone cannot be taken, or another group serves one of the areas.
        Conflict: the incident is not running.
    """
    with transaction.atomic():
        incident = editable(actor, incident_id)
        group = LiaisonGroup(tenant_id=incident.tenant_id, incident=incident, starts_at=clock.now())
        _write(incident, group, name=name, area_codes=area_codes, phone=phone)
        record(actor, events.GROUP_CHANGED, group, area=incident.area_code, change="formed")
    return group


def change_liaison_group(
    *, actor: Actor, group_id: UUID, name: str, area_codes: Collection[str], phone: str = ""
) -> LiaisonGroup:
    """Change a group's name, phone and areas; areas it leaves stay on record until now.

    Raises:
        As `form_liaison_group`; Conflict also where the group has ended.
    """
    with transaction.atomic():
        incident, group = _group(actor, group_id)
        _write(incident, group, name=name, area_codes=area_codes, phone=phone)
        record(actor, events.GROUP_CHANGED, group, area=incident.area_code, change="changed")
    return group


def end_liaison_group(*, actor: Actor, group_id: UUID) -> LiaisonGroup:
    """End a group, and its members' time in it; its areas have no group from now on."""
    with transaction.atomic():
        incident, group = _group(actor, group_id)
        now = clock.now()
        for area in _areas(group):
            _end(area, now)
        for member in _members(group):
            _end(member, now)
        group.ends_at = max(now, group.starts_at)
        group.save(update_fields=["ends_at"])
        record(actor, events.GROUP_CHANGED, group, area=incident.area_code, change="ended")
    return group


def add_liaison_member(
    *,
    actor: Actor,
    group_id: UUID,
    person_id: UUID | None = None,
    person_name: str = "",
    leads: bool = False,
) -> LiaisonMember:
    """Take somebody into a group from now on, or let a member lead it.

    Whoever led it until then stays in it as a member. Somebody who is in it already stays.

    Raises:
        NotFound, NotAllowed: group or person are not the actor's to choose.
        Invalid: nobody is named.
        Conflict: the incident is not running, or the group has ended.
    """
    with transaction.atomic():
        incident, group = _group(actor, group_id)
        person, name = checked_person(actor, person_id, person_name)
        now = clock.now()
        present = _members(group)
        own = next((m for m in present if (m.person_id, m.person_name) == (person, name)), None)
        if own and (own.leads or not leads):
            return own
        if own:
            _end(own, now)
        for leader in present if leads else ():
            if leader.leads:
                _end(leader, now)
                _join(group, leader.person_id, leader.person_name, at=now)
        member = _join(group, person, name, at=now, leads=leads)
        record(
            actor,
            events.GROUP_CHANGED,
            group,
            area=incident.area_code,
            subject_id=person,
            change="leader" if leads else "joined",
        )
    return member


def end_liaison_member(*, actor: Actor, member_id: UUID) -> LiaisonMember:
    """Let somebody leave a group now; taking them in again undoes it.

    Raises:
        NotFound, NotAllowed: the group is not the actor's to change.
        Conflict: the incident is not running, or the group has ended.
    """
    with transaction.atomic():
        member: LiaisonMember = LiaisonMember.objects.get_visible(actor, member_id)
        incident, group = _group(actor, member.group_id)
        if member.ends_at is None:
            _end(member, clock.now())
            record(
                actor,
                events.GROUP_CHANGED,
                group,
                area=incident.area_code,
                subject_id=member.person_id,
                change="left",
            )
    return member


def _write(
    incident: Incident, group: LiaisonGroup, *, name: str, area_codes: Collection[str], phone: str
) -> None:
    codes = set(area_codes)
    errors: Errors = {}
    group.name = clean(name, NAME_LENGTH)
    group.phone = checked_phone(phone, errors, "phone") if phone.strip() else ""
    groups = LiaisonGroup.objects.filter(tenant_id=incident.tenant_id, incident=incident)
    others = groups.filter(ends_at__isnull=True).exclude(pk=group.pk)
    if not group.name:
        errors["name"] = [_("Give the group a name.")]
    elif others.filter(name=group.name).exists():
        errors["name"] = [_("Another group has this name.")]
    if refused := _refused_areas(incident, group, codes):
        errors["area_codes"] = [refused]
    if errors:
        raise Invalid(_("The liaison group cannot be saved as it is."), errors=errors)
    group.save()
    now = clock.now()
    standing = {row.area_code: row for row in _areas(group)}
    for code in standing.keys() - codes:
        _end(standing[code], now)
    LiaisonArea.objects.bulk_create(
        LiaisonArea(
            tenant_id=incident.tenant_id,
            incident=incident,
            group=group,
            area_code=code,
            starts_at=now,
        )
        for code in sorted(codes - standing.keys())
    )


def _refused_areas(incident: Incident, group: LiaisonGroup, codes: set[str]) -> Text:
    """Return why a group cannot serve these areas; empty where it can."""
    outside = [code for code in codes if not covers(incident.area_code, code)]
    if not codes or outside or len(places.area_names(codes)) < len(codes):
        return _("Choose at least one area in which the incident runs.")
    taken = LiaisonArea.objects.filter(
        tenant_id=incident.tenant_id, incident=incident, area_code__in=codes, ends_at__isnull=True
    ).exclude(group_id=group.pk)
    other = taken.select_related("group").order_by("area_code").first()
    if other is None:
        return ""
    named = places.area_names({other.area_code}).get(other.area_code, other.area_code)
    return _("%(area)s is served by %(group)s already; take it out there first.") % {
        "area": named,
        "group": other.group.name,
    }


def _group(actor: Actor, group_id: UUID) -> tuple[Incident, LiaisonGroup]:
    group: LiaisonGroup = LiaisonGroup.objects.get_for_update(actor, group_id)
    require(actor, rules.EDIT, group)
    incident = editable(actor, group.incident_id)
    if group.ends_at is not None:
        raise Conflict(_("%(group)s has ended."), group=group.name)
    return incident, group


def _areas(group: LiaisonGroup) -> list[LiaisonArea]:
    return list(
        LiaisonArea.objects.filter(tenant_id=group.tenant_id, group=group, ends_at__isnull=True)
    )


def _members(group: LiaisonGroup) -> list[LiaisonMember]:
    return list(
        LiaisonMember.objects.filter(tenant_id=group.tenant_id, group=group, ends_at__isnull=True)
    )


def _join(
    group: LiaisonGroup, person_id: UUID | None, name: str, *, at: datetime, leads: bool = False
) -> LiaisonMember:
    return LiaisonMember.objects.create(
        tenant_id=group.tenant_id,
        group=group,
        person_id=person_id,
        person_name=name,
        leads=leads,
        starts_at=at,
    )


def _end(row: LiaisonArea | LiaisonMember, at: datetime) -> None:
    row.ends_at = max(at, row.starts_at)
    row.save(update_fields=["ends_at"])
