"""What a plan may know of the people and units of an area: no numbers, no addresses, no causes."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.registers.responders.contracts import Absence, PlanningPerson, PlanningUnit
from muster.registers.responders.enums import Status
from muster.registers.responders.models import (
    DutyLimit,
    Responder,
    ResponderSkill,
    SendingUnit,
    Unavailability,
    WeeklyAvailability,
)


def planning_people(
    *,
    actor: Actor,
    ids: Iterable[UUID] | None = None,
    unit_ids: Iterable[UUID] | None = None,
    starts_on: date,
    days: int,
) -> list[PlanningPerson]:
    """Return people on the register with what binds a plan of `days` days from `starts_on`.

    Limits and absences that touch the horizon are included. Six queries, whatever the number.
    """
    rows: Any = Responder.objects.visible_to(actor).filter(status=Status.ACTIVE)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    if ids is not None:
        rows = rows.filter(id__in=list(ids))
    wanted = rows.order_by().values("id")
    ends_on = starts_on + timedelta(days=days)
    skills, limits = _skills(actor, wanted), _limits(actor, wanted, starts_on, ends_on)
    weeks, absences = _weeks(actor, wanted), _absences(actor, wanted, starts_on, ends_on)
    return [
        PlanningPerson(
            id=row.id,
            unit_id=row.unit_id,
            name=row.name,
            level=row.level,
            age=row.age_on(starts_on),
            can_lead=row.can_lead,
            night_opt_in=row.night_opt_in,
            licence=row.licence,
            home_area_code=row.home_area_code,
            x_km=row.home_x_km,
            y_km=row.home_y_km,
            skills=tuple(skills.get(row.id, ())),
            limits=dict(limits.get(row.id, ())),
            week=weeks.get(row.id),
            absences=tuple(absences.get(row.id, ())),
        )
        for row in rows.defer("identity_number", "phone", "home_place").order_by("name_key", "id")
    ]


def planning_units(*, actor: Actor, ids: Iterable[UUID] | None = None) -> list[PlanningUnit]:
    """Return open units with the rules that keep their people together."""
    rows: Any = SendingUnit.objects.visible_to(actor).filter(closed_on__isnull=True)
    if ids is not None:
        rows = rows.filter(id__in=list(ids))
    return [
        PlanningUnit(
            id=row.id,
            name=row.name,
            level=row.level,
            group=row.group,
            keep_together=row.keep_together,
            min_team=row.min_team,
            local_community=row.area_code if row.is_local else "",
        )
        for row in rows.order_by("name_pinyin", "id")
    ]


def _skills(actor: Actor, wanted: QuerySet[Any]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    links = ResponderSkill.objects.of_tenant(actor.tenant_id).filter(responder_id__in=wanted)
    for person, key in links.order_by("skill__key").values_list("responder_id", "skill__key"):
        found[person].append(key)
    return found


def _limits(
    actor: Actor, wanted: QuerySet[Any], starts_on: date, ends_on: date
) -> dict[UUID, list[tuple[str, int | None]]]:
    found: dict[UUID, list[tuple[str, int | None]]] = defaultdict(list)
    rows = DutyLimit.objects.of_tenant(actor.tenant_id).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on),
        responder_id__in=wanted,
        starts_on__lt=ends_on,
    )
    for person, kind, amount in rows.order_by("kind", "-amount").values_list(
        "responder_id", "kind", "amount"
    ):
        found[person].append((kind, amount))
    return found


def _weeks(actor: Actor, wanted: QuerySet[Any]) -> dict[UUID, tuple[frozenset[int], ...]]:
    rows = WeeklyAvailability.objects.of_tenant(actor.tenant_id).filter(responder_id__in=wanted)
    return {row.responder_id: row.week for row in rows}


def _absences(
    actor: Actor, wanted: QuerySet[Any], starts_on: date, ends_on: date
) -> dict[UUID, list[Absence]]:
    found: dict[UUID, list[Absence]] = defaultdict(list)
    first, last = _midnight(starts_on), _midnight(ends_on)
    rows = Unavailability.objects.of_tenant(actor.tenant_id).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=first),
        responder_id__in=wanted,
        starts_at__lt=last,
    )
    for row in rows.order_by("starts_at"):
        found[row.responder_id].append(Absence(row.starts_at, row.ends_at))
    return found


def _midnight(day: date) -> datetime:
    zone = clock.local(clock.now()).tzinfo
    return datetime(day.year, day.month, day.day, tzinfo=zone)
