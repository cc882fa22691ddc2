"""A plan made again from another one: with a rule relaxed, other weights, or cells fixed by hand.

A plan that was solved never changes. What follows from it is another plan, with a number of its
own, that names the one it comes from.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.engines.planner.reading import instance_to_json, read_instance
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import require
from muster.operations.mobilise import queries, rules
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.models.plans import unpacked
from muster.operations.mobilise.services.planning import write_plan
from muster.operations.mobilise.services.solving import start_solving

RELAXED, WEIGHED, LOCKED, BY_HAND = "relaxed", "weighed", "locked", "hand"
"""How a plan came from another."""
MOST_WEIGHT = 1000


def plan_again_relaxed(*, actor: Actor, study_id: UUID, entry: int) -> DeploymentPlan:
    """Plan again with one entry of the menu, and begin to solve.

    People whom an entry adds are nobody yet: such a plan shows what they would do, and can not be
    sent for approval.

    Raises:
        Conflict: the menu is not there yet.
        Invalid: it has no such entry.
    """
    study = queries.study(actor=actor, study_id=study_id)
    require(actor, rules.MAKE_PLANS, study.plan)
    answer = study.answer
    if answer is None:
        raise Conflict(_("This has not been worked out yet."), next_step=_("Wait for the answer."))
    entries = answer.get("menu", [])
    if not 0 <= entry < len(entries):
        raise Invalid(_("The menu has no such entry."), next_step=_("Open the menu again."))
    from muster.operations.mobilise.services.plan_answers import relaxation_of

    chosen = entries[entry]
    given = read_instance(json.dumps(unpacked(study.plan.instance)).encode())
    facts = json.loads(instance_to_json(relaxation_of(chosen).adopt(given)))
    origin = {"how": RELAXED, "said": chosen["said"], "community": chosen["community"]}
    before = int(study.plan.origin.get("unnamed", 0))
    return _again(actor, study.plan, facts, {**origin, "unnamed": before + chosen["added"]})


def plan_again_weighed(*, actor: Actor, plan_id: UUID, fragment: float) -> DeploymentPlan:
    """Plan again with another price of a unit's part, and begin to solve.

    Raises:
        Invalid: the price is out of range.
    """
    row = queries.plan(actor=actor, plan_id=plan_id)
    require(actor, rules.MAKE_PLANS, row)
    if not 0 <= fragment <= MOST_WEIGHT:
        raise Invalid(_("The price of a part is 0 to 1,000."), next_step=_("Choose a point."))
    facts = unpacked(row.instance)
    facts["weights"] = {**facts.get("weights", {}), "fragment": fragment}
    return _again(actor, row, facts, {"how": WEIGHED, "fragment": fragment})


def plan_again_locked(*, actor: Actor, plan_id: UUID) -> DeploymentPlan:
    """Plan again around the cells and people that are fixed by hand, and begin to solve.

    Raises:
        Conflict: nothing is fixed in this plan.
    """
    row = queries.plan(actor=actor, plan_id=plan_id)
    require(actor, rules.MAKE_PLANS, row)
    if not row.locks:
        raise Conflict(
            _("Nothing is fixed in this plan."), next_step=_("Fix shifts or people first.")
        )
    facts = unpacked(row.instance)
    facts["locks"] = locks_joined(facts.get("locks", ()), row.locks)
    return _again(actor, row, facts, {"how": LOCKED, "number": len(row.locks)}, locks=row.locks)


def locks_joined(
    given: Sequence[Mapping[str, Any]], mine: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return the locks of both, those made by hand last and instead of what they contradict."""
    found: dict[tuple[str, Any], dict[str, Any]] = {}
    for one in (*given, *mine):
        found[one["person"], one.get("day")] = dict(one)
    return list(found.values())


def derived(
    actor: Actor, parent: DeploymentPlan, facts: Mapping[str, Any], origin: Mapping[str, Any],
    **more: Any,
) -> DeploymentPlan:  # fmt: skip
    """Write a plan that comes from another; inside the caller's transaction."""
    require(actor, rules.MAKE_PLANS, parent)
    row = DeploymentPlan(
        tenant_id=parent.tenant_id,
        call_up_id=parent.call_up_id,
        area_code=parent.area_code,
        starts_on=parent.starts_on,
        days=parent.days,
        seconds=parent.seconds,
        wishes=parent.wishes,
        parent=parent,
        origin={"unnamed": parent.origin.get("unnamed", 0), **origin},
        **more,
    )
    return write_plan(actor, row, facts)


def _again(
    actor: Actor, parent: DeploymentPlan, facts: Mapping[str, Any], origin: Mapping[str, Any],
    **more: Any,
) -> DeploymentPlan:  # fmt: skip
    with transaction.atomic():
        row = derived(actor, parent, facts, origin, **more)
        start_solving(actor=actor, plan_id=row.id)
    row.refresh_from_db()
    return row
