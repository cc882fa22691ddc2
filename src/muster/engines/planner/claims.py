"""What a plan claims of itself: lower bounds, how they were proved, and what they hold for."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from muster.engines.planner.assign import Assigned
from muster.engines.planner.tasks import Site

TARGETS, ASSIGNMENT = "targets", "assignment"
"""What a lower bound holds for: every plan that gives each community the people it is to have (as
many person-shifts and people with a trait as its share, or as this plan gives it); or every roster
of this assignment. A plan that sends nobody is legal, and below both."""


def claims_of(assigned: Assigned | None, sites: Sequence[Site]) -> dict[str, Any]:
    """Return the bounds proved so far, and of which assignment, as `meta` of a plan has them."""
    bounds: dict[str, Any] = {}
    if assigned:
        for name, bound in assigned.bounds.items():
            bounds[name] = _claim(bound.value, bound.method, TARGETS)
    by_community: dict[str, Any] = {}
    for site in sites:
        proved = {"roster_objective": site.bound, "under_cover": site.shortage}
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


def _claim(value: float, method: str, holds_for: str) -> dict[str, Any]:
    return {"value": value, "method": method, "holds_for": holds_for}


def assignment_hash(assignment: Mapping[str, str]) -> str:
    """SHA-256, in hex, of who goes where: of the sorted pairs as JSON without spaces."""
    return hashlib.sha256(msgspec.json.encode(sorted(assignment.items()))).hexdigest()
