"""Own shifts: what a person sees of the roster, and what their calendar is made of.

Whoever is on duty sees the names of the own crew, which no grant gives: these reads begin at the
own shift and go no further than its post, day and shift.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.crosstenant import across_tenants
from muster.kernel.ids import fold_code
from muster.kernel.tenants import tenant_of
from muster.operations.duty.contracts import MyShift
from muster.operations.duty.models import Assignment, Deployment
from muster.operations.duty.queries.roster import IN_FORCE, mark_of, with_came

OPENS_HOURS = 2
"""How long before a shift one can check in."""


def my_shifts(*, actor: Actor, from_day: date) -> Sequence[MyShift]:
    """Return the own shifts from a day on, the next first, with the names of each crew."""
    if actor.person_id is None:
        return []
    return shifts_of_person(actor.tenant_id, actor.person_id, from_day)


def shifts_of_person(tenant_id: UUID, responder_id: UUID, from_day: date) -> Sequence[MyShift]:
    """Return somebody's shifts from a day on. Four queries, whatever their number."""
    rows: Any = Assignment.objects.of_tenant(tenant_id)
    mine = list(
        with_came(rows.filter(IN_FORCE, responder_id=responder_id, day__gte=from_day))
        .order_by("starts_at", "id")
    )  # fmt: skip
    crews = _crews(tenant_id, mine)
    leads = _leads(tenant_id, mine)
    zone = tenant_of(tenant_id).time_zone
    return [_my_shift(row, crews, leads, zone) for row in mine]


def now_of(actor: Actor, now: datetime, *, opens: timedelta) -> Sequence[Assignment]:
    """Return the own shifts one can check into at a moment, the earliest first."""
    rows: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(
        IN_FORCE,
        responder_id=actor.person_id,
        day__gte=(now - timedelta(days=2)).date(),
        starts_at__lte=now + opens,
        ends_at__gt=now,
    )
    return list(rows.select_related("post__kind").order_by("starts_at"))


def on_duty_soon(actor: Actor) -> bool:
    """True where the actor has a shift that can be checked into now."""
    if actor.person_id is None:
        return False
    return bool(now_of(actor, clock.now(), opens=timedelta(hours=OPENS_HOURS)))


def next_of(actor: Actor, now: datetime) -> Assignment | None:
    """Return the own shift that begins next."""
    rows: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(
        IN_FORCE, responder_id=actor.person_id, starts_at__gt=now
    )
    found: Assignment | None = rows.select_related("post__kind").order_by("starts_at").first()
    return found


def own_code(actor: Actor) -> str:
    """Return the code of the own calendar; "" where the person is not deployed."""
    rows: Any = Deployment.objects.of_tenant(actor.tenant_id).filter(
        responder_id=actor.person_id, edition__withdrawn_at__isnull=True
    )
    if actor.person_id is None:
        return ""
    found = rows.order_by("-edition__published_at").values_list("code", flat=True).first()
    return str(found or "")


def deployment_of_code(typed: str) -> Deployment | None:
    """Return the newest deployment with a calendar's code, over all commands."""
    code = fold_code(typed)
    if not code:
        return None
    with across_tenants("duty.code"):
        rows: Any = Deployment.objects.select_related("responder").filter(
            code=code, edition__withdrawn_at__isnull=True
        )
        found: Deployment | None = rows.order_by("-edition__number").first()
    return found


def _crews(
    tenant_id: UUID, mine: Sequence[Assignment]
) -> Mapping[tuple[UUID, date, UUID], Sequence[tuple[UUID, str]]]:
    """Return (id, name) of everybody in the same shifts, by post, day and shift."""
    if not mine:
        return {}
    rows: Any = Assignment.objects.of_tenant(tenant_id).filter(
        IN_FORCE,
        post_id__in={row.post_id for row in mine},
        day__in={row.day for row in mine},
    )
    crews: dict[tuple[UUID, date, UUID], list[tuple[UUID, str]]] = defaultdict(list)
    for post_id, day, shift_id, person, name in rows.order_by("responder__name_key").values_list(
        "post_id", "day", "shift_id", "responder_id", "responder__name"
    ):
        crews[post_id, day, shift_id].append((person, name))
    return crews


def _leads(tenant_id: UUID, mine: Iterable[Assignment]) -> Mapping[tuple[UUID, str], str]:
    """Return the first secretaries of the places of these shifts, by edition and area."""
    rows: Any = Deployment.objects.of_tenant(tenant_id).filter(
        edition_id__in={row.edition_id for row in mine}, first_secretary=True
    )
    return {
        (edition, area.split("/")[0]): name
        for edition, area, name in rows.values_list("edition_id", "area_code", "responder__name")
    }


def _my_shift(row: Any, crews: Mapping[Any, Any], leads: Mapping[Any, str], zone: str) -> MyShift:
    came = row.came[0] if row.came else None
    crew = crews.get((row.post_id, row.day, row.shift_id), ())
    return MyShift(
        assignment_id=row.id,
        incident_id=row.edition.incident_id,
        post_id=row.post_id,
        post=row.post.title,
        area_code=row.area_code,
        place=row.post.place or row.post.site,
        contacts=row.post.contacts,
        day=row.day,
        label=row.shift.label,
        mark=mark_of(row, zone),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        crew=tuple(name for person, name in crew if person != row.responder_id),
        lead=leads.get((row.edition_id, row.area_code), ""),
        what_to_bring=row.edition.what_to_bring,
        came_at=came.came_at if came else None,
        left_at=came.left_at if came else None,
    )
