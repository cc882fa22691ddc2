"""Breaks: who is on one, and who can stand in meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.operations.duty.contracts import CrewMember
from muster.operations.duty.enums import LEAST_CREW
from muster.operations.duty.models import Assignment, Break, CheckIn
from muster.operations.duty.queries.presence import presence
from muster.operations.duty.queries.relief import paired_leaders

MOST = 12


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody who can stand at a post for a break: of a neighbouring post, or a paired leader.

    `assignment_id` is the shift they leave for it; None for a leader, who leaves none.
    """

    responder_id: UUID
    name: str
    post: str
    assignment_id: UUID | None


def stand_ins_for(*, actor: Actor, shift: Assignment) -> Sequence[StandIn]:
    """Return who can stand in at a running shift, without leaving another post to one person.

    Points that share a reliever are one post, so their reliever needs no entry here.
    """
    now = clock.now()
    here: Any = CheckIn.objects.of_tenant(shift.tenant_id).filter(
        assignment__area_code=shift.area_code,
        assignment__starts_at__lte=now,
        assignment__ends_at__gt=now,
        undone_at__isnull=True,
        left_at__isnull=True,
    )
    busy: Any = Break.objects.of_tenant(shift.tenant_id).filter(ends_at__isnull=True)
    taken = {one for pair in busy.values_list("assignment_id", "stand_in_from_id") for one in pair}
    rows = [
        row.assignment
        for row in here.exclude(assignment__post_id=shift.post_id)
        .select_related("assignment__responder", "assignment__post__kind")
        .order_by("assignment__post__number", "assignment__responder__name_key")
        if row.assignment_id not in taken
    ]
    states = presence(shift.tenant_id, now, posts={row.post_id for row in rows}) if rows else {}
    found = [
        StandIn(row.responder_id, row.responder.name, row.post.title, row.id)
        for row in rows
        if (state := states.get((row.post_id, row.day, row.shift_id))) is not None
        and state.present > LEAST_CREW
    ]
    leaders = paired_leaders(actor=actor, area=shift.area_code)
    taken_people = {row.responder_id for row in rows} | {shift.responder_id}
    found += [
        StandIn(person, name, "", None) for person, name in leaders if person not in taken_people
    ]
    return found[:MOST]


def open_breaks(*, actor: Actor, assignments: Sequence[UUID]) -> Mapping[UUID, Break]:
    """Return the running breaks of these shifts, by shift, with who stands in."""
    rows: Any = Break.objects.visible_to(actor).filter(
        assignment_id__in=assignments, ends_at__isnull=True
    )
    return {row.assignment_id: row for row in rows.select_related("stand_in")}


def shift_on_duty(*, actor: Actor, assignment_id: UUID) -> Assignment:
    """Return one shift with post and person.

    Raises:
        NotFound: there is none the actor may see.
    """
    rows: Any = Assignment.objects.select_related("post__kind", "responder", "shift__pattern")
    found: Assignment = rows.get_visible(actor, assignment_id)
    return found


def present_at_post(shift: Assignment) -> int:
    """Return how many are at the post of a running shift."""
    states = presence(shift.tenant_id, clock.now(), posts=[shift.post_id])
    state = states.get((shift.post_id, shift.day, shift.shift_id))
    return state.present if state else 0


def shift_ids(*, actor: Actor, assignments: Sequence[CrewMember]) -> Mapping[UUID, UUID]:
    """Return the shift of the pattern by shift of a person."""
    return shift_ids_of(actor, [one.assignment_id for one in assignments])


def shift_ids_of(actor: Actor, assignments: Sequence[UUID]) -> Mapping[UUID, UUID]:
    """Return the shift of the pattern by id of a person's shift."""
    rows: Any = Assignment.objects.visible_to(actor).filter(id__in=assignments)
    return dict(rows.values_list("id", "shift_id"))
