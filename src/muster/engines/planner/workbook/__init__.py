"""Instance and plan as workbooks: the tables to fill in, the rosters to hang up."""

from muster.engines.planner.workbook.grids import workbook_to_plan
from muster.engines.planner.workbook.reading import workbook_to_instance
from muster.engines.planner.workbook.roster import plan_to_workbook
from muster.engines.planner.workbook.words import WORDS
from muster.engines.planner.workbook.writing import TooLargeForAWorkbook, instance_to_workbook

__all__ = [
    "WORDS",
    "TooLargeForAWorkbook",
    "instance_to_workbook",
    "plan_to_workbook",
    "workbook_to_instance",
    "workbook_to_plan",
]
