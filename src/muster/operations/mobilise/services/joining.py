"""Whether a plan still keeps the rules where it joins the roster that runs, judged when published.

The planner saw the roster as it was. Since then shifts may have been changed, or days have passed.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from muster.engines.planner.validate import check_plan
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict
from muster.operations.duty.queries.history import histories_before
from muster.operations.duty.queries.replacing import standing_from
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.models.plans import unpacked

JOINS = frozenset({"rest", "consecutive_days", "consecutive_nights"})


def refuse_broken_join(
    actor: Actor, row: DeploymentPlan, document: Mapping[str, Any], passed: int
) -> None:
    """Refuse a plan whose first days come too soon after what its people work before it.

    So many of its days have passed: on these people keep to the roster that runs.

    Raises:
        Conflict: rest, days or nights in a row would break a rule for somebody.
    """
    tired = _tired(actor, row, document, passed)
    if tired:
        raise Conflict(
            ngettext_lazy(
                "The running roster has changed since this plan was made: %(n)s person would have "
                "too little rest, or too many days or nights in a row, where the two meet.",
                "The running roster has changed since this plan was made: %(n)s people would have "
                "too little rest, or too many days or nights in a row, where the two meet.",
                tired,
            ),
            next_step=_("Make the plan anew, then publish it."),
            n=tired,
        )


def _tired(actor: Actor, row: DeploymentPlan, document: Mapping[str, Any], first: int) -> int:
    """Count for whom a rule breaks on or after the plan's first day that is still to come."""
    facts = unpacked(row.instance)
    known = {UUID(one["id"]): one for one in facts["people"] if one["id"].count("-") > 1}
    history = histories_before(actor=actor, people=known.keys(), starts_on=row.starts_on)
    before = _worked(actor, row, facts, first) if first else []
    joining = {str(person) for person in history} | {one["person"] for one in before}
    people = [
        {**one, "history": history.get(UUID(one["id"]), {})}
        for one in facts["people"]
        if one["id"] in joining
    ]
    names = {one["id"] for one in people}
    if not people:
        return 0
    report = check_plan(
        {**facts, "people": people, "locks": []},
        {
            "assignment": {who: at for who, at in document["assignment"].items() if who in names},
            "roster": [one for one in [*before, *document["roster"]] if one["person"] in names],
        },
    )
    return len(
        {
            one.params["person"]
            for one in report.violations
            if one.code in JOINS and int(one.params["day"]) >= first
        }
    )


def _worked(
    actor: Actor, row: DeploymentPlan, facts: Mapping[str, Any], first: int
) -> list[dict[str, Any]]:
    """Return what people work on days of the plan that have passed, by the roster that runs."""
    shifts = {one["id"] for one in facts["shifts"]}
    post = next(one["id"] for place in facts["communities"] for one in place["posts"])
    running = standing_from(
        actor=actor, incident_id=row.call_up.incident_id, starts_on=row.starts_on
    )
    return [
        {"person": str(one.responder_id), "day": day, "shift": one.shift, "post": post}
        for one in running
        for day in [(one.day - row.starts_on).days]
        if day < first and one.shift in shifts
    ]
