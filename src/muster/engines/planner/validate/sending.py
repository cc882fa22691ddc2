"""Rules 10 and 11, home communities, local staff and locks on a community."""

from collections import defaultdict

from muster.engines.planner.validate.world import World


def check_sending(world: World) -> None:
    """Note every rule that the assignment breaks."""
    parts = parts_of_units(world)
    for (unit_id, community), people in parts.items():
        unit = world.units[unit_id]
        least = min(unit.get("min_team") or 1, len(unit["people"]))
        if unit.get("keep_together") and len(people) < least:
            world.find(
                "min_team", "10", unit=unit_id, community=community, found=len(people), least=least
            )
    for name, community in world.assignment.items():
        _check_place(world, name, community)
    for name, person in world.people.items():
        unit = world.units[person["unit"]]
        if unit.get("local") and world.assignment.get(name) != unit["community"]:
            world.find("local", person=name, community=unit["community"])
    for lock in world.instance.get("locks") or ():
        wanted = lock.get("community")
        if wanted is not None and world.assignment.get(lock["person"]) != wanted:
            world.find("lock_community", person=lock["person"], community=wanted)
    if world.rules.get("first_secretary"):
        _check_secretaries(world)


def parts_of_units(world: World) -> dict[tuple[str, str], list[str]]:
    """People by unit and community, of everybody assigned."""
    parts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for person, community in world.assignment.items():
        parts[world.people[person]["unit"], community].append(person)
    return parts


def _check_place(world: World, person_id: str, community: str) -> None:
    person = world.people[person_id]
    unit = world.units[person["unit"]]
    subdistrict = world.communities[community]["subdistrict"]
    allowed = unit.get("allowed_subdistricts")
    if allowed is not None and subdistrict not in allowed:
        world.find(
            "allowed_subdistricts", "10", person=person_id, unit=unit["id"], community=community,
            subdistrict=subdistrict,
        )  # fmt: skip
    forbidden = world.rules.get("home_community") == "forbid" and not unit.get("local")
    if forbidden and person.get("home_community") == community:
        world.find("home_community", person=person_id, community=community)


def _check_secretaries(world: World) -> None:
    named = world.plan.get("first_secretary") or {}
    for community in world.communities:
        person = named.get(community)
        if person is None:
            world.find("no_first_secretary", "11", community=community)
        elif person not in world.people:
            world.find("no_person", "11", where=f"first secretary of {community}", person=person)
        else:
            if not world.people[person].get("lead"):
                world.find("secretary_not_lead", "11", person=person, community=community)
            if world.assignment.get(person) != community:
                world.find("secretary_elsewhere", "11", person=person, community=community)
    for community in named:
        if community not in world.communities:
            world.find("no_community", "11", where="first secretaries", community=community)
