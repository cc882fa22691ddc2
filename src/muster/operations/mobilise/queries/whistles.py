"""Reads of whistles: the list, the board by area, one with those who take it on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import prefix_range
from muster.operations.mobilise.enums import CARRYING, LIVE, ClaimState, Held, WhistleState
from muster.operations.mobilise.models import (
    Listener,
    Whistle,
    WhistleClaim,
    WhistleKind,
    WhistlePerson,
)

COMMUNITY_CODE = 12
STATES = {
    "live": Q(state__in=[str(one) for one in LIVE]),
    "open": Q(state=WhistleState.OPEN),
    "climbed": Q(state=WhistleState.OPEN) & ~Q(held=Held.UNITS),
    "covered": Q(state=WhistleState.COVERED),
    "ended": ~Q(state__in=[str(one) for one in LIVE]),
}
"""What the list may be narrowed to; each is also a number of the board."""


@dataclass(frozen=True, slots=True)
class AreaWhistles:
    """How many whistles of an area are live, open, have climbed, and how many people they miss."""

    live: int = 0
    open: int = 0
    climbed: int = 0
    missing: int = 0


def whistles(
    *,
    actor: Actor,
    state: str = "",
    area: str = "",
    kind: str = "",
    mine: bool = False,
    short: bool = False,
) -> QuerySet[Whistle]:
    """Whistles the actor may see: the live ones that lack somebody first, by when they are needed.

    `state` is a key of `STATES`; `mine` leaves those the actor or the own unit takes part in or has
    raised.
    """
    rows: Any = Whistle.objects.visible_to(actor)
    if state:
        rows = rows.filter(STATES[state])
    if area:
        rows = rows.filter(prefix_range("area_code", area))
    if kind:
        rows = rows.filter(kind__key=kind)
    if short:
        rows = rows.filter(STATES["open"])
    if mine:
        taken = WhistleClaim.objects.of_tenant(actor.tenant_id).filter(
            Q(unit_id__in=[one.scope_id for one in actor.grants if one.scope_id])
            | (Q(responder_id=actor.person_id) if actor.person_id else Q(pk__in=[]))
        )
        raised = Q(raised_by=actor.account_id) if actor.account_id else Q(pk__in=[])
        rows = rows.filter(Q(pk__in=taken.values("whistle_id")) | raised)
    result: QuerySet[Whistle] = rows.select_related("kind").order_by(
        F("ended_at").desc(nulls_first=True), "state", "deadline_at", "number"
    )
    return result


def whistle(*, actor: Actor, whistle_id: UUID) -> Whistle:
    """Return one whistle with its kind.

    Raises:
        NotFound: there is none the actor may see.
    """
    rows: Any = Whistle.objects.select_related("kind")
    found: Whistle = rows.get_visible(actor, whistle_id)
    return found


def claims_of(*, actor: Actor, whistle_id: UUID) -> Sequence[WhistleClaim]:
    """Return who has taken a whistle on, with the names of those who go, first come first."""
    named = WhistlePerson.objects.select_related("responder").order_by("responder__name_key")
    rows: Any = WhistleClaim.objects.visible_to(actor).filter(whistle_id=whistle_id)
    return list(
        rows.select_related("unit", "responder", "whistle")
        .prefetch_related(Prefetch("names", named))
        .order_by("claimed_at", "id")
    )


def claim(*, actor: Actor, claim_id: UUID) -> WhistleClaim:
    """Return one promise with its whistle and unit.

    Raises:
        NotFound: there is none the actor may see.
    """
    rows: Any = WhistleClaim.objects.select_related("whistle__kind", "unit", "responder")
    found: WhistleClaim = rows.get_visible(actor, claim_id)
    return found


def open_whistles_by_area(
    *, actor: Actor, area: str = "", digits: int = 12
) -> Mapping[str, AreaWhistles]:
    """Count the live whistles of each area, for boards; one query, whatever their number.

    `digits` 12 counts by community, 9 by subdistrict. The list behind a number is
    `/whistles/?area=CODE&state=live` (or open, climbed), with as many rows.
    """
    rows: Any = Whistle.objects.visible_to(actor).filter(STATES["live"])
    if area:
        rows = rows.filter(prefix_range("area_code", area))
    counted = (
        rows.order_by()
        .values("area_code")
        .annotate(
            live=Count("id"),
            open=Count("id", filter=STATES["open"]),
            climbed=Count("id", filter=STATES["climbed"]),
            missing=Sum(F("asked") - F("claimed")),
        )
    )
    found: dict[str, Counter[str]] = {}
    for row in counted:
        code = row.pop("area_code")[:digits]
        found.setdefault(code, Counter()).update(row)
    return {code: AreaWhistles(**sums) for code, sums in sorted(found.items())}


def whistle_counts(*, actor: Actor, area: str = "", kind: str = "") -> Mapping[str, int]:
    """Count the whistles of each of `STATES`, and under "missing" the people nobody promised."""
    rows: Any = Whistle.objects.visible_to(actor)
    if area:
        rows = rows.filter(prefix_range("area_code", area))
    if kind:
        rows = rows.filter(kind__key=kind)
    counted: dict[str, int] = rows.order_by().aggregate(
        missing=Sum(F("asked") - F("claimed"), filter=STATES["open"]),
        **{key: Count("id", filter=condition) for key, condition in STATES.items()},
    )
    return {key: value or 0 for key, value in counted.items()}


def whistle_kind(*, actor: Actor, kind_id: UUID) -> WhistleKind:
    """Return one kind of whistle.

    Raises:
        NotFound: there is none of this command.
    """
    found: WhistleKind = WhistleKind.objects.get_visible(actor, kind_id)
    return found


def busy_whistling(*, actor: Actor, begins: datetime, ends: datetime) -> frozenset[UUID]:
    """Return who answers a live whistle in this time, of the whole command: ids only."""
    rows: Any = WhistlePerson.objects.of_tenant(actor.tenant_id).filter(
        claim__state__in=[str(one) for one in CARRYING],
        claim__whistle__state__in=[str(one) for one in LIVE],
        claim__whistle__deadline_at__gt=begins,
        claim__whistle__raised_at__lt=ends,
    )
    return frozenset(rows.values_list("responder_id", flat=True))


def listeners(*, actor: Actor) -> frozenset[UUID]:
    """Return who wants to hear of whistles, by id."""
    rows: Any = Listener.objects.of_tenant(actor.tenant_id)
    return frozenset(rows.values_list("responder_id", flat=True))


def own_going(*, actor: Actor) -> Sequence[WhistleClaim]:
    """Return the live whistles the person who is signed in goes to, the next first."""
    if actor.person_id is None:
        return []
    rows: Any = WhistleClaim.objects.of_tenant(actor.tenant_id).filter(
        names__responder_id=actor.person_id,
        state__in=[ClaimState.PROMISED, ClaimState.REPORTED],
        whistle__state__in=[str(one) for one in LIVE],
    )
    return list(rows.select_related("whistle__kind").order_by("whistle__deadline_at"))


def counts_ended_whistles(tenant_id: UUID) -> int:
    """Return how many whistles of ended incidents are still held."""
    found: int = _ended(tenant_id).count()
    return found


def ended_whistles(tenant_id: UUID) -> Any:
    """Return (id, moment the incident ended) of these whistles, oldest first."""
    rows = _ended(tenant_id).annotate(clock=F("incident__ended_at"))
    return rows.order_by("clock", "id").values_list("id", "clock")


def count_listeners(tenant_id: UUID) -> int:
    """Return how many people listen to whistles."""
    return Listener.objects.of_tenant(tenant_id).count()


def listening_since(tenant_id: UUID) -> Any:
    """Return (id, moment) of everybody who listens, oldest first."""
    rows = Listener.objects.of_tenant(tenant_id).order_by("since", "id")
    return rows.values_list("id", "since")


def _ended(tenant_id: UUID) -> Any:
    return Whistle.objects.filter(tenant_id=tenant_id, incident__ended_at__isnull=False)


def minutes_until(at: datetime) -> int:
    """Return the minutes until a moment; negative ones have passed."""
    return int((at - clock.now()).total_seconds() // 60)
