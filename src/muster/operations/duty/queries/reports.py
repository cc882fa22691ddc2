"""Reports from posts as their keepers and those who sent them see them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import prefix_range
from muster.kernel.errors import NotFound
from muster.kernel.permissions import allowed
from muster.operations.duty import rules
from muster.operations.duty.models import Assignment, Post, PostReport
from muster.operations.duty.queries.roster import IN_FORCE

OPEN, WAITING, CLOSED = "open", "waiting", "closed"
STATES = (OPEN, WAITING, CLOSED)
_STATES = {
    OPEN: Q(closed_at__isnull=True),
    WAITING: Q(closed_at__isnull=True, taken_at__isnull=True),
    CLOSED: Q(closed_at__isnull=False),
}


def reports(*, actor: Actor, area: str = "", state: str = OPEN) -> QuerySet[PostReport]:
    """Reports of an area, those nobody has taken on first, then the newest.

    `state` is one of `STATES`; "" are all.
    """
    rows: Any = PostReport.objects.visible_to(actor).filter(
        _STATES.get(state, Q()), prefix_range("area_code", area)
    )
    result: QuerySet[PostReport] = rows.select_related("post__kind").order_by(
        F("taken_at").asc(nulls_first=True), "-at", "id"
    )
    return result


def report(*, actor: Actor, report_id: UUID) -> PostReport:
    """Return one report with its steps in order (`lines`).

    Raises:
        NotFound: there is none the actor may see.
    """
    rows: Any = PostReport.objects.select_related("post__kind")
    found: Any = rows.get_visible(actor, report_id)
    found.lines = list(found.steps.order_by("at", "id"))
    result: PostReport = found
    return result


def post_to_report(*, actor: Actor, post_id: UUID) -> Post:
    """Return a post from which the actor may report: on duty there these days, or its keeper.

    Raises:
        NotFound: there is none.
    """
    rows: Any = Post.objects.of_tenant(actor.tenant_id).select_related("kind")
    post: Post | None = rows.filter(pk=post_id).first()
    own = actor.person_id is not None and _on_duty_there(actor, post_id)
    if post is None or not (own or allowed(actor, rules.VIEW_REPORTS, post)):
        raise NotFound(
            _("Only those on duty at a post, and its lead, report from it."),
            next_step=_("Call the lead of the community where it happened."),
        )
    return post


def _on_duty_there(actor: Actor, post_id: UUID) -> bool:
    mine: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(
        IN_FORCE,
        post_id=post_id,
        responder_id=actor.person_id,
        starts_at__lt=clock.now() + timedelta(days=1),
        ends_at__gt=clock.now() - timedelta(days=1),
    )
    return bool(mine.exists())


def own_reports(*, actor: Actor) -> Sequence[PostReport]:
    """Return what one has reported, the newest first, with its steps (`lines`)."""
    if actor.person_id is None:
        return []
    rows: Any = PostReport.objects.of_tenant(actor.tenant_id).filter(by_person_id=actor.person_id)
    found = list(rows.select_related("post__kind").prefetch_related("steps").order_by("-at")[:20])
    for row in found:
        row.lines = sorted(row.steps.all(), key=lambda step: (step.at, str(step.id)))
    return found
