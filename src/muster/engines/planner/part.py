"""The part of two files that a change can touch: what the validator says of it differs by as much.

A change is judged by the difference between the findings before and after it. Whatever is the same
in both plans is left out where it can be, or stays in both and cancels out; so the difference over
the part is the difference over the whole, and a district's plan is judged in milliseconds. The
tests hold the two against each other.
"""

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import msgspec

from muster.engines.planner.model import Community, Instance, Person, Plan, Row

Crew = tuple[str, int, str]  # post, day, shift
Cell = tuple[str, int, str, str]  # community, day, shift, post type


@dataclass(frozen=True)
class Touched:
    """What differs between two plans.

    `people` whose rows or assignment differ, of them `moved` in the assignment; `crews` in which
    somebody comes or goes, and the `cells` of demand that those belong to.
    """

    people: AbstractSet[str]
    moved: AbstractSet[str]
    crews: AbstractSet[Crew]
    cells: AbstractSet[Cell]


class Tables:
    """An instance indexed, for judging one change after another."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.people = {person.id: person for person in instance.people}
        self.communities = {place.id: place for place in instance.communities}
        self.units = {unit.id: unit for unit in instance.units}
        self.type_of = {post.id: post.type for c in instance.communities for post in c.posts}
        self.place_of = {post.id: c.id for c in instance.communities for post in c.posts}

    def cell_of(self, crew: Crew) -> Cell:
        """The cell of demand that a crew counts for."""
        post, day, shift = crew
        return self.place_of[post], day, shift, self.type_of[post]


def parts(
    tables: Tables,
    before: tuple[Plan, Collection[Row]],
    after: tuple[Plan, Collection[Row]],
    touched: Touched,
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Return the part of the instance and of both plans, as a JSON reader makes them.

    Each plan comes with its rows that matter: all of the people touched, all of the touched crews
    and of the touched cells; with `mixed_experience` all of everybody whom the people touched
    share a crew with, as experience is counted along a roster.
    """
    named = {row.person for _, rows in (before, after) for row in rows} | touched.people
    units = {tables.people[name].unit for name in touched.moved}
    named |= {name for unit in units for name in tables.units[unit].people}
    shown = _with_company(tables, (tables.people[name] for name in sorted(named)))
    places = {tables.place_of[row.post] for _, rows in (before, after) for row in rows}
    places |= {cell[0] for cell in touched.cells}
    for plan, _ in (before, after):
        places |= {plan.assignment[one.id] for one in shown if one.id in plan.assignment}
        places |= {place for place, who in plan.first_secretary.items() if who in touched.moved}
    given = _instance(tables, shown, places, touched.cells)
    return given, _plan(*before, shown), _plan(*after, shown)


def _with_company(tables: Tables, people: Iterable[Person]) -> list[Person]:
    """Everybody, and those whom they are not to be in one crew with."""
    found = {person.id: person for person in people}
    for person in list(found.values()):
        for other in person.apart:
            found.setdefault(other, tables.people[other])
    return list(found.values())


def _instance(
    tables: Tables, people: Collection[Person], places: AbstractSet[str], cells: AbstractSet[Cell]
) -> dict[str, Any]:
    instance = tables.instance
    names = {person.id for person in people}
    units = {person.unit for person in people}
    plain: dict[str, Any] = msgspec.to_builtins(
        {
            "id": instance.id,
            "horizon": instance.horizon,
            "shifts": instance.shifts,
            "post_types": instance.post_types,
            "rules": instance.rules,
            "weights": instance.weights,
            "communities": [
                _community(community, cells)
                for name, community in tables.communities.items()
                if name in places
            ],
            "units": [tables.units[name] for name in sorted(units)],
            "people": list(people),
            "locks": [lock for lock in instance.locks if lock.person in names],
        }
    )
    return plain


def _community(community: Community, cells: AbstractSet[Cell]) -> Community:
    demand = tuple(
        row for row in community.demand
        if (community.id, row.day, row.shift, row.post_type) in cells
    )  # fmt: skip
    return msgspec.structs.replace(community, demand=demand)


def _plan(plan: Plan, rows: Collection[Row], people: Iterable[Person]) -> dict[str, Any]:
    sent = ((person.id, plan.assignment.get(person.id)) for person in people)
    plain: dict[str, Any] = {
        "assignment": {name: place for name, place in sent if place is not None},
        "first_secretary": dict(plan.first_secretary),
        "roster": msgspec.to_builtins(list(rows)),
    }
    return plain
