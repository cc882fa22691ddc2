"""Level A of the planner: who is sent to which community, and how far from the best that can be."""

from muster.engines.planner.assign.result import Assigned, Bound, Headcount
from muster.engines.planner.assign.solve import (
    EFFORT,
    Cohesion,
    assign,
    cohesion_curve,
    effort_for,
)

__all__ = [
    "EFFORT",
    "Assigned",
    "Bound",
    "Cohesion",
    "Headcount",
    "assign",
    "cohesion_curve",
    "effort_for",
]
