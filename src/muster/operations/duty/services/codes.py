"""The codes on the cards of posts: which post one means, replacing one, what looks copied."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Invalid, NotFound
from muster.kernel.ids import fold_code, short_code
from muster.kernel.permissions import require
from muster.operations.duty import events, rules
from muster.operations.duty.models import Assignment, CheckIn, Post, PostPosition, RetiredCode
from muster.operations.duty.queries.load import load_of
from muster.operations.duty.queries.worked import worked_spans
from muster.operations.duty.shift_enums import CheckInFlag
from muster.platform.audit.services import record

FAR_METRES = 500
LOOK_BACK = timedelta(days=8)
ROUND_TO = 4
"""Decimals of a degree that are kept: about ten metres."""


def post_of_code(actor: Actor, code: str) -> tuple[Post, bool]:
    """Return the post with this code, in any area, and whether the code was replaced since.

    Who stands before a post may know its name.

    Raises:
        NotFound: no post of this command has or had it.
    """
    rows: Any = Post.objects.of_tenant(actor.tenant_id).select_related("kind")
    folded = fold_code(code) if code.strip() else ""
    found: Post | None = rows.filter(code=folded).first() if folded else None
    if found is not None:
        return found, False
    if folded:
        found = rows.filter(retired_codes__code=folded).first()
    if found is None:
        raise NotFound(
            _("No post of this command has the code “%(code)s”."),
            next_step=_(
                "Type the eight characters below the square code on the post’s card. A card of "
                "another command does not count here."
            ),
            code=code.strip()[:20],
        )
    return found, True


def renew_code(*, actor: Actor, post_id: UUID) -> Post:
    """Give a post a new code, as when its card was photographed or lost; print the card again.

    The old one still checks in, flagged, so that nobody is sent away while the card is printed.

    Raises:
        NotFound: no such post is in the actor's area.
    """
    with transaction.atomic():
        post: Post = Post.objects.get_for_update(actor, post_id)
        require(actor, rules.EDIT_POSTS, post)
        RetiredCode.objects.create(
            tenant_id=post.tenant_id, post=post, code=post.code, retired_by_name=actor.name[:80]
        )
        post.code = short_code()
        post.save(update_fields=["code"])
        record(actor, events.CODE_RENEWED, post)
    return post


def set_position(*, actor: Actor, post_id: UUID, latitude: float, longitude: float) -> PostPosition:
    """Keep where a post is, as the phone of somebody who stands there says.

    Raises:
        NotFound: no such post is in the actor's area.
        Invalid: it is no place on earth.
    """
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004
        raise Invalid(_("This is no place on earth."), next_step=_("Stand at the post and retry."))
    with transaction.atomic():
        post: Post = Post.objects.get_visible(actor, post_id)
        require(actor, rules.EDIT_POSTS, post)
        row, _made = PostPosition.objects.of_tenant(post.tenant_id).update_or_create(
            post=post,
            defaults={
                "tenant_id": post.tenant_id,
                "latitude": round(latitude, ROUND_TO),
                "longitude": round(longitude, ROUND_TO),
                "set_at": clock.now(),
                "set_by_name": actor.name[:80],
            },
        )
        record(actor, events.POSITION_SET, post)
    return row


def flags_of(
    actor: Actor,
    shift: Assignment,
    mine: Sequence[Assignment],
    *,
    old: bool,
    distance_m: int | None,
    now: datetime,
) -> list[str]:
    """Return what the lead should look at of a check-in; none of it keeps anybody from the post."""
    flags = []
    if old:
        flags.append(CheckInFlag.OLD_CODE)
    if distance_m is not None and distance_m > FAR_METRES:
        flags.append(CheckInFlag.FAR)
    others = [row.id for row in mine if row.post_id != shift.post_id and row.starts_at <= now]
    if others:
        here: Any = CheckIn.objects.of_tenant(actor.tenant_id).filter(
            assignment_id__in=others, undone_at__isnull=True, left_at__isnull=True
        )
        if here.exists():
            flags.append(CheckInFlag.TWO_POSTS)
    spans = worked_spans(actor.tenant_id, [shift.responder_id], now - LOOK_BACK, now)
    if load_of(spans.get(shift.responder_id, ()), now, shift.day).must_rest_until is not None:
        flags.append(CheckInFlag.TIRED)
    return [str(flag) for flag in flags]
