"""The gear of an area added up per zone, post and shift: what the stores will be asked for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from muster.kernel.actors import Actor
from muster.kernel.areas import prefix_range
from muster.kernel.permissions import require
from muster.operations.duty import rules
from muster.operations.duty.enums import Basis
from muster.operations.duty.models import Post, PostGear
from muster.operations.duty.models.kinds import item_label
from muster.operations.duty.queries.posts import ORDER, seen_by, with_parts

SUBDISTRICT_LENGTH = 9
WEEK = 7


@dataclass(frozen=True, slots=True)
class RequisitionLine:
    """What one post needs of one thing in one shift; `letter` is "" for what stays at the post.

    `quantity` is once for `Basis.POST`; else for one shift, `people` being on duty in it.
    """

    post: Post
    item: str
    label: str
    basis: str
    letter: str
    shift: str
    people: int
    quantity: int
    days: int

    @property
    def zone(self) -> str:
        """Code of the subdistrict it lies in; the command's own for sites outside."""
        return self.post.area_code[:SUBDISTRICT_LENGTH]

    @property
    def total(self) -> int:
        """For all days asked for."""
        return self.quantity * self.days


@dataclass(frozen=True, slots=True)
class Requisition:
    """Every line of an area for some days; `labels` names each item."""

    area: str
    starts_on: date
    days: int
    lines: Sequence[RequisitionLine]
    labels: Mapping[str, str] = field(default_factory=dict)

    def by_item(self) -> dict[str, "Totals"]:
        """Add up by item, in the order of what is needed most."""
        found: dict[str, Totals] = defaultdict(Totals)
        for line in self.lines:
            found[line.item].add(line)
        return dict(sorted(found.items(), key=lambda pair: (-pair[1].total, pair[0])))

    def by_zone(self) -> dict[str, dict[str, "Totals"]]:
        """Add up by zone and item; zones in the order of their codes."""
        found: dict[str, dict[str, Totals]] = defaultdict(lambda: defaultdict(Totals))
        for line in self.lines:
            found[line.zone][line.item].add(line)
        return {zone: dict(found[zone]) for zone in sorted(found)}

    def letters(self) -> list[tuple[str, str]]:
        """The shifts that occur, by (pattern and letter, name), in the order of the day."""
        seen: dict[str, str] = {}
        for line in self.lines:
            if line.letter:
                seen.setdefault(line.letter, line.shift)
        return list(seen.items())


@dataclass(slots=True)
class Totals:
    """How much of something: once, on a full day by shift, for all days; and at how many posts."""

    once: int = 0
    total: int = 0
    shifts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    posts: set[UUID] = field(default_factory=set)

    def add(self, line: RequisitionLine) -> None:
        """Add one line."""
        self.posts.add(line.post.id)
        self.total += line.total
        if line.letter:
            self.shifts[line.letter] += line.quantity
        else:
            self.once += line.quantity

    @property
    def a_day(self) -> int:
        """What is used up on a day on which every post is open."""
        return sum(self.shifts.values())


def requisition(
    *,
    actor: Actor,
    incident_id: UUID,
    area: str = "",
    starts_on: date,
    days: int = 1,
    item: str = "",
) -> Requisition:
    """Add up what the open posts of an area need for `days` days. Three queries at any size."""
    require(actor, rules.VIEW_REQUISITION)
    rows = seen_by(actor).filter(
        prefix_range("area_code", area),
        incident_id=incident_id,
        closed_at__isnull=True,
        opens_on__lt=starts_on + timedelta(days=days),
    )
    posts = [
        post
        for post in with_parts(rows).prefetch_related("gear").order_by(*ORDER)
        if open_days(post, starts_on, days)
    ]
    lines = [
        line
        for post in posts
        for gear in sorted(post.gear.all(), key=lambda each: each.id)
        if not item or gear.item == item
        for line in _lines(post, gear, open_days(post, starts_on, days))
    ]
    labels = {line.item: line.label for line in lines}
    return Requisition(area, starts_on, days, lines, labels)


def open_days(post: Post, starts_on: date, days: int) -> int:
    """On how many of the days a post is open."""
    return sum(post.is_open_on(starts_on + timedelta(days=day)) for day in range(days))


def _lines(post: Post, gear: PostGear, days: int) -> Sequence[RequisitionLine]:
    label = item_label(gear.item, gear.own_label)
    if gear.basis == Basis.POST:
        return [RequisitionLine(post, gear.item, label, gear.basis, "", "", 0, gear.quantity, 1)]
    each = gear.quantity * (post.wanted if gear.basis == Basis.PERSON else 1)
    return [
        RequisitionLine(
            post,
            gear.item,
            label,
            gear.basis,
            f"{post.pattern.key}.{link.shift.letter}",
            link.shift.label,
            post.wanted,
            each,
            days,
        )
        for link in post.shift_links.all()
    ]
