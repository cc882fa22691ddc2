"""Every write of the call-up."""

from muster.operations.mobilise.services.answers import answer, confirm, confirm_list, decline
from muster.operations.mobilise.services.arrivals import arrive, arrive_unit, count_in, undo_arrival
from muster.operations.mobilise.services.call_ups import (
    Draft,
    cancel_call_up,
    change_call_up,
    close_call_up,
    draft_call_up,
    remind,
    send_call_up,
)
from muster.operations.mobilise.services.differences import (
    close_difference,
    close_differences,
    reconcile,
    reopen_difference,
)
from muster.operations.mobilise.services.held import destroy_ended
from muster.operations.mobilise.services.lists import (
    name_people,
    replace,
    take_back_batch,
    withdraw,
)
from muster.operations.mobilise.services.plans import (
    PlanDraft,
    approve_plan,
    begin_plan,
    drop_plan,
    give_up,
    return_plan,
    solve_plan,
    start_solving,
    stop_solving,
    submit_plan,
)
from muster.operations.mobilise.services.publishing import publish_plan
from muster.operations.mobilise.services.targets import drop_target, set_target, set_targets
from muster.operations.mobilise.services.waiting import draw, put_on_waiting_list

__all__ = [
    "Draft",
    "PlanDraft",
    "answer",
    "approve_plan",
    "arrive",
    "arrive_unit",
    "begin_plan",
    "cancel_call_up",
    "change_call_up",
    "close_call_up",
    "close_difference",
    "close_differences",
    "confirm",
    "confirm_list",
    "count_in",
    "decline",
    "destroy_ended",
    "draft_call_up",
    "draw",
    "drop_plan",
    "drop_target",
    "give_up",
    "name_people",
    "publish_plan",
    "put_on_waiting_list",
    "reconcile",
    "remind",
    "reopen_difference",
    "replace",
    "return_plan",
    "send_call_up",
    "set_target",
    "set_targets",
    "solve_plan",
    "start_solving",
    "stop_solving",
    "submit_plan",
    "take_back_batch",
    "undo_arrival",
    "withdraw",
]
