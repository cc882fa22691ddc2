"""From an Instance to arrays: tables of the whole instance once, then one Problem a community."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from muster.engines.planner.model import (
    Community,
    Instance,
    Person,
    Post,
    Weights,
    least_crew,
)
from muster.engines.planner.roster.diagram import Diagram, compile_diagram
from muster.engines.planner.roster.kernel import BIG
from muster.engines.planner.roster.problem import (
    NO_PAIR,
    Company,
    Diagrams,
    Floats,
    Ints,
    Problem,
)
from muster.engines.planner.roster.profiles import calendar_of, prices_of, profiles_of


@dataclass(frozen=True)
class Tables:
    """What all communities share: indexes, diagrams, each person's profile and root."""

    instance: Instance
    shift_index: dict[str, int]
    type_index: dict[str, int]
    person_index: dict[str, int]
    diagrams: Diagrams
    profile: Ints
    root: Ints
    skills: tuple[frozenset[str], ...]
    locks: dict[str, list[tuple[int, str, str | None]]]
    mine_to_avoid: dict[str, frozenset[str]]

    @classmethod
    def of(cls, instance: Instance) -> "Tables":
        """Compile the rules of everybody in the instance."""
        shift_index = {shift.id: i for i, shift in enumerate(instance.shifts)}
        profiles, pasts, rests = profiles_of(instance, shift_index)
        diagrams: list[Diagram] = []
        profile = np.zeros(len(instance.people), dtype=np.int32)
        where: list[tuple[int, int]] = [(0, 0)] * len(instance.people)
        for number, (key, members) in enumerate(profiles.items()):
            distinct = list(dict.fromkeys(pasts[i] for i in members))
            place = {past: i for i, past in enumerate(distinct)}
            diagrams.append(
                compile_diagram(
                    calendar_of(instance, rests[key]), key[0], prices_of(instance), distinct
                )
            )
            for i in members:
                profile[i] = number
                where[i] = (number, place[pasts[i]])
        joined, roots = Diagrams.joined(diagrams)
        locks: dict[str, list[tuple[int, str, str | None]]] = {}
        for lock in instance.locks:
            if lock.day is not None and lock.shift is not None:
                locks.setdefault(lock.person, []).append((lock.day, lock.shift, lock.post))
        apart: dict[str, set[str]] = {}
        for person in instance.people:
            for other in person.apart:
                apart.setdefault(person.id, set()).add(other)
                apart.setdefault(other, set()).add(person.id)
        return cls(
            instance=instance,
            shift_index=shift_index,
            type_index={kind.id: i for i, kind in enumerate(instance.post_types)},
            person_index={person.id: i for i, person in enumerate(instance.people)},
            diagrams=joined,
            profile=profile,
            root=np.array([roots[number][i] for number, i in where], dtype=np.int32),
            skills=tuple(frozenset(kind.skills) for kind in instance.post_types),
            locks=locks,
            mine_to_avoid={key: frozenset(value) for key, value in apart.items()},
        )

    def problem(self, community: Community, people: Sequence[Person]) -> Problem:
        """Return the roster problem of a community with the people assigned to it."""
        rules = self.instance.rules
        demand, crew, pair = self._slots(community)
        indexes = [self.person_index[person.id] for person in people]
        able, group = self._skill_groups(people)
        base = np.stack([self._base(person) for person in people]) if people else self._nobody()
        fixed = self._locked(community, people, base)
        crew = np.maximum(crew, self._locked_crews(community, people))
        weights = self.instance.weights
        return Problem(
            diagrams=self.diagrams,
            profile=self.profile[indexes],
            root=self.root[indexes],
            base=base,
            group=group,
            able=able,
            demand=demand,
            crew=crew,
            under=np.array(
                [weights.under_cover * kind.under_weight for kind in self.instance.post_types]
            ),
            over=weights.over_cover,
            unit=_unit(weights),
            company=self._company(people, pair, rules.mixed_experience or 0),
            fixed=fixed,
        )

    def _slots(self, community: Community) -> tuple[Ints, Ints, Ints]:
        """Return demand, least crew and the two least crews together, each (t, s, k)."""
        horizon = self.instance.horizon
        shape = (horizon.days, len(self.shift_index), len(self.type_index))
        demand, crew, other = (np.zeros(shape, dtype=np.int32) for _ in range(3))
        for row in community.demand:
            demand[row.day, self.shift_index[row.shift], self.type_index[row.post_type]] += (
                row.count
            )
        days_of = [
            [day for day in range(horizon.days) if horizon.weekday(day) == weekday]
            for weekday in range(7)
        ]
        for post in community.posts:
            kind = self.type_index[post.type]
            least = self._least(post)
            pattern = post.hours_pattern
            weekdays = range(7) if pattern.weekdays is None else pattern.weekdays
            days = [day for weekday in weekdays for day in days_of[weekday]]
            for shift in pattern.shifts:
                s = self.shift_index[shift]
                first, second = crew[days, s, kind], other[days, s, kind]
                larger = np.where(first == 0, 0, np.maximum(first, least))
                other[days, s, kind] = np.where(second == 0, larger, np.minimum(second, larger))
                crew[days, s, kind] = np.where(first == 0, least, np.minimum(first, least))
        return demand, crew, np.where(other > 0, crew + other, NO_PAIR).astype(np.int32)

    def _skill_groups(self, people: Sequence[Person]) -> tuple[np.ndarray, Ints]:
        """Return which types each group of equal skills may do (groups, k), and whose group."""
        rows: dict[tuple[bool, ...], int] = {}
        group = np.zeros(len(people), dtype=np.int32)
        for i, person in enumerate(people):
            held = frozenset(person.skills)
            row = tuple(wanted <= held for wanted in self.skills)
            group[i] = rows.setdefault(row, len(rows))
        able = np.array(list(rows), dtype=np.bool_).reshape(len(rows), len(self.skills))
        return able, group

    def _nobody(self) -> Floats:
        return np.zeros((0, self.instance.horizon.days, len(self.shift_index) + 1))

    def _base(self, person: Person) -> Floats:
        """Return requests and prohibitions of a person, (t, l)."""
        instance = self.instance
        base = np.zeros((instance.horizon.days, len(self.shift_index) + 1))
        weight = instance.weights.request
        for request in person.requests:
            column = (
                slice(1, None) if request.shift is None else 1 + self.shift_index[request.shift]
            )
            price = weight * request.weight
            if request.want:
                base[request.day] += price
                base[request.day, column] -= price
            else:
                base[request.day, column] += price
        base[:, [1 + self.shift_index[shift] for shift in person.excluded_shifts]] = BIG
        limit = instance.rules.night_age_limit
        too_old = limit is not None and person.age is not None and person.age > limit
        if too_old and not person.night_opt_in:
            base[:, [1 + i for i, shift in enumerate(instance.shifts) if shift.night]] = BIG
        for first, last in person.leave:
            base[max(first, 0) : last + 1, 1:] = BIG
        if given := person.availability:
            if given.weekdays is not None:
                for day in range(instance.horizon.days):
                    if instance.horizon.weekday(day) not in given.weekdays:
                        base[day, 1:] = BIG
            if given.shifts is not None:
                out = [1 + i for shift, i in self.shift_index.items() if shift not in given.shifts]
                base[:, out] = BIG
        return base

    def _locked(self, community: Community, people: Sequence[Person], base: Floats) -> Ints:
        """Forbid every other label where a cell is locked; return the types that locks name."""
        kinds = {post.id: self.type_index[post.type] for post in community.posts}
        fixed = []
        for i, person in enumerate(people):
            for day, shift, post in self.locks.get(person.id, ()):
                kept = base[i, day, 1 + self.shift_index[shift]]
                base[i, day] = BIG
                base[i, day, 1 + self.shift_index[shift]] = kept
                if post is not None and post in kinds:
                    fixed.append((i, day, kinds[post]))
        return np.array(fixed, dtype=np.int32).reshape(-1, 3)

    def _locked_crews(self, community: Community, people: Sequence[Person]) -> Ints:
        """Return the people (t, s, k) that the posts named by locks need together."""
        days, shifts, kinds = self.instance.horizon.days, len(self.shift_index), len(self.skills)
        crew = np.zeros((days, shifts, kinds), dtype=np.int32)
        posts = {post.id: post for post in community.posts}
        named: Counter[tuple[int, str, str]] = Counter()
        for person in people:
            for day, shift, post in self.locks.get(person.id, ()):
                if post in posts:
                    named[day, shift, post] += 1
        for (day, shift, post), count in named.items():
            least = self._least(posts[post])
            crew[day, self.shift_index[shift], self.type_index[posts[post].type]] += max(
                least, count
            )
        return crew

    def _least(self, post: Post) -> int:
        """Return the least crew of a post; points that share a reliever need one person more."""
        return max(least_crew(self.instance.rules, post), len(post.points) + 1)

    def _company(self, people: Sequence[Person], pair: Ints, experience: int) -> Company:
        place = {person.id: i for i, person in enumerate(people)}
        apart = {
            (min(i, place[other]), max(i, place[other]))
            for person, i in zip(people, range(len(people)), strict=True)
            for other in self.mine_to_avoid.get(person.id, ())
            if other in place
        }
        # Somebody assigned elsewhere can be in no crew here: -1.
        needs = [
            (i, place.get(other, -1))
            for i, person in enumerate(people)
            for other in person.together
        ]
        return Company(
            apart=np.array(sorted(apart), dtype=np.int32).reshape(-1, 2),
            needs=np.array(needs, dtype=np.int32).reshape(-1, 2),
            shifts_before=np.array([p.history.experience for p in people], dtype=np.int32),
            experience=experience,
            pair=pair,
        )


def _unit(weights: Weights) -> float:
    """Return the mean of the personal weights that are set; 1 where none is."""
    personal = (
        weights.night,
        weights.weekend,
        weights.overtime,
        weights.isolated_on,
        weights.isolated_off,
        weights.request,
    )
    given = [weight for weight in personal if weight > 0]
    return sum(given) / len(given) if given else 1.0
