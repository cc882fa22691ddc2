"""Accepting a proposal of repair, whole or in part."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.errors import Invalid
from muster.kernel.permissions import require
from muster.kernel.tenants import tenant_of
from muster.operations.duty import rules
from muster.operations.duty.change_enums import ChangeKind
from muster.operations.duty.models import Assignment, RosterChange
from muster.operations.duty.queries.repairing import lines_of
from muster.operations.duty.services.rewriting import Wanted, rewrite
from muster.registers.responders.services import report_absence


def accept_repair(
    *, actor: Actor, incident_id: UUID, keys: Sequence[str], reason: str = "",
    absent: Mapping[UUID, tuple[date, date | None]] | None = None, kind: str = ChangeKind.REPAIR,
) -> RosterChange:  # fmt: skip
    """Make the lines of a proposal that were chosen; judged again, and those touched are told.

    The absence itself goes onto the register, so that nobody plans the person meanwhile.

    Raises:
        Invalid: no line is chosen, or one cannot be read.
        NotAllowed, ChangedFirst, RuleBroken, Conflict: see `rewriting.rewrite`.
    """
    try:
        cancel, put = lines_of(keys)
    except ValueError:
        raise Invalid(_("A line of the proposal cannot be read. Ask for it again.")) from None
    if not cancel and not put:
        raise Invalid(_("Choose at least one line."))
    with transaction.atomic():
        require(actor, rules.CHANGE_ROSTER)
        change = rewrite(
            actor=actor,
            wanted=Wanted(
                incident_id=incident_id,
                kind=kind,
                cancel=cancel,
                put=put,
                reason=reason,
                running=True,
            ),
        )
        for person, (since, until) in (absent or {}).items():
            _record_absence(actor, person, since, until)
    return change


def _record_absence(actor: Actor, person: UUID, since: date, until: date | None) -> None:
    """Enter an absence of somebody who has a shift where the actor changes rosters."""
    rows: Any = Assignment.objects.visible_to(actor, rules.CHANGE_ROSTER)
    if not rows.filter(responder_id=person).exists():
        return
    zone = ZoneInfo(tenant_of(actor.tenant_id).time_zone)
    starts = max(datetime.combine(since, time(), zone), clock.now())
    ends = None if until is None else datetime.combine(until + timedelta(days=1), time(), zone)
    if ends is not None and ends <= starts:
        return
    report_absence(
        actor=system_actor(actor.tenant_id, "duty.roster"),
        responder_id=person,
        starts_at=starts,
        ends_at=ends,
    )
