"""A plan that was approved, published: the roster comes into force and everybody is told once."""

from collections.abc import Mapping
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
from muster.operations.duty.services import publish_edition
from muster.operations.mobilise import events, rules
from muster.operations.mobilise.enums import PlanState
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.models.plans import unpacked
from muster.operations.mobilise.services.deployed import form_teams, with_stand_ins
from muster.operations.mobilise.services.gaps import replaced_people
from muster.operations.mobilise.services.plan_telling import (
    tell_communities,
    tell_published,
    tell_units,
)
from muster.platform.audit.services import record


def publish_plan(*, actor: Actor, plan_id: UUID) -> DeploymentPlan:
    """Put an approved plan into force and write one message to each person of it.

    All of it is one transaction: after a crash either nobody has been told and the plan waits, or
    everybody has, once. Published twice, nothing happens the second time. A plan published late
    places people from today on: its days before stay as they were.

    Raises:
        Conflict: the plan is not approved, all its days have passed, or people have checked in on
            days it would replace.
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
        passed = _days_passed(row)
        document = _from_day(passed, with_stand_ins(unpacked(row.document), replaced_people(row)))
        edition = publish_edition(
            actor=actor,
            incident_id=row.call_up.incident_id,
            starts_on=row.starts_on + timedelta(days=passed),
            days=row.days - passed,
            plan_id=row.id,
            deployments=_deployments(document),
            assignments=_assignments(document, passed),
            what_to_bring=row.call_up.what_to_bring,
            rules_used=PlanRules(**row.wishes),
        )
        row.state, row.published_at, row.edition_id = PlanState.PUBLISHED, clock.now(), edition.id
        row.save(update_fields=["state", "published_at", "edition_id"])
        form_teams(actor, row, document, unpacked(row.instance))
        told = tell_published(row, document)
        tell_units(row, document, unpacked(row.instance))
        tell_communities(row, document, edition.starts_on)
        record(actor, events.PLAN_PUBLISHED, row, people=told, edition=edition.id)
    return row


def _days_passed(row: DeploymentPlan) -> int:
    """Return how many of a plan's days lie before today.

    Raises:
        Conflict: all of them do.
    """
    today = clock.today(tenant_of(row.tenant_id).time_zone)
    passed = max(0, (today - row.starts_on).days)
    if passed >= row.days:
        last = row.starts_on + timedelta(days=row.days - 1)
        raise Conflict(
            _("This plan was not published: all its days have passed, the last was %(day)s."),
            next_step=_("Make a plan from today on, have it approved, and publish that one."),
            day=date_format(last, "MONTH_DAY_FORMAT"),
        )
    return passed


def _from_day(day: int, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a plan with its shifts from a day on."""
    return {**document, "roster": [one for one in document["roster"] if one["day"] >= day]}


def _deployments(document: Mapping[str, Any]) -> list[DeploymentDraft]:
    leads = set(document.get("first_secretary", {}).values())
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
