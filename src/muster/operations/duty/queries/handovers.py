"""Handovers of posts: what waits, what is open, what should be there, whether the chain holds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import prefix_range
from muster.kernel.errors import NotFound
from muster.operations.duty.chain import first_break
from muster.operations.duty.enums import STANDARD_ITEMS, Basis
from muster.operations.duty.models import Assignment, CheckIn, Handover, OpenMatter, Post, PostGear
from muster.operations.duty.models.kinds import item_label
from muster.operations.duty.queries.relief import gap_of
from muster.operations.duty.queries.roster import IN_FORCE
from muster.operations.duty.shift_enums import HandoverState


@dataclass(frozen=True, slots=True)
class CrewPlace:
    """A shift of a post; `own` says that the actor is on its crew."""

    post: Post
    shift: Any
    own: bool


def crew_place(*, actor: Actor, post_id: UUID, day: date, shift_id: UUID) -> CrewPlace:
    """Return a shift of a post for whoever is on its crew or keeps posts there.

    Raises:
        NotFound: it is neither the actor's own shift nor in the area.
    """
    rows: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(
        IN_FORCE, post_id=post_id, day=day, shift_id=shift_id, responder_id=actor.person_id
    )
    mine = (
        rows.select_related("post__kind", "shift__pattern").first()
        if actor.person_id is not None
        else None
    )
    if mine is not None:
        return CrewPlace(mine.post, mine.shift, own=True)
    gap = gap_of(actor=actor, post_id=post_id, day=day, shift_id=shift_id)
    return CrewPlace(gap.post, gap.shift, own=False)


def own_next_shift(*, actor: Actor, handover: Handover) -> Assignment | None:
    """Return the own shift with which one would take a post over."""
    if actor.person_id is None:
        return None
    rows: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(
        IN_FORCE,
        post_id=handover.post_id,
        responder_id=actor.person_id,
        ends_at__gt=clock.now(),
    )
    found: Assignment | None = (
        rows.exclude(day=handover.day, shift_id=handover.shift_id)
        .select_related("responder")
        .order_by("starts_at")
        .first()
    )
    return found


def waiting_for(*, actor: Actor, posts: Collection[UUID]) -> Mapping[UUID, Handover]:
    """Return the handovers that wait at these posts, by post; for whoever is on their crews."""
    rows: Any = Handover.objects.of_tenant(actor.tenant_id).filter(
        post_id__in=posts, state=HandoverState.OFFERED
    )
    return {row.post_id: row for row in rows}


def last_handover(tenant_id: UUID, post_id: UUID) -> Handover | None:
    """Return the newest record of a post."""
    rows: Any = Handover.objects.of_tenant(tenant_id)
    found: Handover | None = rows.filter(post_id=post_id).order_by("-number").first()
    return found


def waiting_handover(tenant_id: UUID, post_id: UUID) -> Handover | None:
    """Return the record that waits for the next crew of a post."""
    rows: Any = Handover.objects.of_tenant(tenant_id).select_related("post__kind", "shift__pattern")
    found: Handover | None = rows.filter(post_id=post_id, state=HandoverState.OFFERED).first()
    return found


def open_matters(tenant_id: UUID, post_id: UUID) -> list[OpenMatter]:
    """Return what is open at a post, the oldest first."""
    rows: Any = OpenMatter.objects.of_tenant(tenant_id)
    return list(rows.filter(post_id=post_id, closed_at__isnull=True).order_by("opened_at", "id"))


def due_gear(post: Post) -> Sequence[tuple[str, str, int]]:
    """Return (item, name, number) of what stays at a post from crew to crew."""
    rows: Any = PostGear.objects.of_tenant(post.tenant_id)
    return [
        (line.item, line.label, line.quantity)
        for line in rows.filter(post=post, basis=Basis.POST).order_by("id")
    ]


def counted_gear(post: Post, counted: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the gear of a post as a record writes it: what should be there and what is."""
    return [
        {"item": item, "label": label, "due": due, "counted": counted.get(item, due)}
        for item, label, due in due_gear(post)
    ]


def gear_lines(row: Handover) -> Sequence[tuple[str, int, int]]:
    """Return (name in the reader's language, due, counted) of a record."""
    return [
        (item_label(line["item"], _own(line)), line["due"], line["counted"]) for line in row.gear
    ]


def crew_now(tenant_id: UUID, post_id: UUID, day: date, shift_id: UUID) -> int:
    """Return how many of a shift's crew have checked in and not left."""
    rows: Any = CheckIn.objects.of_tenant(tenant_id).filter(
        assignment__post_id=post_id,
        assignment__day=day,
        assignment__shift_id=shift_id,
        undone_at__isnull=True,
        left_at__isnull=True,
    )
    return int(rows.count())


def handover_for_update(actor: Actor, handover_id: UUID) -> Handover:
    """Return a record locked, for whoever sees the roster or is on a coming shift of the post.

    Raises:
        NotFound: there is none the actor may see.
    """
    return _one(actor, handover_id, Handover.objects.select_for_update())


def handover(*, actor: Actor, handover_id: UUID) -> Handover:
    """Return a record, for whoever sees the roster or is on a shift of the post these days.

    Raises:
        NotFound: there is none the actor may see.
    """
    return _one(actor, handover_id, Handover.objects.all())


def handovers(*, actor: Actor, post_id: UUID) -> QuerySet[Handover]:
    """Records of a post the actor may see, the newest first."""
    rows: Any = Handover.objects.visible_to(actor).filter(post_id=post_id)
    result: QuerySet[Handover] = rows.select_related("shift__pattern").order_by("-number")
    return result


def waiting_handovers(*, actor: Actor, area: str) -> QuerySet[Handover]:
    """Records of an area that wait for the next crew, the longest waiting first."""
    rows: Any = Handover.objects.visible_to(actor).filter(
        prefix_range("area_code", area), state=HandoverState.OFFERED
    )
    result: QuerySet[Handover] = rows.select_related("post__kind", "shift__pattern").order_by(
        "offered_at", "id"
    )
    return result


def chain_break(*, actor: Actor, post_id: UUID) -> tuple[int, str] | None:
    """Return where the chain of a post does not hold; None where all of it does."""
    rows: Any = Handover.objects.visible_to(actor).filter(post_id=post_id)
    return first_break(rows.order_by("number"))


def _one(actor: Actor, handover_id: UUID, rows: Any) -> Handover:
    seen = Q(id__in=Handover.objects.visible_to(actor).filter(pk=handover_id).values("id"))
    if actor.person_id is not None:
        mine: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(
            IN_FORCE,
            responder_id=actor.person_id,
            ends_at__gt=clock.now() - timedelta(days=1),
            starts_at__lt=clock.now() + timedelta(days=1),
        )
        seen |= Q(post_id__in=mine.values("post_id"))
    found: Handover | None = (
        rows.of_tenant(actor.tenant_id)
        .filter(seen, pk=handover_id)
        .select_related("post__kind", "shift__pattern")
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such handover here, or it is outside your area."))
    return found


def _own(line: Mapping[str, Any]) -> str:
    return "" if line["item"] in STANDARD_ITEMS else str(line["label"])
