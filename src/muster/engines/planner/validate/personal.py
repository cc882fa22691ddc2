"""Rules 1 to 5, availability and locked shifts: one person's roster at a time."""

from collections import defaultdict

from muster.engines.planner.validate.world import HOUR, Json, Work, World


def check_people(world: World) -> None:
    """Note every personal rule that a roster breaks."""
    for name, works in world.works.items():
        person = world.people[name]
        _one_shift_a_day(world, name, works)
        _rest(world, person, works)
        _runs(world, person, works)
        _totals(world, person, works)
        for work in works:
            _may_work(world, person, work)


def _one_shift_a_day(world: World, name: str, works: list[Work]) -> None:
    by_day: dict[int, list[Work]] = defaultdict(list)
    for work in works:
        by_day[work.day].append(work)
    for day, several in by_day.items():
        if len(several) > 1:
            shifts = ", ".join(work.shift for work in several)
            world.find("two_shifts", "1", person=name, day=day, count=len(several), shifts=shifts)


def _rest(world: World, person: Json, works: list[Work]) -> None:
    """Where no rest is asked for, nobody works two shifts at one time all the same."""
    least = world.limit(person, "min_rest_hours") or 0.0
    day, shift = -1, (person.get("history") or {}).get("last_shift")
    for work in works:
        if shift is not None:
            hours = (world.times[work.day, work.shift][0] - world.times[day, shift][1]) / HOUR
            if hours < least:
                world.find(
                    "rest", "2", person=person["id"], hours=hours, least=least, before=shift,
                    since=day, shift=work.shift, day=work.day,
                )  # fmt: skip
        day, shift = work.day, work.shift


def _runs(world: World, person: Json, works: list[Work]) -> None:
    """Days in a row; a run of nights is broken by any day without a night shift."""
    history = person.get("history") or {}
    worked = {work.day for work in works}
    nights = {work.day for work in works if world.is_night(work.shift)}
    for rule, days in (("consecutive_days", worked), ("consecutive_nights", nights)):
        most = world.limit(person, f"max_{rule}")
        if most is None:
            continue
        run = history.get(rule) or 0
        for day in range(world.days):
            run = run + 1 if day in days else 0
            if run > most and day + 1 not in days:
                world.find(rule, "3", person=person["id"], found=run, day=day, most=most)


def _totals(world: World, person: Json, works: list[Work]) -> None:
    shifts = {(work.day, work.shift) for work in works}
    found = {
        "max_nights": sum(world.is_night(shift) for _, shift in shifts),
        "max_shifts": len(shifts),
        "max_hours": sum(world.hours(day, shift) for day, shift in shifts),
    }
    for rule, total in found.items():
        most = world.limit(person, rule)
        if most is not None and total > most:
            world.find(rule, "4", person=person["id"], found=total, most=most)


def _may_work(world: World, person: Json, work: Work) -> None:
    who, day, shift = person["id"], work.day, work.shift
    if any(since <= day <= to for since, to in person.get("leave") or ()):
        world.find("leave", "5", person=who, day=day, shift=shift)
    if shift in (person.get("excluded_shifts") or ()):
        world.find("excluded_shift", "5", person=who, day=day, shift=shift)
    if world.is_night(shift) and not may_work_nights(world, person):
        most = world.rules["night_age_limit"]
        world.find("night_age", "5", person=who, age=person["age"], day=day, shift=shift, most=most)
    given = person.get("availability")
    if given is not None:
        weekdays, shifts = given.get("weekdays"), given.get("shifts")
        offered = weekdays is None or world.weekday(day) in weekdays
        if not offered or (shifts is not None and shift not in shifts):
            world.find("availability", person=who, day=day, shift=shift)


def may_work_nights(world: World, person: Json) -> bool:
    """Whether the age limit lets this person work nights."""
    limit, age = world.rules.get("night_age_limit"), person.get("age")
    return limit is None or age is None or age <= limit or bool(person.get("night_opt_in"))


def check_locked_shifts(world: World, absent: frozenset[tuple[str, int]]) -> None:
    """Note locked shifts that are not worked; `absent` (person, day) are excused."""
    for lock in world.instance.get("locks") or ():
        person, day, shift = lock["person"], lock.get("day"), lock.get("shift")
        if day is None or (person, day) in absent:
            continue
        post = lock.get("post")
        posts = [w.post for w in world.works.get(person, ()) if (w.day, w.shift) == (day, shift)]
        if not posts:
            world.find("lock", person=person, day=day, shift=shift)
        elif post is not None and post not in posts:
            world.find("lock_post", person=person, day=day, shift=shift, post=post)
