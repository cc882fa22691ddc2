"""What publishing a plan would replace, said before it is approved and when it is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import ngettext

from muster.kernel.actors import Actor
from muster.operations.mobilise.enums import PlanState
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.services.replacing import Replacement, replacement_of
from muster.platform.places.queries import area_names
from muster.registers.responders.queries import names_of_people

BEFORE = {PlanState.SOLVED, PlanState.SUBMITTED, PlanState.APPROVED}


@dataclass(frozen=True, slots=True)
class Replaces:
    """What a page says of it: names in place of ids, `uncovered` as a sentence or ""."""

    starts_on: date
    ends_on: date
    days: int
    replaced: bool
    off: Sequence[str]
    moved: Sequence[tuple[str, str, str]]
    kept: int
    uncovered: str
    until: date | None


def replaced(actor: Actor, row: DeploymentPlan) -> Replaces | None:
    """Return what a plan that waits replaces; None where no roster runs on its days."""
    if row.state not in BEFORE:
        return None
    found = replacement_of(actor=actor, row=row)
    if found is None:
        return None
    names = names_of_people(actor, [*found.off, *(one[0] for one in found.moved)])
    places = area_names({place for one in found.moved for place in one[1:]})
    return Replaces(
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        days=len(found.replaced),
        replaced=bool(found.replaced),
        off=sorted(names.get(one, "") for one in found.off),
        moved=sorted(
            (names.get(who, ""), places.get(was, was), places.get(then, then))
            for who, was, then in found.moved
        ),
        kept=found.kept_people,
        uncovered=_uncovered(found),
        until=found.uncovered[-1] if found.uncovered else None,
    )


def question_of(replaces: Replaces | None) -> list[str]:
    """Return what the question before publishing says besides that people are told."""
    if replaces is None:
        return []
    said: list[Any] = []
    if n := len(replaces.off):
        said.append(
            ngettext(
                "%(n)s person loses every shift, and is told so once.",
                "%(n)s people lose every shift, and are told so once.",
                n,
            )
            % {"n": f"{n:,}"}
        )
    if n := len(replaces.moved):
        said.append(
            ngettext("%(n)s person changes community.", "%(n)s people change community.", n)
            % {"n": f"{n:,}"}
        )
    return [*said, *([replaces.uncovered] if replaces.uncovered else [])]


def _uncovered(found: Replacement) -> str:
    days = found.uncovered
    if not days:
        return ""
    return ngettext(
        "From %(first)s to %(last)s %(shifts)s shift that somebody has now would have nobody.",
        "From %(first)s to %(last)s %(shifts)s shifts that people have now would have nobody.",
        len(found.beyond),
    ) % {
        "first": date_format(days[0], "n/j"),
        "last": date_format(days[-1], "n/j"),
        "shifts": f"{len(found.beyond):,}",
    }
