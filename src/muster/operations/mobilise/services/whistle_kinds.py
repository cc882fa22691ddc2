"""The kinds of whistle a command starts with, and its own."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Invalid, Text
from muster.kernel.ids import new_id
from muster.kernel.permissions import require
from muster.operations.mobilise import events, rules
from muster.operations.mobilise.enums import STANDARD_WHISTLES, Wants
from muster.operations.mobilise.models import WhistleKind
from muster.operations.mobilise.models.whistles import LABEL_LENGTH, MOST_PEOPLE
from muster.platform.audit.services import record

MOST_HOURS = 24 * 14
MOST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class KindDraft:
    """A kind of whistle as somebody enters it; `own_label` "" leaves a standard kind its name."""

    own_label: str = ""
    wants: str = Wants.PEOPLE
    people: int = 2
    hours: int = 8
    skills: Sequence[str] = ()
    to_subdistrict: int = 30
    to_command: int = 60


def offers_kind(*, actor: Actor, key: str) -> bool:
    """Tell whether the actor's command has a kind of this key and offers it."""
    return any(row.key == key and row.closed_at is None for row in whistle_kinds(actor.tenant_id))


def whistle_kinds(tenant_id: UUID) -> list[WhistleKind]:
    """Return a command's kinds in order; the standard ones are made where they are missing."""
    rows = WhistleKind.objects.of_tenant(tenant_id).order_by("position", "id")
    there = list(rows)
    if not STANDARD_WHISTLES.keys() - {row.key for row in there}:
        return there
    WhistleKind.objects.bulk_create(
        [
            WhistleKind(
                tenant_id=tenant_id,
                key=key,
                wants=kind.wants,
                people=kind.people,
                hours=kind.hours,
                skills=list(kind.skills),
                to_subdistrict=kind.to_subdistrict,
                to_command=kind.to_command,
                position=at,
            )
            for at, (key, kind) in enumerate(STANDARD_WHISTLES.items())
        ],
        ignore_conflicts=True,
    )
    return list(rows.all())


def add_whistle_kind(*, actor: Actor, draft: KindDraft) -> WhistleKind:
    """Add a kind of the command's own.

    Raises:
        Invalid: it has no name, or a number is out of range.
    """
    _check(draft, named=True)
    with transaction.atomic():
        require(actor, rules.EDIT_WHISTLE_KINDS)
        whistle_kinds(actor.tenant_id)
        rows = WhistleKind.objects.of_tenant(actor.tenant_id)
        row = WhistleKind(tenant_id=actor.tenant_id, key=f"own-{new_id().hex[-12:]}")
        row.position = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
        _write(row, draft)
        record(actor, events.WHISTLE_KIND_CHANGED, row, change="added")
    return row


def change_whistle_kind(*, actor: Actor, kind_id: UUID, draft: KindDraft) -> WhistleKind:
    """Change what a kind asks for; whistles that were raised keep what they asked.

    Raises:
        Invalid: a kind of the command's own has no name, or a number is out of range.
    """
    with transaction.atomic():
        row = _kind(actor, kind_id)
        _check(draft, named=row.key not in STANDARD_WHISTLES)
        _write(row, draft)
        record(actor, events.WHISTLE_KIND_CHANGED, row, change="changed")
    return row


def offer_whistle_kind(*, actor: Actor, kind_id: UUID, offered: bool) -> WhistleKind:
    """Take a kind out of the choice, or put it back; old whistles keep it."""
    with transaction.atomic():
        row = _kind(actor, kind_id)
        row.closed_at = None if offered else (row.closed_at or clock.now())
        row.save(update_fields=["closed_at"])
        record(actor, events.WHISTLE_KIND_CHANGED, row, change="offered" if offered else "closed")
    return row


def _kind(actor: Actor, kind_id: UUID) -> WhistleKind:
    row = WhistleKind.objects.get_for_update(actor, kind_id)
    require(actor, rules.EDIT_WHISTLE_KINDS, row)
    return row


def _write(row: WhistleKind, draft: KindDraft) -> None:
    for name, value in asdict(draft).items():
        setattr(row, name, value)
    row.own_label = " ".join(draft.own_label.split())[:LABEL_LENGTH]
    row.skills = list(draft.skills)
    row.save()


def _check(draft: KindDraft, *, named: bool) -> None:
    errors: dict[str, list[Text]] = {}
    if named and not draft.own_label.strip():
        errors["own_label"] = [_("Give the kind a name.")]
    if not 1 <= draft.people <= MOST_PEOPLE:
        errors["people"] = [_("A whistle asks for 1 to 1,000 people.")]
    if not 1 <= draft.hours <= MOST_HOURS:
        errors["hours"] = [_("A whistle lasts from an hour to 14 days.")]
    if not 1 <= draft.to_subdistrict <= draft.to_command <= MOST_MINUTES:
        errors["to_command"] = [_("It reaches the command after the subdistrict, within a day.")]
    if errors:
        raise Invalid(_("The kind of whistle cannot be saved as it is."), errors=errors)
