"""Every read of posts and of the roster, one subject a file."""

from muster.operations.duty.queries.cards import Card, cards
from muster.operations.duty.queries.catalogue import kind, kinds, patterns, template, templates
from muster.operations.duty.queries.instance import build_instance, shift_refs
from muster.operations.duty.queries.posts import (
    Counts,
    Filters,
    changes_of,
    counts,
    counts_by_area,
    numbers_taken,
    open_posts,
    post,
    post_by_code,
    posts,
)
from muster.operations.duty.queries.requisition import (
    Requisition,
    RequisitionLine,
    requisition,
)
from muster.operations.duty.queries.roster import (
    board_of,
    crew_of,
    current_edition,
    my_shifts,
    own_code,
    planned_people,
    roster_of,
    shifts_of_person,
)

__all__ = [
    "Card",
    "Counts",
    "Filters",
    "Requisition",
    "RequisitionLine",
    "board_of",
    "build_instance",
    "cards",
    "changes_of",
    "counts",
    "counts_by_area",
    "crew_of",
    "current_edition",
    "kind",
    "kinds",
    "my_shifts",
    "numbers_taken",
    "open_posts",
    "own_code",
    "patterns",
    "planned_people",
    "post",
    "post_by_code",
    "posts",
    "requisition",
    "roster_of",
    "shift_refs",
    "shifts_of_person",
    "template",
    "templates",
]
