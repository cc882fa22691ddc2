"""The list of people: any filter over hundreds of thousands of rows, fifty at a time.

The list is walked by key in the order of names, never by offset. Whichever filter leaves few rows
must lead, because walking 200,000 rows for the last of fifty is slow on every database: a search
leads by its own keys, a skill by its links, a small set of units by its people; everything else is
checked on the way along the order. Counts are the units' kept totals where they tell it, exact
where the list ends on its first page, and otherwise "more than fifty".
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, Q, Sum
from django.utils import timezone

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import prefix_range
from muster.registers.responders.enums import Status, levels_of
from muster.registers.responders.models import Responder, SendingUnit, Skill, Unavailability
from muster.registers.responders.queries.search import named

PAGE_SIZE = 50
MORE_THAN = PAGE_SIZE
FEW_PEOPLE = 20_000
"""Units of together at most so many people lead the query; larger sets are checked on the way."""

AWAY = "away"
LIST_COLUMNS = (
    "id",
    "tenant_id",
    "unit_id",
    "unit__name",
    "area_code",
    "level",
    "name",
    "name_key",
    "sex",
    "birth_date",
    "phone",
    "position",
    "can_lead",
    "licence",
    "night_opt_in",
    "status",
)

Rows = Any
"""A queryset of responders, narrowed step by step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of people is narrowed to. `status` is active, ended, away or "" for all.

    `level` is a level, or the name of a group of them: sent or local.
    """

    text: str = ""
    level: str = ""
    unit_id: UUID | None = None
    area: str = ""
    skill: str = ""
    nights: bool = False
    status: str = Status.ACTIVE

    @property
    def only_totals(self) -> bool:
        """True where the kept totals of the units answer how many there are."""
        return self.counts_all and self.status != AWAY

    @property
    def counts_all(self) -> bool:
        """True where nothing narrows the list that takes a walk over it to count."""
        return not (self.text or self.skill or self.nights)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page and the ids to go on from; `total` None means more than `MORE_THAN`."""

    people: list[Responder]
    after: UUID | None
    before: UUID | None
    total: int | None


def list_people(
    *,
    actor: Actor,
    filters: Filters,
    after: UUID | None = None,
    before: UUID | None = None,
    size: int = PAGE_SIZE,
) -> Page:
    """Return a page of the people the actor may see, by name in pinyin order.

    `after` and `before` are ids of the last or first person of another page; one that is gone
    starts the list anew. The number of queries does not depend on the number of rows.
    """
    totals = _totals(actor, filters)
    rows = _narrowed(actor, filters, totals["everybody"])
    edge = _edge(actor, after or before)
    backwards = edge is not None and after is None
    key = "link__name_key" if filters.skill else "name_key"
    tie = "link__responder_id" if filters.skill else "id"
    if edge is not None:
        rows = rows.filter(_beyond(key, tie, edge, backwards=backwards))
    order = (f"-{key}", f"-{tie}") if backwards else (key, tie)
    people = list(rows.select_related("unit").only(*LIST_COLUMNS).order_by(*order)[: size + 1])
    more = len(people) > size
    people = people[:size][::-1] if backwards else people[:size]
    return Page(
        people=people,
        after=people[-1].id if people and (more or backwards) else None,
        before=people[0].id if people and (more if backwards else edge is not None) else None,
        total=len(people) if edge is None and not more else _total(actor, filters, totals),
    )


def total_of(*, actor: Actor, filters: Filters) -> int | None:
    """How many people the filters leave; None where counting them would cost too much."""
    return _total(actor, filters, _totals(actor, filters))


def away_count(*, actor: Actor, unit_id: UUID | None = None, area: str = "") -> int:
    """How many people of a unit or area are away today: as many as their list has rows."""
    filters = Filters(unit_id=unit_id, area=area, status=AWAY)
    return int(_narrowed(actor, filters, _totals(actor, filters)["everybody"]).count())


