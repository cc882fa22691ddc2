"""What no plan can reach, counted before anything is solved.

Each certificate sets what is asked for in some set of slots against the most that everybody who
may work there can give, as in Hall's theorem. The counts are upper bounds, so a certificate that
says "short" holds for every plan; none means only that counting finds nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import floor
from types import MappingProxyType

from muster.engines.planner.capacity.census import Census, Group
from muster.engines.planner.model import Community, Instance, Post, least_crew
from muster.engines.planner.words import _

Param = str | int | float

#: English sentence of every kind; the kinds are the contract, the sentences a default.
CERTIFICATE_MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "people_declared": _("{found} people are listed, {declared} are declared"),
        "levels_declared": _("{parts} = {total}, against {declared} declared"),
        "level_declared": _("{found} people are listed at level {level}, {declared} are declared"),
        "all_posts": _(
            "Posts staffed whenever they are open: {posts} ({types}); "
            "person-shifts a day that takes: {need}, that these people can give: {give}"
        ),
        "shifts_short": _(
            "{need} person-shifts are asked for, {give} can be given at most, {short} are missing "
            "(skills: {skills}; shifts: {shifts}; days {first} to {last}; area: {area})"
        ),
        "leads_short": _(
            "communities that need a first secretary: {communities}; people who may be one: {leads}"
        ),
        "crews_short": _(
            "{people} people in crews of {crew} reach at most {reach} of {communities} communities"
        ),
        "teams_short": _(
            "{units} units whose parts have at least their least team "
            "reach at most {reach} of {communities} communities"
        ),
    }
)


@dataclass(frozen=True)
class Certificate:
    """One thing that counting shows.

    `proved`: no plan can do better; otherwise it is only worth knowing. `need` and `give` are the
    two amounts compared. `people` and `communities` are the ids that the proof counts.
    """

    kind: str
    need: float
    give: float
    params: Mapping[str, Param]
    proved: bool = True
    people: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """The English sentence with gaps, which is the id of its translation."""
        return CERTIFICATE_MESSAGES[self.kind]

    @property
    def sentence(self) -> str:
        """The English sentence."""
        return self.message.format_map(dict(self.params))


def certificates(instance: Instance) -> tuple[Certificate, ...]:
    """Count everything: totals that differ first, then what no plan can reach."""
    census = Census(instance)
    return (
        *_declared(instance),
        *_all_posts(census),
        *_leads(instance),
        *out_of_reach(instance),
        *_shifts(census),
    )


def _declared(instance: Instance) -> Iterator[Certificate]:
    """Totals as stated that differ from each other or from the lists; nothing is mended."""
    declared = instance.declared
    if declared is None:
        return
    listed = len(instance.people)
    levels = {unit.id: unit.level for unit in instance.units}
    found: dict[str, int] = {}
    for person in instance.people:
        level = levels[person.unit]
        found[level] = found.get(level, 0) + 1
    if declared.people is not None and declared.people != listed:
        yield _differs("people_declared", declared.people, listed)
    parts = list(declared.by_level.values())
    if declared.people is not None and parts and sum(parts) != declared.people:
        params: dict[str, Param] = {
            "parts": " + ".join(f"{part:,}" for part in parts),
            "total": f"{sum(parts):,}",
            "declared": f"{declared.people:,}",
        }
        yield Certificate("levels_declared", declared.people, sum(parts), params, proved=False)
    for level, count in declared.by_level.items():
        if found.get(level, 0) != count:
            yield _differs("level_declared", count, found.get(level, 0), level)


def _differs(kind: str, declared: int, found: int, level: str = "") -> Certificate:
    params: dict[str, Param] = {"found": found, "declared": declared, "level": level}
    return Certificate(kind, declared, found, params, proved=False)


def _all_posts(census: Census) -> Iterator[Certificate]:
    """Whether every post, or every one of a type, could have its crew whenever it is open."""
    instance = census.instance
    posts = [post for community in instance.communities for post in community.posts]
    give = census.give(census.everybody)
    groups = {kind.id: [p for p in posts if p.type == kind.id] for kind in instance.post_types}
    for types, some in ((", ".join(groups), posts), *groups.items()):
        need = sum(_staffing(instance, post) for post in some)
        if need > give:
            params: dict[str, Param] = {
                "types": types,
                "posts": len(some),
                "need": floor(need / census.days),
                "give": floor(give / census.days),
            }
            yield Certificate("all_posts", need, give, params, proved=False)
        if len(groups) == 1:
            break


def _staffing(instance: Instance, post: Post) -> int:
    """Person-shifts that a post takes in the horizon when it is always staffed."""
    horizon = instance.horizon
    opened = sum(
        post.is_open(shift, horizon.weekday(day))
        for shift in post.hours_pattern.shifts
        for day in range(horizon.days)
    )
    return opened * least_crew(instance.rules, post)


def _leads(instance: Instance) -> Iterator[Certificate]:
    leads = tuple(person.id for person in instance.people if person.lead)
    count = len(instance.communities)
    if instance.rules.first_secretary and len(leads) < count:
        params: dict[str, Param] = {"communities": count, "leads": len(leads)}
        yield Certificate("leads_short", count, len(leads), params, people=leads)


def out_of_reach(instance: Instance) -> Iterator[Certificate]:
    """How many communities people can be in at all, a crew or a team at the least in each."""
    asked = [
        community for community in instance.communities if any(d.count for d in community.demand)
    ]
    if not asked:
        return
    names, people = tuple(c.id for c in asked), len(instance.people)
    crew = min(_smallest(instance, c) for c in asked)
    reach = people // max(crew, 1)
    if reach < len(asked):
        params: dict[str, Param] = {
            "people": people, "crew": crew, "reach": reach, "communities": len(asked),
        }  # fmt: skip
        yield Certificate("crews_short", len(asked), reach, params, communities=names)
    teams = 0
    for unit in instance.units:
        least = min(unit.min_team, len(unit.people)) if unit.keep_together else 1
        teams += len(unit.people) // max(least, 1)
    if teams < min(reach, len(asked)):
        params = {"units": len(instance.units), "reach": teams, "communities": len(asked)}
        yield Certificate("teams_short", len(asked), teams, params, communities=names)


def _smallest(instance: Instance, community: Community) -> int:
    """The least people that staff anything in a community."""
    wanted = {row.post_type for row in community.demand if row.count}
    crews = [least_crew(instance.rules, post) for post in community.posts if post.type in wanted]
    return min(crews, default=1)


def _shifts(census: Census) -> Iterator[Certificate]:
    """Person-shifts by skill, shift, days and area; of each, the days that miss most.

    Where more shifts say the same as fewer, the fewer say it.
    """
    found: dict[tuple[object, ...], Certificate] = {}
    for group in census.groups():
        worst, most = None, 0
        for first, last in census.ranges():
            need = census.need(group, first, last)
            give = census.give(group, first, last) if need else 0
            if need - give > most:
                worst, most = (first, last, need, give), need - give
        if worst is not None:
            first, last, need, give = worst
            key = (group.skills, group.area, worst)
            found[key] = _short(census, group, (first, last), (need, give))
    yield from found.values()


def _short(
    census: Census, group: Group, days: tuple[int, int], amounts: tuple[int, int]
) -> Certificate:
    need, give = amounts
    params: dict[str, Param] = {
        "need": need,
        "give": give,
        "short": need - give,
        "skills": ", ".join(sorted(group.skills)) or "-",
        "shifts": ", ".join(sorted(group.shifts)),
        "first": days[0],
        "last": days[1],
        "area": group.area or "-",
    }
    return Certificate(
        "shifts_short",
        need,
        give,
        params,
        people=census.people(group),
        communities=census.places(group),
    )
