"""Is what the solver claims of its plan true?"""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from muster.engines.planner.validate.report import Bound
from muster.engines.planner.validate.world import Json, World

Values = Mapping[str, float]
TOLERANCE = 1e-6
NOT_A_BOUND = "by_community"
#: Known only where the plan before the repair is at hand.
OF_A_REPAIR = ("changed_cell", "person_touched")


def check_claims(
    world: World, whole: Values, by_community: Mapping[str, Values]
) -> tuple[Bound, ...]:
    """Note claims that are not true; return the other bounds beside their values."""
    meta = _object(world.plan.get("meta"))
    for name, claimed in _object(meta.get("objective_terms")).items():
        value = _claimed(world, name, claimed, whole)
        if value is not None and not near(value, whole[name]):
            world.find("claim", name=name, claimed=value, value=whole[name])
    claimed_bounds = _object(meta.get("lower_bounds"))
    if claimed_bounds and _proved_elsewhere(world, meta.get("bounds_of")):
        world.find("bounds_elsewhere")
        claimed_bounds = _for_every_plan(claimed_bounds)
    bounds = []
    for bound in _bounds(world, claimed_bounds, whole, by_community):
        if bound.bound <= bound.value or near(bound.bound, bound.value):
            bounds.append(bound)
        else:
            name = f"{bound.name} of {bound.community}" if bound.community else bound.name
            world.find("bound", name=name, claimed=bound.bound, value=bound.value)
    return tuple(bounds)


def near(one: float, other: float) -> bool:
    """Whether two figures are the same but for rounding."""
    return abs(one - other) <= TOLERANCE * max(1.0, abs(one), abs(other))


def _proved_elsewhere(world: World, named: Any) -> bool:
    """Whether the bounds name an assignment, and it is not that of the plan."""
    assignment = _object(world.plan.get("assignment"))
    pairs = [[person, assignment[person]] for person in sorted(assignment)]
    text = json.dumps(pairs, ensure_ascii=False, separators=(",", ":"))
    return isinstance(named, str) and named != hashlib.sha256(text.encode()).hexdigest()


def _for_every_plan(claimed: Json) -> Json:
    """The bounds that are not said to hold for some plans only."""
    return {
        name: item
        for name, item in claimed.items()
        if name != NOT_A_BOUND and not _object(item).get("holds_for")
    }


def _object(value: Any) -> Json:
    return value if isinstance(value, Mapping) else {}


def _claimed(world: World, name: str, claimed: Any, values: Values) -> float | None:
    """The number claimed for a value that exists; None, and noted, where there is none."""
    if name not in values:
        if name not in OF_A_REPAIR:
            world.find("claim_unknown", name=name)
        return None
    number = isinstance(claimed, int | float) and not isinstance(claimed, bool)
    if number and math.isfinite(claimed):
        return float(claimed)
    world.find("claim_unclear", name=name)
    return None


def _bounds(
    world: World, claimed: Json, whole: Values, by_community: Mapping[str, Values]
) -> Iterator[Bound]:
    tables: list[tuple[str, Values, Json]] = [
        ("", whole, {name: item for name, item in claimed.items() if name != NOT_A_BOUND})
    ]
    for community, bounds in _object(claimed.get(NOT_A_BOUND)).items():
        if community in by_community:
            tables.append((community, by_community[community], _object(bounds)))
        else:
            world.find("claim_of_no_community", community=community)
    for community, values, bounds in tables:
        for name, item in bounds.items():
            bound = _claimed(world, name, _object(item).get("value"), values)
            if bound is not None:
                method = str(_object(item).get("method") or "")
                scope = str(_object(item).get("holds_for") or "")
                yield Bound(name, community, bound, values[name], method, scope)
