"""Posts as an actor sees them: a list, one, those open on a day, and how many there are."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from muster.engines.text import fold
from muster.kernel.actors import Actor
from muster.kernel.areas import prefix_range
from muster.kernel.errors import NotFound
from muster.kernel.ids import fold_code
from muster.operations.duty import rules
from muster.operations.duty.enums import Facility
from muster.operations.duty.models import JointUnit, Post, PostChange, PostPosition, PostShift
from muster.registers.responders.queries import area_names

Rows = Any
"""A queryset of posts, narrowed step by step."""

ORDER = ("area_code", "site", "kind__position", "number", "id")
LONGEST_SEARCH = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of posts is narrowed to.

    `lacking` is a facility that is missing, `item` the key of a thing it needs; `closed` shows the
    closed ones instead of the open ones.
    """

    text: str = ""
    area: str = ""
    kind: str = ""
    lacking: str = ""
    item: str = ""
    without_place: bool = False
    joint: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open posts there are: in all, by key of the kind, by what is missing."""

    total: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    lacking: Mapping[str, int] = field(default_factory=dict)
    without_place: int = 0
    joint: int = 0
    closed: int = 0


def seen_by(actor: Actor) -> Rows:
    """Posts the actor may see: of the areas granted, and joint posts of the actor's own unit."""
    rows: Rows = Post.objects.visible_to(actor)
    if actor.system or not any(grant.scope_id for grant in actor.grants):
        return rows
    joint = JointUnit.objects.visible_to(actor, rules.VIEW_POSTS).values("post_id")
    own = Post.objects.of_tenant(actor.tenant_id).filter(id__in=joint)
    return rows | own


def posts(*, actor: Actor, incident_id: UUID, filters: Filters | None = None) -> Rows:
    """Return posts by community, kind and number, with kind, pattern and shifts."""
    filters = filters or Filters()
    rows = _narrowed(actor, seen_by(actor).filter(incident_id=incident_id), filters)
    return with_parts(rows).order_by(*ORDER)


def post(*, actor: Actor, post_id: UUID) -> Post:
    """Return one post with everything that belongs to it.

    Raises:
        NotFound: there is none the actor may see.
    """
    units = JointUnit.objects.select_related("unit")
    rows = with_parts(seen_by(actor)).prefetch_related("gear", Prefetch("joint_units", units))
    return _one(rows.filter(pk=post_id))


def post_by_code(*, actor: Actor, code: str) -> Post:
    """Return the post whose card carries this code.

    Raises:
        NotFound: there is none the actor may see.
    """
    return _one(seen_by(actor).filter(code=fold_code(code)))


def position_of(*, actor: Actor, post_id: UUID) -> PostPosition | None:
    """Return where a post of the actor's command is, if somebody has said so.

    It is read by whoever stands there too, and tells nothing about a person.
    """
    rows: QuerySet[PostPosition] = PostPosition.objects.of_tenant(actor.tenant_id)
    return rows.filter(post_id=post_id).first()


def open_posts(*, actor: Actor, day: date, incident_id: UUID, area: str = "") -> Sequence[Post]:
    """Return the posts that are open on `day`, by community, kind and number, with their shifts."""
    rows = seen_by(actor).filter(incident_id=incident_id)
    return list(with_parts(open_on(rows, day).filter(prefix_range("area_code", area)))
                .order_by(*ORDER))  # fmt: skip


def counts(*, actor: Actor, incident_id: UUID, area: str = "") -> Counts:
    """Count the posts of an area by what a list can be narrowed to. Two queries."""
    rows = seen_by(actor).filter(prefix_range("area_code", area), incident_id=incident_id)
    is_open = Q(closed_at__isnull=True)
    found = rows.aggregate(
        total=Count("id", filter=is_open),
        closed=Count("id", filter=~is_open),
        without_place=Count("id", filter=is_open & Q(place="")),
        **{f.value: Count("id", filter=is_open & _lacking(f.value)) for f in Facility},
    )
    kinds = rows.filter(is_open).values_list("kind__key").annotate(n=Count("id")).order_by()
    joint = rows.filter(is_open, id__in=_joint(actor)).count()
    return Counts(
        total=found["total"],
        closed=found["closed"],
        without_place=found["without_place"],
        joint=joint,
        kinds=dict(kinds),
        lacking={f.value: found[f.value] for f in Facility},
    )


def counts_by_area(*, actor: Actor, incident_id: UUID) -> Counter[str]:
    """Return how many open posts each community, and each area with sites, has."""
    rows = seen_by(actor).filter(incident_id=incident_id, closed_at__isnull=True)
    return Counter(
        dict(rows.values_list("area_code").annotate(n=Count("id")).order_by("area_code"))
    )


def numbers_taken(*, actor: Actor, incident_id: UUID) -> frozenset[tuple[str, str, str, int]]:
    """Return area, site, kind and number of every open post, also those the actor may not see."""
    rows = Post.objects.of_tenant(actor.tenant_id).filter(
        incident_id=incident_id, closed_at__isnull=True
    )
    return frozenset(rows.values_list("area_code", "site", "kind__key", "number"))


def changes_of(*, actor: Actor, post_id: UUID) -> Sequence[PostChange]:
    """Return what was changed of a post, the newest first."""
    rows: Any = PostChange.objects.of_tenant(actor.tenant_id)
    seen = seen_by(actor).filter(pk=post_id).values("id")
    return list(rows.filter(post_id=post_id, post_id__in=seen).order_by("-version"))


def with_parts(rows: Rows) -> Rows:
    """Bring kind, pattern and shifts along, whatever the number of rows."""
    links = PostShift.objects.select_related("shift__pattern").order_by("shift__starts")
    return rows.select_related("kind", "pattern").prefetch_related(Prefetch("shift_links", links))


def open_on(rows: Rows, day: date) -> Rows:
    """Narrow posts to those open on a day."""
    return rows.alias(on_day=F("weekdays").bitand(1 << day.weekday())).filter(
        Q(closes_on__isnull=True) | Q(closes_on__gt=day),
        closed_at__isnull=True,
        opens_on__lte=day,
        on_day__gt=0,
    )


def _narrowed(actor: Actor, rows: Rows, filters: Filters) -> Rows:
    rows = rows.filter(closed_at__isnull=not filters.closed)
    rows = rows.filter(prefix_range("area_code", filters.area))
    if filters.kind:
        rows = rows.filter(kind__key=filters.kind)
    if filters.lacking:
        rows = rows.filter(_lacking(filters.lacking))
    if filters.item:
        rows = rows.filter(gear__item=filters.item).distinct()
    if filters.without_place:
        rows = rows.filter(place="")
    if filters.joint:
        rows = rows.filter(id__in=_joint(actor))
    text = fold(filters.text)[:LONGEST_SEARCH]
    return rows.filter(_named(text, area_names(actor=actor))) if text else rows


def _named(text: str, names: Mapping[str, str]) -> Q:
    areas: Collection[str] = [code for code, name in names.items() if text in fold(name)]
    return (
        Q(name__icontains=text)
        | Q(place__icontains=text)
        | Q(site__icontains=text)
        | Q(code=fold_code(text))
        | Q(area_code__in=areas)
    )


def _lacking(facility: str) -> Q:
    return Q(indoors=False, **{facility: False})


def _joint(actor: Actor) -> Any:
    return JointUnit.objects.of_tenant(actor.tenant_id).values("post_id")


def _one(rows: Rows) -> Post:
    found: Post | None = rows.first()
    if found is None:
        raise NotFound(_("There is no such post here, or it is outside your area."))
    return found
