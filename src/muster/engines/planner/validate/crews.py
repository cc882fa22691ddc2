"""Rules 6 to 9, who must or must not be together, and experience: one crew at a time."""

from muster.engines.planner.validate.report import Param
from muster.engines.planner.validate.world import World

Where = dict[str, Param]


def check_crews(world: World) -> None:
    """Note every rule that a crew breaks."""
    experience = _experience(world)
    for (post_id, day, shift), crew in world.crews.items():
        post = world.posts[post_id]
        where: Where = {"post": post_id, "day": day, "shift": shift}
        hours = post["hours_pattern"]
        weekdays = hours.get("weekdays")
        if shift not in hours["shifts"] or (
            weekdays is not None and world.weekday(day) not in weekdays
        ):
            world.find("closed", "8", **where)
        least = world.least_crew(post)
        if len(crew) < least:
            world.find("crew", "9", **where, found=len(crew), least=least)
        _check_members(world, crew, post_id, where)
        needed = world.rules.get("mixed_experience")
        most = max(experience[person, day] for person in crew)
        if needed is not None and most < needed:
            world.find("mixed_experience", **where, found=most, least=needed)


def _check_members(world: World, crew: list[str], post_id: str, where: Where) -> None:
    kind = world.post_types[world.posts[post_id]["type"]]
    community = world.community_of_post[post_id]
    for name in crew:
        person = world.people[name]
        lacking = set(kind.get("skills") or ()) - set(person.get("skills") or ())
        if lacking:
            world.find("skills", "6", person=name, **where, skills=", ".join(sorted(lacking)))
        assigned = world.assignment.get(name)
        if assigned is None:
            world.find("not_assigned", "7", person=name, **where, community=community)
        elif assigned != community:
            world.find(
                "other_community", "7", person=name, **where, community=community,
                assigned=assigned,
            )  # fmt: skip
        for other in person.get("together") or ():
            if other not in crew:
                world.find("together", person=name, other=other, **where)
        for other in person.get("apart") or ():
            both = name in (world.people[other].get("apart") or ())
            if other in crew and (not both or name < other):
                world.find("apart", person=name, other=other, **where)


def _experience(world: World) -> dict[tuple[str, int], int]:
    """Shifts that each person has behind them when the shift of a day begins."""
    behind: dict[tuple[str, int], int] = {}
    for name, works in world.works.items():
        history = world.people[name].get("history") or {}
        before = history.get("shifts")
        if before is None:
            before = history.get("consecutive_days") or 0
        for count, day in enumerate(sorted({work.day for work in works})):
            behind[name, day] = before + count
    return behind
