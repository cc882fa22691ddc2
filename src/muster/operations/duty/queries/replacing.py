"""The roster in force from a day on, as whoever puts another one in its place has to see it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from muster.kernel.actors import Actor
from muster.kernel.permissions import require
from muster.operations.duty import rules
from muster.operations.duty.contracts import AssignmentDraft, DeploymentDraft
from muster.operations.duty.models import Assignment, Deployment
from muster.operations.duty.queries.roster import IN_FORCE


@dataclass(frozen=True, slots=True)
class StandingShift:
    """A shift in force; `shift` is what the planner calls it, `closed` says that its post is."""

    responder_id: UUID
    area_code: str
    post_id: UUID
    day: date
    shift: str
    closed: bool


def standing_from(*, actor: Actor, incident_id: UUID, starts_on: date) -> list[StandingShift]:
    """Return every shift in force from a day on, in whichever community. One query.

    A roster is replaced for the whole incident, so whoever plans is told of all of it.
    """
    require(actor, rules.PLAN_POSTS)
    rows: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(
        IN_FORCE, edition__incident_id=incident_id, day__gte=starts_on
    )
    named = rows.order_by("day", "responder_id").values_list(
        "responder_id", "area_code", "post_id", "day", "shift__pattern__key", "shift__letter",
        "post__closed_at",
    )  # fmt: skip
    return [
        StandingShift(person, area, post, day, f"{pattern}.{letter}", closed is not None)
        for person, area, post, day, pattern, letter, closed in named
    ]


def last_day_in_force(*, actor: Actor, incident_id: UUID, starts_on: date) -> date | None:
    """Return the last day on which somebody has a shift; None where nobody has from this day on."""
    require(actor, rules.PLAN_POSTS)
    rows: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(
        IN_FORCE, edition__incident_id=incident_id, day__gte=starts_on
    )
    last: date | None = rows.order_by("-day").values_list("day", flat=True).first()
    return last


def as_drafts(
    *, actor: Actor, incident_id: UUID, shifts: Sequence[StandingShift], starts_on: date
) -> tuple[list[DeploymentDraft], list[AssignmentDraft]]:
    """Return shifts in force, and where their people were last sent, as another roster has them."""
    require(actor, rules.PLAN_POSTS)
    standing = [one for one in shifts if not one.closed]
    areas = {one.responder_id: one.area_code for one in standing}
    sent = _sent(actor, incident_id, areas.keys())
    deployments = [
        DeploymentDraft(
            responder_id=person,
            area_code=sent[person].area_code if person in sent else area,
            first_secretary=person in sent and sent[person].first_secretary,
        )
        for person, area in areas.items()
    ]
    return deployments, [
        AssignmentDraft(
            responder_id=one.responder_id,
            post_id=one.post_id,
            day=(one.day - starts_on).days,
            shift=one.shift,
        )
        for one in standing
    ]


def _sent(actor: Actor, incident_id: UUID, people: Collection[UUID]) -> dict[UUID, Deployment]:
    rows: Any = Deployment.objects.of_tenant(actor.tenant_id).filter(
        edition__incident_id=incident_id,
        edition__withdrawn_at__isnull=True,
        ended_by__isnull=True,
        responder_id__in=list(people),
    )
    return {row.responder_id: row for row in rows.order_by("edition__number")}
