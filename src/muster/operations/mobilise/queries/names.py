"""Reads of names on lists: by unit and stage, of one person, by the code of a personal page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import Q, QuerySet

from muster.engines.text import fold, fold_typed_pinyin
from muster.kernel.actors import Actor
from muster.kernel.areas import prefix_range
from muster.kernel.crosstenant import across_tenants
from muster.kernel.ids import fold_code
from muster.operations.mobilise.enums import COMING, LISTED, NominationState, Stage
from muster.operations.mobilise.models import CallUp, Nomination

_OF_STAGE = {
    Stage.NAMED: Q(state__in=COMING),
    Stage.CONFIRMED: Q(state=NominationState.CONFIRMED),
    Stage.ARRIVED: Q(arrived_at__isnull=False),
}


@dataclass(frozen=True, slots=True)
class PublicPage:
    """What a personal page shows to whoever holds its code: the name, the unit and the call."""

    nomination_id: UUID
    tenant_id: UUID
    call_up_id: UUID
    responder_id: UUID
    code: str
    name: str
    unit: str
    title: str
    assembly_at: datetime
    assembly_place: str
    what_to_bring: str
    state: str
    arrived_at: datetime | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class AssemblyPlace:
    """What the code at an assembly place stands for."""

    call_up_id: UUID
    tenant_id: UUID
    title: str
    assembly_at: datetime
    place: str


def names(
    *,
    actor: Actor,
    call_up_id: UUID,
    stage: str = "",
    state: str = "",
    unit_id: UUID | None = None,
    level: str = "",
    area: str = "",
    missing: bool = False,
    text: str = "",
) -> QuerySet[Nomination]:
    """Names on the lists of a call-up the actor may see, by unit and name.

    `stage` narrows to those who have come so far; with `missing`, to those who are to come and
    have not arrived. `text` is part of a name in either script, or of its pinyin or initials.
    """
    rows: Any = Nomination.objects.visible_to(actor).filter(call_up_id=call_up_id)
    if stage:
        rows = rows.filter(_OF_STAGE[Stage(stage)])
    if state:
        rows = rows.filter(state=state)
    if missing:
        rows = rows.filter(state__in=COMING, arrived_at__isnull=True)
    if text:
        rows = rows.filter(_named(text))
    if unit_id:
        rows = rows.filter(unit_id=unit_id)
    if level:
        rows = rows.filter(level=level)
    if area:
        rows = rows.filter(prefix_range("area_code", area))
    result: QuerySet[Nomination] = rows.select_related("unit", "responder").order_by(
        "unit__name_pinyin", "responder__name_key", "id"
    )
    return result


def _named(text: str) -> Q:
    """Return the condition for a name: of some thousands on the lists, so each is looked at."""
    latin = fold_typed_pinyin(text)
    wanted = Q(responder__name_folded__contains=fold(text))
    if latin and latin.isascii():
        wanted |= Q(responder__name_pinyin__startswith=latin)
        wanted |= Q(responder__name_initials__startswith=latin)
    return wanted


def counted_names(*, actor: Actor, call_up_id: UUID) -> QuerySet[Nomination]:
    """Names the command may plan with: named or confirmed."""
    rows: Any = Nomination.objects.visible_to(actor)
    result: QuerySet[Nomination] = rows.filter(call_up_id=call_up_id, state__in=COMING)
    return result


def nomination(*, actor: Actor, nomination_id: UUID) -> Nomination:
    """Return one name with person, unit and call-up.

    Raises:
        NotFound: there is none the actor may see.
    """
    rows: Any = Nomination.objects.select_related("unit", "responder", "call_up")
    found: Nomination = rows.get_visible(actor, nomination_id)
    return found


def own_names(*, actor: Actor) -> list[Nomination]:
    """Return where the person who is signed in stands on a list, the next assembly first."""
    if actor.person_id is None:
        return []
    rows: Any = Nomination.objects.of_tenant(actor.tenant_id).filter(responder_id=actor.person_id)
    live = rows.exclude(state=NominationState.WITHDRAWN).select_related("call_up", "unit")
    return list(live.order_by("-call_up__assembly_at"))


def waiting(*, actor: Actor, call_up_id: UUID) -> QuerySet[Nomination]:
    """The waiting list in order."""
    rows: Any = Nomination.objects.visible_to(actor)
    result: QuerySet[Nomination] = (
        rows.filter(call_up_id=call_up_id, state=NominationState.WAITING)
        .select_related("unit", "responder")
        .order_by("place", "id")
    )
    return result


def name_of_code(typed: str) -> PublicPage | None:
    """Return what the personal page of a code shows; None where there is no such code.

    A code is looked up over all commands: who holds it has no account and names no command.
    """
    code = fold_code(typed)
    if not code:
        return None
    with across_tenants("mobilise.code"):
        rows: Any = Nomination.objects.select_related("unit", "responder", "call_up")
        row = rows.filter(code=code).exclude(state=NominationState.WITHDRAWN).first()
    if row is None:
        return None
    call: CallUp = row.call_up
    return PublicPage(
        nomination_id=row.id,
        tenant_id=row.tenant_id,
        call_up_id=row.call_up_id,
        responder_id=row.responder_id,
        code=row.code,
        name=row.responder.name,
        unit=row.unit.name,
        title=call.title,
        assembly_at=call.assembly_at,
        assembly_place=call.assembly_place,
        what_to_bring=call.what_to_bring,
        state=row.state,
        arrived_at=row.arrived_at,
        is_open=call.is_open,
    )


def call_up_of_place(typed: str) -> AssemblyPlace | None:
    """Return the assembly whose code hangs at a place; None where there is no such code.

    Looked up over all commands: who scans it may have no account.
    """
    code = fold_code(typed)
    if not code:
        return None
    with across_tenants("mobilise.code"):
        rows: Any = CallUp.objects.filter(place_code=code)
        row = rows.first()
    if row is None:
        return None
    return AssemblyPlace(row.id, row.tenant_id, row.title, row.assembly_at, row.assembly_place)


def name_at(
    *, tenant_id: UUID, call_up_id: UUID, code: str = "", person_id: UUID | None = None
) -> Nomination | None:
    """Return the name on this call-up's lists of who holds a personal code, or is this person."""
    rows: Any = Nomination.objects.of_tenant(tenant_id).filter(call_up_id=call_up_id)
    rows = rows.exclude(state=NominationState.WITHDRAWN).select_related("responder", "unit")
    folded = fold_code(code)
    if folded:
        found = rows.filter(code=folded).first()
        if found is not None:
            return cast("Nomination", found)
    if person_id is None:
        return None
    return cast("Nomination | None", rows.filter(responder_id=person_id).first())


def other_units_people(
    *, actor: Actor, call_up_id: UUID, ids: Iterable[UUID]
) -> Mapping[UUID, list[Nomination]]:
    """Return the names that stand for these people on any list of the call-up."""
    rows: Any = Nomination.objects.of_tenant(actor.tenant_id).filter(
        call_up_id=call_up_id, responder_id__in=list(ids), state__in=LISTED
    )
    found: dict[UUID, list[Nomination]] = {}
    for row in rows.select_related("unit").order_by("named_at", "id"):
        found.setdefault(row.responder_id, []).append(row)
    return found
