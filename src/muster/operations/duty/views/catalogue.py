"""Kinds of post, shift patterns and templates of a command."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel.actors import Actor
from muster.kernel.errors import Invalid
from muster.kernel.permissions import allowed, requires
from muster.operations.duty import queries, rules, services
from muster.operations.duty.enums import STANDARD_KINDS
from muster.operations.duty.forms import KindForm, PatternForm, TemplateForm, TemplateNameForm
from muster.operations.duty.models import TemplatePost
from muster.operations.duty.views.listing import posts_url
from muster.operations.duty.views.parts import incident_of, skill_choices
from muster.registers.measures.queries import current_notice
from muster.registers.responders.queries import area_names
from muster.ui.forms import add_errors
from muster.ui.http import Request
from muster.ui.parts import Crumb, Tab


@requires(rules.VIEW_POSTS)
@require_GET
def kinds(request: Request) -> HttpResponse:
    """List the kinds with how many posts of the incident each has."""
    actor = request.actor
    services.standards(actor.tenant_id)
    notice = current_notice(actor)
    counts = queries.counts(actor=actor, incident_id=notice.incident_id).kinds if notice else {}
    labels = dict(skill_choices(actor))
    context = {
        "rows": [
            (
                kind,
                " · ".join(labels.get(key, key) for key in kind.skills),
                counts.get(kind.key, 0),
                posts_url(kind=kind.key),
            )
            for kind in queries.kinds(actor=actor)
        ],
        "may_edit": allowed(actor, rules.EDIT_STANDARDS),
        "tabs": tabs(actor, "kinds"),
        "crumbs": _crumbs(_("Kinds of post")),
    }
    return render(request, "duty/kinds.html", context)


@requires(rules.EDIT_STANDARDS)
@require_http_methods(["GET", "POST"])
def kind(request: Request, key: str) -> HttpResponse:
    """Change a kind."""
    actor = request.actor
    services.standards(actor.tenant_id)
    found = queries.kind(actor=actor, key=key)
    form = KindForm(
        request.POST or None,
        skills=skill_choices(actor),
        own=key not in STANDARD_KINDS,
        initial=KindForm.initial_of(found),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_kind(actor=actor, key=key, **form.cleaned_data)
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The kind is changed. Posts that stand keep their gear."))
            return redirect("duty:kinds")
    context = {
        "form": form,
        "heading": _("Change %(kind)s") % {"kind": found.label},
        "submit": _("Save"),
        "cancel_url": reverse("duty:kinds"),
        "crumbs": _crumbs(_("Kinds of post"), "duty:kinds", found.label),
    }
    return render(request, "duty/form.html", context, status=422 if form.errors else 200)


@requires(rules.EDIT_STANDARDS)
@require_http_methods(["GET", "POST"])
def kind_add(request: Request) -> HttpResponse:
    """Add a kind of the command's own."""
    actor = request.actor
    form = KindForm(request.POST or None, skills=skill_choices(actor), own=True)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_kind(actor=actor, **form.cleaned_data)
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The kind is added."))
            return redirect("duty:kinds")
    context = {
        "form": form,
        "heading": _("Add a kind of post"),
        "submit": _("Add the kind"),
        "cancel_url": reverse("duty:kinds"),
        "crumbs": _crumbs(_("Kinds of post"), "duty:kinds", _("Add a kind of post")),
    }
    return render(request, "duty/form.html", context, status=422 if form.errors else 200)


@requires(rules.VIEW_POSTS)
@require_GET
def patterns(request: Request) -> HttpResponse:
    """List the shift patterns."""
    actor = request.actor
    services.standards(actor.tenant_id)
    rows = [
        (pattern, sorted(pattern.shifts.all(), key=lambda each: (each.night, each.starts)))
        for pattern in queries.patterns(actor=actor)
    ]
    context = {
        "rows": rows,
        "may_edit": allowed(actor, rules.EDIT_STANDARDS),
        "tabs": tabs(actor, "patterns"),
        "crumbs": _crumbs(_("Shift patterns")),
    }
    return render(request, "duty/patterns.html", context)


@requires(rules.EDIT_STANDARDS)
@require_http_methods(["GET", "POST"])
def pattern_add(request: Request) -> HttpResponse:
    """Add a shift pattern of the command's own."""
    actor = request.actor
    form = PatternForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_pattern(actor=actor, **form.cleaned_data)
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The pattern is added."))
            return redirect("duty:patterns")
    context = {
        "form": form,
        "heading": _("Add a shift pattern"),
        "submit": _("Add the pattern"),
        "cancel_url": reverse("duty:patterns"),
        "crumbs": _crumbs(_("Shift patterns"), "duty:patterns", _("Add a shift pattern")),
    }
    return render(request, "duty/form.html", context, status=422 if form.errors else 200)


