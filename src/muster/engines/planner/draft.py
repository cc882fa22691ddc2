"""The draft of a plan while edits by hand are made in it, one after another."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from muster.engines.planner.model import Instance, Plan, Post, Row, least_crew
from muster.engines.planner.part import Cell, Crew, Tables, Touched
from muster.engines.planner.reading.faults import Faults
from muster.engines.planner.reading.known import Known


@dataclass(frozen=True)
class Spot:
    """Where somebody works on a day. Without `post` one is chosen, of `post_type` where given.

    As what was there before, a Spot without `post` is that shift at any post (of the type).
    """

    shift: str
    post: str | None = None
    post_type: str | None = None


@dataclass(frozen=True)
class Edit:
    """One cell of the roster by hand: `before` must be what the plan has there; None is off."""

    person: str
    day: int
    before: Spot | None
    after: Spot | None


class Ground:
    """A plan laid out for editing, indexed once."""

    def __init__(self, instance: Instance, plan: Plan) -> None:
        self.instance, self.plan = instance, plan
        self.tables = Tables(instance)
        self.posts = {post.id: post for c in instance.communities for post in c.posts}
        self.known = Known(instance, Faults(), calendar=True)
        self.rows_of: dict[str, list[int]] = defaultdict(list)
        self.rows_at: dict[Crew, list[int]] = defaultdict(list)
        for at, row in enumerate(plan.roster):
            self.rows_of[row.person].append(at)
            self.rows_at[row.post, row.day, row.shift].append(at)

    def crew(self, crew: Crew) -> list[str]:
        """Who is in a crew, as often as the plan says so."""
        return [self.plan.roster[at].person for at in self.rows_at.get(crew, ())]

    def posts_of(self, cell: Cell) -> list[Crew]:
        """The crews that count for a cell of demand."""
        community, day, shift, kind = cell
        posts = self.tables.communities[community].posts
        return [(post.id, day, shift) for post in posts if post.type == kind]

    def least(self, post: Post) -> int:
        """The least crew of a post that is staffed."""
        points = len(post.points)
        return max(least_crew(self.instance.rules, post), points + 1 if points else 0)


class Draft:
    """The plan while the edits are made, one after another."""

    def __init__(
        self, ground: Ground, edits: Sequence[Edit], moves: Mapping[str, str | None]
    ) -> None:
        self.ground = ground
        self.roster: list[Row | None] = list(ground.plan.roster)
        self.at = {name: list(ground.rows_of.get(name, ())) for name in {e.person for e in edits}}
        self.members: dict[Crew, list[int]] = {}  # rows, of the crews that differ
        self.put: list[Row] = []
        self.faults = Faults()
        self.known = ground.known
        self.assignment = self._moved(moves)
        for number, edit in enumerate(edits):
            self._make(f"edits[{number}]", edit)
        self.faults.stop()

    def plan(self) -> Plan:
        """The whole plan, with what it no longer may claim left out."""
        meta = {name: said for name, said in self.ground.plan.meta.items()
                if name not in ("objective_terms", "lower_bounds", "bounds_of")}  # fmt: skip
        meta["edited"] = meta.get("edited", 0) + 1 if isinstance(meta.get("edited"), int) else 1
        return msgspec.structs.replace(
            self.ground.plan,
            assignment=self.assignment,
            roster=tuple(row for row in self.roster if row is not None),
            meta=meta,
        )

    def touched(self) -> Touched:
        """Who and what differs."""
        old = self.ground.plan.assignment
        names = old.keys() | self.assignment.keys()
        moved = {name for name in names if old.get(name) != self.assignment.get(name)}
        cells = {self.ground.tables.cell_of(crew) for crew in self.members}
        return Touched(self.at.keys() | moved, moved, self.members.keys(), cells)

    def rows(self, touched: Touched) -> tuple[list[Row], list[Row]]:
        """The rows before and after that a difference of the findings can depend on."""
        ground, people, crews = self.ground, set(touched.people), set(touched.crews)
        if ground.instance.rules.mixed_experience is not None:
            for at in self._rows_of(people):
                crews |= {(r.post, r.day, r.shift) for r in self._both(at)}
            members = {at for crew in crews for at in self._rows_at(crew)}
            people |= {row.person for at in members for row in self._both(at)}
        crews |= {crew for cell in touched.cells for crew in ground.posts_of(cell)}
        kept = self._rows_of(people) | {at for crew in crews for at in self._rows_at(crew)}
        roster, length = ground.plan.roster, len(ground.plan.roster)
        return (
            [roster[at] for at in sorted(kept) if at < length],
            [row for at in sorted(kept) if (row := self.roster[at])],
        )

    def crew(self, crew: Crew) -> tuple[str, ...]:
        """Who is in a crew by now."""
        rows = (self.roster[at] for at in self.members.get(crew, self.ground.rows_at.get(crew, ())))
        return tuple(dict.fromkeys(row.person for row in rows if row))

    def _rows_of(self, people: Iterable[str]) -> set[int]:
        """Where in the roster rows of these people stand, before or after."""
        tables = (self.ground.rows_of, self.at)
        return {at for name in people for table in tables for at in table.get(name, ())}

    def _rows_at(self, crew: Crew) -> set[int]:
        return {*self.ground.rows_at.get(crew, ()), *self.members.get(crew, ())}

    def _both(self, at: int) -> Iterable[Row]:
        """The row that stands or stood there."""
        if at < len(self.ground.plan.roster):
            yield self.ground.plan.roster[at]
        if row := self.roster[at]:
            yield row

    def _moved(self, moves: Mapping[str, str | None]) -> dict[str, str]:
        assignment = dict(self.ground.plan.assignment)
        for person, community in moves.items():
            path = f"moves.{person}"
            if not self.known.one("person", person, path, self.faults):
                continue
            if community is None:
                assignment.pop(person, None)
            elif self.known.one("community", community, path, self.faults):
                assignment[person] = community
        return assignment

    def _make(self, path: str, edit: Edit) -> None:
        if not self._names(path, edit):
            return
        at = self._found(path, edit)
        if self.faults.known(path):
            return
        if at is not None and (old := self.roster[at]):
            self._crew_of(old).remove(at)
            self.roster[at] = None
            self.at[edit.person].remove(at)
        if edit.after is None:
            return
        post = edit.after.post or self._chosen(path, edit, edit.after)
        if post is None:
            return
        row = Row(edit.person, edit.day, edit.after.shift, post)
        at = len(self.roster) if at is None else at
        self.roster[at : at + 1] = [row]
        self.at[edit.person].append(at)
        self._crew_of(row).append(at)
        self.put.append(row)

    def _names(self, path: str, edit: Edit) -> bool:
        """Whether everything that the edit names exists; noted where not."""
        faults = self.faults
        named = [("person", edit.person, f"{path}.person")]
        for name, spot in (("before", edit.before), ("after", edit.after)):
            if spot is not None:
                named.append(("shift", spot.shift, f"{path}.{name}.shift"))
                named += [
                    (kind, said, f"{path}.{name}.{kind}")
                    for kind, said in (("post", spot.post), ("post_type", spot.post_type))
                    if said is not None
                ]
        right = self.known.day(edit.day, f"{path}.day", faults)
        for kind, said, where in named:
            if not said:
                faults.add(where, "empty_text")
            right = self.known.one(kind, said, where, faults) and right
        return right

    def _found(self, path: str, edit: Edit) -> int | None:
        """Where in the roster the cell stands that is edited, None where it is a day off."""
        rows = [(at, row) for at in self.at[edit.person] if (row := self.roster[at])]
        there = [(at, row) for at, row in rows if row.day == edit.day]
        spot = edit.before
        if spot is None and not there:
            return None
        kinds = self.ground.tables.type_of
        for at, row in there:
            if (
                spot is not None
                and row.shift == spot.shift
                and spot.post in (None, row.post)
                and spot.post_type in (None, kinds[row.post])
            ):
                return at
        found = ", ".join(f"{row.shift} at {row.post}" for _, row in there) or "off"
        expected = "off" if spot is None else " ".join(filter(None, (spot.shift, spot.post)))
        self.faults.add(path, "stale", person=edit.person, day=edit.day, found=found,
                        expected=expected)  # fmt: skip
        return None

    def _crew_of(self, row: Row) -> list[int]:
        crew = row.post, row.day, row.shift
        return self.members.setdefault(crew, list(self.ground.rows_at.get(crew, ())))

    def _chosen(self, path: str, edit: Edit, spot: Spot) -> str | None:
        """The post where one more is needed most, of those open; noted where there is none."""
        ground, community = self.ground, self.assignment.get(edit.person)
        if community is None:
            self.faults.add(f"{path}.person", "not_sent", person=edit.person)
            return None
        weekday = ground.instance.horizon.weekday(edit.day)
        posts = [
            post for post in ground.tables.communities[community].posts
            if post.is_open(spot.shift, weekday) and spot.post_type in (None, post.type)
        ]  # fmt: skip
        if not posts:
            self.faults.add(f"{path}.after", "no_post_open", community=community,
                            shift=spot.shift, day=edit.day)  # fmt: skip
            return None
        return min(posts, key=self._preference(edit, spot, posts)).id

    def _preference(self, edit: Edit, spot: Spot, posts: Sequence[Post]) -> Any:
        ground, person = self.ground, self.ground.tables.people[edit.person]
        kinds = {kind.id: set(kind.skills) for kind in ground.instance.post_types}
        community = ground.tables.communities[self.assignment[edit.person]]
        wanted: Counter[str] = Counter()
        for asked in community.demand:
            if (asked.day, asked.shift) == (edit.day, spot.shift):
                wanted[asked.post_type] += asked.count
        for post in community.posts:
            wanted[post.type] -= len(self.crew((post.id, edit.day, spot.shift)))
        usual = Counter(row.post for at in self.at[edit.person] if (row := self.roster[at]))
        before = edit.before.post if edit.before else None

        def key(post: Post) -> tuple[Any, ...]:
            size = len(self.crew((post.id, edit.day, spot.shift)))
            return (
                not kinds[post.type] <= set(person.skills),
                wanted[post.type] <= 0,
                not 0 < size < ground.least(post),
                size == 0,
                post.id != before,
                -usual[post.id],
                post.id,
            )

        return key
