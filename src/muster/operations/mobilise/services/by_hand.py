"""A plan changed by hand: each step judged at once, the whole checked again before it counts.

A solved plan is never overwritten. Changing one by hand begins another plan, with a number of its
own; its steps are kept in their order, so that the last can be taken back, and are laid on what
the former plan says. Finishing lets the independent validator judge the outcome, once.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from muster.engines.planner.edits import Desk, Edit, InstanceFaults, Judgement, Spot
from muster.engines.planner.model import Instance, Plan
from muster.engines.planner.reading import plan_to_json
from muster.engines.planner.words import spoken
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import require
from muster.operations.mobilise import events, queries, rules
from muster.operations.mobilise.enums import PlanState
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.models.plans import unpacked, whole
from muster.operations.mobilise.services.again import BY_HAND, derived
from muster.operations.mobilise.services.documents import opened
from muster.operations.mobilise.services.plans import own_plan
from muster.operations.mobilise.services.solving import judged, keep_solved
from muster.platform.audit.services import record

MOST_STEPS = 500
CHANGEABLE = frozenset(
    {PlanState.SOLVED, PlanState.FAILED, PlanState.SUBMITTED, PlanState.APPROVED,
     PlanState.PUBLISHED}
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change: what somebody does on a day, or (`day` None) where somebody is sent.

    `shift` "" is a day off, `post` "" any post of the community that fits. `community` is where a
    person goes, "" into the reserve; the person's shifts in the former community fall away.
    """

    person: str
    day: int | None = None
    shift: str = ""
    post: str = ""
    community: str = ""

    def plain(self) -> dict[str, Any]:
        """Return it as it is kept."""
        if self.day is None:
            return {"person": self.person, "community": self.community}
        return {"person": self.person, "day": self.day, "shift": self.shift, "post": self.post}


def begin_by_hand(*, actor: Actor, plan_id: UUID) -> DeploymentPlan:
    """Begin another plan that says what this one does, to be changed by hand.

    Raises:
        Conflict: the plan is not made yet, or is being changed by hand itself.
    """
    with transaction.atomic():
        parent = own_plan(actor, plan_id)
        if parent.state not in CHANGEABLE or parent.document is None:
            raise Conflict(
                _("Only a plan that is made can be changed by hand."),
                next_step=_("Make it first, or go on with the one that is being changed."),
            )
        return derived(
            actor, parent, unpacked(parent.instance), {"how": BY_HAND},
            state=PlanState.EDITED, document=bytes(parent.document), locks=parent.locks,
        )  # fmt: skip


def make_steps(*, actor: Actor, plan_id: UUID, steps: Sequence[Step], seen: int) -> Judgement:
    """Make changes together and return what they do. `seen` is how many were made before.

    What breaks a rule is made all the same and said: a hand may need two steps to put a thing
    right. Only what makes no sense is refused.

    Raises:
        Conflict: somebody else has made a step meanwhile, or the plan is not open for changes.
        Invalid: no such person, day, shift or post.
    """
    with transaction.atomic():
        row = _open(actor, plan_id)
        if len(row.edits) != seen:
            raise _changed()
        if len(row.edits) >= MOST_STEPS:
            raise Conflict(
                _("One plan takes at most 500 changes by hand."),
                next_step=_("Finish it; then go on from it in another one."),
            )
        found = judge_steps(row, steps)
        for step, put in _posts_chosen(steps, found):
            row.edits.append(replace(step, post=put).plain())
        row.save(update_fields=["edits"])
        record(actor, events.PLAN_EDITED, row, step=len(row.edits))
    return found


def undo_step(*, actor: Actor, plan_id: UUID) -> DeploymentPlan:
    """Take the last change back.

    Raises:
        Conflict: there is none, or the plan is not open for changes.
    """
    with transaction.atomic():
        row = _open(actor, plan_id)
        if not row.edits:
            raise Conflict(_("There is no change to take back."), next_step=_("Make one first."))
        row.edits = row.edits[:-1]
        row.save(update_fields=["edits"])
        record(actor, events.PLAN_EDITED, row, step=len(row.edits))
    return row


def fix(
    *, actor: Actor, plan_id: UUID, person: str, day: int | None = None, fixed: bool = True
) -> DeploymentPlan:
    """Fix what somebody does on a day, or (`day` None) where somebody is; or let it free again.

    The next plan that is made from this one keeps to what is fixed.

    Raises:
        Conflict: the plan is not open for changes.
        Invalid: there is no such person or shift: a day off is leave, which is not fixed here.
    """
    with transaction.atomic():
        row = _open(actor, plan_id)
        others = [one for one in row.locks if (one["person"], one.get("day")) != (person, day)]
        row.locks = [*others, _lock(row, person, day)] if fixed else others
        row.save(update_fields=["locks"])
        record(actor, events.PLAN_EDITED, row, fixed=len(row.locks))
    return row


