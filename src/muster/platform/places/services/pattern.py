"""Adding buildings, entrances and dwellings by pattern."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.engines.text import SearchKeys, search_keys
from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, Text
from muster.kernel.ids import new_id
from muster.platform.places.enums import PremisesKind
from muster.platform.places.pattern import Pattern, PatternFault, PlannedPlace, lay_out
from muster.platform.places.queries import known_codes, premises_refs, same_buildings
from muster.platform.places.services.premises import (
    PremisesDraft,
    check_parent,
    new_row,
    write_rows,
)

_FAULTS: dict[str, Text] = {
    "buildings": _("Building numbers go up to %(most)s here."),
    "entrances": _("A building has at most %(most)s entrances."),
    "floors": _("Floors go up to %(most)s."),
    "doors": _("Door numbers on one floor or in one entrance go up to %(most)s."),
    "total": _("A pattern adds at most %(most)s places at a time. Add it in parts."),
}


@dataclass(frozen=True, slots=True)
class Batch:
    """What was added in one step."""

    id: UUID
    count: int
    first: str
    last: str


def add_by_pattern(
    *, actor: Actor, parent_code: str, pattern: Pattern, others: Collection[str] = ()
) -> Batch:
    """Add buildings, entrances and dwellings by pattern below a community or compound.

    A building may stand once in a compound and once in the community with the same number, and
    mostly that is a double: who adds has seen each of them and says that they are `others`, by
    code.

    Raises:
        NotAllowed, NotFound: as `add_premises`.
        Invalid: the pattern does not fit into codes, or is larger than one batch may be.
        Conflict: one of its buildings is there already, here or on another level; names the first.

    """
    check_parent(actor, parent_code)
    planned = _planned(parent_code, pattern)
    batch_id, since = new_id(), clock.today()
    keys: dict[str, SearchKeys] = {}
    with transaction.atomic():
        _refuse_known(actor, planned)
        _refuse_doubles(actor, parent_code, planned, others)
        rows = []
        for place in planned:
            if place.name not in keys:
                keys[place.name] = search_keys(place.name)
            draft = PremisesDraft(
                parent_code, place.kind, place.name, floor=place.floor, valid_from=since
            )
            rows.append(new_row(actor, place.code, draft, keys[place.name], batch_id))
        write_rows(actor, rows, batch_id)
    return Batch(batch_id, len(rows), planned[0].name, planned[-1].name)


def fault_sentence(fault: PatternFault) -> str:
    """Return what is wrong with a pattern, in the reader's language."""
    return str(_FAULTS[fault.field]) % {"most": fault.highest}


def planned_buildings(planned: Sequence[PlannedPlace]) -> dict[str, str]:
    """Return the names of the buildings of a pattern by code."""
    return {place.code: place.name for place in planned if place.kind == PremisesKind.BUILDING}


def _planned(parent_code: str, pattern: Pattern) -> list[PlannedPlace]:
    try:
        return list(lay_out(pattern, parent_code))
    except PatternFault as fault:
        sentence = fault_sentence(fault)
        raise Invalid(sentence, errors={fault.field: [sentence]}) from None
    except ValueError:
        raise Invalid(
            _("Buildings are added below a community or a compound, not below %(code)s."),
            code=parent_code,
        ) from None


def _refuse_known(actor: Actor, planned: Sequence[PlannedPlace]) -> None:
    if known := sorted(known_codes(actor, [place.code for place in planned])):
        name = next(place.name for place in planned if place.code == known[0])
        raise Conflict(
            _("%(name)s is there already, and so are %(count)s places in all."),
            name=name,
            count=len(known),
            next_step=_("Begin with a higher number, or skip the numbers that are there."),
        )


def _refuse_doubles(
    actor: Actor, parent_code: str, planned: Sequence[PlannedPlace], others: Collection[str]
) -> None:
    standing = same_buildings(actor, parent_code, planned_buildings(planned))
    first = next((row for row in standing if row.code not in others), None)
    if first is not None:
        path = premises_refs(actor, [first.code])[first.code].path
        raise Conflict(
            _("%(name)s is there already: %(place)s."),
            name=first.name,
            place=" ".join(path),
            next_step=_("Leave its number out, or say that it is another building."),
        )
