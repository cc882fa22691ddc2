"""Every write of posts, what they are made of, and the roster, one noun a file."""

from muster.operations.duty.services.alarms import (
    answer_alarm,
    escalate_due,
    look_at,
    look_at_people,
    look_at_post,
)
from muster.operations.duty.services.attendance import (
    UNDO_MINUTES,
    AlreadyCheckedIn,
    WrongPost,
    check_in,
    check_in_by_lead,
    check_out,
    undo_check_in,
)
from muster.operations.duty.services.book import (
    book_content,
    note_in_book,
    sign_own_book,
    withdraw_note,
)
from muster.operations.duty.services.breaks import (
    USUAL_MINUTES,
    begin_break,
    end_break,
)
from muster.operations.duty.services.catalogue import (
    add_kind,
    add_pattern,
    change_kind,
    close_pattern,
)
from muster.operations.duty.services.changes import (
    UNDO_HOURS,
    call_off,
    call_off_crew,
    cover,
    move,
    replace_person,
    stand_in,
    swap,
    undo_change,
)
from muster.operations.duty.services.changing import ChangedMeanwhile, change_post, draft_of
from muster.operations.duty.services.codes import (
    renew_code,
    set_position,
)
from muster.operations.duty.services.copying import (
    apply_template,
    copy_posts,
    counted_drafts,
    drop_template,
    save_template,
    save_template_of,
)
from muster.operations.duty.services.day_pack import (
    ask_day_packs,
    print_day_pack,
    print_day_packs,
)
from muster.operations.duty.services.declarations import (
    ask_fit,
    cover_absence,
    declare,
    end_trip,
    note_trip,
)
from muster.operations.duty.services.fatigue import (
    warnings_of,
    watch_fatigue,
)
from muster.operations.duty.services.filling import bendable
from muster.operations.duty.services.handovers import (
    CrewIncomplete,
    HandoverDraft,
    accept_handover,
    offer_handover,
    return_handover,
)
from muster.operations.duty.services.held import held
from muster.operations.duty.services.hours import certify_own, certify_unit, hours_content
from muster.operations.duty.services.no_shows import (
    mark_no_shows,
)
from muster.operations.duty.services.posts import (
    add_post,
    add_posts,
    close_post,
    renumber,
    reopen_post,
    take_back,
)
from muster.operations.duty.services.printing import (
    ask_print,
    print_area,
    print_cards_of,
    print_one,
)
from muster.operations.duty.services.publishing import publish_edition, withdraw_edition
from muster.operations.duty.services.relief import (
    answer_relief,
    ask_relief,
    put_in,
    reveal_phone,
)
from muster.operations.duty.services.repairs import accept_repair
from muster.operations.duty.services.reports import (
    close_report,
    note_on_report,
    pass_on_due,
    pass_report_on,
    raise_report,
    take_report,
)
from muster.operations.duty.services.requests import (
    answer_request,
    approve_request,
    ask_cover,
    ask_leave,
    ask_swap,
    expire_requests,
    leave_days,
    refuse_request,
    withdraw_request,
)
from muster.operations.duty.services.rewriting import (
    ChangedFirst,
    RuleBroken,
    Wanted,
    may_bend,
    preview,
    rewrite,
)
from muster.operations.duty.services.roster_export import (
    roster_paper,
    roster_workbook,
)
from muster.operations.duty.services.shaping import item_key
from muster.operations.duty.services.sheet import CrewTooSmall
from muster.operations.duty.services.stand_down import (
    ask_stand_down,
    confirm_stand_down,
    drop_stand_down,
    note_gear_back,
    reopen_stand_down,
)
from muster.operations.duty.services.standards import standards
from muster.operations.duty.services.telling import recipients_of
from muster.operations.duty.services.times import (
    Times,
    enter_times,
)
from muster.operations.duty.services.watch import (
    watch_loads,
    watch_shifts,
    watch_tenant,
)

__all__ = [
    "UNDO_HOURS",
    "UNDO_MINUTES",
    "USUAL_MINUTES",
    "AlreadyCheckedIn",
    "ChangedFirst",
    "ChangedMeanwhile",
    "CrewIncomplete",
    "CrewTooSmall",
    "HandoverDraft",
    "RuleBroken",
    "Times",
    "Wanted",
    "WrongPost",
    "accept_handover",
    "accept_repair",
    "add_kind",
    "add_pattern",
    "add_post",
    "add_posts",
    "answer_alarm",
    "answer_relief",
    "answer_request",
    "apply_template",
    "approve_request",
    "ask_cover",
    "ask_day_packs",
    "ask_fit",
    "ask_leave",
    "ask_print",
    "ask_relief",
    "ask_stand_down",
    "ask_swap",
    "begin_break",
    "bendable",
    "book_content",
    "call_off",
    "call_off_crew",
    "certify_own",
    "certify_unit",
    "change_kind",
    "change_post",
    "check_in",
    "check_in_by_lead",
    "check_out",
    "close_pattern",
    "close_post",
    "close_report",
    "confirm_stand_down",
    "copy_posts",
    "counted_drafts",
    "cover",
    "cover_absence",
    "declare",
    "draft_of",
    "drop_stand_down",
    "drop_template",
    "end_break",
    "end_trip",
    "enter_times",
    "escalate_due",
    "expire_requests",
    "held",
    "hours_content",
    "item_key",
    "leave_days",
    "look_at",
    "look_at_people",
    "look_at_post",
    "mark_no_shows",
    "may_bend",
    "move",
    "note_gear_back",
    "note_in_book",
    "note_on_report",
    "note_trip",
    "offer_handover",
    "pass_on_due",
    "pass_report_on",
    "preview",
    "print_area",
    "print_cards_of",
    "print_day_pack",
    "print_day_packs",
    "print_one",
    "publish_edition",
    "put_in",
    "raise_report",
    "recipients_of",
    "refuse_request",
    "renew_code",
    "renumber",
    "reopen_post",
    "reopen_stand_down",
    "replace_person",
    "return_handover",
    "reveal_phone",
    "rewrite",
    "roster_paper",
    "roster_workbook",
    "save_template",
    "save_template_of",
    "set_position",
    "sign_own_book",
    "stand_in",
    "standards",
    "swap",
    "take_back",
    "take_report",
    "undo_change",
    "undo_check_in",
    "warnings_of",
    "watch_fatigue",
    "watch_loads",
    "watch_shifts",
    "watch_tenant",
    "withdraw_edition",
    "withdraw_note",
    "withdraw_request",
]
