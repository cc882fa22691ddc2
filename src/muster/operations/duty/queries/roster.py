"""The roster in force as an actor sees it: a crew, a community's day, posts now.

Whoever is on duty sees the names of the own crew, which no grant gives: these reads begin at the
own shift and go no further than its post, day and shift.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import covers
from muster.kernel.permissions import areas_for, scopes_for
from muster.kernel.tenants import tenant_of
from muster.operations.duty import rules
from muster.operations.duty.contracts import CrewMember, PlannedPerson
from muster.operations.duty.enums import AssignmentState
from muster.operations.duty.models import Assignment, CheckIn, Deployment, Edition

NOON = 12
IN_FORCE = Q(state=AssignmentState.PLANNED, edition__withdrawn_at__isnull=True) & (
    Q(edition__superseded_from__isnull=True) | Q(day__lt=F("edition__superseded_from"))
)
"""Shifts people are to keep to: of the newest edition that covers their day."""


def current_edition(*, actor: Actor, incident_id: UUID) -> Edition | None:
    """Return the edition in force today; before the first day of all, the next one."""
    rows: Any = Edition.objects.visible_to(actor).filter(
        incident_id=incident_id, withdrawn_at__isnull=True
    )
    today = clock.today(tenant_of(actor.tenant_id).time_zone)
    begun: Edition | None = rows.filter(starts_on__lte=today).order_by("-number").first()
    return begun or rows.order_by("-number").first()


def crew_of(*, actor: Actor, post_id: UUID, day: date) -> Sequence[CrewMember]:
    """Return who is on the roster of a post on a day, by shift and name.

    Whoever has a shift there that day sees its crew; others what their grants let them see.
    """
    rows: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(
        IN_FORCE, post_id=post_id, day=day
    )
    seen: Any = Assignment.objects.visible_to(actor).filter(post_id=post_id, day=day)
    visible = Q(id__in=seen.values("id"))
    if actor.person_id is not None:
        own = seen.filter(IN_FORCE, responder_id=actor.person_id).values("shift_id")
        visible |= Q(shift_id__in=own)
    return _members(actor, rows.filter(visible))


def roster_of(*, actor: Actor, area: str, day: date) -> Sequence[CrewMember]:
    """Return who is on duty in a community on a day, by shift, post and name."""
    rows: Any = Assignment.objects.visible_to(actor).filter(IN_FORCE, area_code=area, day=day)
    return _members(actor, rows)


def planned_people(*, actor: Actor, edition_id: UUID) -> Sequence[PlannedPerson]:
    """Return what to tell everybody of an edition: place, first shift, lead, calendar code."""
    deployed: Any = Deployment.objects.visible_to(actor).filter(edition_id=edition_id)
    rows: Any = Assignment.objects.visible_to(actor).filter(
        edition_id=edition_id, state=AssignmentState.PLANNED
    )
    found = list(deployed.select_related("responder").order_by("area_code", "id"))
    shifts: dict[UUID, list[Assignment]] = defaultdict(list)
    for row in rows.select_related("post__kind", "shift__pattern", "responder__unit").order_by(
        "starts_at"
    ):
        shifts[row.responder_id].append(row)
    leads = {row.area_code: row.responder.name for row in found if row.first_secretary}
    zone = tenant_of(actor.tenant_id).time_zone
    return [
        _planned(row, shifts[row.responder_id], leads.get(row.area_code, ""), zone) for row in found
    ]


def assignment(*, actor: Actor, assignment_id: UUID) -> Assignment:
    """Return one shift with the person.

    Raises:
        NotFound: there is none the actor may see.
    """
    rows: Any = Assignment.objects.select_related("responder")
    found: Assignment = rows.get_visible(actor, assignment_id)
    return found


def crews_on(*, actor: Actor, day: date) -> Mapping[tuple[UUID, UUID], Sequence[str]]:
    """Return the names of everybody on the roster of a day, by post and shift."""
    rows: Any = Assignment.objects.visible_to(actor).filter(IN_FORCE, day=day)
    crews: dict[tuple[UUID, UUID], list[str]] = defaultdict(list)
    named = rows.order_by("responder__name_key", "id")
    for post_id, shift_id, name in named.values_list("post_id", "shift_id", "responder__name"):
        crews[post_id, shift_id].append(name)
    return crews


def sees_area(actor: Actor, code: str) -> bool:
    """True where the actor sees rosters of this area: whole, or those of the own unit in it."""
    return (
        bool(actor.system)
        or any(covers(area, code) for area in areas_for(actor, rules.VIEW_ROSTER))
        or bool(scopes_for(actor, rules.VIEW_ROSTER))
    )


def people_by_area(*, actor: Actor, day: date) -> Mapping[str, int]:
    """Return how many shifts the roster of each community has on a day."""
    rows: Any = Assignment.objects.visible_to(actor).filter(IN_FORCE, day=day)
    return dict(rows.values_list("area_code").annotate(n=Count("id")).order_by("area_code"))


def mark_of(row: Assignment, zone: str) -> str:
    """Return the mark of a shift: night, else by the hour it begins."""
    if row.night:
        return "night"
    return "morning" if clock.local(row.starts_at, zone).hour < NOON else "evening"


def with_came(rows: Any) -> Any:
    """Bring post, shift and what came of it along."""
    came = CheckIn.objects.filter(undone_at__isnull=True)
    return rows.select_related(
        "edition", "post__kind", "shift__pattern", "responder__unit"
    ).prefetch_related(Prefetch("check_ins", came, to_attr="came"))


def members_of(actor: Actor, rows: Any) -> Sequence[CrewMember]:
    """Return shifts, in the order given, as people read them."""
    zone = tenant_of(actor.tenant_id).time_zone
    return [_member(row, zone) for row in with_came(rows)]


def _members(actor: Actor, rows: Any) -> Sequence[CrewMember]:
    zone = tenant_of(actor.tenant_id).time_zone
    ordered = with_came(rows).order_by("starts_at", "post__number", "responder__name_key", "id")
    return [_member(row, zone) for row in ordered]


def _member(row: Any, zone: str) -> CrewMember:
    came = row.came[0] if getattr(row, "came", None) else None
    return CrewMember(
        assignment_id=row.id,
        responder_id=row.responder_id,
        name=row.responder.name,
        unit_id=row.unit_id,
        unit=row.responder.unit.name,
        post_id=row.post_id,
        post=row.post.title,
        day=row.day,
        label=row.shift.label,
        mark=mark_of(row, zone),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        came_at=came.came_at if came else None,
        left_at=came.left_at if came else None,
        late_minutes=came.late_minutes if came else 0,
        clock_off_minutes=came.clock_off_minutes if came else None,
    )


def _planned(row: Any, shifts: Sequence[Assignment], lead: str, zone: str) -> PlannedPerson:
    first: Any = shifts[0] if shifts else None
    return PlannedPerson(
        responder_id=row.responder_id,
        name=row.responder.name,
        unit_id=row.unit_id,
        area_code=row.area_code,
        first_secretary=row.first_secretary,
        code=row.code,
        shifts=len(shifts),
        nights=sum(shift.night for shift in shifts),
        first=_member(first, zone) if first else None,
        place=(first.post.place or first.post.site) if first else "",
        lead=lead,
    )
