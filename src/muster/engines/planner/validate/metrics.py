"""How evenly the load is shared, in the field's own measures."""

from collections.abc import Sequence

from muster.engines.planner.validate.personal import may_work_nights
from muster.engines.planner.validate.report import Spread
from muster.engines.planner.validate.world import Json, World


def spreads(world: World) -> dict[str, Spread]:
    """Nights (among those who may), weekend shifts, hours, hours per available day, hardship.

    Everybody assigned counts, with or without a shift. `hours_carried` adds the balance that the
    history brings along.
    """
    found: dict[str, list[float]] = {
        name: []
        for name in ("nights", "weekends", "hours", "hours_carried", "hours_per_day", "hardship")
    }
    for name in world.assignment:
        person, works = world.people[name], world.works.get(name, [])
        shifts = {(work.day, work.shift) for work in works}
        hours = sum(world.hours(day, shift) for day, shift in shifts)
        if may_get_a_night(world, person):
            found["nights"].append(sum(world.is_night(shift) for _, shift in shifts))
        found["weekends"].append(sum(world.is_weekend(day) for day, _ in shifts))
        found["hours"].append(hours)
        carried = (person.get("history") or {}).get("hours") or 0
        found["hours_carried"].append(hours + carried)
        if days := available_days(world, person):
            found["hours_per_day"].append(hours / days)
        hard = sum(world.posts[work.post].get("hardship") or 0 for work in works)
        found["hardship"].append(hard)
    return {name: spread(values) for name, values in found.items() if values}


def figures(world: World) -> dict[str, float]:
    """Crews of one, posts that each person gets to know, who is assigned, lives there, works."""
    posts = [len({work.post for work in works}) for works in world.works.values() if works]
    homes = [
        world.people[name].get("home_community") == to for name, to in world.assignment.items()
    ]
    return {
        "people": len(world.people),
        "assigned": len(world.assignment),
        "reserve": len(world.people) - len(world.assignment),
        "working": len(posts),
        "shifts": sum(len(works) for works in world.works.values()),
        "crews": len(world.crews),
        "crews_of_one": sum(len(crew) == 1 for crew in world.crews.values()),
        "distinct_posts_mean": sum(posts) / len(posts) if posts else 0,
        "distinct_posts_most": max(posts, default=0),
        "in_home_community": sum(homes),
    }


def may_get_a_night(world: World, person: Json) -> bool:
    """Whether any night shift at all is open to this person."""
    excluded = person.get("excluded_shifts") or ()
    offered = (person.get("availability") or {}).get("shifts")
    nights = [
        shift for shift in world.shifts
        if world.is_night(shift)
        and shift not in excluded
        and (offered is None or shift in offered)
    ]  # fmt: skip
    return (
        bool(nights) and may_work_nights(world, person) and (world.limit(person, "max_nights") != 0)
    )


def available_days(world: World, person: Json) -> int:
    """Days of the horizon without leave that the person offers."""
    weekdays = (person.get("availability") or {}).get("weekdays")
    return sum(
        (weekdays is None or world.weekday(day) in weekdays)
        and not any(since <= day <= to for since, to in person.get("leave") or ())
        for day in range(world.days)
    )


def spread(values: Sequence[float]) -> Spread:
    """The measures of some values, of which there is at least one."""
    return Spread(len(values), sum(values), min(values), max(values), gini(values), jain(values))


def gini(values: Sequence[float]) -> float | None:
    """Mean difference of all pairs over twice the mean; 0 is even. None with negative values."""
    total = sum(values)
    if min(values) < 0:
        return None
    if total == 0:
        return 0.0
    ranked = sorted(values)
    number = len(ranked)
    weighted = sum((2 * rank - number - 1) * value for rank, value in enumerate(ranked, 1))
    return weighted / (number * total)


def jain(values: Sequence[float]) -> float | None:
    """(sum)² / (n · sum of squares); 1 is even. None with negative values."""
    squares = sum(value * value for value in values)
    if min(values) < 0:
        return None
    return sum(values) ** 2 / (len(values) * squares) if squares else 1.0
