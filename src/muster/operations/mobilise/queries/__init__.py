"""Every read of the call-up."""

from muster.operations.mobilise.queries.board import Board, Line, Totals, board
from muster.operations.mobilise.queries.call_ups import (
    ask,
    ask_of,
    asks_of_units,
    asks_with_ids,
    call_up,
    call_ups,
    open_call_ups,
    unit_sizes,
)
from muster.operations.mobilise.queries.held import count_ended, ended_names
from muster.operations.mobilise.queries.names import (
    PublicPage,
    counted_names,
    name_of_code,
    names,
    nomination,
    other_units_people,
    own_names,
    waiting,
)
from muster.operations.mobilise.queries.plans import plan, plan_documents, plans
from muster.operations.mobilise.queries.reconciliation import (
    Found,
    Reconciliation,
    difference,
    differences,
    found_differences,
    reconciliation,
)

__all__ = [
    "Board",
    "Found",
    "Line",
    "PublicPage",
    "Reconciliation",
    "Totals",
    "ask",
    "ask_of",
    "asks_of_units",
    "asks_with_ids",
    "board",
    "call_up",
    "call_ups",
    "count_ended",
    "counted_names",
    "difference",
    "differences",
    "ended_names",
    "found_differences",
    "name_of_code",
    "names",
    "nomination",
    "open_call_ups",
    "other_units_people",
    "own_names",
    "plan",
    "plan_documents",
    "plans",
    "reconciliation",
    "unit_sizes",
    "waiting",
]
