"""A plan that was approved, published: the roster comes into force and everybody is told once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict
from muster.kernel.permissions import require
from muster.kernel.tenants import tenant_of
from muster.operations.duty.contracts import AssignmentDraft, DeploymentDraft, PlanRules
from muster.operations.duty.queries.replacing import as_drafts
from muster.operations.duty.services import publish_edition
from muster.operations.mobilise import events, rules
from muster.operations.mobilise.enums import PlanState
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.models.plans import unpacked
from muster.operations.mobilise.services.deployed import form_teams
from muster.operations.mobilise.services.joining import refuse_broken_join
from muster.operations.mobilise.services.plan_telling import (
    tell_communities,
    tell_published,
    tell_taken_off,
    tell_units,
)
from muster.operations.mobilise.services.replacing import Replacement, as_published, replacement_of
from muster.platform.audit.services import record

Kept = tuple[list[DeploymentDraft], list[AssignmentDraft]]
"""Where people of other call-ups are sent, and their shifts."""


def publish_plan(*, actor: Actor, plan_id: UUID, uncovered: bool = False) -> DeploymentPlan:
    """Put an approved plan into force and write one message to each person of it.

    All of it is one transaction: after a crash either nobody has been told and the plan waits, or
    everybody has, once. Published twice, nothing happens the second time. A plan published late
    places people from today on: its days before stay as they were. People of other call-ups keep
    their shifts; who had some and has none any more is told so. Days after the plan on which posts
    are staffed now end with it, which takes a word: `uncovered`.

    Raises:
        Conflict: the plan is not approved, all its days have passed, people have checked in on
            days it would replace, it does not fit what its people work before it, or days after
            it would be without anybody and nobody said that this is meant.
        Invalid: the register has changed so that the plan cannot be as it is.
    """
    with transaction.atomic():
        row = DeploymentPlan.objects.get_for_update(actor, plan_id)
        require(actor, rules.PUBLISH_PLANS, row)
        if row.state == PlanState.PUBLISHED:
            return row
        if row.state != PlanState.APPROVED or row.document is None:
            raise Conflict(
                _("Only an approved plan is published."),
                next_step=_("Send it to a second person first."),
            )
        _refuse_passed(row)
        passed, document = as_published(row)
        gone = replacement_of(actor=actor, row=row, document=document)
        _refuse_uncovered(gone, meant=uncovered)
        refuse_broken_join(actor, row, document, passed)
        kept = _kept(actor, row, gone)
        edition = _publish(actor, row, document, passed, kept)
        everybody = _with_kept(document, *kept)
        row.state, row.published_at, row.edition_id = PlanState.PUBLISHED, clock.now(), edition.id
        row.save(update_fields=["state", "published_at", "edition_id"])
        form_teams(actor, row, everybody, unpacked(row.instance))
        told = tell_published(row, document)
        off = tell_taken_off(row, gone.off, gone.starts_on) if gone else 0
        tell_units(row, document, unpacked(row.instance))
        tell_communities(row, _at_places(everybody, document), edition.starts_on)
        record(
            actor,
            events.PLAN_PUBLISHED,
            row,
            people=told,
            edition=edition.id,
            taken_off=off,
            days_uncovered=len(gone.uncovered) if gone else 0,
        )
    return row


def _kept(actor: Actor, row: DeploymentPlan, gone: Replacement | None) -> Kept:
    """Return where people of other call-ups are sent and the shifts that they keep."""
    if gone is None or not gone.kept:
        return [], []
    return as_drafts(
        actor=actor,
        incident_id=row.call_up.incident_id,
        shifts=gone.kept,
        starts_on=gone.starts_on,
    )


def _publish(
    actor: Actor, row: DeploymentPlan, document: Mapping[str, Any], passed: int, kept: Kept
) -> Any:
    """Publish a plan's shifts with those that stay beside it."""
    places, shifts = kept
    led = {one.area_code for one in places if one.first_secretary}
    return publish_edition(
        actor=actor,
        incident_id=row.call_up.incident_id,
        starts_on=row.starts_on + timedelta(days=passed),
        days=max([row.days - passed, *(one.day + 1 for one in shifts)]),
        plan_id=row.id,
        deployments=[*_deployments(document, led), *places],
        assignments=[*_assignments(document, passed), *shifts],
        what_to_bring=row.call_up.what_to_bring,
        rules_used=PlanRules(**row.wishes),
    )


def _with_kept(
    document: Mapping[str, Any],
    places: Sequence[DeploymentDraft],
    shifts: Sequence[AssignmentDraft],
) -> dict[str, Any]:
    """Return a plan with everybody who is on the roster: crews and teams are of all of them."""
    led = {one.area_code: str(one.responder_id) for one in places if one.first_secretary}
    sent = {str(one.responder_id): one.area_code for one in places}
    return {
        **document,
        "assignment": {**sent, **document["assignment"]},
        "first_secretary": {**document.get("first_secretary", {}), **led},
        "roster": [
            *document["roster"],
            *({"person": str(one.responder_id), "post": str(one.post_id)} for one in shifts),
        ],
    }


def _at_places(everybody: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """Return who is sent where, in the places to which a plan sends somebody."""
    places = set(document["assignment"].values())
    sent = {who: at for who, at in everybody["assignment"].items() if at in places}
    return {**everybody, "assignment": sent}


def _refuse_passed(row: DeploymentPlan) -> None:
    """Refuse a plan all of whose days have passed.

    Raises:
        Conflict: all of them have.
    """
    last = row.starts_on + timedelta(days=row.days - 1)
    if clock.today(tenant_of(row.tenant_id).time_zone) > last:
        raise Conflict(
            _("This plan was not published: all its days have passed, the last was %(day)s."),
            next_step=_("Make a plan from today on, have it approved, and publish that one."),
            day=date_format(last, "MONTH_DAY_FORMAT"),
        )


def _refuse_uncovered(gone: Replacement | None, *, meant: bool) -> None:
    """Refuse to end days of the running roster in silence.

    Raises:
        Conflict: it has shifts after the plan's last day, and nobody said that they may end.
    """
    if gone is None or meant or not gone.uncovered:
        return
    raise Conflict(
        _(
            "The running roster goes on after this plan: from %(first)s to %(last)s %(shifts)s "
            "shifts would have nobody."
        ),
        next_step=_("Make a plan that goes as far, or tick that these days may be empty."),
        first=date_format(gone.uncovered[0], "MONTH_DAY_FORMAT"),
        last=date_format(gone.uncovered[-1], "MONTH_DAY_FORMAT"),
        shifts=len(gone.beyond),
    )


def _deployments(document: Mapping[str, Any], led: Collection[str]) -> list[DeploymentDraft]:
    """Return where a plan sends people; a community that is `led` keeps its first secretary."""
    leads = {who for at, who in document.get("first_secretary", {}).items() if at not in led}
    return [
        DeploymentDraft(responder_id=UUID(person), area_code=place, first_secretary=person in leads)
        for person, place in document["assignment"].items()
    ]


def _assignments(document: Mapping[str, Any], passed: int) -> list[AssignmentDraft]:
    return [
        AssignmentDraft(
            responder_id=UUID(one["person"]),
            post_id=UUID(one["post"]),
            day=one["day"] - passed,
            shift=one["shift"],
        )
        for one in document["roster"]
    ]
