"""An instance without one family of rules, or with a little more of what it allows."""

from collections.abc import Callable, Collection
from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from muster.engines.planner.model import LIMITS, Instance, Limits, Person

_LIMIT_OF = {
    "max_nights": "max_nights",
    "max_shifts": "max_shifts",
    "max_hours": "max_hours",
    "consecutive_days": "max_consecutive_days",
    "consecutive_nights": "max_consecutive_nights",
    "rest": "min_rest_hours",
}
Edit = Callable[[Instance], Instance]


def everybody(instance: Instance, change: Callable[[Person], Person]) -> Instance:
    """Return the instance with everybody changed."""
    return replace(instance, people=tuple(change(person) for person in instance.people))


def some(
    instance: Instance, people: Collection[str], change: Callable[[Person], Person]
) -> Instance:
    """Return the instance with some people (ids) changed."""
    return everybody(instance, lambda one: change(one) if one.id in people else one)


def with_limit(person: Person, rule: str, value: float | None) -> Person:
    """Return the person with a limit of their own; None lifts it."""
    own = person.limits or Limits()
    given = value if value is None or rule in {"max_hours", "min_rest_hours"} else int(value)
    return replace(person, limits=replace(own, **{rule: given}))


def lifted(instance: Instance, family: str) -> Instance:
    """Return the instance without a family of rules (a key of the explanation's messages)."""
    if family in _LIMIT_OF:
        rule = _LIMIT_OF[family]
        changed = replace(instance, rules=replace(instance.rules, **{rule: None}))
        return everybody(changed, lambda one: _without_own(one, rule))
    return _EDITS[family](instance)


def _without_own(person: Person, rule: str) -> Person:
    if person.limits is None:
        return person
    kept: dict[str, Any] = {
        name: value
        for name in LIMITS
        if name != rule and (value := getattr(person.limits, name)) is not UNSET
    }
    return replace(person, limits=Limits(**kept) if kept else None)


_EDITS: dict[str, Edit] = {
    "leave": lambda given: everybody(given, lambda one: replace(one, leave=())),
    "availability": lambda given: everybody(given, lambda one: replace(one, availability=None)),
    "excluded_shifts": lambda given: everybody(given, lambda one: replace(one, excluded_shifts=())),
    "night_age": lambda given: replace(given, rules=replace(given.rules, night_age_limit=None)),
    "skills": lambda given: replace(
        given, post_types=tuple(replace(kind, skills=()) for kind in given.post_types)
    ),
    "leads": lambda given: everybody(given, lambda one: replace(one, lead=True)),
    "allowed_subdistricts": lambda given: replace(
        given, units=tuple(replace(unit, allowed_subdistricts=None) for unit in given.units)
    ),
    "local": lambda given: replace(
        given, units=tuple(replace(unit, local=False) for unit in given.units)
    ),
    "home_community": lambda given: replace(given, rules=replace(given.rules, home_community=None)),
    "locks": lambda given: replace(given, locks=()),
    "min_team": lambda given: replace(
        given, units=tuple(replace(unit, keep_together=False) for unit in given.units)
    ),
    "crew_min": lambda given: replace(
        given,
        rules=replace(given.rules, min_crew=None),
        communities=tuple(
            replace(
                place,
                posts=tuple(replace(post, crew_min=1, points=()) for post in place.posts),
            )
            for place in given.communities
        ),
    ),
}
