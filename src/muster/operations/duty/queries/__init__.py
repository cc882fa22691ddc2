"""Every read of posts, one subject a file."""

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

__all__ = [
    "Card",
    "Counts",
    "Filters",
    "Requisition",
    "RequisitionLine",
    "build_instance",
    "cards",
    "changes_of",
    "counts",
    "counts_by_area",
    "kind",
    "kinds",
    "numbers_taken",
    "open_posts",
    "patterns",
    "post",
    "post_by_code",
    "posts",
    "requisition",
    "shift_refs",
    "template",
    "templates",
]
