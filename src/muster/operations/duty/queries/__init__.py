"""Every read of posts and of the roster, one subject a file."""

from muster.operations.duty.queries.cards import Card, cards
from muster.operations.duty.queries.catalogue import kind, kinds, patterns, template, templates
from muster.operations.duty.queries.held import (
    count_ended,
    count_ended_deployments,
    ended_deployments,
    ended_shifts,
)
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
    assignment,
    board_of,
    crew_of,
    current_edition,
    people_by_area,
    planned_people,
    roster_of,
    sees_area,
)
from muster.operations.duty.queries.shifts import (
    OPENS_HOURS,
    deployment_of_code,
    my_shifts,
    now_of,
    on_duty_soon,
    own_code,
    shifts_of_person,
)

__all__ = [
    "OPENS_HOURS",
    "Card",
    "Counts",
    "Filters",
    "Requisition",
    "RequisitionLine",
    "assignment",
    "board_of",
    "build_instance",
    "cards",
    "changes_of",
    "count_ended",
    "count_ended_deployments",
    "counts",
    "counts_by_area",
    "crew_of",
    "current_edition",
    "deployment_of_code",
    "ended_deployments",
    "ended_shifts",
    "kind",
    "kinds",
    "my_shifts",
    "now_of",
    "numbers_taken",
    "on_duty_soon",
    "open_posts",
    "own_code",
    "patterns",
    "people_by_area",
    "planned_people",
    "post",
    "post_by_code",
    "posts",
    "requisition",
    "roster_of",
    "sees_area",
    "shift_refs",
    "shifts_of_person",
    "template",
    "templates",
]
