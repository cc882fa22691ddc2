"""Posts: added one by one or many at once, changed, closed, opened again, numbered."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.events import on_commit
from muster.kernel.permissions import require
from muster.operations.duty import events, rules
from muster.operations.duty.contracts import PostDraft
from muster.operations.duty.models import JointUnit, Post, PostChange, PostGear, PostShift
from muster.operations.duty.services.shaping import Book, Shaped, shape
from muster.platform.audit.services import record
from muster.registers.measures import queries as measures

CHUNK = 500
Numbered = tuple[str, str, UUID]
"""Area, site and kind: posts of one are numbered together."""


def add_post(
    *, actor: Actor, incident_id: UUID, draft: PostDraft, post_id: UUID | None = None
) -> Post:
    """Set up one post; without a number it gets the next of its kind there.

    Raises:
        NotAllowed: the actor keeps no posts in that area.
        Invalid: a fact does not fit; `errors` names the fields.
    """
    require(actor, rules.EDIT_POSTS)
    with transaction.atomic():
        [shaped] = _shaped(actor, incident_id, [draft], ids=[post_id] if post_id else None)
        try:
            with transaction.atomic():
                shaped.post.save(force_insert=True)
        except IntegrityError:
            raise number_taken(shaped.post) from None
        _write_parts([shaped])
        record(actor, events.POST_ADDED, shaped.post, kind=shaped.post.kind.key)
        _tell_added(incident_id, [shaped.post])
    return shaped.post


def add_posts(
    *,
    actor: Actor,
    incident_id: UUID,
    drafts: Sequence[PostDraft],
    batch_id: UUID | None = None,
    ids: Sequence[UUID] | None = None,
) -> list[UUID]:
    """Set up many posts inside one transaction; return their ids in order.

    One audit record stands for all of them. Nothing is kept where one draft cannot be taken.

    Raises:
        NotAllowed: the actor keeps no posts in one of the areas.
        Invalid: a draft cannot be taken, or a number is taken already.
    """
    require(actor, rules.EDIT_POSTS)
    with transaction.atomic():
        shaped = _shaped(actor, incident_id, drafts, ids=ids)
        if not shaped:
            return []
        for each in shaped:
            each.post.batch_id = batch_id
        try:
            with transaction.atomic():
                Post.objects.bulk_create([each.post for each in shaped], batch_size=CHUNK)
        except IntegrityError:
            raise Invalid(
                _("Two posts have the same number."),
                next_step=_("Look at the list of posts and choose other numbers."),
            ) from None
        _write_parts(shaped)
        areas = sorted({each.post.area_code for each in shaped})
        record(
            actor,
            events.POSTS_ADDED,
            ("files.batch", batch_id) if batch_id else ("measures.incident", incident_id),
            area=areas[0] if len(areas) == 1 else "",
            posts=len(shaped),
            areas=areas[:20],
        )
        _tell_added(incident_id, [each.post for each in shaped])
    return [each.post.id for each in shaped]


def close_post(*, actor: Actor, post_id: UUID) -> Post:
    """Close a post: it is staffed no more, its number becomes free.

    Raises:
        NotFound: no such post is in the actor's area.
        Conflict: it is closed already.
    """
    with transaction.atomic():
        post = _post(actor, post_id)
        if post.is_closed:
            raise Conflict(_("%(post)s is closed already."), post=post.title)
        post.closed_at = clock.now()
        post.version += 1
        post.save(update_fields=["closed_at", "version"])
        _note(actor, post, {"closed": [False, True]})
        record(actor, events.POST_CLOSED, post)
        on_commit(
            events.PostClosed(
                tenant_id=post.tenant_id, incident_id=post.incident_id, post_id=post.id
            )
        )
    return post


def reopen_post(*, actor: Actor, post_id: UUID) -> Post:
    """Open a closed post again, under a new number where another has taken its own.

    Raises:
        NotFound: no such post is in the actor's area.
        Conflict: it is open.
    """
    with transaction.atomic():
        post = _post(actor, post_id)
        if not post.is_closed:
            raise Conflict(_("%(post)s is open."), post=post.title)
        taken = _numbers(actor, post.incident_id, [post.area_code])[
            post.area_code, post.site, post.kind_id
        ]
        before = post.number
        if post.number in taken:
            post.number = max(taken) + 1
        post.closed_at = None
        post.version += 1
        post.save(update_fields=["closed_at", "number", "version"])
        _note(actor, post, {"closed": [True, False], "number": [before, post.number]})
        record(actor, events.POST_REOPENED, post, number=post.number)
        on_commit(
            events.PostReopened(
                tenant_id=post.tenant_id, incident_id=post.incident_id, post_id=post.id
            )
        )
    return post


def renumber(*, actor: Actor, incident_id: UUID, area_code: str) -> int:
    """Number the open posts of a community from 1, kind by kind; return how many changed.

    In the order of their numbers each gets one that is free already, so that no two ever share one.
    """
    require(actor, rules.EDIT_POSTS)
    with transaction.atomic():
        rows = Post.objects.visible_to(actor, rules.EDIT_POSTS).filter(
            incident_id=incident_id, area_code=area_code, closed_at__isnull=True
        )
        last: dict[Numbered, int] = defaultdict(int)
        changed = 0
        for post in rows.select_for_update().order_by("number"):
            key = (post.area_code, post.site, post.kind_id)
            last[key] += 1
            if post.number != last[key]:
                before, post.number = post.number, last[key]
                post.version += 1
                post.save(update_fields=["number", "version"])
                _note(actor, post, {"number": [before, post.number]})
                changed += 1
        if changed:
            record(
                actor,
                events.POSTS_RENUMBERED,
                ("measures.incident", incident_id),
                area=area_code,
                posts=changed,
            )
    return changed


def take_back(*, actor: Actor, ids: Sequence[UUID], batch_id: UUID) -> list[UUID]:
    """Remove the posts of a batch that nobody has changed since; return those that stay."""
    require(actor, rules.IMPORT_POSTS)
    with transaction.atomic():
        removed: set[UUID] = set()
        for start in range(0, len(ids), CHUNK):
            rows = Post.objects.visible_to(actor, rules.IMPORT_POSTS).filter(
                id__in=ids[start : start + CHUNK], batch_id=batch_id, version=1
            )
            untouched = list(rows.values_list("id", flat=True))
            Post.objects.of_tenant(actor.tenant_id).filter(id__in=untouched).delete()
            removed.update(untouched)
        stayed = [one for one in ids if one not in removed]
        record(
            actor,
            events.IMPORT_UNDONE,
            ("files.batch", batch_id),
            removed=len(removed),
            stayed=len(stayed),
        )
    return stayed


def number_taken(post: Post) -> Invalid:
    """Return the refusal of a number another post has."""
    return Invalid(
        _("The post cannot be saved as it is."),
        errors={
            "number": [
                _("There is already a post %(kind)s no. %(number)s here.")
                % {"kind": post.kind.label, "number": post.number}
            ]
        },
    )


def _post(actor: Actor, post_id: UUID) -> Post:
    post = Post.objects.get_for_update(actor, post_id)
    require(actor, rules.EDIT_POSTS, post)
    return post


def _note(actor: Actor, post: Post, changes: dict[str, list[Any]]) -> None:
    PostChange.objects.create(
        tenant_id=post.tenant_id,
        post=post,
        version=post.version,
        changes=changes,
        by_name=actor.name[:80],
    )


def _shaped(
    actor: Actor,
    incident_id: UUID,
    drafts: Sequence[PostDraft],
    *,
    ids: Sequence[UUID] | None = None,
) -> list[Shaped]:
    incident = measures.incident(actor=actor, incident_id=incident_id)
    book = Book.open(actor, drafts)
    taken = _numbers(actor, incident_id, {draft.area_code for draft in drafts})
    shaped = []
    for at, draft in enumerate(drafts):
        post = Post(tenant_id=actor.tenant_id, incident_id=incident.id)
        if ids is not None:
            post.id = ids[at]
        each = shape(book, draft, post)
        require(actor, rules.EDIT_POSTS, post)
        numbers = taken[post.area_code, post.site, post.kind_id]
        post.number = draft.number or max(numbers, default=0) + 1
        if post.number in numbers:
            raise number_taken(post)
        numbers.add(post.number)
        post.changed_by_name = actor.name[:80]
        shaped.append(each)
    return shaped


def _numbers(
    actor: Actor, incident_id: UUID, areas: Iterable[str]
) -> defaultdict[Numbered, set[int]]:
    """Return the numbers that open posts of these areas have."""
    found: defaultdict[Numbered, set[int]] = defaultdict(set)
    rows = Post.objects.of_tenant(actor.tenant_id).filter(
        incident_id=incident_id, area_code__in=list(areas), closed_at__isnull=True
    )
    for area, site, kind, number in rows.values_list("area_code", "site", "kind_id", "number"):
        found[area, site, kind].add(number)
    return found


def _write_parts(shaped: Iterable[Shaped]) -> None:
    shaped = list(shaped)
    PostShift.objects.bulk_create(
        [row for each in shaped for row in each.shift_rows()], batch_size=CHUNK
    )
    PostGear.objects.bulk_create(
        [row for each in shaped for row in each.gear_rows()], batch_size=CHUNK
    )
    JointUnit.objects.bulk_create(
        [row for each in shaped for row in each.unit_rows()], batch_size=CHUNK
    )


def _tell_added(incident_id: UUID, posts: Sequence[Post]) -> None:
    on_commit(
        events.PostsAdded(
            tenant_id=posts[0].tenant_id,
            incident_id=incident_id,
            post_ids=tuple(post.id for post in posts),
        )
    )
