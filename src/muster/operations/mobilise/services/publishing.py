"""A plan that was approved, published: the roster comes into force and everybody is told once."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.errors import Conflict
from muster.kernel.permissions import require
from muster.operations.duty.contracts import AssignmentDraft, DeploymentDraft, PlanRules
from muster.operations.duty.services import publish_edition
from muster.operations.mobilise import events, rules
from muster.operations.mobilise.enums import PlanState
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.models.plans import unpacked
from muster.operations.mobilise.services.deployed import form_teams, with_stand_ins
from muster.operations.mobilise.services.gaps import replaced_people
from muster.platform.access.queries import accounts_of_people
from muster.platform.audit.services import record
from muster.platform.notify.contracts import Link, Recipient
from muster.platform.notify.services import notify
from muster.platform.places.queries import area_names
from muster.registers.responders.queries import phones_of

PUBLISHED_WORDS = "mobilise.plan_published"
COMMUNITY_CODE = 12
WORD = 80


def publish_plan(*, actor: Actor, plan_id: UUID) -> DeploymentPlan:
    """Put an approved plan into force and write one message to each person of it.

    All of it is one transaction: after a crash either nobody has been told and the plan waits, or
    everybody has, once. Published twice, nothing happens the second time.

    Raises:
        Conflict: the plan is not approved, or people have checked in on days it would replace.
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
        document = with_stand_ins(unpacked(row.document), replaced_people(row))
        edition = publish_edition(
            actor=actor,
            incident_id=row.call_up.incident_id,
            starts_on=row.starts_on,
            days=row.days,
            plan_id=row.id,
            deployments=_deployments(document),
            assignments=_assignments(document),
            what_to_bring=row.call_up.what_to_bring,
            rules_used=PlanRules(**row.wishes),
        )
        row.state, row.published_at, row.edition_id = PlanState.PUBLISHED, clock.now(), edition.id
        row.save(update_fields=["state", "published_at", "edition_id"])
        form_teams(actor, row, document, unpacked(row.instance))
        told = _tell(row, document)
        record(actor, events.PLAN_PUBLISHED, row, people=told, edition=edition.id)
    return row


def _deployments(document: Mapping[str, Any]) -> list[DeploymentDraft]:
    leads = set(document["first_secretary"].values())
    return [
        DeploymentDraft(responder_id=UUID(person), area_code=place, first_secretary=person in leads)
        for person, place in document["assignment"].items()
    ]


def _assignments(document: Mapping[str, Any]) -> list[AssignmentDraft]:
    return [
        AssignmentDraft(
            responder_id=UUID(one["person"]),
            post_id=UUID(one["post"]),
            day=one["day"],
            shift=one["shift"],
        )
        for one in document["roster"]
    ]


def _tell(row: DeploymentPlan, document: Mapping[str, Any]) -> int:
    """Write one message to each person: where, and the day of the first shift.

    People with the same place and day are told together: the words are the same.
    """
    system = system_actor(row.tenant_id, "mobilise")
    first: dict[str, int] = {}
    for one in document["roster"]:
        first[one["person"]] = min(first.get(one["person"], row.days), one["day"])
    groups: dict[tuple[str, int], list[UUID]] = defaultdict(list)
    for person, day in first.items():
        groups[document["assignment"][person], day].append(UUID(person))
    everybody = [person for people in groups.values() for person in people]
    accounts = accounts_of_people(row.tenant_id, everybody)
    phones = phones_of(actor=system, ids=everybody)
    names = area_names({place[:COMMUNITY_CODE] for place, _day in groups})
    for (place, day), people in groups.items():
        notify(
            actor=system,
            recipients=[
                _recipient(person, accounts.get(person), phones.get(person, ""))
                for person in people
            ],
            words=PUBLISHED_WORDS,
            params={
                "place": names.get(place[:COMMUNITY_CODE], place)[:WORD],
                "day": f"{row.starts_on + timedelta(days=day):%m-%d}",
            },
            link=Link("/shifts/"),
        )
    return len(everybody)


def _recipient(person: UUID, account: Any, phone: str) -> Recipient:
    return Recipient(
        account_id=account.id if account else None,
        person_id=person,
        phone=phone,
        language=account.language if account else "",
    )