def finish_by_hand(*, actor: Actor, plan_id: UUID) -> DeploymentPlan:
    """Let the validator judge the whole plan and keep it. From now on it never changes.

    Raises:
        Conflict: nothing was changed, a rule is broken, or the plan is not open for changes.
    """
    row = queries.plan(actor=actor, plan_id=plan_id)
    require(actor, rules.MAKE_PLANS, row)
    if row.state != PlanState.EDITED:
        raise not_open()
    if not row.edits:
        raise Conflict(
            _("Nothing was changed in this plan."),
            next_step=_("Make a change, or put the plan aside."),
        )
    steps = list(row.edits)
    _given, plan = laid(row)
    document = whole(json.loads(plan_to_json(plan)))
    summary = judged(unpacked(row.instance), document)
    if not summary["legal"]:
        raise Conflict(
            _("The plan as it is breaks rules."),
            next_step=_("Put right what the grid says is broken, or take changes back."),
        )
    with transaction.atomic():
        now = own_plan(actor, plan_id)
        if now.state != PlanState.EDITED or now.edits != steps:
            raise _changed()
        return keep_solved(actor, plan_id, document, summary)


def laid(row: DeploymentPlan) -> tuple[Instance, Plan]:
    """Return the Instance and the plan with every step made by hand."""
    given, plan = opened(unpacked(row.instance), row.content)
    return given, _judged(given, plan, _steps(row)).plan if row.edits else plan


def judge_all(row: DeploymentPlan) -> Judgement:
    """Return what all steps together do to the plan that they began with."""
    given, plan = opened(unpacked(row.instance), row.content)
    return _judged(given, plan, _steps(row))


def judge_steps(row: DeploymentPlan, steps: Sequence[Step]) -> Judgement:
    """Return what steps would do on top of those made before; nothing is written.

    Raises:
        Invalid: no such person, day, shift or post.
    """
    given, plan = laid(row)
    return _judged(given, plan, steps)


def exchange(row: DeploymentPlan, one: tuple[str, int], other: tuple[str, int]) -> list[Step]:
    """Return the steps by which two cells, each a person and a day, give each other what they have.

    Raises:
        Invalid: both are days off, or they are the same cell.
    """
    _given, plan = laid(row)
    works = {(each.person, each.day): each for each in plan.roster}
    there, here = works.get(one), works.get(other)
    if one == other or (there is None and here is None):
        raise Invalid(
            _("There is no shift to move here."), next_step=_("Take a cell that has a shift.")
        )
    given = [(one, here), (other, there)]
    return [
        Step(person=who, day=day, shift=got.shift if got else "", post=got.post if got else "")
        for (who, day), got in sorted(given, key=lambda each: each[1] is not None)
    ]


def _steps(row: DeploymentPlan) -> list[Step]:
    return [Step(**one) for one in row.edits]


def _judged(given: Instance, plan: Plan, steps: Sequence[Step]) -> Judgement:
    """Judge steps made one after another: each begins where the one before it ended."""
    people = {step.person for step in steps}
    cells: dict[tuple[str, int], Spot] = {
        (one.person, one.day): Spot(one.shift, one.post)
        for one in plan.roster
        if one.person in people
    }
    edits: list[Edit] = []
    moves: dict[str, str | None] = {}
    for step in steps:
        days = [step.day]
        if step.day is None:
            moves[step.person] = step.community or None
            days = [day for who, day in cells if who == step.person]
        after = Spot(step.shift, step.post or None) if step.shift and step.day is not None else None
        for day in days:
            if day is not None:
                edits.append(Edit(step.person, day, cells.pop((step.person, day), None), after))
                if after is not None:
                    cells[step.person, day] = after
    try:
        return Desk(given, plan).judge(edits, moves=moves)
    except InstanceFaults as faults:
        raise Invalid(
            _("This cannot be done in this plan: %(faults)s"),
            next_step=_("Choose another shift, post or day."),
            faults="; ".join(spoken(one, gettext) for one in faults.faults),
        ) from None


def _lock(row: DeploymentPlan, person: str, day: int | None) -> dict[str, Any]:
    _given, plan = laid(row)
    if day is None:
        place = plan.assignment.get(person)
        if place is not None:
            return {"person": person, "community": place}
    for one in plan.roster:
        if (one.person, one.day) == (person, day):
            return {"person": person, "day": one.day, "shift": one.shift, "post": one.post}
    raise Invalid(
        _("There is nothing to fix here."),
        next_step=_("Fix a shift that somebody has, or where somebody is sent."),
    )


def _open(actor: Actor, plan_id: UUID) -> DeploymentPlan:
    row = own_plan(actor, plan_id)
    if row.state != PlanState.EDITED:
        raise not_open()
    return row


def _posts_chosen(steps: Sequence[Step], found: Judgement) -> Iterator[tuple[Step, str]]:
    """Yield each step with its post, also where the planner chose it."""
    put = iter(found.rows)
    for step in steps:
        yield step, next(put).post if step.shift and step.day is not None else step.post


def _changed() -> Conflict:
    return Conflict(
        _("Somebody else has changed this plan meanwhile."),
        next_step=_("Look at the grid as it is now, then make your change again."),
    )


def spot_step(person: str, day: int, spot: str) -> Step:
    """Return the step of a cell's form: `spot` is `shift|post`, `shift|`, or "" for a day off."""
    shift, _bar, post = spot.partition("|")
    return Step(person=person, day=day, shift=shift, post=post)


def not_open() -> Conflict:
    """Return why a plan takes no changes by hand."""
    return Conflict(
        _("This plan is not open for changes by hand."),
        next_step=_("Begin to change it by hand: that makes another plan."),
    )
