"""The list of posts: filters, search, export."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from muster.engines.sheets import WriteColumn
from muster.kernel.errors import Invalid
from muster.kernel.permissions import allowed, requires
from muster.operations.duty import queries, rules
from muster.operations.duty.contracts import GearLine
from muster.operations.duty.enums import STANDARD_ITEMS, Facility
from muster.operations.duty.models import Post
from muster.operations.duty.queries import Counts, Filters
from muster.operations.duty.reading import write_gear, write_weekdays
from muster.operations.duty.sheets import FIELDS
from muster.operations.duty.views.parts import incident_chips, incident_of, rows_of
from muster.platform.files.contracts import register_title
from muster.platform.files.services import export_table, own_area
from muster.registers.measures.queries import current_notice
from muster.registers.responders.queries import area_names, skills
from muster.ui.filters import Asked, left_out
from muster.ui.http import Request
from muster.ui.marks import count
from muster.ui.paging import page_of, paging_of
from muster.ui.parts import Chip

EXPORT_LIMIT = 5000
POST_LIST = register_title("duty.posts", pgettext_lazy("duty", "Posts"))
KEPT = ("q", "area", "kind", "lacking", "item", "without_place", "joint", "closed")


@requires(rules.VIEW_POSTS)
@require_GET
def index(request: Request) -> HttpResponse:
    """List the posts of the running incident, by community, kind and number."""
    actor = request.actor
    notice = current_notice(actor)
    may = {
        "may_edit": allowed(actor, rules.EDIT_POSTS),
        "may_import": allowed(actor, rules.IMPORT_POSTS),
        "may_export": allowed(actor, rules.EXPORT_POSTS),
        "may_print": allowed(actor, rules.PRINT_CARDS),
        "may_requisition": allowed(actor, rules.VIEW_REQUISITION),
    }
    if notice is None:
        return render(request, "duty/posts.html", {"incident": None, **may})
    filters = filters_of(request)
    page = page_of(
        request, queries.posts(actor=actor, incident_id=notice.incident_id, filters=filters)
    )
    names = area_names(actor=actor)
    counts = queries.counts(actor=actor, incident_id=notice.incident_id, area=filters.area)
    context = {
        "incident": notice,
        "incidents": incident_chips(actor, reverse("duty:posts")),
        "filters": filters,
        "rows": rows_of(page.object_list, names),
        "total": page.paginator.count,
        "paging": paging_of(request, page),
        "kinds": _kind_chips(request, filters, counts),
        "marks": _mark_chips(request, filters, counts),
        "area": names.get(filters.area, "") if filters.area else "",
        "item": STANDARD_ITEMS.get(filters.item, filters.item),
        "narrowed": any(request.GET.get(name) for name in KEPT),
        "query": request.GET.urlencode(),
        **may,
    }
    return render(request, "duty/posts.html", context)


@requires(rules.EXPORT_POSTS)
@require_POST
def export(request: Request) -> HttpResponse:
    """Write the filtered list as a sheet that can be imported again; it is on record."""
    actor = request.actor
    incident = incident_of(actor)
    filters = filters_of(request)
    if unknown := left_out(request):
        raise Invalid(unknown[0], next_step=_("Choose the filter in the list again."))
    rows = queries.posts(actor=actor, incident_id=incident.incident_id, filters=filters)
    found = list(rows.prefetch_related("gear")[: EXPORT_LIMIT + 1])
    if len(found) > EXPORT_LIMIT:
        raise Invalid(
            _("The list has more than %(limit)s posts."),
            next_step=_("Narrow it by community or kind, then export."),
            limit=count(EXPORT_LIMIT),
        )
    names = area_names(actor=actor)
    labels = {skill.key: skill.label for skill in skills(actor=actor)}
    table = export_table(
        actor=actor,
        permission=rules.EXPORT_POSTS,
        title=POST_LIST,
        columns=[WriteColumn(header, width) for header, width in _columns()],
        rows=[_export_row(post, names, labels) for post in found],
        area_code=filters.area or own_area(actor, rules.EXPORT_POSTS),
    )
    response = HttpResponse(table.content, content_type=table.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="posts-{table.code}.xlsx"'
    return response


def filters_of(request: Request) -> Filters:
    """Read the filters of the address; what no filter has narrows nothing, and the page says so."""
    actor, asked = request.actor, Asked(request)
    kinds = {kind.key for kind in queries.kinds(actor=actor)}
    return Filters(
        text=request.GET.get("q", "").strip()[:40],
        area=asked.fitting("area", _("Area"), lambda code: code in area_names(actor=actor)),
        kind=asked.one_of("kind", _("Kind of post"), kinds),
        lacking=asked.one_of("lacking", _("What is missing"), Facility.values),
        item=asked.fitting("item", _("Gear"), lambda item: len(item) < 25),  # noqa: PLR2004
        without_place=asked.flag("without_place", _("Without a place")),
        joint=asked.flag("joint", _("Joint posts")),
        closed=asked.flag("closed", _("Closed")),
    )


def address(request: Request, **changes: str) -> str:
    """Return the list's address with filters changed, from its first page."""
    parameters: Any = request.GET.copy()
    parameters.pop("page", None)
    for name, value in changes.items():
        parameters.pop(name, None)
        if value:
            parameters[name] = value
    return f"{reverse('duty:posts')}?{parameters.urlencode()}"


