"""Every write of posts, what they are made of, and the roster, one noun a file."""

from muster.operations.duty.services.attendance import (
    UNDO_MINUTES,
    AlreadyCheckedIn,
    WrongPost,
    check_in,
    check_in_by_lead,
    check_out,
    undo_check_in,
)
from muster.operations.duty.services.catalogue import (
    add_kind,
    add_pattern,
    change_kind,
    close_pattern,
)
from muster.operations.duty.services.changing import ChangedMeanwhile, change_post, draft_of
from muster.operations.duty.services.copying import (
    apply_template,
    copy_posts,
    counted_drafts,
    drop_template,
    save_template,
    save_template_of,
)
from muster.operations.duty.services.held import destroy_ended, destroy_ended_deployments
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
from muster.operations.duty.services.shaping import item_key
from muster.operations.duty.services.sheet import CrewTooSmall
from muster.operations.duty.services.standards import standards

__all__ = [
    "UNDO_MINUTES",
    "AlreadyCheckedIn",
    "ChangedMeanwhile",
    "CrewTooSmall",
    "WrongPost",
    "add_kind",
    "add_pattern",
    "add_post",
    "add_posts",
    "apply_template",
    "ask_print",
    "change_kind",
    "change_post",
    "check_in",
    "check_in_by_lead",
    "check_out",
    "close_pattern",
    "close_post",
    "copy_posts",
    "counted_drafts",
    "destroy_ended",
    "destroy_ended_deployments",
    "draft_of",
    "drop_template",
    "item_key",
    "print_area",
    "print_cards_of",
    "print_one",
    "publish_edition",
    "renumber",
    "reopen_post",
    "save_template",
    "save_template_of",
    "standards",
    "take_back",
    "undo_check_in",
    "withdraw_edition",
]
