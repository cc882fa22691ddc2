"""Check what the tables of an instance say of each other: horizon, communities, units, people."""

import datetime as dt
import zoneinfo
from collections.abc import Iterable

from muster.engines.planner.model import Community, Instance, Person, Post
from muster.engines.planner.reading.faults import Faults
from muster.engines.planner.reading.known import Known

_MARGIN = dt.timedelta(days=3)  # for shifts of the day before, their ends, and time zones

_FARTHEST_KM = 1e6  # from anywhere: more than twenty times round the Earth


def check_distances(instance: Instance, faults: Faults) -> None:
    """No place is so far away that ways to it cannot be reckoned with."""
    for table in ("communities", "people"):
        for at, one in enumerate(getattr(instance, table)):
            for axis in ("x_km", "y_km"):
                km, path = getattr(one, axis), f"{table}[{at}].{axis}"
                if abs(km) > _FARTHEST_KM and not faults.known(path):
                    faults.add(path, "too_far", found=km, most=_FARTHEST_KM)


def check_horizon(instance: Instance, faults: Faults) -> None:
    """The time zone exists and no list is empty without which there is nothing to plan."""
    zone = instance.horizon.timezone
    if zone is not None:
        try:
            zoneinfo.ZoneInfo(zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            faults.add("horizon.timezone", "unknown_timezone", zone=zone)
    first, last = dt.date.min + _MARGIN, dt.date.max - _MARGIN
    start, days = instance.horizon.start_date, dt.timedelta(days=instance.horizon.days)
    if not faults.known("horizon.start_date") and not first <= start <= last - days:
        faults.add("horizon.start_date", "calendar_ends", first=str(first), last=str(last))
    for table in ("shifts", "communities", "people"):
        if not getattr(instance, table):
            faults.add(table, "empty_list")


def check_communities(instance: Instance, known: Known, faults: Faults) -> None:
    """Posts and demand name what exists; demand can be met at some open post."""
    points: dict[str, str] = {}
    for at, community in enumerate(instance.communities):
        path = f"communities[{at}]"
        for position, post in enumerate(community.posts):
            _check_post(post, f"{path}.posts[{position}]", points, known, faults)
        _check_demand(instance, community, path, known, faults)


def _check_post(
    post: Post, path: str, points: dict[str, str], known: Known, faults: Faults
) -> None:
    known.one("post_type", post.type, f"{path}.type", faults)
    known.all("shift", post.hours_pattern.shifts, f"{path}.hours_pattern.shifts", faults)
    expected = len(post.points) + 1
    if post.points and post.crew_min != expected:
        faults.add(
            f"{path}.crew_min", "crew_of_points",
            points=len(post.points), expected=expected, found=post.crew_min,
        )  # fmt: skip
    for at, point in enumerate(post.points):
        where = f"{path}.points[{at}]"
        first = points.setdefault(point, where)
        if first != where and point:
            faults.add(where, "duplicate_id", id=point, first=first)


def _check_demand(
    instance: Instance, community: Community, path: str, known: Known, faults: Faults
) -> None:
    open_at = {
        (post.type, shift, weekday)
        for post in community.posts
        for shift in post.hours_pattern.shifts
        for weekday in _weekdays(post)
    }
    # Where a post could not be read, nobody knows what it would have been open for.
    judged = known.calendar and not any(
        faults.known(f"{path}.posts[{at}].{field}")
        for at in range(len(community.posts))
        for field in ("type", "hours_pattern", "hours_pattern.shifts", "hours_pattern.weekdays")
    )
    rows: dict[tuple[int, str, str], int] = {}
    for at, row in enumerate(community.demand):
        first = rows.setdefault((row.day, row.shift, row.post_type), at)
        if first == at and row.day in range(known.days) and row.shift in known.shifts:
            weekday = instance.horizon.weekday(row.day)
            if row.post_type in known.post_types and (
                not row.count or not judged or (row.post_type, row.shift, weekday) in open_at
            ):
                continue
        where = f"{path}.demand[{at}]"
        if first != at:
            faults.add(where, "duplicate_demand", first=f"{path}.demand[{first}]")
        day = known.day(row.day, f"{where}.day", faults)
        shift = known.one("shift", row.shift, f"{where}.shift", faults)
        kind = known.one("post_type", row.post_type, f"{where}.post_type", faults)
        if day and shift and kind and judged and row.count and first == at:
            faults.add(
                f"{where}.post_type", "no_open_post", type=row.post_type,
                community=community.id, shift=row.shift, day=row.day,
            )  # fmt: skip


def _weekdays(post: Post) -> Iterable[int]:
    weekdays = post.hours_pattern.weekdays
    return range(7) if weekdays is None else weekdays


def check_qualified(instance: Instance, faults: Faults) -> None:
    """Each post type that is wanted somewhere can be done by somebody."""
    wanted = {
        row.post_type
        for community in instance.communities
        for row in community.demand
        if row.count
    }  # fmt: skip
    held = {frozenset(person.skills) for person in instance.people}
    for at, kind in enumerate(instance.post_types):
        needed = set(kind.skills)
        if needed and kind.id in wanted and not any(needed <= skills for skills in held):
            skills = ", ".join(kind.skills)
            faults.add(f"post_types[{at}].skills", "nobody_qualified", skills=skills)


def check_units(instance: Instance, known: Known, faults: Faults) -> None:
    """Units and people say the same of who belongs where, and units go where there is a place."""
    listed = _check_lists(instance, known, faults)
    for at, unit in enumerate(instance.units):
        for position, area in enumerate(unit.allowed_subdistricts or ()):
            if area and area not in known.subdistricts:
                where = f"units[{at}].allowed_subdistricts[{position}]"
                faults.add(where, "no_subdistrict", id=area)
        if unit.community is not None:
            known.one("community", unit.community, f"units[{at}].community", faults)
        elif unit.local:
            faults.add(f"units[{at}].community", "local_without_community")
    for at, person in enumerate(instance.people):
        where = f"people[{at}].unit"
        if not known.one("unit", person.unit, where, faults) or person.id in listed:
            continue
        if person.id and not faults.known(f"units[{known.units[person.unit]}].people"):
            faults.add(where, "unit_without_person", unit=person.unit, person=person.id)


def _check_lists(instance: Instance, known: Known, faults: Faults) -> dict[str, str]:
    listed: dict[str, str] = {}
    for at, unit in enumerate(instance.units):
        for position, person in enumerate(unit.people):
            where = f"units[{at}].people[{position}]"
            first = listed.setdefault(person, where)
            if first != where:
                faults.add(where, "listed_twice", id=person, first=first)
            elif known.one("person", person, where, faults):
                says = instance.people[known.people[person]].unit
                if unit.id and says != unit.id and says in known.units:
                    faults.add(where, "person_of_other_unit", person=person, unit=says)
    return listed


def check_people(instance: Instance, known: Known, faults: Faults) -> None:
    """What each person names exists, and lies within the horizon."""
    for at, person in enumerate(instance.people):
        path = f"people[{at}]"
        known.all("shift", person.excluded_shifts, f"{path}.excluded_shifts", faults)
        last = person.history.last_shift
        if last is not None:
            known.one("shift", last, f"{path}.history.last_shift", faults)
        _check_history(person, f"{path}.history", faults)
        _check_days(person, path, known, faults)
        if person.home_community is not None:
            known.one("community", person.home_community, f"{path}.home_community", faults)
        if person.availability is not None:
            shifts = person.availability.shifts or ()
            known.all("shift", shifts, f"{path}.availability.shifts", faults)
        if person.together or person.apart:
            _check_company(person, path, known, faults)


def _check_history(person: Person, path: str, faults: Faults) -> None:
    """A run of nights is part of a run of days."""
    history = person.history
    days, nights = history.consecutive_days, history.consecutive_nights
    if nights > days and not faults.known(f"{path}.consecutive_days"):
        faults.add(f"{path}.consecutive_nights", "more_nights", nights=nights, days=days)


def _check_days(person: Person, path: str, known: Known, faults: Faults) -> None:
    for at, (since, to) in enumerate(person.leave):
        where = f"{path}.leave[{at}]"
        if since > to:
            faults.add(where, "reversed", since=since, to=to)
        elif since < 0 or to >= known.days:
            known.day(since if since < 0 else to, where, faults)
    for at, request in enumerate(person.requests):
        where = f"{path}.requests[{at}]"
        known.day(request.day, f"{where}.day", faults)
        if request.shift is not None:
            known.one("shift", request.shift, f"{where}.shift", faults)


def _check_company(person: Person, path: str, known: Known, faults: Faults) -> None:
    for field in ("together", "apart"):
        for at, other in enumerate(getattr(person, field)):
            where = f"{path}.{field}[{at}]"
            if known.one("person", other, where, faults) and other == person.id:
                faults.add(where, "with_oneself")
            elif field == "apart" and other in person.together:
                faults.add(where, "together_and_apart", id=other)
