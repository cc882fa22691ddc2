"""Setting up communities: one with its posts, or many at once from a template."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from muster.kernel.actors import Actor
from muster.kernel.areas import covers, is_code
from muster.kernel.errors import Invalid, NotFound
from muster.kernel.permissions import allowed, areas_for, requires
from muster.operations.duty import queries, rules, services
from muster.operations.duty.contracts import SetUp
from muster.operations.duty.enums import COMMUNITY_LENGTH
from muster.operations.duty.forms import SetUpForm, SourceForm
from muster.operations.duty.queries import Filters
from muster.operations.duty.views.listing import posts_url
from muster.operations.duty.views.parts import (
    as_uuid,
    incident_of,
    own_communities,
    rows_of,
)
from muster.registers.responders.queries import area_names
from muster.ui.forms import add_errors
from muster.ui.http import Request
from muster.ui.parts import Crumb, Figure

TEMPLATE, COMMUNITY = "template:", "community:"


@requires(rules.SET_UP)
@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """Show how many posts each community has; set up the chosen ones in one go."""
    actor = request.actor
    incident = incident_of(actor)
    counts = queries.counts_by_area(actor=actor, incident_id=incident.incident_id)
    groups = own_communities(actor)
    form = SetUpForm(
        request.POST or None,
        sources=_sources(actor, counts),
        areas=[pair for _name, pairs in groups for pair in pairs],
    )
    if request.method == "POST" and form.is_valid():
        try:
            done = _set_up(
                actor, incident.incident_id, form.cleaned_data["source"], form.cleaned_data["areas"]
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _say(done))
            return redirect("duty:setup")
    # At first those that have none are ticked: the sixty-four of a new incident need one press.
    own = [code for _name, pairs in groups for code, _label in pairs]
    empty = {code for code in own if not counts[code]}
    chosen = set(request.POST.getlist("areas")) if form.is_bound else empty
    listed = [
        (name, [(code, label, counts[code], posts_url(area=code), code in chosen)
                for code, label in pairs])
        for name, pairs in groups
    ]  # fmt: skip
    context = {
        "form": form,
        "groups": listed,
        "figures": [
            Figure(_("Communities"), len(own)),
            Figure(_("Without a post"), len(empty)),
            Figure(pgettext("duty", "Posts"), sum(counts[code] for code in own)),
        ],
        "may_templates": allowed(actor, rules.EDIT_STANDARDS),
        "crumbs": [
            Crumb(pgettext("duty", "Posts"), reverse("duty:posts")),
            Crumb(_("Set up communities")),
        ],
    }
    return render(request, "duty/setup.html", context, status=422 if form.errors else 200)


@requires(rules.SET_UP)
@require_http_methods(["GET", "POST"])
def community(request: Request, code: str) -> HttpResponse:
    """Show the posts of one community, and give it those of another or of a template."""
    actor = request.actor
    incident = incident_of(actor)
    names = _own(actor, code)
    counts = queries.counts_by_area(actor=actor, incident_id=incident.incident_id)
    sources = [pair for pair in _sources(actor, counts) if pair[0] != f"{COMMUNITY}{code}"]
    form = SourceForm(request.POST or None, sources=sources)
    if request.method == "POST" and form.is_valid():
        try:
            done = _set_up(actor, incident.incident_id, form.cleaned_data["source"], [code])
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _say(done))
            return redirect("duty:community", code=code)
    posts = queries.posts(actor=actor, incident_id=incident.incident_id, filters=Filters(area=code))
    context = {
        "code": code,
        "name": names[code],
        "rows": rows_of(posts, names),
        "form": form,
        "has_sources": bool(sources),
        "may_templates": allowed(actor, rules.EDIT_STANDARDS),
        "crumbs": [
            Crumb(pgettext("duty", "Posts"), reverse("duty:posts")),
            Crumb(_("Set up communities"), reverse("duty:setup")),
            Crumb(names[code]),
        ],
    }
    return render(request, "duty/community.html", context, status=422 if form.errors else 200)


@requires(rules.SET_UP)
@require_POST
def renumber(request: Request, code: str) -> HttpResponse:
    """Number the posts of a community anew."""
    actor = request.actor
    _own(actor, code)
    incident = incident_of(actor)
    changed = services.renumber(actor=actor, incident_id=incident.incident_id, area_code=code)
    text = ngettext("%(n)s post has a new number.", "%(n)s posts have a new number.", changed)
    messages.success(request, text % {"n": changed})
    return redirect("duty:community", code=code)


def _own(actor: Actor, code: str) -> dict[str, str]:
    """Return the names of areas, for a community whose posts the actor may change."""
    names = dict(area_names(actor=actor))
    areas = ("",) if actor.system else areas_for(actor, rules.EDIT_POSTS)
    own = len(code) == COMMUNITY_LENGTH and any(covers(area, code) for area in areas)
    if not own or not is_code(code):
        raise NotFound(_("There is no such community here, or it is outside your area."))
    return {code: code, **names}


def _sources(actor: Actor, counts: dict[str, int]) -> list[tuple[str, str]]:
    """Return what posts can be taken from: templates, then communities that have some."""
    names = area_names(actor=actor)
    return [
        *(
            (f"{TEMPLATE}{one.id}", _("Template %(name)s (%(n)s posts)")
             % {"name": one.name, "n": getattr(one, "size", 0)})
            for one in queries.templates(actor=actor)
        ),
        *(
            (f"{COMMUNITY}{code}", _("%(name)s (%(n)s posts)")
             % {"name": names.get(code, code), "n": number})
            for code, number in sorted(counts.items())
            if len(code) == COMMUNITY_LENGTH and number
        ),
    ]  # fmt: skip


def _set_up(actor: Actor, incident_id: UUID, source: str, areas: list[str]) -> SetUp:
    if source.startswith(TEMPLATE):
        template_id = as_uuid(source.removeprefix(TEMPLATE))
        if template_id is None:
            raise Invalid(_("Choose a template or a community."))
        return services.apply_template(
            actor=actor, template_id=template_id, incident_id=incident_id, areas=areas
        )
    return services.copy_posts(
        actor=actor,
        incident_id=incident_id,
        from_area=source.removeprefix(COMMUNITY),
        to_areas=areas,
    )


def _say(done: SetUp) -> str:
    there = sum(done.there.values())
    text = ngettext(
        "%(n)s post is added in %(areas)s communities.",
        "%(n)s posts are added in %(areas)s communities.",
        done.total,
    ) % {"n": done.total, "areas": sum(1 for n in done.added.values() if n)}
    if not there:
        return text
    kept = ngettext(
        "%(n)s was there already and is left as it is.",
        "%(n)s were there already and are left as they are.",
        there,
    ) % {"n": there}
    return f"{text} {kept}"
