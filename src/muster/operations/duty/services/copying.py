"""Many communities set up at once: copied from one, or from a template."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import require
from muster.operations.duty import events, rules
from muster.operations.duty.contracts import GearLine, PostDraft, SetUp
from muster.operations.duty.enums import COMMUNITY_LENGTH
from muster.operations.duty.models import Post, PostTemplate, TemplatePost
from muster.operations.duty.queries.posts import with_parts
from muster.operations.duty.services.changing import draft_of
from muster.operations.duty.services.posts import add_posts
from muster.operations.duty.services.shaping import Book, shape
from muster.operations.duty.services.standards import standards
from muster.platform.audit.services import record

Slot = tuple[str, str, int]
"""Area, key of the kind, number: what makes a post of a copy the same as one that is there."""

SHAPE_FIELDS = (
    "number",
    "name",
    "weekdays",
    "points",
    "crew_min",
    "wanted",
    "indoors",
    "tent",
    "heater",
    "power",
    "toilet",
)


def copy_posts(
    *, actor: Actor, incident_id: UUID, from_area: str, to_areas: Sequence[str]
) -> SetUp:
    """Give other communities the open posts of one.

    Place, premises, phones and joint units are each community's own and stay empty. A kind and
    number that is there already is left alone, so that copying twice adds nothing.

    Raises:
        Invalid: the community has no posts, or a target is no community.
        NotAllowed: the actor keeps no posts in one of the targets.
    """
    rows = (
        with_parts(Post.objects.visible_to(actor))
        .filter(incident_id=incident_id, area_code=from_area, closed_at__isnull=True)
        .prefetch_related("gear", "joint_units")
        .order_by("number")
    )
    models = [
        replace(
            draft_of(post),
            place="", premises_code="", contacts="", joint_unit_ids=(), x_km=None, y_km=None,
            opens_on=None, closes_on=None,
        )
        for post in rows
    ]  # fmt: skip
    if not models:
        raise Invalid(
            _("The community to copy from has no posts."),
            next_step=_("Set up one community first, or use a template."),
        )
    return _set_up(actor, incident_id, models, [area for area in to_areas if area != from_area])


def apply_template(
    *, actor: Actor, template_id: UUID, incident_id: UUID, areas: Sequence[str]
) -> SetUp:
    """Give communities the posts of a template; what is there already is left alone.

    Raises:
        NotFound: there is no such template.
        Invalid: a target is no community of the command.
        NotAllowed: the actor keeps no posts in one of the targets.
    """
    template = PostTemplate.objects.get_visible(actor, template_id)
    rows = template.posts.of_tenant(actor.tenant_id).select_related("kind", "pattern")
    models = [
        PostDraft(
            area_code="",
            kind=row.kind.key,
            pattern=row.pattern.key,
            letters=row.letters,
            skills=tuple(row.skills),
            gear=tuple(GearLine(**line) for line in row.gear),
            **{name: getattr(row, name) for name in SHAPE_FIELDS},
        )
        for row in rows.order_by("number")
    ]
    return _set_up(actor, incident_id, models, areas)


def save_template(*, actor: Actor, name: str, drafts: Sequence[PostDraft]) -> PostTemplate:
    """Keep a set of posts under a name. Areas and places of the drafts are not kept.

    Raises:
        Invalid: the name is empty or taken, or a draft cannot be taken.
    """
    require(actor, rules.EDIT_STANDARDS)
    clean = " ".join(name.split())[:40]
    if not clean:
        raise Invalid(_("The template cannot be saved."), errors={"name": [_("Enter a name.")]})
    if not drafts:
        raise Invalid(
            _("The template cannot be saved."),
            errors={"counts": [_("Say of at least one kind how many posts it has.")]},
        )
    with transaction.atomic():
        try:
            with transaction.atomic():
                template = PostTemplate.objects.create(tenant_id=actor.tenant_id, name=clean)
        except IntegrityError:
            raise Invalid(
                _("The template cannot be saved."),
                errors={"name": [_("There is already a template with this name.")]},
            ) from None
        TemplatePost.objects.bulk_create(_template_posts(actor, template, drafts))
        record(actor, events.TEMPLATE_SAVED, template, posts=len(drafts))
    return template


def save_template_of(*, actor: Actor, name: str, incident_id: UUID, area_code: str) -> PostTemplate:
    """Keep the open posts of a community as a template.

    Raises:
        Invalid: the name is empty or taken, or the community has no posts.
    """
    rows = (
        with_parts(Post.objects.visible_to(actor))
        .filter(incident_id=incident_id, area_code=area_code, closed_at__isnull=True)
        .prefetch_related("gear", "joint_units")
        .order_by("number")
    )
    return save_template(actor=actor, name=name, drafts=[draft_of(post) for post in rows])


def counted_drafts(actor: Actor, counts: Mapping[str, int]) -> list[PostDraft]:
    """Return drafts of so many posts of each kind, as their kinds start."""
    area = "0" * COMMUNITY_LENGTH
    return [
        PostDraft(area_code=area, kind=kind, number=number)
        for kind in standards(actor.tenant_id).kinds
        for number in range(1, counts.get(kind, 0) + 1)
    ]


def drop_template(*, actor: Actor, template_id: UUID) -> None:
    """Forget a template; posts made from it stay."""
    require(actor, rules.EDIT_STANDARDS)
    with transaction.atomic():
        template = PostTemplate.objects.get_for_update(actor, template_id)
        record(actor, events.TEMPLATE_DROPPED, template)
        template.delete()


def _set_up(
    actor: Actor, incident_id: UUID, models: Sequence[PostDraft], areas: Iterable[str]
) -> SetUp:
    require(actor, rules.EDIT_POSTS)
    areas = list(dict.fromkeys(areas))
    if not areas or any(len(area) != COMMUNITY_LENGTH for area in areas):
        raise Invalid(
            _("The posts cannot be set up."),
            errors={"areas": [_("Choose at least one community.")]},
        )
    rows = Post.objects.of_tenant(actor.tenant_id).filter(
        incident_id=incident_id, area_code__in=areas, closed_at__isnull=True, site=""
    )
    taken: set[Slot] = set(rows.values_list("area_code", "kind__key", "number"))
    added, there = dict.fromkeys(areas, 0), dict.fromkeys(areas, 0)
    drafts = []
    for area in areas:
        for model in models:
            if (area, model.kind, model.number) in taken:
                there[area] += 1
                continue
            added[area] += 1
            drafts.append(replace(model, area_code=area, site=""))
    add_posts(actor=actor, incident_id=incident_id, drafts=drafts)
    return SetUp(added, there)


def _template_posts(
    actor: Actor, template: PostTemplate, drafts: Sequence[PostDraft]
) -> list[TemplatePost]:
    book = Book.open(actor, drafts)
    if len({(draft.kind, draft.number) for draft in drafts}) != len(drafts):
        raise Conflict(
            _("Two posts of the set have the same kind and number."),
            next_step=_("Number the posts of the community anew, then keep them."),
        )
    rows = []
    for draft in drafts:
        inside = replace(draft, area_code=f"{book.command:0<12}", premises_code="", site="")
        shaped = shape(book, inside, Post(tenant_id=actor.tenant_id))
        row = TemplatePost(
            tenant_id=actor.tenant_id,
            template=template,
            kind=shaped.post.kind,
            pattern=shaped.post.pattern,
            skills=shaped.post.skills,
            letters="".join(shift.letter for shift in shaped.shifts),
            gear=[line.plain() for line in shaped.gear],
        )
        for name in SHAPE_FIELDS:
            setattr(row, name, getattr(shaped.post, name))
        row.number = draft.number or 1
        rows.append(row)
    return rows
