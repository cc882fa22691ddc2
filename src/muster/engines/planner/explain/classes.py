"""People of one community who are alike in every rule, and the slots that are asked for."""

from dataclasses import dataclass

from muster.engines.planner.explain.families import barred
from muster.engines.planner.explain.site import cell_locks, parted
from muster.engines.planner.model import Instance, Person, limits_of
from muster.engines.planner.roster.crews import crew_of

Cell = tuple[int, int]
"""Day, shift index."""


@dataclass(frozen=True)
class Kind:
    """`people` (by number) who are alike; `barred` says for each cell which families forbid it.

    `own` tells people apart who cannot be summed: those locked, or bound to others.
    """

    people: tuple[int, ...]
    person: Person
    barred: dict[Cell, frozenset[str]]
    limits: dict[str, float | None]
    skills: frozenset[str]
    experience: int
    own: str

    @property
    def team(self) -> tuple[object, ...]:
        """What decides the posts that may be given: kinds of one team are dealt out together."""
        return self.skills, self.experience, self.own


@dataclass(frozen=True)
class Slot:
    """Demand of a day, shift and post type: `wanted` people, `crew` the least, `posts` open."""

    day: int
    shift: int
    kind: int
    wanted: int
    crew: int
    posts: int

    @property
    def least(self) -> int:
        """People present where nothing is short: never less than a crew."""
        return max(self.wanted, self.crew) if self.wanted else 0


def kinds_of(instance: Instance) -> list[Kind]:
    """Group the people of an instance (one community) by everything that the rules look at."""
    locked = cell_locks(instance)
    bound = {i for pair in parted(instance.people) for i in pair}
    number = {person.id: i for i, person in enumerate(instance.people)}
    for i, person in enumerate(instance.people):
        for other in person.together:
            bound |= {i, number.get(other, i)}
    useful = frozenset[str]().union(*(kind.skills for kind in instance.post_types))
    asked = instance.rules.mixed_experience or 0
    found: dict[tuple[object, ...], list[int]] = {}
    facts: dict[tuple[object, ...], Kind] = {}
    for i, person in enumerate(instance.people):
        cells: dict[Cell, frozenset[str]] = {}
        for family, day, shift in barred(instance, person):
            cells[day, shift] = cells.get((day, shift), frozenset()) | {family}
        limits = dict(limits_of(instance.rules, person))
        past = person.history
        own = person.id if i in bound or person.id in locked else ""
        skills = useful & frozenset(person.skills)
        experience = min(past.experience, asked)
        key = (
            frozenset(cells.items()), tuple(limits.items()), skills, experience, own,
            past.last_shift, past.consecutive_days, past.consecutive_nights,
        )  # fmt: skip
        found.setdefault(key, []).append(i)
        facts.setdefault(key, Kind((), person, cells, limits, skills, experience, own))
    return [
        Kind(tuple(people), k.person, k.barred, k.limits, k.skills, k.experience, k.own)
        for people, k in ((people, facts[key]) for key, people in found.items())
    ]


def slots_of(instance: Instance) -> list[Slot]:
    """Return the open slots of the only community: those asked for, and those of locked shifts."""
    (community,) = instance.communities
    shifts = {shift.id: s for s, shift in enumerate(instance.shifts)}
    types = {kind.id: k for k, kind in enumerate(instance.post_types)}
    wanted: dict[tuple[int, int, int], int] = {}
    for row in community.demand:
        key = (row.day, shifts[row.shift], types[row.post_type])
        wanted[key] = wanted.get(key, 0) + row.count
    locked = {
        (day, shifts[shift]) for cells in cell_locks(instance).values() for day, shift, _ in cells
    }
    slots = []
    for day in range(instance.horizon.days):
        weekday = instance.horizon.weekday(day)
        for s, shift in enumerate(instance.shifts):
            for k, kind in enumerate(instance.post_types):
                crews = [
                    crew_of(instance, post)
                    for post in community.posts
                    if post.type == kind.id and post.is_open(shift.id, weekday)
                ]
                count = wanted.get((day, s, k), 0)
                if crews and (count or (day, s) in locked):
                    slots.append(Slot(day, s, k, count, min(crews), len(crews)))
    return slots
