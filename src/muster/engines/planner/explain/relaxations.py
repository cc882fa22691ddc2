"""What could be asked for where people do not suffice: each is an edit of the instance.

An edit touches one community and its people only: limits become limits of their own.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from muster.engines.planner.explain.lifting import some, with_limit
from muster.engines.planner.explain.said import Param, Said, say
from muster.engines.planner.explain.site import without
from muster.engines.planner.model import (
    Community,
    Demand,
    Instance,
    Lock,
    Person,
    Post,
    Rules,
    Unit,
    limits_of,
)
from muster.engines.planner.roster.crews import crew_of

_PAIR = 2
_OF_TWO_POINTS = 3  # people for two points with one reliever
RAISES: Mapping[str, str] = {
    "raise_nights": "max_nights",
    "raise_shifts": "max_shifts",
    "raise_hours": "max_hours",
    "raise_days": "max_consecutive_days",
    "raise_night_run": "max_consecutive_nights",
}


@dataclass(frozen=True)
class Part:
    """One thing asked for: `kind` is a key of the messages, `people` the ids it is asked of.

    `params` fill the sentence and say how much.
    """

    kind: str
    params: Mapping[str, Param]
    people: tuple[str, ...] = ()
    cells: tuple[tuple[int, str, str, int], ...] = ()

    @property
    def said(self) -> Said:
        """The sentence."""
        return Said(self.kind, self.params)


@dataclass(frozen=True)
class Relaxation:
    """Parts asked for together in one community."""

    community: str
    parts: tuple[Part, ...]

    @property
    def said(self) -> Said:
        """The sentence."""
        return say("asked", parts=tuple(part.said for part in self.parts))

    def adopt(self, instance: Instance) -> Instance:
        """Return the instance with everything that is asked for in it."""
        for part in self.parts:
            instance = _EDITS[part.kind](instance, self.community, part)
        return instance


def _raise(instance: Instance, place: str, part: Part) -> Instance:
    del place
    rule, by = RAISES[part.kind], float(part.params["by"])

    def change(person: Person) -> Person:
        before = limits_of(instance.rules, person)[rule]
        return person if before is None else with_limit(person, rule, before + by)

    return some(instance, part.people, change)


def _rest(instance: Instance, place: str, part: Part) -> Instance:
    del place
    hours = float(part.params["hours"])

    def change(person: Person) -> Person:
        before = limits_of(instance.rules, person)["min_rest_hours"] or 0.0
        return person if before <= hours else with_limit(person, "min_rest_hours", hours)

    return some(instance, part.people, change)


def _opt_in(instance: Instance, place: str, part: Part) -> Instance:
    del place
    return some(instance, part.people, lambda one: replace(one, night_opt_in=True))


def _add(instance: Instance, place: str, part: Part) -> Instance:
    """Add people who can do everything, as staff of the community."""
    site = _site(instance, place)
    taken = {one.id for one in instance.people} | {unit.id for unit in instance.units}
    name = f"{place}+"
    while any(one.startswith(name) for one in taken):
        name += "+"
    skills = sorted({skill for kind in instance.post_types for skill in kind.skills})
    behind = instance.rules.mixed_experience or 0
    history = replace(Person(id="-", unit="-", x_km=0, y_km=0).history, shifts=behind)
    added = tuple(
        Person(
            id=f"{name}{number}", unit=name, x_km=site.x_km, y_km=site.y_km,
            skills=tuple(skills), history=history,
        )
        for number in range(1, int(part.params["count"]) + 1)
    )  # fmt: skip
    unit = Unit(id=name, people=tuple(one.id for one in added), local=True, community=place)
    return replace(
        instance, people=(*instance.people, *added), units=(*instance.units, unit), declared=None
    )


def _reserve(instance: Instance, place: str, part: Part) -> Instance:
    sent = tuple(Lock(person=name, community=place) for name in part.people)
    return replace(instance, locks=(*instance.locks, *sent))


def _teach(instance: Instance, place: str, part: Part) -> Instance:
    del place
    skills = str(part.params["skills"]).split(", ")
    return some(
        instance, part.people,
        lambda one: replace(one, skills=tuple(dict.fromkeys([*one.skills, *skills]))),
    )  # fmt: skip


def _leave(instance: Instance, place: str, part: Part) -> Instance:
    del place
    return some(instance, part.people, lambda one: replace(one, leave=()))


def _excluded(instance: Instance, place: str, part: Part) -> Instance:
    del place
    return some(instance, part.people, lambda one: replace(one, excluded_shifts=()))


def _availability(instance: Instance, place: str, part: Part) -> Instance:
    del place
    return some(instance, part.people, lambda one: replace(one, availability=None))


def _locks(instance: Instance, place: str, part: Part) -> Instance:
    del place
    return replace(instance, locks=without(instance.locks, part.people))


def _together(instance: Instance, place: str, part: Part) -> Instance:
    del place
    return some(instance, part.people, lambda one: replace(one, together=()))


def _apart(instance: Instance, place: str, part: Part) -> Instance:
    del place
    free = set(part.people)
    return some(
        instance,
        [one.id for one in instance.people],
        lambda one: (
            one
            if not one.apart
            else replace(
                one, apart=() if one.id in free else tuple(o for o in one.apart if o not in free)
            )
        ),
    )


def _experience(instance: Instance, place: str, part: Part) -> Instance:
    del place, part
    return replace(instance, rules=replace(instance.rules, mixed_experience=None))


def _crew(instance: Instance, place: str, part: Part) -> Instance:
    """Let the crews of the community be smaller; of everywhere else they stay as they are."""
    least = int(part.params["least"])

    def crew(post: Post, *, here: bool) -> Post:
        before = crew_of(instance, post)
        return replace(post, crew_min=min(before, least) if here else before)

    general: Rules = instance.rules
    if (general.min_crew or 0) > least:
        general = replace(general, min_crew=least)
    return replace(
        instance,
        rules=general,
        communities=tuple(
            replace(one, posts=tuple(crew(post, here=one.id == place) for post in one.posts))
            for one in instance.communities
        ),
    )


def _join(instance: Instance, place: str, part: Part) -> Instance:
    """Make one post of two neighbouring points; three people do what two crews of two did."""
    site = _site(instance, place)
    posts: list[Post] = []
    waiting: dict[object, Post] = {}
    for post in site.posts:
        key = (post.type, post.hours_pattern)
        if post.points or crew_of(instance, post) != _PAIR:
            posts.append(post)
        elif key in waiting:
            first = waiting.pop(key)
            posts.append(replace(first, points=(first.id, post.id), crew_min=_OF_TWO_POINTS))
        else:
            waiting[key] = post
    posts += waiting.values()
    return _demand(_with_site(instance, replace(site, posts=tuple(posts))), place, part)


def _demand(instance: Instance, place: str, part: Part) -> Instance:
    """Lower the demand of the cells named, each by its number."""
    lower = Counter({cell[:3]: cell[3] for cell in part.cells})
    site = _site(instance, place)
    rows: list[Demand] = []
    for row in site.demand:
        key = (row.day, row.shift, row.post_type)
        less = min(lower[key], row.count)
        lower[key] -= less
        rows.append(replace(row, count=row.count - less))
    return _with_site(instance, replace(site, demand=tuple(rows)))


def _site(instance: Instance, place: str) -> Community:
    return next(one for one in instance.communities if one.id == place)


def _with_site(instance: Instance, site: Community) -> Instance:
    places = tuple(site if one.id == site.id else one for one in instance.communities)
    return replace(instance, communities=places)


_EDITS: dict[str, Callable[[Instance, str, Part], Instance]] = {
    **dict.fromkeys(RAISES, _raise),
    "shorter_rest": _rest,
    "opt_in": _opt_in,
    "more_people": _add,
    "reserve": _reserve,
    "teach": _teach,
    "ask_leave": _leave,
    "ask_excluded": _excluded,
    "ask_more": _availability,
    "free_locks": _locks,
    "free_together": _together,
    "free_apart": _apart,
    "free_experience": _experience,
    "smaller_crew": _crew,
    "join_points": _join,
    "lower_demand": _demand,
}