def posts_url(**filters: str) -> str:
    """Return the address of the list with these filters."""
    query = urlencode({name: value for name, value in filters.items() if value})
    return f"{reverse('duty:posts')}?{query}" if query else reverse("duty:posts")


def _kind_chips(request: Request, filters: Filters, counts: Counts) -> list[Chip]:
    """Offer the kinds; a count is shown where it is what the list would have."""
    known = not (
        filters.text or filters.item or filters.lacking or filters.without_place
        or filters.joint or filters.closed
    )  # fmt: skip
    return [
        Chip(_("All"), address(request, kind=""), counts.total if known else None,
             not filters.kind),
        *(
            Chip(kind.label, address(request, kind=kind.key),
                 counts.kinds.get(kind.key, 0) if known else None, filters.kind == kind.key)
            for kind in queries.kinds(actor=request.actor)
            if counts.kinds.get(kind.key) or filters.kind == kind.key
        ),
    ]  # fmt: skip


def _mark_chips(request: Request, filters: Filters, counts: Counts) -> list[Chip]:
    alone = not (filters.text or filters.kind or filters.item)

    def chip(label: str, name: str, value: str, number: int) -> Chip:
        chosen = str(getattr(filters, name)) == value or (getattr(filters, name) is True)
        others = {"lacking": "", "without_place": "", "joint": "", "closed": ""}
        url = address(request, **{**others, name: "" if chosen else value})
        return Chip(label, url, number if alone else None, chosen)

    return [
        chip(_("Without a place"), "without_place", "1", counts.without_place),
        *(
            chip(
                _("No %(facility)s") % {"facility": str(facility.label).lower()},
                "lacking", facility.value, counts.lacking[facility.value],
            )
            for facility in Facility
        ),
        chip(_("Joint posts"), "joint", "1", counts.joint),
        chip(_("Closed"), "closed", "1", counts.closed),
    ]  # fmt: skip


def _columns() -> Sequence[tuple[str, int]]:
    widths = {"community": 20, "post_name": 20, "place": 32, "gear": 60, "contacts": 30}
    return [(str(field.label), widths.get(field.name, 12)) for field in FIELDS]


def _export_row(
    post: Post, names: Mapping[str, str], labels: Mapping[str, str]
) -> Sequence[object]:
    gear = [GearLine(g.item, g.quantity, g.basis, g.own_label) for g in post.gear.all()]
    ticks = [_("yes") if getattr(post, name) else "" for name in
             ("indoors", "tent", "heater", "power", "toilet")]  # fmt: skip
    return (
        names.get(post.area_code, post.area_code),
        post.kind.label,
        post.number,
        post.name,
        post.site,
        post.place,
        post.pattern.key,
        "".join(link.shift.letter for link in post.shift_links.all()),
        write_weekdays(post.weekdays),
        post.points or None,
        post.crew_min,
        post.wanted,
        ", ".join(labels.get(key, key) for key in post.skills),
        *ticks,
        write_gear(gear),
        post.contacts,
    )