@requires(rules.EDIT_STANDARDS)
@require_POST
def pattern_close(request: Request, pattern_id: UUID) -> HttpResponse:
    """Take a pattern out of the choice."""
    services.close_pattern(actor=request.actor, pattern_id=pattern_id)
    messages.success(request, _("The pattern is closed."))
    return redirect("duty:patterns")


@requires(rules.SET_UP)
@require_GET
def templates(request: Request) -> HttpResponse:
    """List the templates of posts."""
    actor = request.actor
    context = {
        "rows": queries.templates(actor=actor),
        "may_edit": allowed(actor, rules.EDIT_STANDARDS),
        "tabs": tabs(actor, "templates"),
        "crumbs": _crumbs(_("Templates")),
    }
    return render(request, "duty/templates.html", context)


@requires(rules.SET_UP)
@require_GET
def template(request: Request, template_id: UUID) -> HttpResponse:
    """Show the posts of a template."""
    actor = request.actor
    found = queries.template(actor=actor, template_id=template_id)
    posts = sorted(found.posts.all(), key=lambda post: (post.kind.position, post.number))
    rows = [(post, _shift_words(post)) for post in posts]
    context = {
        "template": found,
        "rows": rows,
        "may_edit": allowed(actor, rules.EDIT_STANDARDS),
        "crumbs": _crumbs(_("Templates"), "duty:templates", found.name),
    }
    return render(request, "duty/template.html", context)


@requires(rules.EDIT_STANDARDS)
@require_http_methods(["GET", "POST"])
def template_add(request: Request) -> HttpResponse:
    """Make a template by saying how many posts of each kind it has."""
    actor = request.actor
    services.standards(actor.tenant_id)
    form = TemplateForm(request.POST or None, kinds=queries.kinds(actor=actor))
    if request.method == "POST" and form.is_valid():
        drafts = services.counted_drafts(actor, form.counts())
        try:
            made = services.save_template(
                actor=actor, name=form.cleaned_data["name"], drafts=drafts
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The template %(name)s is kept.") % {"name": made.name})
            return redirect("duty:setup")
    context = {
        "form": form,
        "heading": _("Make a template"),
        "note": _("How many posts of each kind a community gets, open as usual for the kind."),
        "submit": _("Keep the template"),
        "cancel_url": reverse("duty:templates"),
        "crumbs": _crumbs(_("Templates"), "duty:templates", _("Make a template")),
    }
    return render(request, "duty/form.html", context, status=422 if form.errors else 200)


@requires(rules.EDIT_STANDARDS)
@require_http_methods(["GET", "POST"])
def template_of(request: Request, code: str) -> HttpResponse:
    """Keep the posts of a community as a template."""
    actor = request.actor
    incident = incident_of(actor)
    name = area_names(actor=actor).get(code, code)
    form = TemplateNameForm(request.POST or None, initial={"name": name})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.save_template_of(
                actor=actor,
                name=form.cleaned_data["name"],
                incident_id=incident.incident_id,
                area_code=code,
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The template %(name)s is kept.") % {"name": made.name})
            return redirect("duty:templates")
    context = {
        "form": form,
        "heading": _("Keep the posts of %(community)s as a template") % {"community": name},
        "submit": _("Keep the template"),
        "cancel_url": reverse("duty:community", args=[code]),
        "crumbs": _crumbs(_("Templates"), "duty:templates", name),
    }
    return render(request, "duty/form.html", context, status=422 if form.errors else 200)


@requires(rules.EDIT_STANDARDS)
@require_POST
def template_drop(request: Request, template_id: UUID) -> HttpResponse:
    """Forget a template."""
    services.drop_template(actor=request.actor, template_id=template_id)
    messages.success(request, _("The template is gone. Posts made from it stay."))
    return redirect("duty:templates")


def _shift_words(post: TemplatePost) -> str:
    shifts = sorted(post.pattern.shifts.all(), key=lambda shift: (shift.night, shift.starts))
    return " · ".join(shift.label for shift in shifts if shift.letter in post.letters)


def tabs(actor: Actor, current: str) -> list[Tab]:
    """Return the pages of what posts are made of, side by side, as far as the actor opens them."""
    return [
        Tab(label, reverse(f"duty:{name}"), current=name == current)
        for name, label, permission in (
            ("kinds", _("Kinds of post"), rules.VIEW_POSTS),
            ("patterns", _("Shift patterns"), rules.VIEW_POSTS),
            ("templates", _("Templates"), rules.SET_UP),
        )
        if allowed(actor, permission)
    ]


def _crumbs(label: str, url_name: str = "", last: str = "") -> list[Crumb]:
    found = [Crumb(pgettext("duty", "Posts"), reverse("duty:posts"))]
    found.append(Crumb(label, reverse(url_name) if url_name else ""))
    return [*found, Crumb(last)] if last else found
