"""The night of the demo: a plan made, approved by a second person, published; the first shift.

All of it goes through the services that a command uses: the planner makes the plan, the commander
approves and publishes it, and leads record who has come. Who is late is invented.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction

from muster.delivery.replay.evening import at
from muster.kernel.actors import Actor
from muster.kernel.tenants import tenant_of
from muster.operations.duty import queries as duty
from muster.operations.duty.contracts import CrewMember
from muster.operations.duty.services import check_in_by_lead
from muster.operations.mobilise import queries, services
from muster.operations.mobilise.enums import PlanState
from muster.platform.places.queries import areas_below

DAYS, SECONDS = 14, 4
ON_TIME_SHARE = 0.99
EARLY = range(1, 25)
"""Minutes before the shift in which people come."""


def plan_the_night(planner: Actor, commander: Actor, call_up_id: UUID, starts_at: datetime) -> None:
    """Plan from the lists, approve as somebody else, publish."""
    evening = starts_at.replace(hour=21, minute=25) - timedelta(days=1)
    draft = services.PlanDraft(starts_on=starts_at.date(), days=DAYS, seconds=SECONDS)
    with at(planner, evening):
        plan = services.begin_plan(actor=planner, call_up_id=call_up_id, draft=draft)
    solve_and_publish(planner, commander, plan.id, evening)


def solve_and_publish(
    planner: Actor, commander: Actor, plan_id: UUID, evening: datetime
) -> Mapping[str, Any]:
    """Solve, approve as somebody else, publish; return the figures of the review.

    A plan that breaks a rule, as of a district drawn too small to keep them, is not published.
    """
    with at(planner, evening):
        row = services.solve_plan(actor=planner, plan_id=plan_id, listener=_unheard)
    if row.state == PlanState.SOLVED:
        with at(planner, evening + timedelta(minutes=10)):
            services.submit_plan(actor=planner, plan_id=plan_id)
        with at(commander, evening + timedelta(minutes=25)):
            services.approve_plan(actor=commander, plan_id=plan_id)
            services.publish_plan(actor=commander, plan_id=plan_id)
    summary: Mapping[str, Any] = row.summary
    return summary


def begin_the_first_shift(
    commander: Actor, call_up_id: UUID, starts_at: datetime, seed: int
) -> Collection[UUID]:
    """Let those who assembled, and the communities' own people, come to their posts.

    Returns the ids of those who came.
    """
    rng = Random(f"first shift {seed}")  # noqa: S311
    missing = _not_there(commander, call_up_id)
    shift_begins = starts_at.replace(minute=0)
    came: set[UUID] = set()
    with at(commander, starts_at - timedelta(minutes=1)), transaction.atomic():
        for member in _due(commander, shift_begins):
            if member.responder_id in missing or rng.random() > ON_TIME_SHARE:
                continue
            check_in_by_lead(
                actor=commander,
                assignment_id=member.assignment_id,
                came_at=shift_begins - timedelta(minutes=rng.choice(EARLY)),
            )
            came.add(member.responder_id)
    return came


def _due(commander: Actor, begins: datetime) -> Iterable[CrewMember]:
    """Return everybody whose shift begins at a moment, community by community."""
    for community in areas_below(tenant_of(commander.tenant_id).area_code, level=5):
        for member in duty.roster_of(actor=commander, area=community.code, day=begins.date()):
            if member.starts_at == begins:
                yield member


def _not_there(commander: Actor, call_up_id: UUID) -> Collection[UUID]:
    """Return who was called up and has not come to the assembly place."""
    called = queries.counted_names(actor=commander, call_up_id=call_up_id)
    return set(called.filter(arrived_at__isnull=True).values_list("responder_id", flat=True))


def _unheard(_progress: object) -> None:
    """Nobody waits for the progress of the demo's plan."""
