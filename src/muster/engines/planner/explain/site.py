"""One community as an instance of its own: who is sent there, and nobody else."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from muster.engines.planner.model import Community, Instance, Lock, Person, Post, least_crew


def crew_of(instance: Instance, post: Post) -> int:
    """Return the least crew of a post; points that share a reliever need one person more."""
    return max(least_crew(instance.rules, post), len(post.points) + 1 if post.points else 1)


def alone(instance: Instance, community: Community, people: Iterable[Person]) -> Instance:
    """Return the community with these people as an instance; who is elsewhere is in no crew of it.

    People keep `together` with somebody elsewhere: they can then be given no shift, as in the
    whole.
    """
    members = tuple(people)
    names = {person.id for person in members}
    kept = {post.id for post in community.posts}
    return replace(
        instance,
        communities=(community,),
        people=members,
        units=tuple(
            replace(unit, people=tuple(name for name in unit.people if name in names))
            for unit in instance.units
            if names & set(unit.people)
        ),
        locks=tuple(
            lock
            for lock in instance.locks
            if lock.person in names
            and lock.community in {None, community.id}
            and (lock.post is None or lock.post in kept)
        ),
        declared=None,
    )


def cell_locks(instance: Instance) -> dict[str, list[tuple[int, str, str | None]]]:
    """Return (day, shift, post or None) of the locked cells of each person."""
    found: dict[str, list[tuple[int, str, str | None]]] = {}
    for lock in instance.locks:
        if lock.day is not None and lock.shift is not None:
            found.setdefault(lock.person, []).append((lock.day, lock.shift, lock.post))
    return found


def parted(people: Sequence[Person]) -> list[tuple[int, int]]:
    """Return the pairs (by number) that are never to be in one crew, whoever lists the other."""
    number = {person.id: i for i, person in enumerate(people)}
    found = {
        (min(i, number[other]), max(i, number[other]))
        for i, person in enumerate(people)
        for other in person.apart
        if other in number
    }
    return sorted(found)


def without(locks: Sequence[Lock], people: Iterable[str]) -> tuple[Lock, ...]:
    """Return the locks but for the locked shifts of some people."""
    freed = set(people)
    return tuple(lock for lock in locks if lock.day is None or lock.person not in freed)
