"""Patterns, kinds and templates a command chooses from."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch
from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.errors import NotFound
from muster.kernel.models import TenantModel
from muster.kernel.permissions import allowed
from muster.operations.duty import rules
from muster.operations.duty.models import (
    PatternShift,
    PostKind,
    PostTemplate,
    ShiftPattern,
    TemplatePost,
)


def patterns(*, actor: Actor, closed: bool = False) -> Sequence[ShiftPattern]:
    """Return the patterns of the command with their shifts, the standard ones first."""
    rows: Any = _of_command(actor, ShiftPattern).filter(closed_at__isnull=not closed)
    return list(
        rows.prefetch_related(
            Prefetch("shifts", PatternShift.objects.select_related("pattern"))
        ).order_by("created_at", "id")
    )


def kinds(*, actor: Actor) -> Sequence[PostKind]:
    """Return the kinds of the command, the six of the reports first."""
    rows: Any = _of_command(actor, PostKind)
    return list(rows.order_by("position", "id"))


def kind(*, actor: Actor, key: str) -> PostKind:
    """Return one kind with its gear and its checklist.

    Raises:
        NotFound: there is none of this key.
    """
    rows: Any = _of_command(actor, PostKind).prefetch_related("gear", "steps")
    found: PostKind | None = rows.filter(key=key).first()
    if found is None:
        raise NotFound(_("There is no such kind of post."))
    return found


def templates(*, actor: Actor) -> Sequence[PostTemplate]:
    """Return the templates by name, each with its number of posts as `size`."""
    rows: Any = _of_command(actor, PostTemplate)
    return list(rows.annotate(size=Count("posts")).order_by("name"))


def template(*, actor: Actor, template_id: UUID) -> PostTemplate:
    """Return one template with its posts.

    Raises:
        NotFound: there is none the actor may see.
    """
    posts: Any = TemplatePost.objects.select_related("kind", "pattern")
    shifts: Any = PatternShift.objects.select_related("pattern")
    rows: Any = PostTemplate.objects.prefetch_related(
        Prefetch("posts", posts), Prefetch("posts__pattern__shifts", shifts)
    )
    found: PostTemplate = rows.get_visible(actor, template_id)
    return found


def _of_command(actor: Actor, model: type[TenantModel]) -> Any:
    """Rows of the whole command: also a clerk, whose grant names one unit, reads what a post is."""
    if not allowed(actor, rules.VIEW_POSTS):
        return model.objects.none()
    return model.objects.of_tenant(actor.tenant_id)
