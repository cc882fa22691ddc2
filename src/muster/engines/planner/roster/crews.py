"""From shifts and types to posts: which posts are staffed, and who stands at which.

Points are given after the shifts, one slot after the other: as many posts as the people make crews
for, then people to posts by an assignment problem (Jonker and Volgenant 1987) that prefers posts
somebody knows and shares out the hard ones. Where that breaks a rule on who is with whom, the shift
is dealt out exactly (`dealing`): somebody then stays away rather than that a rule is broken.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from muster.engines.planner.model import Community, Instance, Person, Post, Row, least_crew
from muster.engines.planner.roster.dealing import AWAY, Hand, deal
from muster.engines.planner.roster.problem import Floats, Ints

_LOCKED = 1e9
_NOVICE = 1e6


@dataclass
class _Site:
    """The posts of a community by number, and what was given so far.

    `crew` (posts,) the least crews, `hardship` (posts,); `known` (p, posts) times at each post,
    `borne` (p,) the hardship of all of them, `worked` (p,) the shifts behind each person and `last`
    (p,) the last day on which they have a post.
    """

    instance: Instance
    people: Sequence[Person]
    posts: list[Post]
    crew: list[int]
    hardship: Floats
    known: Floats
    borne: Floats
    worked: Ints
    last: Ints

    @classmethod
    def of(cls, instance: Instance, community: Community, people: Sequence[Person]) -> "_Site":
        """Begin with nothing given."""
        crews = [crew_of(instance, post) for post in community.posts]
        order = sorted(range(len(crews)), key=crews.__getitem__)  # the smallest crews first
        posts = [community.posts[i] for i in order]
        return cls(
            instance=instance,
            people=people,
            posts=posts,
            crew=[crews[i] for i in order],
            hardship=np.array([post.hardship for post in posts], dtype=np.float64),
            known=np.zeros((len(people), len(posts))),
            borne=np.zeros(len(people)),
            worked=np.array([p.history.experience for p in people], dtype=np.int32),
            last=np.full(len(people), -1, dtype=np.int32),
        )

    def open_by_type(self, shift: str, weekday: int) -> dict[int, list[int]]:
        """Return the posts of each type that are open in a shift."""
        types = {kind.id: i for i, kind in enumerate(self.instance.post_types)}
        found: dict[int, list[int]] = {}
        for number, post in enumerate(self.posts):
            if post.is_open(shift, weekday):
                found.setdefault(types[post.type], []).append(number)
        return found


def place(
    instance: Instance,
    community: Community,
    people: Sequence[Person],
    labels: Ints,
    types: Ints,
    *,
    kept: Mapping[tuple[str, int], str] | None = None,
    since: int = 0,
) -> list[Row]:
    """Return the rows of a community's roster for shift labels and types (p, t).

    `kept` names posts by (person, day) that should stay as they were, where crews allow; before the
    day `since` they do. No crew breaks a rule: who could only be in one that does has no row.
    """
    site = _Site.of(instance, community, people)
    locks = {(lock.person, lock.day): lock.post for lock in instance.locks if lock.post is not None}
    kept = kept or {}
    opens = {
        (shift.id, weekday): site.open_by_type(shift.id, weekday)
        for shift in instance.shifts
        for weekday in range(7)
    }
    rows: list[Row] = []
    for day in range(instance.horizon.days):
        weekday = instance.horizon.weekday(day)
        for s, shift in enumerate(instance.shifts):
            at_work = np.flatnonzero(labels[:, day] == s + 1)
            for kind in np.unique(types[at_work, day]).tolist():
                members = at_work[types[at_work, day] == kind]
                names = [people[p].id for p in members.tolist()]
                slot = _Slot(
                    site=site,
                    members=members,
                    posts=opens[shift.id, weekday][kind],
                    fixed=[locks.get((name, day)) for name in names] if locks else [],
                    kept=[kept.get((name, day)) for name in names] if kept else [],
                )
                where = np.array(slot.stay() if day < since else slot.fill(), dtype=np.int64)
                rows += [
                    Row(names[i], day, shift.id, site.posts[where[i]].id)
                    for i in np.flatnonzero(where != AWAY).tolist()
                ]
                members, where = members[where != AWAY], where[where != AWAY]
                site.known[members, where] += 1
                site.borne[members] += site.hardship[where]
                site.last[members] = day
        site.worked[site.last == day] += 1
    return rows


def crew_of(instance: Instance, post: Post) -> int:
    """Return the least crew of a post; points that share a reliever need one person more."""
    return max(least_crew(instance.rules, post), len(post.points) + 1 if post.points else 1)


@dataclass
class _Slot:
    """The `members` at work in one shift as one type, and the posts open to them, by number.

    For each member, `fixed` names the post that a lock gives them, `kept` the one to stay at if
    that can be, or None; both are empty where there are none.
    """

    site: _Site
    members: npt.NDArray[np.int64]
    posts: list[int]
    fixed: list[str | None]
    kept: list[str | None]

    @cached_property
    def locked(self) -> list[int | None]:
        """The post each member is to have: as many of those kept as there are crews for."""
        people = len(self.members)
        if not self.fixed and not self.kept:
            return [None] * people
        number = {self.site.posts[post].id: post for post in self.posts}
        fixed = [number.get(name or "") for name in self.fixed or [None] * people]
        kept = [number.get(name or "") for name in self.kept or [None] * people]
        locked = [
            other if lock is None and not name else lock
            for name, lock, other in zip(self.fixed or [None] * people, fixed, kept, strict=True)
        ]
        named = Counter(post for post in locked if post is not None)
        crew, posts = self.site.crew, self.site.posts
        while sum(max(crew[post], count) for post, count in named.items()) > people:
            free = [post for post in named if post not in fixed]
            if not free:
                break
            least = min(free, key=lambda post: (named[post] - crew[post], posts[post].id))
            del named[least]
            locked = [None if post == least else post for post in locked]
        return locked

    def fill(self) -> list[int]:
        """Return the post of each member, or AWAY."""
        alone = len(self.posts) == 1
        found = self.posts * len(self.members) if alone else self._assigned()
        hand = self._hand()
        return found if hand.keeps(found) else deal(hand)

    def stay(self) -> list[int]:
        """Return the post of each member as it was; a post for each where one is not known."""
        number = {self.site.posts[post].id: post for post in self.posts}
        found = [number.get(name or "") for name in self.kept]
        known = [post for post in found if post is not None]
        return known if len(known) == len(self.members) else self.fill()

    def _hand(self) -> Hand:
        """Return the rules on who is with whom, for the members and posts by number."""
        people = [self.site.people[p] for p in self.members.tolist()]
        index = {person.id: i for i, person in enumerate(people)}
        number = {self.site.posts[post].id: post for post in self.posts}
        needed = self.site.instance.rules.mixed_experience or 0
        return Hand(
            posts=self.posts,
            crew=[self.site.crew[post] for post in self.posts],
            costs=self._costs(self.posts),
            fixed=[number.get(name or "") for name in self.fixed] or [None] * len(people),
            seasoned=self.site.worked[self.members] >= needed,
            together=[(i, index.get(o, AWAY)) for i, p in enumerate(people) for o in p.together],
            apart=[(i, index[o]) for i, p in enumerate(people) for o in p.apart if o in index],
        )

    def _assigned(self) -> list[int]:
        """Return the post of each member, whoever is with whom."""
        needed = self.site.instance.rules.mixed_experience or 0
        novices = np.flatnonzero(self.site.worked[self.members] < needed)
        staffed = self._staffed(len(self.members) - len(novices))
        seats = self._seats(staffed)
        cost = self._costs(staffed)[:, seats]
        if len(novices):
            # The first seat of every post is for somebody who has been there before.
            first = [j for j, seat in enumerate(seats) if seat not in seats[:j]]
            cost[np.ix_(novices, np.array(first))] += _NOVICE
        _, chosen = linear_sum_assignment(cost)
        return [staffed[seats[j]] for j in chosen.tolist()]

    def _staffed(self, most: int) -> list[int]:
        """Choose the posts to staff: those of locks, then as many as there are crews for."""
        named = Counter(self.locked)
        chosen: list[int] = []
        left = len(self.members)
        for post in sorted(self.posts, key=lambda post: post not in named):
            crew = max(self.site.crew[post], named[post])
            if post in named or not chosen or (crew <= left and len(chosen) < most):
                chosen.append(post)
                left -= crew
        return chosen

    def _seats(self, posts: list[int]) -> list[int]:
        """Return the place in `posts` of each seat: the crews, then one more each in turn."""
        people, named = len(self.members), Counter(self.locked)
        sizes = [max(self.site.crew[post], named[post]) for post in posts]
        crews = [i for i, size in enumerate(sizes) for _ in range(size)]
        return crews[:people] + [i % len(posts) for i in range(people - len(crews))]

    def _costs(self, posts: list[int]) -> Floats:
        """Return what each member (row) costs at each post (column)."""
        site = self.site
        weight = site.instance.weights.hardship or 1.0
        hard = weight * site.hardship[posts]
        cost: Floats = np.outer(site.borne[self.members], hard)
        cost -= site.known[np.ix_(self.members, np.array(posts))]
        for i, post in enumerate(self.locked):
            if post is not None:
                cost[i, posts.index(post)] -= _LOCKED
        return cost
