"""One community of a plan as a grid: its people by day, and what each of them does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from muster.kernel.actors import Actor
from muster.kernel.permissions import allowed, requires
from muster.operations.mobilise import queries, rules
from muster.operations.mobilise.enums import PlanState
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.views.plan_parts import (
    Mark,
    crumbs_of_plan,
    people_names,
    place_names,
    shift_marks,
    unit_names,
)
from muster.ui.http import Request
from muster.ui.parts import Crumb

CHANGEABLE = {PlanState.SOLVED, PlanState.FAILED, PlanState.APPROVED, PlanState.PUBLISHED}
"""States of a plan from which another one can be made by hand."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What somebody does on a day: mark and name of the shift, post; all empty on a day off."""

    day: int
    kind: str
    label: str
    post: str
    locked: bool
    leave: bool

    @property
    def day_text(self) -> str:
        """The day as a word of a key."""
        return str(self.day)


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the grid."""

    id: str
    name: str
    unit: str
    leads: bool
    locked: bool
    batch: str
    cells: Sequence[Cell]


@requires(rules.VIEW_PLANS)
@require_GET
def community(request: Request, plan_id: UUID, area: str) -> HttpResponse:
    """Show one community of a plan: its people, and who stands where on each day."""
    row = queries.plan(actor=request.actor, plan_id=plan_id)
    facts, document = queries.plan_documents(actor=request.actor, plan_id=row.id)
    if document is None or all(one["id"] != area for one in facts["communities"]):
        raise Http404
    title = place_names([area])[area]
    marks = shift_marks(request.actor, row, facts)
    context = {
        "plan": row,
        "crumbs": crumbs_of_plan(row, Crumb(title)),
        "title": title,
        "area": area,
        "days": days_of(row),
        "rows": grid(request.actor, row, facts, document, area=area, marks=marks),
        "shifts": [(*marks[one["id"]], one) for one in facts["shifts"]],
        "may_change": row.state in CHANGEABLE and allowed(request.actor, rules.MAKE_PLANS, row),
    }
    return render(request, "mobilise/plan_community.html", context)


def days_of(row: DeploymentPlan) -> list[Any]:
    """Return the days of a plan."""
    return [row.starts_on + timedelta(days=day) for day in range(row.days)]


def grid(
    actor: Actor,
    row: DeploymentPlan,
    facts: Mapping[str, Any],
    document: Mapping[str, Any],
    *,
    area: str,
    marks: Mapping[str, Mark],
) -> list[Person]:
    """Return the people of a community with each day, who leads first. Three queries."""
    here = {who for who, where in document["assignment"].items() if where == area}
    known = {one["id"]: one for one in facts["people"] if one["id"] in here}
    names = people_names(actor, list(here))
    units = unit_names(actor, {one["unit"] for one in known.values()})
    batches = facts.get("meta", {}).get("batches", {}).get("units", {})
    works = {
        (one["person"], one["day"]): one for one in document["roster"] if one["person"] in here
    }
    fixed = {(one["person"], one.get("day")) for one in row.locks}
    lead = document.get("first_secretary", {}).get(area)
    rows = []
    for who, one in known.items():
        away = {day for first, last in one.get("leave", ()) for day in range(first, last + 1)}
        cells = []
        for day in range(facts["horizon"]["days"]):
            work = works.get((who, day))
            kind, label = marks[work["shift"]] if work else ("", "")
            post = work["post"] if work else ""
            cells.append(Cell(day, kind, label, post, (who, day) in fixed, day in away))
        rows.append(
            Person(
                id=who,
                name=names.get(who, who),
                unit=units.get(one["unit"], ""),
                leads=who == lead,
                locked=(who, None) in fixed,
                batch=_("batch A") if batches.get(one["unit"]) == 0 else (
                    _("batch B") if one["unit"] in batches else ""
                ),
                cells=cells,
            )
        )  # fmt: skip
    return sorted(rows, key=lambda one: (not one.leads, one.name))
