"""Changing a post when two people may be at it: nothing either of them wrote is lost."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict
from muster.kernel.events import on_commit
from muster.kernel.permissions import require
from muster.operations.duty import events, rules
from muster.operations.duty.contracts import Clash, GearLine, PostDraft
from muster.operations.duty.models import JointUnit, Post, PostChange, PostGear, PostShift
from muster.operations.duty.services.posts import number_taken
from muster.operations.duty.services.shaping import Book, Shaped, shape
from muster.platform.audit.services import record

OWN_FIELDS = (
    "number",
    "name",
    "site",
    "place",
    "premises_code",
    "contacts",
    "weekdays",
    "points",
    "crew_min",
    "wanted",
    "indoors",
    "tent",
    "heater",
    "power",
    "toilet",
    "x_km",
    "y_km",
    "opens_on",
    "closes_on",
)
CHANGEABLE = frozenset({*OWN_FIELDS, "pattern", "letters", "skills", "gear", "joint_unit_ids"})
"""Facts of `PostDraft` that can change; a post never changes its kind or its community."""


class ChangedMeanwhile(Conflict):
    """Somebody else changed the same fields since the page was opened; `clashes` says which.

    `mine` names every field the actor wanted to change; `version` is what the post is at now.
    """

    def __init__(self, clashes: Sequence[Clash], mine: Collection[str], version: int) -> None:
        first = clashes[0]
        super().__init__(
            _("%(name)s has changed this post since you opened it."),
            next_step=_("What you entered is kept. Compare the fields below, then save again."),
            name=first.by,
        )
        self.clashes, self.mine, self.version = clashes, frozenset(mine), version


def draft_of(post: Post) -> PostDraft:
    """Return a post as a draft would describe it."""
    links = sorted(post.shift_links.all(), key=lambda link: link.shift.starts)
    return PostDraft(
        area_code=post.area_code,
        kind=post.kind.key,
        pattern=post.pattern.key,
        letters="".join(link.shift.letter for link in links),
        skills=tuple(post.skills),
        gear=tuple(
            GearLine(line.item, line.quantity, line.basis, line.own_label)
            for line in sorted(post.gear.all(), key=lambda line: line.id)
        ),
        joint_unit_ids=tuple(sorted(link.unit_id for link in post.joint_units.all())),
        **{name: getattr(post, name) for name in OWN_FIELDS},
    )


def change_post(*, actor: Actor, post_id: UUID, version: int, **facts: Any) -> Post:
    """Change facts of a post as it was at `version` (fields of `PostDraft`).

    What others changed since then stays, as long as it is not the same field. Sent whole, as a form
    sends it, a fact that says what the post said at `version` is no change.

    Raises:
        NotFound: no such post is in the actor's area.
        ChangedMeanwhile: somebody else changed the same fields; carries what and to what.
        Invalid: a fact does not fit; `errors` names the fields.
    """
    if unknown := facts.keys() - CHANGEABLE:
        raise TypeError(f"A post has no such fact: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        post = Post.objects.get_for_update(actor, post_id)
        require(actor, rules.EDIT_POSTS, post)
        if post.is_closed:
            raise Conflict(_("%(post)s is closed."), post=post.title)
        now = draft_of(post)
        wanted = _wanted(post, now, version, facts)
        if not wanted:
            return post
        before = {name: plain(getattr(now, name)) for name in wanted}
        shaped = shape(Book.open(actor, [replace(now, **wanted)]), replace(now, **wanted), post)
        after = plain_facts(wanted)
        _save(actor, shaped, {name: [before[name], after[name]] for name in wanted})
    return post


def plain(value: Any) -> Any:
    """Return a fact as JSON keeps it, so that two can be compared and shown."""
    if isinstance(value, GearLine):
        return value.plain()
    if isinstance(value, UUID | date):
        return str(value)
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value


def plain_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as JSON keeps them."""
    return {name: plain(value) for name, value in facts.items()}


def _wanted(post: Post, now: PostDraft, version: int, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts the actor changed.

    Raises:
        ChangedMeanwhile: one of them somebody else changed to something else since `version`.
    """
    since = list(
        PostChange.objects.of_tenant(post.tenant_id)
        .filter(post=post, version__gt=version)
        .order_by("version")
    )
    base: dict[str, Any] = {}
    last: dict[str, PostChange] = {}
    for change in since:
        for name, (was, _now) in change.changes.items():
            base.setdefault(name, was)
            last[name] = change
    wanted, clashes = {}, []
    for name, value in facts.items():
        present = plain(getattr(now, name))
        mine = plain(value)
        if mine in (base.get(name, present), present):
            continue
        if name in last:
            change = last[name]
            clashes.append(Clash(name, base[name], present, mine, change.by_name, change.at))
        wanted[name] = value
    if clashes:
        raise ChangedMeanwhile(clashes, wanted, post.version)
    return wanted


def _save(actor: Actor, shaped: Shaped, changes: dict[str, list[Any]]) -> None:
    post = shaped.post
    if "number" in changes:
        post.number = changes["number"][1]
    post.version += 1
    post.changed_at, post.changed_by_name = clock.now(), actor.name[:80]
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError:
        raise number_taken(post) from None
    if {"pattern", "letters"} & changes.keys():
        PostShift.objects.of_tenant(post.tenant_id).filter(post=post).delete()
        PostShift.objects.bulk_create(shaped.shift_rows())
    if "gear" in changes:
        PostGear.objects.of_tenant(post.tenant_id).filter(post=post).delete()
        PostGear.objects.bulk_create(shaped.gear_rows())
    if "joint_unit_ids" in changes:
        JointUnit.objects.of_tenant(post.tenant_id).filter(post=post).delete()
        JointUnit.objects.bulk_create(shaped.unit_rows())
    PostChange.objects.create(
        tenant_id=post.tenant_id,
        post=post,
        version=post.version,
        changes=changes,
        by_name=actor.name[:80],
    )
    record(actor, events.POST_CHANGED, post, fields=sorted(changes), version=post.version)
    on_commit(
        events.PostChanged(
            tenant_id=post.tenant_id,
            incident_id=post.incident_id,
            post_id=post.id,
            fields=tuple(sorted(changes)),
        )
    )
