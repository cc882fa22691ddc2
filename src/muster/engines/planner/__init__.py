"""Planner: who goes to which community, post and shift, and how far from the best that can be.

Reads an Instance and a Plan (`muster-plan-input/1`), says at once everything that is wrong with a
file, and checks a plan without sharing code with what made it. Knows nothing of databases, web
pages or who may see what. Workbooks, schemas, drawn instances and the solvers are modules of their
own, as they load more: `workbook`, `schema`, `generate`.
"""

from muster.engines.planner.model import Absence, Instance, Plan
from muster.engines.planner.reading import (
    FAULT_MESSAGES,
    Fault,
    InstanceFaults,
    instance_hash,
    instance_to_json,
    plan_to_json,
    read_absences,
    read_instance,
    read_plan,
    write_plan,
)
from muster.engines.planner.validate import (
    FINDING_MESSAGES,
    Finding,
    Report,
    check_plan,
    check_repair,
)

__all__ = [
    "FAULT_MESSAGES",
    "FINDING_MESSAGES",
    "Absence",
    "Fault",
    "Finding",
    "Instance",
    "InstanceFaults",
    "Plan",
    "Report",
    "check_plan",
    "check_repair",
    "instance_hash",
    "instance_to_json",
    "plan_to_json",
    "read_absences",
    "read_instance",
    "read_plan",
    "write_plan",
]
