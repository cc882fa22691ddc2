"""Every write of the call-up, of plans and of whistles."""

from muster.operations.mobilise.services.answers import answer, confirm, confirm_list, decline
from muster.operations.mobilise.services.arrivals import (
    OPEN_AFTER,
    OPENS_BEFORE,
    arrive,
    arrive_unit,
    assembly_code,
    count_in,
    here_myself,
    undo_arrival,
)
from muster.operations.mobilise.services.call_ups import (
    Draft,
    cancel_call_up,
    change_call_up,
    close_call_up,
    draft_call_up,
    remind,
    send_call_up,
)
from muster.operations.mobilise.services.claims import (
    claim_whistle,
    come_myself,
    confirm_claim,
    name_goers,
    refuse_claim,
    release_claim,
    report_done,
)
from muster.operations.mobilise.services.differences import (
    close_difference,
    close_differences,
    reconcile,
    reopen_difference,
)
from muster.operations.mobilise.services.gaps import fill_gap
from muster.operations.mobilise.services.held import (
    destroy_ended,
    destroy_ended_call_ups,
    destroy_ended_whistles,
    destroy_listeners,
)
from muster.operations.mobilise.services.listeners import is_listening, listen
from muster.operations.mobilise.services.lists import (
    name_people,
    replace,
    take_back_batch,
    withdraw,
)
from muster.operations.mobilise.services.planning import PlanDraft, begin_plan
from muster.operations.mobilise.services.plans import (
    approve_plan,
    drop_plan,
    return_plan,
    submit_plan,
)
from muster.operations.mobilise.services.publishing import publish_plan
from muster.operations.mobilise.services.solving import (
    give_up,
    note_moments,
    solve_plan,
    start_solving,
    stop_solving,
)
from muster.operations.mobilise.services.targets import drop_target, set_target, set_targets
from muster.operations.mobilise.services.waiting import draw, put_on_waiting_list
from muster.operations.mobilise.services.whistle_clock import move_whistles
from muster.operations.mobilise.services.whistle_kinds import (
    KindDraft,
    add_whistle_kind,
    change_whistle_kind,
    offer_whistle_kind,
    offers_kind,
    whistle_kinds,
)
from muster.operations.mobilise.services.whistles import (
    end_whistle,
    take_care,
    whistle,
    withdraw_whistle,
)

__all__ = [
    "OPENS_BEFORE",
    "OPEN_AFTER",
    "Draft",
    "KindDraft",
    "PlanDraft",
    "add_whistle_kind",
    "answer",
    "approve_plan",
    "arrive",
    "arrive_unit",
    "assembly_code",
    "begin_plan",
    "cancel_call_up",
    "change_call_up",
    "change_whistle_kind",
    "claim_whistle",
    "close_call_up",
    "close_difference",
    "close_differences",
    "come_myself",
    "confirm",
    "confirm_claim",
    "confirm_list",
    "count_in",
    "decline",
    "destroy_ended",
    "destroy_ended_call_ups",
    "destroy_ended_whistles",
    "destroy_listeners",
    "draft_call_up",
    "draw",
    "drop_plan",
    "drop_target",
    "end_whistle",
    "fill_gap",
    "give_up",
    "here_myself",
    "is_listening",
    "listen",
    "move_whistles",
    "name_goers",
    "name_people",
    "note_moments",
    "offer_whistle_kind",
    "offers_kind",
    "publish_plan",
    "put_on_waiting_list",
    "reconcile",
    "refuse_claim",
    "release_claim",
    "remind",
    "reopen_difference",
    "replace",
    "report_done",
    "return_plan",
    "send_call_up",
    "set_target",
    "set_targets",
    "solve_plan",
    "start_solving",
    "stop_solving",
    "submit_plan",
    "take_back_batch",
    "take_care",
    "undo_arrival",
    "whistle",
    "whistle_kinds",
    "withdraw",
    "withdraw_whistle",
]
