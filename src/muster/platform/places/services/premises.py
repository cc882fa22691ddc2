"""Adding places below the community, one by one or from a sheet, and changing them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.engines.text import SearchKeys, search_keys
from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import covers, prefix_range
from muster.kernel.errors import Conflict, Invalid, NotFound
from muster.kernel.events import on_commit
from muster.kernel.ids import new_id
from muster.kernel.permissions import require
from muster.platform.audit.services import record
from muster.platform.places.codes import (
    FIRST_FREE_DOOR,
    FIRST_LOCAL_COMMUNITY,
    SUBDISTRICT_LENGTH,
    code_below,
    community_of,
    door_number,
    highest_number,
    stem_below,
)
from muster.platform.places.contracts import COMMUNITY_LENGTH
from muster.platform.places.enums import DOOR_KINDS, PremisesKind
from muster.platform.places.events import PremisesAdded
from muster.platform.places.models import Area, Premises
from muster.platform.places.queries import known_codes, tenant_area
from muster.platform.places.rules import CHANGE_PREMISES
from muster.platform.places.services.naming import clean_name


@dataclass(frozen=True, slots=True)
class PremisesDraft:
    """A place to add below `parent_code`; `number` gives its code, the next free one by default."""

    parent_code: str
    kind: PremisesKind
    name: str
    number: int | None = None
    floor: int | None = None
    other_names: tuple[str, ...] = ()
    needs: str = ""
    valid_from: date | None = None


def add_premises(*, actor: Actor, draft: PremisesDraft) -> Premises:
    """Add one place.

    Raises:
        NotAllowed: the actor may not change places there.
        NotFound: there is no such place to add it below.
        Invalid: the kind cannot lie there, or the name or number cannot be taken.
        Conflict: the number is taken.

    """
    return add_many(actor=actor, drafts=[draft], batch_id=new_id())[0]


def add_many(*, actor: Actor, drafts: Sequence[PremisesDraft], batch_id: UUID) -> list[Premises]:
    """Add places in order, all or none; a later one may lie below an earlier one.

    Raises as `add_premises`.
    """
    with transaction.atomic():
        rows: list[Premises] = []
        taken: set[str] = set()
        for draft in drafts:
            if draft.parent_code not in taken:
                check_parent(actor, draft.parent_code)
            code = _code_of(actor, draft, taken)
            taken.add(code)
            rows.append(new_row(actor, code, draft, search_keys(draft.name), batch_id))
        write_rows(actor, rows, batch_id)
    return rows


def change_premises(
    *,
    actor: Actor,
    premises_id: UUID,
    name: str,
    other_names: Iterable[str] = (),
    needs: str = "",
) -> Premises:
    """Change what a place is called and what to know of it. A name it had becomes another name.

    Raises:
        NotFound: there is no such place the actor may see.
        NotAllowed: the actor may not change places there.

    """
    with transaction.atomic():
        row = Premises.objects.get_for_update(actor, premises_id)
        require(actor, CHANGE_PREMISES, row)
        wanted = clean_name(name)
        others = [each for each in map(str.strip, other_names) if each and each != wanted]
        if row.name != wanted and row.name not in others:
            others.append(row.name)
        keys = search_keys(wanted)
        row.name, row.other_names, row.needs = wanted, others, needs.strip()[:200]
        row.folded = _folded(wanted, others)
        row.initials = keys.initials
        row.save()
        record(actor, "places.premises_changed", row, area=row.code)
    return row


def end_premises(*, actor: Actor, premises_id: UUID, on: date | None = None) -> Premises:
    """Say that a place no longer stands from a day on; what refers to it keeps its code.

    Raises:
        Conflict: it has ended already, or would end before it began.

    """
    day = on or clock.today()
    with transaction.atomic():
        row = Premises.objects.get_for_update(actor, premises_id)
        require(actor, CHANGE_PREMISES, row)
        if row.valid_to is not None:
            raise Conflict(_("%(name)s ended before."), name=row.name)
        if row.valid_from and day <= row.valid_from:
            raise Conflict(_("It cannot end on or before the day it began."))
        row.valid_to = day
        row.save(update_fields=["valid_to"])
        record(actor, "places.premises_ended", row, area=row.code)
    return row


def check_parent(actor: Actor, code: str) -> None:
    """Refuse a place to add below that is not there or not the actor's.

    The level comes first: a lead who writes the district's code has the wrong code, not the wrong
    role.

    Raises:
        NotFound, NotAllowed, Invalid: as `add_premises`.

    """
    if not covers(tenant_area(actor), code):
        raise NotFound(_("%(code)s lies outside the area of this command."), code=code[:30])
    if len(code) < SUBDISTRICT_LENGTH:
        raise Invalid(
            _("%(code)s is the code of a district or above."),
            code=code,
            next_step=_("Give the code of a community (12 digits) or of a place below it."),
        )
    require(actor, CHANGE_PREMISES, Premises(tenant_id=actor.tenant_id, code=code))
    if len(code) <= COMMUNITY_LENGTH and Area.objects.filter(pk=code).exists():
        return
    if not Premises.objects.of_tenant(actor.tenant_id).filter(code=code).exists():
        raise NotFound(_("There is no place with the code %(code)s."), code=code[:30])


def _code_of(actor: Actor, draft: PremisesDraft, taken: set[str]) -> str:
    """Return the code a draft gets. Refuses a number that does not fit or is taken."""
    kind = draft.kind
    try:
        stem = stem_below(draft.parent_code, kind)
    except ValueError:
        raise Invalid(
            _("A place of the kind %(kind)s cannot lie directly below %(code)s."),
            kind=kind.label,
            code=draft.parent_code,
        ) from None
    number = draft.number
    if number is None and kind == PremisesKind.DWELLING:
        number = door_number(draft.name)
    if number is None:
        number = _next_free(actor, stem, kind, taken)
    if not 1 <= number <= highest_number(kind):
        raise Invalid(
            _("The number lies between 1 and %(most)s."),
            errors={"number": [_("The number does not fit.")]},
            most=highest_number(kind),
        )
    code = code_below(draft.parent_code, kind, number)
    if code in taken or known_codes(actor, [code]):
        raise Conflict(
            _("The number %(number)s is taken there."),
            number=number,
            next_step=_("Leave the number empty to get the next free one."),
        )
    return code


def _next_free(actor: Actor, stem: str, kind: PremisesKind, taken: set[str]) -> int:
    first = 1
    if kind in DOOR_KINDS:
        first = FIRST_FREE_DOOR
    elif kind == PremisesKind.COMMUNITY:
        first = FIRST_LOCAL_COMMUNITY
    width = len(str(highest_number(kind)))
    rows = Premises.objects.of_tenant(actor.tenant_id).filter(prefix_range("code", stem))
    codes = {code[: len(stem) + width] for code in rows.values_list("code", flat=True)} | taken
    used = {int(code[len(stem) :]) for code in codes if code.startswith(stem) and code != stem}
    return next(number for number in range(first, first + len(used) + 1) if number not in used)


def new_row(
    actor: Actor, code: str, draft: PremisesDraft, keys: SearchKeys, batch_id: UUID
) -> Premises:
    """Return a place that is not written yet."""
    name = clean_name(draft.name)
    return Premises(
        tenant_id=actor.tenant_id,
        code=code,
        kind=draft.kind,
        name=name,
        folded=_folded(name, draft.other_names),
        initials=keys.initials,
        other_names=list(draft.other_names),
        needs=draft.needs.strip()[:200],
        floor=draft.floor,
        valid_from=draft.valid_from or clock.today(),
        batch_id=batch_id,
    )


def write_rows(actor: Actor, rows: Sequence[Premises], batch_id: UUID) -> None:
    """Write new places, and tell each community once."""
    if not rows or actor.tenant_id is None:
        return
    Premises.objects.bulk_create(rows, batch_size=500)
    for community in sorted({community_of(row.code) for row in rows}):
        count = sum(row.code.startswith(community) for row in rows)
        record(
            actor,
            "places.premises_added",
            ("premises_batch", batch_id),
            area=community,
            count=count,
        )
        on_commit(
            PremisesAdded(
                tenant_id=actor.tenant_id,
                community_code=community,
                batch_id=batch_id,
                count=count,
            )
        )


def _folded(name: str, others: Iterable[str]) -> str:
    return " ".join(search_keys(each).folded for each in (name, *others))[:160]
