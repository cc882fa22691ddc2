"""Who takes the shifts that somebody leaves: as few changes as can be, and no others.

Each lost shift is covered by one person who is free, where the rules allow it; else by somebody of
that day whose own crew has people to spare, or whose own shift somebody free can take. Breaches
that were there before are left alone, and no crew gives somebody up that then is too small.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from muster.engines.planner.cover import StandIn, stand_ins
from muster.engines.planner.model import Instance, Plan, Row
from muster.operations.duty.models import Assignment
from muster.operations.duty.queries.as_plan import RosterDesk
from muster.operations.duty.queries.instance import place_name, shift_name
from muster.operations.duty.queries.judging import Placement, judge_change

WORKING, CREW = "working", "crew"
Cell = tuple[str, int]


@dataclass
class StandIns:
    """A roster from which people are lost, with what is changed so far.

    `rows` are its cells now and `first` as they were; nobody is put into the cells `barred`, nor
    taken out of them.
    """

    desk: RosterDesk
    instance: Instance
    barred: Collection[Cell]
    first: dict[Cell, Row]
    rows: dict[Cell, Row]

    @classmethod
    def open(
        cls, desk: RosterDesk, instance: Instance, rows: Sequence[Row], barred: Collection[Cell]
    ) -> "StandIns":
        """Begin with a roster as it is."""
        cells = {(row.person, row.day): row for row in rows}
        return cls(desk, instance, barred, cells, dict(cells))

    def cover(self, lost: Sequence[Row]) -> None:
        """Take these shifts from who has them, and find somebody for each.

        Whoever is left in a crew that is too small, and for whom nobody could be found, is sent
        home: nobody stands alone.
        """
        for row in lost:
            del self.rows[row.person, row.day]
        ways = {row: sum(1 for _one in self._free(row)) for row in lost}
        for row in sorted(lost, key=lambda one: (ways[one], one.day, one.post)):
            if len(self.crew(row)) < self.desk.posts[UUID(row.post)].wanted:
                self._cover(row)
        for row in lost:
            crew = self.crew(row)
            if 0 < len(crew) < self.least(row):
                for other in crew:
                    del self.rows[other.person, other.day]

    def crew(self, of: Row) -> list[Row]:
        """Return who stands at a post in a shift now."""
        spot = of.day, of.shift, of.post
        return [row for row in self.rows.values() if (row.day, row.shift, row.post) == spot]

    def least(self, row: Row) -> int:
        """Return the least crew of a post."""
        return self.desk.desk.least(self.desk.desk.posts[row.post])

    def _cover(self, row: Row) -> None:
        if any(self._takes(person, row) for person in self._free(row)):
            return
        lonely = len(self.crew(row)) < self.least(row)
        thinned: Row | None = None
        for own in list(self._busy(row)):
            left = len(self.crew(own)) - 1
            if left >= self.desk.posts[UUID(own.post)].wanted and self._takes(own.person, row):
                return
            if not self._takes(own.person, row):
                continue
            if any(self._takes(person, own) for person in self._free(own)):
                return
            self.rows[own.person, own.day] = own
            if lonely and thinned is None and left >= self.least(own):
                thinned = own
        if thinned is not None:
            self._takes(thinned.person, row)

    def _takes(self, person: str, row: Row) -> bool:
        """Give a shift to somebody; False, and nothing is changed, where a rule would break."""
        cell = person, row.day
        before = self.rows.get(cell)
        self.rows[cell] = Row(person, row.day, row.shift, row.post)
        if self._sound(person):
            return True
        if before is None:
            del self.rows[cell]
        else:
            self.rows[cell] = before
        return False

    def _sound(self, person: str) -> bool:
        """True where the changes of one person break no rule about this person."""
        who, cancel, put = UUID(person), list[Assignment](), list[Placement]()
        shifts = {shift_name(one): one.id for one in self.desk.shifts.values()}
        for cell in {cell for cell in self.first.keys() | self.rows.keys() if cell[0] == person}:
            was, now = self.first.get(cell), self.rows.get(cell)
            if was == now:
                continue
            day = self.desk.day(cell[1])
            if was is not None:
                cancel.append(self.desk.rows[who, day])
            if now is not None:
                put.append(Placement(who, UUID(now.post), shifts[now.shift], day))
        found = judge_change(self.desk, cancel, put).breaches
        return all(one.code == CREW for one in found)

    def _free(self, row: Row) -> Iterator[str]:
        """People who are free that day and may come, those first who are touched already."""
        cells = self.rows.keys() | self.first.keys()
        touched = {cell[0] for cell in cells if self.rows.get(cell) != self.first.get(cell)}
        found = [one.person for one in self._asked(row) if not one.bends]
        for person in sorted(found, key=lambda one: one not in touched):
            if (person, row.day) not in self.barred:
                yield person

    def _busy(self, row: Row) -> Iterator[Row]:
        """Shifts of that day whose people could come to this one instead."""
        for one in self._asked(row):
            own = self.rows.get((one.person, row.day))
            only = {bend.rule for bend in one.bends} == {WORKING}
            if own is not None and only and (one.person, row.day) not in self.barred:
                yield own

    def _asked(self, row: Row) -> Sequence[StandIn]:
        post = self.desk.posts[UUID(row.post)]
        kinds = {one.id: one.type for place in self.instance.communities for one in place.posts}
        return stand_ins(
            self.instance,
            Plan(assignment=self.desk.plan.assignment, roster=tuple(self.rows.values())),
            community=place_name(post),
            day=row.day,
            shift=row.shift,
            post_type=kinds[row.post],
            post=row.post,
        )
