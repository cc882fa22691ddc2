"""What people have behind them when a plan begins: the last shift, runs of days and of nights."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from muster.kernel.actors import Actor
from muster.kernel.permissions import require
from muster.operations.duty import rules
from muster.operations.duty.models import Assignment, PatternShift
from muster.operations.duty.queries.instance_rows import shift_name
from muster.operations.duty.queries.roster import IN_FORCE

LOOK_BACK_DAYS = 21
HOUR = timedelta(hours=1)


def histories_before(
    *, actor: Actor, people: Collection[UUID], starts_on: date
) -> dict[UUID, dict[str, Any]]:
    """Return the state of each of these people at the end of the day before a plan's first.

    Counted are the shifts in force, worked or still to be worked, of every incident: a rule may
    depend on a shift in a community that the actor does not see. One query.
    """
    require(actor, rules.PLAN_POSTS)
    rows: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(
        IN_FORCE,
        responder_id__in=list(people),
        day__gte=starts_on - timedelta(days=LOOK_BACK_DAYS),
        day__lt=starts_on,
    )
    return histories(rows.select_related("shift__pattern").order_by("starts_at"), starts_on)


def histories(rows: Iterable[Assignment], starts_on: date) -> dict[UUID, dict[str, Any]]:
    """Return the same from shifts that have been read: `history` of the planner's format."""
    by_person: dict[UUID, dict[date, Assignment]] = defaultdict(dict)
    for row in rows:
        by_person[row.responder_id][row.day] = row
    found = {}
    for person, days in by_person.items():
        last = days.get(starts_on - timedelta(days=1))
        history: dict[str, Any] = {
            "consecutive_days": _run(days, starts_on),
            "consecutive_nights": _run({d: r for d, r in days.items() if r.night}, starts_on),
            "hours": sum((row.ends_at - row.starts_at) / HOUR for row in days.values()),
            "shifts": len(days),
        }
        if last is not None:
            history["last_shift"] = shift_name(last.shift)
        found[person] = history
    return found


def shifts_named(
    actor: Actor, history: Mapping[UUID, Mapping[str, Any]], known: Collection[str]
) -> dict[str, PatternShift]:
    """Return the last shifts that no post of a plan has, so that rest after them is counted."""
    names = {
        str(one["last_shift"]) for one in history.values() if one.get("last_shift")
    } - frozenset(known)
    if not names:
        return {}
    rows: Any = PatternShift.objects.of_tenant(actor.tenant_id).filter(
        pattern__key__in={name.rpartition(".")[0] for name in names}
    )
    found = {shift_name(shift): shift for shift in rows.select_related("pattern")}
    return {name: found[name] for name in sorted(names & found.keys())}


def _run(days: Collection[date], starts_on: date) -> int:
    count = 0
    while starts_on - timedelta(days=count + 1) in days:
        count += 1
    return count
