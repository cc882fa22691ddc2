"""Patterns, kinds and templates a command chooses from."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch
from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.errors import NotFound
from muster.operations.duty.models import (
    PatternShift,
    PostKind,
    PostTemplate,
    ShiftPattern,
    TemplatePost,
)


def patterns(*, actor: Actor, closed: bool = False) -> Sequence[ShiftPattern]:
    """Return the patterns of the command with their shifts, the standard ones first."""
    rows: Any = ShiftPattern.objects.visible_to(actor).filter(closed_at__isnull=not closed)
    return list(
        rows.prefetch_related(
            Prefetch("shifts", PatternShift.objects.select_related("pattern"))
        ).order_by("created_at", "id")
    )


def kinds(*, actor: Actor) -> Sequence[PostKind]:
    """Return the kinds of the command, the six of the reports first."""
    rows: Any = PostKind.objects.visible_to(actor)
    return list(rows.order_by("position", "id"))


def kind(*, actor: Actor, key: str) -> PostKind:
    """Return one kind with its gear and its checklist.

    Raises:
        NotFound: there is none of this key.
    """
    rows: Any = PostKind.objects.visible_to(actor).prefetch_related("gear", "steps")
    found: PostKind | None = rows.filter(key=key).first()
    if found is None:
        raise NotFound(_("There is no such kind of post."))
    return found


def templates(*, actor: Actor) -> Sequence[PostTemplate]:
    """Return the templates by name, each with its number of posts as `size`."""
    rows: Any = PostTemplate.objects.visible_to(actor)
    return list(rows.annotate(size=Count("posts")).order_by("name"))


def template(*, actor: Actor, template_id: UUID) -> PostTemplate:
    """Return one template with its posts.

    Raises:
        NotFound: there is none the actor may see.
    """
    rows: Any = PostTemplate.objects.prefetch_related(
        Prefetch("posts", TemplatePost.objects.select_related("kind", "pattern")),
        Prefetch("posts__pattern__shifts", PatternShift.objects.select_related("pattern")),
    )
    found: PostTemplate = rows.get_visible(actor, template_id)
    return found
