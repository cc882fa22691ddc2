"""What a call-up asks of the register: is somebody on it, whichever unit's clerk names them.

These look beyond the actor's own units and tell only ids and units: two units that name one person
must meet in one row, though neither clerk sees the other's people.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from muster.kernel.actors import Actor
from muster.kernel.crypto import blind_index
from muster.registers.responders.enums import LOCAL_LEVELS, Status
from muster.registers.responders.models import Responder, Unavailability

CHUNK = 500


def active_of_tenant(*, actor: Actor, ids: Iterable[UUID]) -> Mapping[UUID, Responder]:
    """Return who of these is on the register now, with name and unit, no sealed field."""
    wanted = list(dict.fromkeys(ids))
    found: dict[UUID, Responder] = {}
    for start in range(0, len(wanted), CHUNK):
        rows: Any = Responder.objects.of_tenant(actor.tenant_id).filter(
            id__in=wanted[start : start + CHUNK], status=Status.ACTIVE
        )
        found |= {row.id: row for row in rows.only("id", "tenant_id", "name", "unit_id", "status")}
    return found


def local_people(*, actor: Actor) -> list[UUID]:
    """Return the communities' own staff and guards on the register, by id."""
    rows: Any = Responder.objects.visible_to(actor).filter(
        level__in=[str(level) for level in LOCAL_LEVELS], status=Status.ACTIVE
    )
    return list(rows.order_by("id").values_list("id", flat=True))


def phones_of(*, actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the telephone numbers of these people, for a message that is sealed again at once.

    Nobody sees them on the way, so this is no reveal; a screen that shows a number reveals it.
    """
    wanted = list(ids)
    found: dict[UUID, str] = {}
    for start in range(0, len(wanted), CHUNK):
        rows: Any = Responder.objects.of_tenant(actor.tenant_id)
        some = rows.filter(id__in=wanted[start : start + CHUNK]).only("id", "tenant_id", "phone")
        found |= {row.id: row.phone.open() for row in some}
    return found


def people_of_units(
    *, actor: Actor, unit_ids: Iterable[UUID]
) -> Mapping[UUID, Mapping[str, list[UUID]]]:
    """Return the people of these units by unit and folded name, for a sheet that writes names."""
    rows: Any = Responder.objects.visible_to(actor).filter(
        unit_id__in=set(unit_ids), status=Status.ACTIVE
    )
    found: dict[UUID, dict[str, list[UUID]]] = {}
    for unit, name, person in rows.values_list("unit_id", "name_folded", "id"):
        found.setdefault(unit, {}).setdefault(name, []).append(person)
    return found


def born_after(*, actor: Actor, ids: Iterable[UUID], day: date) -> frozenset[UUID]:
    """Return who of these was born after `day`; whose birth date is not known is not among them."""
    wanted, found = list(ids), set()
    for start in range(0, len(wanted), CHUNK):
        rows: Any = Responder.objects.of_tenant(actor.tenant_id)
        some = rows.filter(id__in=wanted[start : start + CHUNK], birth_date__gt=day)
        found |= set(some.values_list("id", flat=True))
    return frozenset(found)


def away_at(*, actor: Actor, ids: Iterable[UUID], moment: datetime) -> frozenset[UUID]:
    """Return who of these has reported to be away at `moment`."""
    wanted, found = list(ids), set()
    for start in range(0, len(wanted), CHUNK):
        rows: Any = Unavailability.objects.of_tenant(actor.tenant_id).filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=moment),
            responder_id__in=wanted[start : start + CHUNK],
            starts_at__lte=moment,
        )
        found |= set(rows.values_list("responder_id", flat=True))
    return frozenset(found)


def holders_of(
    *, actor: Actor, identities: Iterable[str], pairs: Iterable[tuple[str, str]] = ()
) -> Mapping[str, tuple[UUID, UUID]]:
    """Return (person, unit) of what the register holds, by canonical identity number.

    `pairs` are folded names with a canonical phone, for people whose number is not known; they are
    found under the name and the phone joined by a zero byte.
    """
    tenant = actor.tenant_id
    if tenant is None:
        return {}
    cards = {blind_index(tenant, "identity_number", one): one for one in identities if one}
    phones = {blind_index(tenant, "phone", phone): phone for _name, phone in pairs if phone}
    found: dict[str, tuple[UUID, UUID]] = {}
    for key, _name, person, unit in _rows(actor, "identity_index", cards):
        found[cards[key]] = (person, unit)
    for key, name, person, unit in _rows(actor, "phone_index", phones):
        found[f"{name}\0{phones[key]}"] = (person, unit)
    return found


def _rows(
    actor: Actor, column: str, wanted: Mapping[str, str]
) -> Iterator[tuple[str, str, UUID, UUID]]:
    keys = sorted(wanted)
    for start in range(0, len(keys), CHUNK):
        rows: Any = Responder.objects.of_tenant(actor.tenant_id).filter(
            **{f"{column}__in": keys[start : start + CHUNK]}, status=Status.ACTIVE
        )
        yield from rows.values_list(column, "name_folded", "id", "unit_id")
