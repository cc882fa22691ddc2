"""A plan begun: what is needed is counted against what can be given, before anything is solved."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from muster.engines.planner.capacity import certificates
from muster.engines.planner.model import Instance, limits_of
from muster.engines.planner.reading import read_instance
from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, Text
from muster.kernel.permissions import require
from muster.kernel.tenants import tenant_of
from muster.operations.duty.contracts import InstanceRequest, PlanRules, PlanWeights
from muster.operations.duty.queries import build_instance
from muster.operations.duty.queries.history import histories_before
from muster.operations.duty.queries.replacing import StandingShift, standing_from
from muster.operations.mobilise import events, queries, rules
from muster.operations.mobilise.enums import CallUpState
from muster.operations.mobilise.models import CallUp, DeploymentPlan
from muster.operations.mobilise.models.plans import packed
from muster.operations.mobilise.queries.beside import staying
from muster.operations.mobilise.services.batches import in_batches
from muster.platform.audit.services import record
from muster.registers.responders.queries import local_people

MOST_DAYS = 62
MOST_SECONDS = 600
TOTALS = "totals"
"""Kind of the first line of the capacity: everything asked for against everything to be given."""
BESIDE = "beside"
"""Kind of the last one: what people of other call-ups keep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """What a plan is asked for.

    `rules` and `weights` change hard rules and prices of the planner's format, `locks` fix cells
    and people by hand. With `turn_days` half of the units works so many days, then the other half.
    """

    starts_on: date
    days: int = 14
    seconds: int = 20
    rules: Mapping[str, Any] = field(default_factory=dict)
    weights: Mapping[str, Any] = field(default_factory=dict)
    locks: Sequence[Mapping[str, Any]] = ()
    turn_days: int = 0


def begin_plan(*, actor: Actor, call_up_id: UUID, draft: PlanDraft) -> DeploymentPlan:
    """Count what is needed against what can be given, before anything is solved.

    The people are those who are coming, and the communities' own staff and guards.

    Raises:
        Conflict: nobody is coming, or the call-up was called off.
        Invalid: days or seconds are out of range, the days are over, or no post is open.
    """
    with transaction.atomic():
        call_up = CallUp.objects.get_visible(actor, call_up_id)
        require(actor, rules.MAKE_PLANS, call_up)
        _check(draft, clock.today(tenant_of(actor.tenant_id).time_zone))
        if call_up.state not in {CallUpState.SENT, CallUpState.CLOSED}:
            raise Conflict(_("Only a call-up that was sent can be planned."))
        beside = _beside(actor, call_up, draft)
        facts = build_instance(actor=actor, request=_request(actor, call_up, draft, beside))
        facts["meta"]["beside"] = {
            "people": len({one.responder_id for one in beside}),
            "shifts": len(beside),
        }
        if draft.turn_days:
            facts = in_batches(facts, draft.turn_days)
        row = DeploymentPlan(
            tenant_id=call_up.tenant_id,
            call_up=call_up,
            area_code=call_up.area_code,
            starts_on=draft.starts_on,
            days=draft.days,
            seconds=draft.seconds,
            wishes=dict(draft.rules),
            locks=[dict(one) for one in draft.locks],
        )
        return write_plan(actor, row, facts)


def write_plan(actor: Actor, row: DeploymentPlan, facts: Mapping[str, Any]) -> DeploymentPlan:
    """Give a plan its number, count it and keep it; inside the caller's transaction."""
    given = read_instance(json.dumps(facts).encode())
    mine = DeploymentPlan.objects.of_tenant(row.tenant_id)
    row.number = (mine.aggregate(last=Max("number"))["last"] or 0) + 1
    row.instance = packed(facts)
    row.capacity = counted(given) + _kept(facts)
    row.made_by, row.made_by_name = actor.account_id, actor.name[:80]
    row.save(force_insert=True)
    record(actor, events.PLAN_MADE, row, people=len(given.people), posts=_posts(given))
    return row


