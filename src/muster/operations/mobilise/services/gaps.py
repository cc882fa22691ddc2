"""A place of the plan nobody has come for, filled from the reserve in one step."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.areas import covers
from muster.kernel.errors import Conflict
from muster.kernel.events import on_commit
from muster.kernel.permissions import require
from muster.kernel.roles import Role
from muster.operations.duty.queries import (
    area_of_place,
    assignment,
    places_named,
    shifts_of_person,
)
from muster.operations.duty.services.changes import cover, replace_person
from muster.operations.mobilise import events, rules
from muster.operations.mobilise.enums import COMING, CallUpState, NominationState, PlanState
from muster.operations.mobilise.models import DeploymentPlan, Nomination
from muster.operations.mobilise.models.plans import unpacked
from muster.operations.mobilise.queries import plan_in_force
from muster.operations.mobilise.services.differences import look_again
from muster.platform.access.queries import grants
from muster.platform.audit.services import record
from muster.platform.notify.contracts import Link, Recipient
from muster.platform.notify.enums import Urgency
from muster.platform.notify.services import notify

GAP_WORDS = "mobilise.gap_opened"
WORD = 80


def fill_gap(*, actor: Actor, nomination_id: UUID, reserve_id: UUID) -> Nomination:
    """Put a reserve where somebody of the plan has not come; returns the reserve's name.

    Before publication the plan is published with the reserve in that place; after it the shifts
    that are still to come pass to the reserve, and both and the crew's leads are told.

    Raises:
        Conflict: the person has arrived or was replaced already, or the reserve is in the plan,
            or took another place meanwhile.
    """
    with transaction.atomic():
        row = Nomination.objects.get_for_update(actor, nomination_id)
        require(actor, rules.FILL_GAPS, row.call_up)
        reserve = Nomination.objects.get_for_update(actor, reserve_id)
        _check(actor, row, reserve)
        step_in(actor, row, reserve, reason=str(_("Did not come to the assembly.")), running=True)
        record(
            actor,
            events.GAP_FILLED,
            reserve,
            subject_id=reserve.responder_id,
            instead_of=row.responder_id,
        )
        look_again(
            row.call_up, [row.responder_id, reserve.responder_id], [row.unit_id, reserve.unit_id]
        )
    return reserve


def step_in(
    actor: Actor, out: Nomination, into: Nomination, *, reason: str, running: bool = False
) -> None:
    """Let one name take the place of another on the list and, where there is one, in the roster."""
    into.replaces = out
    if into.state not in COMING:
        into.state, into.place = NominationState.NAMED, None
    into.save(update_fields=["replaces", "state", "place"])
    out.state, out.place = NominationState.WITHDRAWN, None
    out.save(update_fields=["state", "place"])
    pass_on_shifts(actor, out, into, reason=reason, running=running)
    for row in (out, into):
        on_commit(
            events.NominationChanged(
                tenant_id=row.tenant_id,
                call_up_id=row.call_up_id,
                responder_id=row.responder_id,
                state=str(row.state),
            )
        )


def pass_on_shifts(
    actor: Actor, out: Nomination, into: Nomination, *, reason: str, running: bool
) -> bool:
    """Give the published shifts of one person that are still to come to another; True where it did.

    With `running` also one that has begun without its person: so gaps at the assembly are filled.
    Nothing happens before publication, or where the person has no place in the roster.
    """
    plan = plan_in_force(actor=actor, call_up_id=out.call_up_id)
    if plan is None or plan.state != PlanState.PUBLISHED or not _is_in(plan, out.responder_id):
        return False
    now = clock.now()
    shifts = shifts_of_person(out.tenant_id, out.responder_id, clock.today())
    coming = [one for one in shifts if one.starts_at > now]
    begun = [one for one in shifts if one.starts_at <= now < one.ends_at and one.came_at is None]
    if coming and out.unit_id == into.unit_id:
        replace_person(
            actor=actor,
            out_responder_id=out.responder_id,
            in_responder_id=into.responder_id,
            reason=reason,
        )
        coming = []
    for shift in [*(begun if running else ()), *coming]:
        row = assignment(actor=actor, assignment_id=shift.assignment_id)
        cover(
            actor=actor,
            assignment_id=row.id,
            version=row.version,
            by_responder_id=into.responder_id,
            reason=reason,
        )
    return True


def tell_of_gap(row: Nomination) -> None:
    """Tell the command that somebody of a published plan cannot come: a reserve has to step in."""
    system = system_actor(row.tenant_id, "mobilise")
    plan = plan_in_force(actor=system, call_up_id=row.call_up_id)
    if plan is None or plan.state != PlanState.PUBLISHED or not _is_in(plan, row.responder_id):
        return
    place = unpacked(plan.document or b"")["assignment"][str(row.responder_id)]
    code = area_of_place(place)
    told = {
        grant.account_id: grant.account
        for role in (Role.COMMANDER, Role.PLANNER)
        for grant in grants(system, role=role)
        if covers(grant.area_code, code) and grant.account.is_active
    }
    notify(
        actor=system,
        recipients=[
            Recipient(account_id=one.id, person_id=one.person_id, language=one.language)
            for one in told.values()
        ],
        words=GAP_WORDS,
        params={"place": places_named([place])[place][:WORD], "unit": row.unit.name[:WORD]},
        link=Link(f"/call-ups/{row.call_up_id}/gaps/"),
        urgency=Urgency.URGENT,
    )


def replaced_people(plan: DeploymentPlan) -> dict[str, str]:
    """Return who stands in for whom since a plan was made, by person: chains are followed."""
    rows: Any = Nomination.objects.of_tenant(plan.tenant_id).filter(
        call_up_id=plan.call_up_id, replaces__isnull=False, state__in=[str(one) for one in COMING]
    )
    steps = {
        str(old): str(new)
        for old, new in rows.values_list("replaces__responder_id", "responder_id")
    }
    found = {}
    for old, first in steps.items():
        new, seen = first, {old}
        while new in steps and new not in seen:
            seen.add(new)
            new = steps[new]
        found[old] = new
    return found


def _check(actor: Actor, out: Nomination, into: Nomination) -> None:
    if out.call_up_id != into.call_up_id or out.responder_id == into.responder_id:
        raise Conflict(_("These two are not on the lists of one call-up."))
    if out.call_up.state not in {CallUpState.SENT, CallUpState.CLOSED}:
        raise Conflict(_("This call-up was called off."))
    if out.arrived_at is not None:
        raise Conflict(
            _("%(name)s has arrived meanwhile."),
            next_step=_("Look at the gaps again."),
            name=out.responder.name,
        )
    if Nomination.objects.of_tenant(out.tenant_id).filter(replaces_id=out.id).exists():
        raise Conflict(_("Somebody else has taken this place already."))
    plan = plan_in_force(actor=actor, call_up_id=out.call_up_id)
    if plan is None or not _is_in(plan, out.responder_id):
        raise Conflict(_("%(name)s has no place in the plan."), name=out.responder.name)
    if _is_in(plan, into.responder_id) or into.replaces_id is not None:
        raise Conflict(_("%(name)s has a place already."), name=into.responder.name)
    if into.state not in {*COMING, NominationState.WAITING}:
        raise Conflict(_("%(name)s does not come."), name=into.responder.name)


def _is_in(plan: DeploymentPlan, person: UUID) -> bool:
    return plan.document is not None and str(person) in unpacked(plan.document)["assignment"]
