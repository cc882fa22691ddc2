"""Many people at once: an import's commit and its undo."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Invalid
from muster.kernel.permissions import require
from muster.kernel.tenants import tenant_of
from muster.platform.audit.services import record
from muster.registers.responders import events, rules
from muster.registers.responders.contracts import PersonDraft
from muster.registers.responders.models import (
    DutyLimit,
    Responder,
    ResponderSkill,
    SendingUnit,
    UnitPeriod,
)
from muster.registers.responders.services.draft import fill
from muster.registers.responders.services.skills import ensure_skills, link_skills
from muster.registers.responders.services.units import recount

CHUNK = 500


def add_many(
    *,
    actor: Actor,
    drafts: Sequence[PersonDraft],
    batch_id: UUID,
    ids: Sequence[UUID] | None = None,
) -> list[UUID]:
    """Put many people on the register inside one transaction; return their ids in order.

    One audit record stands for the batch; each row carries the batch's id. Who is on the register
    already was found by the sheet's check; the database refuses them here all the same.

    Raises:
        Invalid: a draft cannot be taken. Nothing of the batch is kept then.
        NotFound, NotAllowed: a unit is none the actor keeps.
    """
    require(actor, rules.IMPORT_PEOPLE)
    with transaction.atomic():
        units = _units(actor, {draft.unit_id for draft in drafts})
        people = [
            _person(units[draft.unit_id], draft, batch_id, ids[at] if ids else None)
            for at, draft in enumerate(drafts)
        ]
        if not people:
            return []
        tenant_id = people[0].tenant_id
        Responder.objects.bulk_create(people, batch_size=CHUNK)
        _belongings(tenant_id, list(zip(people, drafts, strict=True)))
        recount(tenant_id, units)
        record(
            actor,
            events.PEOPLE_IMPORTED,
            ("files.batch", batch_id),
            area=_area_of(units),
            rows=len(people),
            units=sorted(units)[:20],
        )
    return [person.id for person in people]


def _belongings(tenant_id: UUID, pairs: list[tuple[Responder, PersonDraft]]) -> None:
    """Write the units, skills and limits of people just written."""
    skills = ensure_skills(tenant_id)
    UnitPeriod.objects.bulk_create(
        [
            UnitPeriod(
                tenant_id=tenant_id,
                responder_id=person.id,
                unit_id=person.unit_id,
                starts_on=person.joined_on,
            )
            for person, _draft in pairs
        ],
        batch_size=CHUNK,
    )
    ResponderSkill.objects.bulk_create(
        [
            link
            for person, draft in pairs
            for link in link_skills(person, [skills[key] for key in dict.fromkeys(draft.skills)])
        ],
        batch_size=CHUNK,
    )
    DutyLimit.objects.bulk_create(
        [
            DutyLimit(
                tenant_id=tenant_id,
                responder_id=person.id,
                kind=kind,
                starts_on=person.joined_on,
            )
            for person, draft in pairs
            for kind in dict.fromkeys(draft.limits)
        ],
        batch_size=CHUNK,
    )


def take_back(*, actor: Actor, ids: Sequence[UUID], batch_id: UUID) -> list[UUID]:
    """Remove the rows of a batch that nobody has changed or used since; return those that stay.

    Raises:
        NotAllowed: the actor may not import.
    """
    require(actor, rules.IMPORT_PEOPLE)
    with transaction.atomic():
        removed: set[UUID] = set()
        units: set[UUID] = set()
        for start in range(0, len(ids), CHUNK):
            wanted = ids[start : start + CHUNK]
            rows = Responder.objects.visible_to(actor, rules.IMPORT_PEOPLE).filter(
                id__in=wanted, batch_id=batch_id
            )
            untouched = dict(rows.filter(version=1).values_list("id", "unit_id"))
            gone = _delete(actor, list(untouched))
            removed |= gone
            units |= {untouched[one] for one in gone}
        if actor.tenant_id is not None:
            recount(actor.tenant_id, units)
        stayed = [one for one in ids if one not in removed]
        record(
            actor,
            events.IMPORT_UNDONE,
            ("files.batch", batch_id),
            removed=len(removed),
            stayed=len(stayed),
        )
    return stayed


def _units(actor: Actor, unit_ids: set[UUID]) -> dict[UUID, SendingUnit]:
    rows = SendingUnit.objects.visible_to(actor, rules.IMPORT_PEOPLE).filter(id__in=unit_ids)
    units = {unit.id: unit for unit in rows}
    if missing := unit_ids - units.keys():
        SendingUnit.objects.get_visible(actor, missing.pop(), rules.IMPORT_PEOPLE)
    return units


def _person(unit: SendingUnit, draft: PersonDraft, batch_id: UUID, known: UUID | None) -> Responder:
    if unit.closed_on is not None:
        raise Invalid(_("%(unit)s has been closed."), unit=unit.name)
    person = Responder(tenant_id=unit.tenant_id, unit_id=unit.id, batch_id=batch_id)
    if known is not None:
        person.id = known
    person.area_code, person.level = unit.area_code, unit.level
    fill(person, draft)
    person.created_at = person.changed_at = clock.now()
    return person


def _delete(actor: Actor, ids: list[UUID]) -> set[UUID]:
    """Delete what nothing refers to; where something does, find out row by row."""
    mine = Responder.objects.filter(tenant_id=actor.tenant_id)
    try:
        with transaction.atomic():
            mine.filter(id__in=ids).delete()
    except ProtectedError:
        if len(ids) == 1:
            return set()
        half = len(ids) // 2
        return _delete(actor, ids[:half]) | _delete(actor, ids[half:])
    return set(ids)


def _area_of(units: dict[UUID, SendingUnit]) -> str:
    """Return the unit's area where the batch is of one unit, else the command's."""
    first, *others = units.values()
    return tenant_of(first.tenant_id).area_code if others else first.area_code
