"""From shifts and types to posts: which posts are staffed, and who stands at which.

Points are given after the shifts, one slot after the other: as many posts as the people make crews
for, then people to posts by an assignment problem (Jonker and Volgenant 1987) that prefers posts
somebody knows and shares out the hard ones.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.optimize import linear_sum_assignment

from muster.engines.planner.model import Community, Instance, Person, Post, Row, least_crew
from muster.engines.planner.roster.problem import Floats, Ints

_LOCKED = 1e9
_NOVICE = 1e6


@dataclass
class _Hand:
    """What was given so far: times at each post, hardship and shifts of each person."""

    known: defaultdict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    hardship: defaultdict[int, float] = field(default_factory=lambda: defaultdict(float))
    worked: Counter[int] = field(default_factory=Counter)


def place(
    instance: Instance,
    community: Community,
    people: Sequence[Person],
    labels: Ints,
    types: Ints,
    *,
    kept: Mapping[tuple[str, int], str] | None = None,
) -> list[Row]:
    """Return the rows of a community's roster for shift labels and types (p, t).

    `kept` names posts by (person, day) that should stay as they were, where crews allow.
    """
    posts = _posts_by_type(instance, community)
    locks = {(lock.person, lock.day): lock.post for lock in instance.locks if lock.post is not None}
    hand = _Hand()
    rows: list[Row] = []
    for day in range(instance.horizon.days):
        weekday = instance.horizon.weekday(day)
        for s, shift in enumerate(instance.shifts):
            at_work = np.flatnonzero(labels[:, day] == s + 1)
            for kind in np.unique(types[at_work, day]).tolist():
                members = at_work[types[at_work, day] == kind].tolist()
                slot = _Slot(
                    instance=instance,
                    people=people,
                    members=members,
                    posts=[post for post in posts[kind] if post.is_open(shift.id, weekday)],
                    fixed=[locks.get((people[p].id, day)) for p in members],
                    kept=[(kept or {}).get((people[p].id, day)) for p in members],
                    hand=hand,
                )
                for p, post in zip(members, slot.fill(), strict=True):
                    rows.append(Row(people[p].id, day, shift.id, post.id))
                    hand.known[p][post.id] += 1
                    hand.hardship[p] += post.hardship
        hand.worked.update(np.flatnonzero(labels[:, day] > 0).tolist())
    return rows


def _posts_by_type(instance: Instance, community: Community) -> dict[int, list[Post]]:
    """Return the posts of each type, the smallest crews first."""
    types = {kind.id: i for i, kind in enumerate(instance.post_types)}
    found: dict[int, list[Post]] = {}
    for post in community.posts:
        found.setdefault(types[post.type], []).append(post)
    for posts in found.values():
        posts.sort(key=lambda post: crew_of(instance, post))
    return found


def crew_of(instance: Instance, post: Post) -> int:
    """Return the least crew of a post; points that share a reliever need one person more."""
    return max(least_crew(instance.rules, post), len(post.points) + 1 if post.points else 1)


@dataclass
class _Slot:
    """The people of one type at work in one shift, and the posts open to them.

    For each member, `fixed` names the post that a lock gives them, `kept` the one to stay at if
    that can be, or None.
    """

    instance: Instance
    people: Sequence[Person]
    members: list[int]
    posts: list[Post]
    fixed: list[str | None]
    kept: list[str | None]
    hand: _Hand

    @cached_property
    def locked(self) -> list[str | None]:
        """The post each member is to have: as many of those kept as there are crews for."""
        locked = [lock or kept for lock, kept in zip(self.fixed, self.kept, strict=True)]
        crews = {post.id: crew_of(self.instance, post) for post in self.posts}
        locked = [post if post in crews else None for post in locked]
        named = Counter(post for post in locked if post is not None)
        while sum(max(crews[post], count) for post, count in named.items()) > len(self.members):
            free = [post for post in named if post not in self.fixed]
            if not free:
                break
            least = min(free, key=lambda post: (named[post] - crews[post], post))
            del named[least]
            locked = [None if post == least else post for post in locked]
        return locked

    def fill(self) -> list[Post]:
        """Return the post of each member."""
        if len(self.posts) == 1:
            return self.posts * len(self.members)
        needed = self.instance.rules.mixed_experience or 0
        novices = [i for i, p in enumerate(self.members) if needed and self._experience(p) < needed]
        staffed = self._staffed(len(self.members) - len(novices))
        seats = self._seats(staffed)
        cost = self._costs(staffed)[:, seats]
        # The first seat of every post is for somebody who has been there before.
        first = [j for j, seat in enumerate(seats) if seat not in seats[:j]]
        cost[np.ix_(novices, first)] += _NOVICE
        _, chosen = linear_sum_assignment(cost)
        where = [seats[j] for j in chosen.tolist()]
        self._keep_company(where)
        return [staffed[post] for post in where]

    def _experience(self, p: int) -> int:
        return self.people[p].history.experience + self.hand.worked[p]

    def _staffed(self, most: int) -> list[Post]:
        """Choose the posts to staff: those of locks, then as many as there are crews for."""
        chosen: list[Post] = []
        left = len(self.members)
        for post in sorted(self.posts, key=lambda post: post.id not in self.locked):
            crew = max(crew_of(self.instance, post), self.locked.count(post.id))
            if post.id in self.locked or not chosen or (crew <= left and len(chosen) < most):
                chosen.append(post)
                left -= crew
        return chosen

    def _seats(self, posts: list[Post]) -> list[int]:
        """Return the post (index) of each seat: the crews, then one more each in turn."""
        people, named = len(self.members), Counter(self.locked)
        sizes = [max(crew_of(self.instance, post), named[post.id]) for post in posts]
        crews = [i for i, size in enumerate(sizes) for _ in range(size)]
        return crews[:people] + [i % len(posts) for i in range(people - len(crews))]

    def _costs(self, posts: list[Post]) -> Floats:
        """Return what each member (row) costs at each post (column)."""
        weight = self.instance.weights.hardship or 1.0
        cost = np.zeros((len(self.members), len(posts)))
        for i, p in enumerate(self.members):
            for j, post in enumerate(posts):
                hard = weight * post.hardship * self.hand.hardship[p]
                cost[i, j] = hard - self.hand.known[p][post.id]
                if self.locked[i] == post.id:
                    cost[i, j] -= _LOCKED
        return cost

    def _keep_company(self, where: list[int]) -> None:
        """Bring together, in place, who must be in one crew, and part who must not."""
        index = {self.people[p].id: i for i, p in enumerate(self.members)}
        for i, p in enumerate(self.members):
            for other in self.people[p].together:
                j = index.get(other)
                if j is not None and where[i] != where[j] and self.locked[i] is None:
                    self._exchange(where, i, where[j])
        for i, p in enumerate(self.members):
            for other in self.people[p].apart:
                j = index.get(other)
                if j is None or where[i] != where[j]:
                    continue
                mover = i if self.locked[i] is None else j
                elsewhere = next((post for post in where if post != where[mover]), None)
                if elsewhere is not None:
                    self._exchange(where, mover, elsewhere)

    def _exchange(self, where: list[int], mover: int, post: int) -> None:
        """Let somebody change places with one of the crew of `post` who is free to."""
        people = [self.people[p] for p in self.members]
        bound = {other for person in people for other in (*person.together, *person.apart)}
        bound |= {person.id for person in people if person.together or person.apart}
        for j, person in enumerate(people):
            if where[j] == post and self.locked[j] is None and person.id not in bound:
                where[mover], where[j] = where[j], where[mover]
                return