def counted(given: Instance) -> list[dict[str, Any]]:
    """Return the capacity: everything asked and given, then what no plan can reach."""
    return [
        _totals(given),
        *(
            {"kind": one.kind, "need": one.need, "give": one.give, "params": dict(one.params)}
            for one in certificates(given)
        ),
    ]


def _kept(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the line of the capacity that says what other call-ups keep, if they keep anything."""
    beside = facts.get("meta", {}).get("beside", {})
    if not beside.get("shifts"):
        return []
    return [{"kind": BESIDE, "need": 0, "give": 0, "params": dict(beside)}]


def _beside(actor: Actor, call_up: CallUp, draft: PlanDraft) -> list[StandingShift]:
    """Return the shifts on a plan's days that people of other call-ups keep."""
    last = draft.starts_on + timedelta(days=draft.days - 1)
    running = standing_from(actor=actor, incident_id=call_up.incident_id, starts_on=draft.starts_on)
    stay = staying(actor=actor, call_up=call_up, people={one.responder_id for one in running})
    return [
        one for one in running if one.responder_id in stay and one.day <= last and not one.closed
    ]


def _request(
    actor: Actor, call_up: CallUp, draft: PlanDraft, beside: Sequence[StandingShift]
) -> InstanceRequest:
    names = queries.counted_names(actor=actor, call_up_id=call_up.id)
    people = list(dict.fromkeys(names.values_list("responder_id", flat=True)))
    if not people:
        raise Conflict(
            _("Nobody is on the lists yet."), next_step=_("Wait for names, or name people first.")
        )
    there = {one.responder_id for one in beside}
    people += [one for one in local_people(actor=actor) if one not in there]
    # Where others have been sent already, their communities have a first secretary.
    led = {"first_secretary": False} if beside else {}
    return InstanceRequest(
        incident_id=call_up.incident_id,
        people=people,
        starts_on=draft.starts_on,
        days=draft.days,
        not_before=call_up.assembly_at,
        staffed=Counter((one.post_id, one.day, one.shift) for one in beside),
        rules=PlanRules(**{**led, **draft.rules}),
        weights=PlanWeights(**draft.weights),
        history=histories_before(actor=actor, people=people, starts_on=draft.starts_on),
        locks=draft.locks,
        name=call_up.title,
    )


def _totals(given: Instance) -> dict[str, Any]:
    """Count person-shifts asked for, and the most that limits and leave let people give."""
    days, give = given.horizon.days, 0
    for person in given.people:
        away = {day for first, last in person.leave for day in range(first, last + 1)}
        most = limits_of(given.rules, person)["max_shifts"]
        give += min(days - len(away), days if most is None else int(most))
    need = sum(row.count for community in given.communities for row in community.demand)
    return {
        "kind": TOTALS,
        "need": need,
        "give": give,
        "params": {"people": len(given.people), "posts": _posts(given), "days": days},
    }


def _posts(given: Instance) -> int:
    return sum(len(community.posts) for community in given.communities)


def _check(draft: PlanDraft, today: date) -> None:
    errors: dict[str, list[Text]] = {}
    if not 1 <= draft.days <= MOST_DAYS:
        errors["days"] = [_("A plan has 1 to 62 days.")]
    elif draft.starts_on + timedelta(days=draft.days) <= today:
        errors["starts_on"] = [_("These days are over. Plan from today on.")]
    elif draft.starts_on < today:
        errors["starts_on"] = [
            _("The first day has passed; what was worked then stays. Plan from today on.")
        ]
    if not 1 <= draft.seconds <= MOST_SECONDS:
        errors["seconds"] = [_("Planning takes 1 to 600 seconds.")]
    if not 0 <= draft.turn_days <= draft.days:
        errors["turn_days"] = [_("A batch works at most as many days as the plan has.")]
    if errors:
        raise Invalid(_("The plan cannot be begun as it is."), errors=errors)
