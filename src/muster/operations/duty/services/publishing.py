"""A roster published as an edition, and taken back while its first day has not begun."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.events import on_commit
from muster.kernel.permissions import require
from muster.kernel.tenants import tenant_of
from muster.operations.duty import events, rules
from muster.operations.duty.contracts import AssignmentDraft, DeploymentDraft, PlanRules
from muster.operations.duty.models import Assignment, CheckIn, Deployment, Edition
from muster.operations.duty.models.roster import REASON_LENGTH
from muster.operations.duty.services.sheet import Sheet, outdated
from muster.operations.duty.services.stand_down import refuse_closed
from muster.platform.audit.services import record
from muster.registers.measures import queries as measures
from muster.registers.responders import queries as responders

CHUNK = 1000


def publish_edition(
    *,
    actor: Actor,
    incident_id: UUID,
    starts_on: date,
    days: int,
    plan_id: UUID | None,
    deployments: Sequence[DeploymentDraft],
    assignments: Sequence[AssignmentDraft],
    what_to_bring: str = "",
    rules_used: PlanRules | None = None,
) -> Edition:
    """Put a roster into force from its first day on; of the one before, the earlier days stay.

    Published twice, a plan stays what it became first. `rules_used` are the hard rules of the plan:
    later changes are held to them.

    Raises:
        NotAllowed: the actor publishes no rosters for the incident's area.
        CrewTooSmall: somebody would stand alone (promise 1); carries post, day and shift.
        Conflict: people have checked in on days it would replace.
        Invalid: a person, post, day or shift does not exist, or a person has two shifts a day.
    """
    with transaction.atomic():
        incident = measures.incident(actor=actor, incident_id=incident_id)
        require(actor, rules.PUBLISH_ROSTER, incident)
        if plan_id is not None and (found := _of_plan(actor, plan_id)) is not None:
            return found
        sheet = Sheet.open(actor, incident_id, starts_on, days)
        people = _people(actor, deployments)
        rows = [sheet.row(draft, people) for draft in assignments]
        sheet.check(rows)
        refuse_closed(
            actor.tenant_id, incident_id, {(row.area_code, row.starts_at) for row in rows}
        )
        _not_begun(actor, incident_id, starts_on)
        edition = Edition(
            tenant_id=actor.tenant_id, incident_id=incident_id, starts_on=starts_on, days=days,
            number=_next_number(actor, incident_id), plan_id=plan_id, what_to_bring=what_to_bring,
            rules=(rules_used or PlanRules()).document(),
            published_by=actor.account_id, published_by_name=actor.name[:80],
        )  # fmt: skip
        if not _first(edition):
            return _published_meanwhile(actor, plan_id)
        _write(edition, _deployed(edition, deployments, people), rows)
        _settle(edition)
        _tell(actor, edition, incident.area_code, people=len(people), shifts=len(rows))
    return edition


def withdraw_edition(*, actor: Actor, edition_id: UUID, reason: str) -> Edition:
    """Take a published roster back before its first day; what it replaced is in force again.

    Raises:
        Conflict: its first day has begun, or it was taken back already.
        Invalid: no reason is given.
    """
    reason = reason.strip()[:REASON_LENGTH]
    if not reason:
        raise Invalid(
            _("Taking a roster back needs a reason."),
            errors={"reason": [_("Write why it is taken back: those on it will ask.")]},
        )
    with transaction.atomic():
        edition = Edition.objects.get_for_update(actor, edition_id)
        incident = measures.incident(actor=actor, incident_id=edition.incident_id)
        require(actor, rules.PUBLISH_ROSTER, incident)
        if edition.withdrawn_at is not None:
            raise Conflict(_("This roster was taken back already."))
        if clock.today(tenant_of(edition.tenant_id).time_zone) >= edition.starts_on:
            raise Conflict(
                _("The first day of this roster has begun, so it is not taken back."),
                next_step=_("Publish another one from tomorrow on; past days stay as they were."),
            )
        edition.withdrawn_at, edition.withdrawn_reason = clock.now(), reason
        edition.withdrawn_by_name = actor.name[:80]
        edition.save(update_fields=["withdrawn_at", "withdrawn_reason", "withdrawn_by_name"])
        _settle(edition)
        record(actor, events.EDITION_WITHDRAWN, edition, area=incident.area_code)
        on_commit(
            events.EditionWithdrawn(
                tenant_id=edition.tenant_id,
                incident_id=edition.incident_id,
                edition_id=edition.id,
            )
        )
    return edition


def _people(actor: Actor, deployments: Sequence[DeploymentDraft]) -> dict[UUID, UUID]:
    """Return the unit of everybody who is deployed.

    Raises:
        Invalid: somebody is deployed twice, or is not on the register.
    """
    ids = {draft.responder_id for draft in deployments}
    if len(ids) < len(deployments):
        raise outdated(_("The plan sends a person to two places."))
    known = responders.people_by_id(actor=actor, ids=ids)
    if len(known) < len(ids):
        raise outdated(_("The plan names somebody who is not on the register any more."))
    return {row.id: row.unit_id for row in known.values()}


def _deployed(
    edition: Edition, drafts: Sequence[DeploymentDraft], people: Mapping[UUID, UUID]
) -> list[Deployment]:
    """Make the rows of those deployed; whoever was before keeps the code of the calendar."""
    rows: Any = Deployment.objects.of_tenant(edition.tenant_id)
    before = rows.filter(edition__incident_id=edition.incident_id).order_by("edition__number")
    codes = dict(before.values_list("responder_id", "code"))
    return [
        Deployment(
            responder_id=draft.responder_id,
            unit_id=people[draft.responder_id],
            area_code=draft.area_code,
            first_secretary=draft.first_secretary,
            **({"code": codes[draft.responder_id]} if draft.responder_id in codes else {}),
        )
        for draft in drafts
    ]


def _write(
    edition: Edition, deployments: Sequence[Deployment], assignments: Sequence[Assignment]
) -> None:
    rows: list[Any] = [*deployments, *assignments]
    for row in rows:
        row.tenant_id, row.edition = edition.tenant_id, edition
    Deployment.objects.bulk_create(deployments, batch_size=CHUNK)
    Assignment.objects.bulk_create(assignments, batch_size=CHUNK)


def _tell(actor: Actor, edition: Edition, area: str, *, people: int, shifts: int) -> None:
    record(
        actor,
        events.EDITION_PUBLISHED,
        edition,
        area=area,
        number=edition.number,
        people=people,
        shifts=shifts,
    )
    on_commit(
        events.EditionPublished(
            tenant_id=edition.tenant_id,
            incident_id=edition.incident_id,
            edition_id=edition.id,
            people=people,
        )
    )


def _of_plan(actor: Actor, plan_id: UUID) -> Edition | None:
    rows: Any = Edition.objects.of_tenant(actor.tenant_id)
    found: Edition | None = rows.filter(plan_id=plan_id, withdrawn_at__isnull=True).first()
    return found


def _published_meanwhile(actor: Actor, plan_id: UUID | None) -> Edition:
    """Return the edition somebody else made of the same plan a moment ago.

    Raises:
        Conflict: it was another plan.
    """
    found = _of_plan(actor, plan_id) if plan_id is not None else None
    if found is None:
        raise Conflict(_("Somebody else published a roster at the same moment."))
    return found


def _first(edition: Edition) -> bool:
    """Write the edition; False where somebody else wrote one at the same moment."""
    try:
        with transaction.atomic():
            edition.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _next_number(actor: Actor, incident_id: UUID) -> int:
    rows: Any = Edition.objects.of_tenant(actor.tenant_id).filter(incident_id=incident_id)
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _not_begun(actor: Actor, incident_id: UUID, starts_on: date) -> None:
    """Refuse to replace shifts to which people have come.

    Raises:
        Conflict: somebody has checked in on one of the days that would be replaced.
    """
    came: Any = CheckIn.objects.of_tenant(actor.tenant_id).filter(
        assignment__edition__incident_id=incident_id,
        assignment__edition__withdrawn_at__isnull=True,
        assignment__day__gte=starts_on,
        undone_at__isnull=True,
    )
    if came.exists():
        raise Conflict(
            _("People have already checked in on %(day)s, so that day is not planned anew."),
            next_step=_("Publish from the day after; what is missing today is filled by cover."),
            day=date_format(starts_on, "MONTH_DAY_FORMAT"),
        )


def _settle(edition: Edition) -> None:
    """Say of every edition of the incident from which day a later one has taken over."""
    rows: Any = Edition.objects.of_tenant(edition.tenant_id).filter(
        incident_id=edition.incident_id, withdrawn_at__isnull=True
    )
    taken_over: date | None = None
    for row in rows.order_by("-number"):
        if row.superseded_from != taken_over:
            row.superseded_from = taken_over
            row.superseded_at = clock.now() if taken_over else None
            row.save(update_fields=["superseded_from", "superseded_at"])
        taken_over = min(taken_over, row.starts_on) if taken_over else row.starts_on
