"""The roster of a community as a grid: people by days, with what each shift lacks at the foot."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from muster.kernel.actors import Actor, system_actor
from muster.operations.duty.models import Assignment, Deployment, Edition, PatternShift, Post
from muster.operations.duty.queries.as_plan import RosterDesk, roster_desk
from muster.operations.duty.queries.where import at_area
from muster.registers.responders import queries as responders

NOON = 12


@dataclass(frozen=True, slots=True)
class GridPerson:
    """A person of the grid; `away` are days of absence."""

    responder_id: UUID
    name: str
    unit: str
    shifts: int
    nights: int
    away: frozenset[date]


@dataclass(frozen=True)
class Grid:
    """People by unit and name, their shifts by (person, day), and shifts with people wanted."""

    desk: RosterDesk
    area: str
    people: Sequence[GridPerson]
    shifts: Sequence[PatternShift]
    wanted: Mapping[tuple[date, UUID], int]
    planned: Mapping[tuple[date, UUID], int]

    def short(self, day: date, shift_id: UUID) -> int:
        """How many people a shift of a day lacks, over all posts."""
        return max(0, self.wanted.get((day, shift_id), 0) - self.planned.get((day, shift_id), 0))

    def row(self, person: UUID, day: date) -> Assignment | None:
        """The shift of somebody on a day."""
        return self.desk.rows.get((person, day))

    def post(self, row: Assignment) -> Post:
        """The post of a shift."""
        return self.desk.posts[row.post_id]


def grid_of(*, actor: Actor, edition: Edition, area: str) -> Grid:
    """Return the grid of a community over an edition. The queries do not depend on its size."""
    sent: Any = Deployment.objects.visible_to(actor).filter(
        at_area(area), edition=edition, ended_by__isnull=True
    )
    deployed = set(sent.values_list("responder_id", flat=True))
    desk = roster_desk(edition=edition, areas={area}, people=deployed)
    here = {
        person for (person, _day), row in desk.rows.items() if row.area_code == area
    } | deployed  # fmt: skip
    reader = system_actor(actor.tenant_id, "duty.roster")
    known = responders.active_of_tenant(actor=reader, ids=here)
    units = responders.names_of(actor=reader, ids={row.unit_id for row in known.values()})
    shifts: Counter[UUID] = Counter()
    nights: Counter[UUID] = Counter()
    for (person, _day), row in desk.rows.items():
        shifts[person] += 1
        nights[person] += row.night
    people = [
        GridPerson(
            row.id, row.name, units.get(row.unit_id, ""), shifts[row.id], nights[row.id],
            _away(desk, str(row.id)),
        )
        for row in sorted(
            known.values(), key=lambda one: (units.get(one.unit_id, ""), one.name, one.id)
        )
    ]  # fmt: skip
    wanted, planned = _counts(desk, area)
    named = {shift for _day, shift in (*wanted, *planned)}
    ordered = sorted((desk.shifts[one] for one in named), key=lambda one: (one.starts, one.minutes))
    return Grid(desk, area, people, ordered, wanted, planned)


def _away(desk: RosterDesk, person: str) -> frozenset[date]:
    known = desk.people.get(person)
    if known is None:
        return frozenset()
    return frozenset(
        desk.day(number)
        for first, last in known.leave
        for number in range(first, min(last, desk.edition.days - 1) + 1)
    )


def _counts(
    desk: RosterDesk, area: str
) -> tuple[Mapping[tuple[date, UUID], int], Mapping[tuple[date, UUID], int]]:
    """Count people wanted and planned by day and shift; a post with too many fills no other."""
    crews: Counter[tuple[UUID, date, UUID]] = Counter(
        (row.post_id, row.day, row.shift_id) for row in desk.rows.values()
    )
    wanted: dict[tuple[date, UUID], int] = defaultdict(int)
    planned: dict[tuple[date, UUID], int] = defaultdict(int)
    for post in desk.posts.values():
        if post.area_code != area:
            continue
        for number in range(desk.edition.days):
            day = desk.day(number)
            if not post.is_open_on(day) or post.is_closed:
                continue
            for link in post.shift_links.all():
                wanted[day, link.shift_id] += post.wanted
                planned[day, link.shift_id] += min(post.wanted, crews[post.id, day, link.shift_id])
    return wanted, planned


def open_places(grid: Grid, day: date) -> Sequence[tuple[Post, PatternShift, int]]:
    """Return the posts and shifts open on a day, with how many people each lacks."""
    crews: Counter[tuple[UUID, UUID]] = Counter(
        (row.post_id, row.shift_id) for row in grid.desk.rows.values() if row.day == day
    )
    found = [
        (post, link.shift, max(0, post.wanted - crews[post.id, link.shift_id]))
        for post in grid.desk.posts.values()
        if post.area_code == grid.area and post.is_open_on(day) and not post.is_closed
        for link in post.shift_links.all()
    ]
    return sorted(found, key=lambda one: (one[1].starts, one[0].number or 0, one[0].title))