def away_today(actor: Actor) -> Any:
    """Absences of the actor's command that touch today, also those over or still to begin."""
    zone = timezone.get_current_timezone()
    today = clock.today(timezone.get_current_timezone_name())
    begin, end = (
        datetime.combine(day, time.min, tzinfo=zone) for day in (today, today + timedelta(days=1))
    )
    return Unavailability.objects.of_tenant(actor.tenant_id).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=begin), starts_at__lt=end
    )


def _total(actor: Actor, filters: Filters, totals: dict[str, int]) -> int | None:
    """Count by the kept totals of the units; those who are away are few, so they are counted."""
    if filters.only_totals:
        return totals[filters.status or "everybody"]
    if filters.counts_all:
        return int(_narrowed(actor, filters, totals["everybody"]).count())
    return None


def _totals(actor: Actor, filters: Filters) -> dict[str, int]:
    """Return the kept totals of the units in question: active, ended, everybody."""
    found = _units(actor, filters).aggregate(active=Sum("people_active"), ended=Sum("people_ended"))
    active, ended = found["active"] or 0, found["ended"] or 0
    return {Status.ACTIVE: active, Status.ENDED: ended, "everybody": active + ended}


def _units(actor: Actor, filters: Filters) -> Any:
    rows: Any = SendingUnit.objects.visible_to(actor)
    if filters.level:
        rows = rows.filter(level__in=levels_of(filters.level))
    if filters.unit_id:
        rows = rows.filter(id=filters.unit_id)
    return rows.filter(prefix_range("area_code", filters.area)) if filters.area else rows


def _narrowed(actor: Actor, filters: Filters, everybody: int) -> Rows:
    rows: Rows = Responder.objects.visible_to(actor)
    if filters.status == AWAY:
        rows = rows.filter(id__in=away_today(actor).values("responder_id"), status=Status.ACTIVE)
    elif filters.status:
        rows = rows.filter(status=filters.status)
    if filters.skill:
        rows = _with_skill(rows, actor, filters.skill)
    if filters.nights:
        # Beside a skill, the index of nights must not tempt SQLite away from the skill's links.
        rows = (
            rows.filter(night_opt_in__in=[True])
            if filters.skill
            else rows.filter(night_opt_in=True)
        )
    if filters.text:
        few = filters.unit_id is not None or everybody <= FEW_PEOPLE
        rows = named(rows, actor, filters.text, few=few)
    return _in_units(rows, actor, filters, everybody)


def _in_units(rows: Rows, actor: Actor, filters: Filters, everybody: int) -> Rows:
    """Narrow by unit, level and area: a few people's units lead, many are checked on the way."""
    if filters.unit_id:
        return rows.filter(unit_id=filters.unit_id)
    if everybody <= FEW_PEOPLE:
        return rows.filter(unit_id__in=list(_units(actor, filters).values_list("id", flat=True)))
    if filters.level:
        rows = rows.filter(level__in=levels_of(filters.level))
    return rows.filter(prefix_range("area_code", filters.area)) if filters.area else rows


def _with_skill(rows: Rows, actor: Actor, key: str) -> Rows:
    """Walk the links of a skill, which repeat the order of names."""
    skill = Skill.objects.of_tenant(actor.tenant_id).filter(key=key).values_list("id", flat=True)
    linked = rows.alias(link=FilteredRelation("skill_links"))
    return linked.filter(link__tenant_id=actor.tenant_id, link__skill_id=skill.first())


def _edge(actor: Actor, person_id: UUID | None) -> tuple[str, UUID] | None:
    if person_id is None:
        return None
    rows: Any = Responder.objects.visible_to(actor).filter(pk=person_id)
    found: tuple[str, UUID] | None = rows.values_list("name_key", "id").first()
    return found


def _beyond(key: str, tie: str, edge: tuple[str, UUID], *, backwards: bool) -> Q:
    """Return the condition "comes after (or before) this person", led by a range of the key."""
    side = "lt" if backwards else "gt"
    name_key, person_id = edge
    return Q(**{f"{key}__{side}e": name_key}) & (
        Q(**{f"{key}__{side}": name_key}) | Q(**{f"{tie}__{side}": person_id})
    )
