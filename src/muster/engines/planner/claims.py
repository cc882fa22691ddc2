"""What a plan claims of itself: lower bounds, how they were proved, and what they hold for."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from muster.engines.planner.assign import Assigned
from muster.engines.planner.capacity.certificates import out_of_reach
from muster.engines.planner.model import Instance
from muster.engines.planner.roster.solve import Bound
from muster.engines.planner.tasks import Site

TARGETS, ASSIGNMENT = "targets", "assignment"
"""What a lower bound holds for: every plan that gives each community the people it is to have (as
many person-shifts and people with a trait as its share, or as this plan gives it); or every roster
of this assignment. A plan that sends nobody is legal, and below both."""


def claims_of(
    instance: Instance, assigned: Assigned | None, sites: Sequence[Site]
) -> dict[str, Any]:
    """Return the bounds proved so far, and of which assignment, as `meta` of a plan has them."""
    bounds: dict[str, Any] = {}
    if assigned:
        for name, bound in assigned.bounds.items():
            bounds[name] = _claim(bound.value, bound.method, TARGETS)
    if missed := _missed(instance):
        bounds["under_cover"] = {"value": missed, "method": "communities out of reach"}
    by_community: dict[str, Any] = {}
    for site in sites:
        shortage = site.shortage
        if shortage is None and not site.people and site.lacking > 0:
            shortage = Bound(site.lacking, "nobody is here")
        proved = {"roster_objective": site.bound, "under_cover": shortage}
        found = {
            name: _claim(bound.value, bound.method, ASSIGNMENT)
            for name, bound in proved.items()
            if bound is not None
        }
        if found:
            by_community[site.community.id] = found
    if by_community:
        bounds["by_community"] = by_community
    return {
        "lower_bounds": bounds,
        "bounds_of": assignment_hash(assigned.community if assigned else {}),
    }


def _missed(instance: Instance) -> float:
    """Return the weighted person-shifts of communities that no plan can send a crew to.

    How many those are is counted; at best they are the ones that ask for least.
    """
    weight = {kind.id: kind.under_weight for kind in instance.post_types}
    demand = sorted(
        sum(row.count * weight[row.post_type] for row in community.demand)
        for community in instance.communities
        if any(row.count for row in community.demand)
    )
    missed = [int(one.need - one.give) for one in out_of_reach(instance)]
    return float(sum(demand[: max(missed, default=0)]))


def _claim(value: float, method: str, holds_for: str) -> dict[str, Any]:
    return {"value": value, "method": method, "holds_for": holds_for}


def assignment_hash(assignment: Mapping[str, str]) -> str:
    """SHA-256, in hex, of who goes where: of the sorted pairs as JSON without spaces."""
    return hashlib.sha256(msgspec.json.encode(sorted(assignment.items()))).hexdigest()
