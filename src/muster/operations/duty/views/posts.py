"""One post: its page, adding, changing, closing, its card."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel import clock
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import allowed, requires
from muster.operations.duty import queries, rules, services
from muster.operations.duty.contracts import Clash, PostDraft
from muster.operations.duty.enums import Basis
from muster.operations.duty.forms import FIELD_OF, PostForm, merged
from muster.operations.duty.models import Post
from muster.operations.duty.paper import PAPERS
from muster.operations.duty.reading import write_weekdays
from muster.operations.duty.services import ChangedMeanwhile
from muster.operations.duty.views.days import check_in_url
from muster.operations.duty.views.listing import posts_url
from muster.operations.duty.views.parts import (
    incident_of,
    own_areas,
    skill_choices,
    unit_choices,
)
from muster.operations.duty.views.post_words import entry_of, field_word, say
from muster.registers.measures.queries import notices_to_choose
from muster.registers.responders.queries import area_names
from muster.ui.filters import Asked
from muster.ui.forms import add_errors
from muster.ui.http import Request
from muster.ui.parts import Crumb


@requires(rules.VIEW_POSTS)
@require_GET
def post(request: Request, post_id: UUID) -> HttpResponse:
    """Show a post: when it is open, how many it takes, what is there, what was changed."""
    actor = request.actor
    found = queries.post(actor=actor, post_id=post_id)
    names = area_names(actor=actor)
    labels = dict(skill_choices(actor))
    kind = queries.kind(actor=actor, key=found.kind.key)
    context = {
        "post": found,
        "where": found.site or names.get(found.area_code, found.area_code),
        "crumbs": _crumbs(found, names, last=False),
        "facts": _facts(found, names, labels),
        "gear": [
            (line.label, f"{line.quantity}　{Basis(line.basis).label}") for line in found.gear.all()
        ],
        "kind": kind,
        "steps": [
            (step.title, step.text)
            for step in sorted(kind.steps.all(), key=lambda step: step.order)
        ],
        "units": [link.unit for link in found.joint_units.all()],
        "shifts": [link.shift for link in found.shift_links.all()],
        "history": [
            entry_of(change) for change in queries.changes_of(actor=actor, post_id=post_id)
        ],
        "open_today": not found.is_closed and found.is_open_on(clock.today()),
        "may_edit": allowed(actor, rules.EDIT_POSTS, found),
        "position": queries.position_of(actor=actor, post_id=post_id),
        "may_print": allowed(actor, rules.PRINT_CARDS, found),
        "papers": PAPERS,
    }
    return render(request, "duty/post.html", context)


@requires(rules.VIEW_POSTS)
@require_GET
def at(request: Request, code: str) -> HttpResponse:
    """Lead from the code of a card to its post; somebody with a shift now, to checking in."""
    if queries.on_duty_soon(request.actor):
        return redirect(check_in_url(code))
    found = queries.post_by_code(actor=request.actor, code=code)
    return redirect("duty:post", post_id=found.id)


@requires(rules.EDIT_POSTS)
@require_POST
def renew_code(request: Request, post_id: UUID) -> HttpResponse:
    """Give a post a new code, as when its card was photographed or lost."""
    services.renew_code(actor=request.actor, post_id=post_id)
    messages.success(request, _("New code. Print the card again; the old code is flagged."))
    return redirect("duty:post", post_id=post_id)


@requires(rules.EDIT_POSTS)
@require_POST
def position(request: Request, post_id: UUID) -> HttpResponse:
    """Keep where a post is, in degrees; written, or as the phone of whoever stands there says."""
    found = queries.post(actor=request.actor, post_id=post_id)
    try:
        latitude, longitude = (
            float(request.POST.get(name, "").replace(",", "."))
            for name in ("latitude", "longitude")
        )
        services.set_position(
            actor=request.actor, post_id=found.id, latitude=latitude, longitude=longitude
        )
    except (ValueError, Invalid):
        messages.error(
            request,
            _("This is no place on earth. Write degrees, such as 39.11720 and 117.20880."),
        )
    else:
        messages.success(request, _("It is kept where the post is."))
    return redirect("duty:post", post_id=post_id)


@requires(rules.EDIT_POSTS)
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Add a post; what is left empty is as usual for its kind."""
    actor = request.actor
    incident = incident_of(actor)
    running = notices_to_choose(actor)
    choices = _choices(request)
    asked = Asked(request)
    form = PostForm(
        request.POST or None,
        **choices,
        incidents=[(str(one.incident_id), one.name) for one in running],
        initial={
            "area_code": asked.one_of("area", _("Area"), dict(choices["areas"])),
            "kind": asked.one_of("kind", _("Kind of post"), {k.key for k in choices["kinds"]}),
            "points": 0,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_post(
                actor=actor,
                incident_id=UUID(form.cleaned_data.get("incident_id") or str(incident.incident_id)),
                draft=PostDraft(**form.facts()),
            )
        except Invalid as error:
            add_errors(form, error, renamed=FIELD_OF)
        else:
            messages.success(request, _("%(post)s is added.") % {"post": made.title})
            return redirect("duty:post", post_id=made.id)
    context = {
        "form": form,
        "heading": _("Add a post"),
        "submit": _("Add the post"),
        "cancel_url": reverse("duty:posts"),
        "crumbs": [Crumb(pgettext("duty", "Posts"), reverse("duty:posts")), Crumb(_("Add a post"))],
    }
    return render(request, "duty/form.html", context, status=422 if form.errors else 200)


@requires(rules.EDIT_POSTS)
@require_http_methods(["GET", "POST"])
def edit(request: Request, post_id: UUID) -> HttpResponse:
    """Change a post; where somebody else has changed the same, both versions are shown."""
    actor = request.actor
    found = queries.post(actor=actor, post_id=post_id)
    choices = _choices(request)
    shown = PostForm.initial_of(services.draft_of(found), found.version)
    form = PostForm(request.POST or None, **choices, stands=True, initial=shown)
    clashes: list[Clash] = []
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or found.version
        try:
            services.change_post(actor=actor, post_id=post_id, version=version, **form.facts())
        except ChangedMeanwhile as error:
            clashes = list(error.clashes)
            data = merged(request.POST, shown, error.mine, error.version)
            form = PostForm(data, **choices, stands=True, initial=shown)
            form.add_error(None, str(error))
        except Invalid as error:
            add_errors(form, error, renamed=FIELD_OF)
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The post is changed."))
            return redirect("duty:post", post_id=post_id)
    context = {
        "form": form,
        "clashes": [(field_word(c.field), say(c.was), say(c.now), say(c.wanted), c)
                    for c in clashes],
        "heading": _("Change %(post)s") % {"post": found.title},
        "submit": _("Save"),
        "cancel_url": reverse("duty:post", args=[found.id]),
        "crumbs": _crumbs(found, area_names(actor=actor), last=True),
    }  # fmt: skip
    return render(request, "duty/form.html", context, status=422 if form.errors else 200)


@requires(rules.EDIT_POSTS)
@require_POST
def close(request: Request, post_id: UUID) -> HttpResponse:
    """Close a post; its page offers to open it again."""
    found = services.close_post(actor=request.actor, post_id=post_id)
    messages.success(request, _("%(post)s is closed.") % {"post": found.title})
    return redirect("duty:post", post_id=post_id)


@requires(rules.EDIT_POSTS)
@require_POST
def reopen(request: Request, post_id: UUID) -> HttpResponse:
    """Open a closed post again."""
    found = services.reopen_post(actor=request.actor, post_id=post_id)
    messages.success(request, _("%(post)s is open again.") % {"post": found.title})
    return redirect("duty:post", post_id=post_id)


@requires(rules.PRINT_CARDS)
@require_GET
def card(request: Request, post_id: UUID, paper: str) -> HttpResponse:
    """Send the card of one post as a PDF."""
    content = services.print_one(actor=request.actor, post_id=post_id, paper=paper)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="card-{paper}.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response


def _choices(request: Request) -> dict[str, Any]:
    actor = request.actor
    services.standards(actor.tenant_id)
    return {
        "kinds": queries.kinds(actor=actor),
        "areas": own_areas(actor),
        "patterns": queries.patterns(actor=actor),
        "skills": skill_choices(actor),
        "units": unit_choices(actor),
    }


def _crumbs(found: Post, names: Mapping[str, str], *, last: bool) -> list[Crumb]:
    where = found.site or names.get(found.area_code, found.area_code)
    page = reverse("duty:post", args=[found.id]) if last else ""
    return [
        Crumb(pgettext("duty", "Posts"), reverse("duty:posts")),
        Crumb(where, posts_url(area=found.area_code)),
        Crumb(found.title, page),
        *([Crumb(_("Change"))] if last else []),
    ]


def _facts(
    found: Post, names: Mapping[str, str], labels: Mapping[str, str]
) -> list[tuple[str, Any]]:
    crew = _("%(n)s people") % {"n": found.crew_min}
    if found.points:
        crew = _("%(points)s points and one reliever: %(crew)s people") % {
            "points": found.points,
            "crew": found.crew_min,
        }
    return [
        (_("Kind of post"), found.kind.label),
        (_("Community"), names.get(found.area_code, found.area_code)),
        *([(_("Site outside communities"), found.site)] if found.site else []),
        (pgettext("post", "Place"), found.place or _("not entered yet")),
        (_("Shift pattern"), found.pattern.label),
        (_("Weekdays"), write_weekdays(found.weekdays)),
        (_("Smallest crew"), crew),
        (_("People each shift"), found.wanted),
        (_("Skills needed"), " · ".join(labels.get(k, k) for k in found.skills) or _("none")),
        (_("Open from"), found.opens_on.isoformat()),
        *([(_("Closed from"), found.closes_on.isoformat())] if found.closes_on else []),
        (_("Code on the card"), found.code),
    ]
