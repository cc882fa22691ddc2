"""Answers about a plan: why it is short, what would help, cohesion against ways, absences.

Each takes the planner's documents and returns plain values to keep. Sentences stay codes with
parameters, so that every reader gets them in the own language. The planner's libraries take a
second to load, so this module is imported where it is used.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from math import dist
from typing import Any

from muster.engines.planner.assign import cohesion_curve
from muster.engines.planner.explain import Explanation, Priced, explain, menu
from muster.engines.planner.explain.relaxations import Part, Relaxation
from muster.engines.planner.model import Absence, Instance, Plan
from muster.engines.planner.reading import read_instance
from muster.engines.planner.repair import repair
from muster.operations.mobilise.services.documents import opened

Json = Mapping[str, Any]
Told = Callable[[int, int], None]

WEIGHTS = (0, 5, 10, 20, 40, 80)
CURVE_EFFORT = 6
SEED = 1
NEAR_RESERVES = 3
"""How many people of the reserve are named for each community that stays short."""


def short_of(facts: Json, document: Json, told: Told) -> dict[str, Any]:
    """Say what the instance lacks, and for each community that is short the smallest cause."""
    given, plan = opened(facts, document)
    found = explain(given, plan, listener=told)
    return {
        "lacks": [
            {"said": one.said.document(), "proof": one.proof.document()} for one in found.lacks
        ],
        "communities": [_explained(one) for one in found.communities],
    }


def menu_of(facts: Json, document: Json, community: str, told: Told) -> dict[str, Any]:
    """Say why one community is short, and what would help: each solved again and priced."""
    given, plan = opened(facts, document)
    told(0, 2)
    found = explain(given, plan, communities={community})
    told(1, 2)
    entries = [_entry(each) for one in found.communities for each in menu(given, plan, one)]
    told(2, 2)
    return {"communities": [_explained(one) for one in found.communities], "menu": entries}


def curve_of(facts: Json, told: Told) -> dict[str, Any]:
    """Send people once for each price of a fragment: parts of units against mean way in km."""
    given = read_instance(json.dumps(facts).encode())
    people = len(given.people)
    points = []
    for done, weight in enumerate(WEIGHTS):
        told(done, len(WEIGHTS))
        (one,) = cohesion_curve(given, (weight,), effort=CURVE_EFFORT)
        points.append(
            {
                "weight": weight,
                "fragments": one.fragments,
                "km": round(one.commute_km / max(people, 1), 2),
                "total_km": round(one.commute_km),
            }
        )
    told(len(WEIGHTS), len(WEIGHTS))
    return {"points": points}


def absence_of(facts: Json, document: Json, percent: int, told: Told) -> dict[str, Any]:
    """Say what happens where `percent` of those sent do not arrive, drawn by a fixed seed.

    The communities' own staff is there anyway. Each community is repaired from the first day; of
    what stays short, the nearest people of the reserve are named.
    """
    given, plan = opened(facts, document)
    local = {name for unit in given.units if unit.local for name in unit.people}
    pool = sorted(name for name in plan.assignment if name not in local)
    drawn = sorted(pool, key=_lot)[: round(len(pool) * percent / 100)]
    rows: list[dict[str, Any]] = []
    places = given.communities
    for done, place in enumerate(places):
        told(done, len(places))
        here = [name for name in drawn if plan.assignment[name] == place.id]
        if here:
            rows.append(_without(given, plan, place.id, here))
    told(len(places), len(places))
    reserve = [one for one in given.people if one.id not in plan.assignment]
    _name_reserves(given, rows, [one.id for one in reserve])
    return {
        "percent": percent,
        "absent": len(drawn),
        "sent": len(pool),
        "reserve": len(reserve),
        "crews_broken": sum(one["crews_broken"] for one in rows),
        "alone": sum(one["alone"] for one in rows),
        "short": sum(one["short"] for one in rows),
        "posts_short": sum(one["posts_short"] for one in rows),
        "changed": sum(one["changed"] for one in rows),
        "communities": rows,
    }


def relaxation_of(entry: Json) -> Relaxation:
    """Return the planner's own relaxation of a menu's entry."""
    return Relaxation(
        entry["community"],
        tuple(
            Part(
                one["kind"],
                one["params"],
                tuple(one["people"]),
                tuple((day, shift, kind, count) for day, shift, kind, count in one["cells"]),
            )
            for one in entry["parts"]
        ),
    )


def _explained(one: Explanation) -> dict[str, Any]:
    return {
        "community": one.community,
        "short": one.short,
        "least": one.least,
        "legal": one.legal,
        "people": one.people,
        "minimal": one.minimal,
        "sufficient": one.sufficient,
        "said": one.said.document(),
        "causes": [
            {"said": each.said.document(), "people": len(each.people)} for each in one.causes
        ],
        "proofs": [each.document() for each in one.proofs],
    }


def _entry(one: Priced) -> dict[str, Any]:
    relaxation = one.relaxation
    return {
        "community": relaxation.community,
        "parts": [
            {
                "kind": part.kind,
                "params": dict(part.params),
                "people": list(part.people),
                "cells": [list(cell) for cell in part.cells],
            }
            for part in relaxation.parts
        ],
        "said": relaxation.said.document(),
        "before": one.before,
        "after": one.after,
        "price": round(one.price, 1),
        "people": len(one.people),
        "added": sum(int(p.params["count"]) for p in relaxation.parts if p.kind == "more_people"),
    }


def _without(given: Instance, plan: Plan, place: str, here: list[str]) -> dict[str, Any]:
    """Return what happens in a community where these people do not come."""
    gone = set(here)
    posts = {
        post.id: post.type for one in given.communities if one.id == place for post in one.posts
    }
    before = [row for row in plan.roster if row.post in posts]
    crews: Counter[tuple[str, int, str]] = Counter()
    left: Counter[tuple[str, int, str]] = Counter()
    for row in before:
        crews[row.post, row.day, row.shift] += 1
        left[row.post, row.day, row.shift] += row.person not in gone
    mended = repair(given, plan, [Absence(name, 0) for name in here], 0)
    after = [row for row in mended.plan.roster if row.post in posts]
    missing = _missing(given, place, posts, after) - _missing(given, place, posts, before)
    return {
        "community": place,
        "absent": len(here),
        "crews_broken": sum(left[crew] < count for crew, count in crews.items()),
        "alone": sum(left[crew] == 1 and count > 1 for crew, count in crews.items()),
        "short": sum(missing.values()),
        "posts_short": len({kind for (kind, _day, _shift) in missing}),
        "changed": len({change.person for change in mended.changes} - gone),
    }


def _lot(name: str) -> str:
    """Return the lot of a person: the same in every draw, so that 5 % are among the 10 %."""
    return hashlib.sha256(f"{SEED}:{name}".encode()).hexdigest()


def _missing(
    given: Instance, place: str, posts: Mapping[str, str], rows: Any
) -> Counter[tuple[str, int, str]]:
    present = Counter((posts[row.post], row.day, row.shift) for row in rows)
    found: Counter[tuple[str, int, str]] = Counter()
    (site,) = (one for one in given.communities if one.id == place)
    for row in site.demand:
        found[row.post_type, row.day, row.shift] += row.count
    return found - present


def _name_reserves(given: Instance, rows: list[dict[str, Any]], reserve: list[str]) -> None:
    """Give those of the reserve to who is shortest first, the nearest to each, nobody twice."""
    homes = {one.id: (one.x_km, one.y_km) for one in given.people}
    there = {one.id: (one.x_km, one.y_km) for one in given.communities}
    free = set(reserve)
    for row in sorted(rows, key=lambda one: (-one["short"], one["community"])):
        row["reserves"] = []
        if not row["short"]:
            continue
        here = there[row["community"]]
        near = sorted(free, key=lambda name: (dist(homes[name], here), name))[:NEAR_RESERVES]
        row["reserves"] = near
        free -= set(near)
