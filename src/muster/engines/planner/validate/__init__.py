"""The independent validator: slow, obvious, and sharing no code with what it checks.

Works on the two files as any JSON reader parses them. Every figure that people see comes from
here: which hard rules a plan breaks, what each objective term amounts to, how fair it is, what is
missing where, and whether what the solver claims of its plan is true.
"""

from muster.engines.planner.validate.check import check_plan, check_repair
from muster.engines.planner.validate.report import (
    FINDING_MESSAGES,
    Bound,
    Finding,
    RepairFigures,
    Report,
    Shortage,
    Spread,
)

__all__ = [
    "FINDING_MESSAGES",
    "Bound",
    "Finding",
    "RepairFigures",
    "Report",
    "Shortage",
    "Spread",
    "check_plan",
    "check_repair",
]
