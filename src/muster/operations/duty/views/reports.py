"""Reports from posts: sending one, the list of the lead, who has it and what was done."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from muster.kernel.errors import Conflict, Invalid, TooLarge
from muster.kernel.permissions import requires, signed_in
from muster.operations.duty import queries, rules, services
from muster.operations.duty.forms import ReportForm, StepForm
from muster.operations.duty.queries.reports import CLOSED, OPEN, WAITING
from muster.operations.duty.shift_enums import ReportLevel
from muster.ui.filters import Asked
from muster.ui.forms import add_errors
from muster.ui.http import Request
from muster.ui.paging import page_of, paging_of
from muster.ui.parts import Chip, Crumb, Entry

STATES = {
    OPEN: pgettext_lazy("reports", "Open"),
    WAITING: pgettext_lazy("reports", "Nobody has it"),
    CLOSED: pgettext_lazy("reports", "Closed"),
}


@requires(rules.VIEW_REPORTS)
@require_GET
def index(request: Request) -> HttpResponse:
    """List reports: those nobody has first."""
    actor = request.actor
    state = Asked(request).one_of("state", _("State"), STATES, OPEN)
    rows = queries.reports(actor=actor, state=state)
    page = page_of(request, rows)
    queries.name_spots(row.post for row in page.object_list)
    context = {
        "rows": page.object_list,
        "paging": paging_of(request, page),
        "chips": [
            Chip(
                label,
                f"?state={key}",
                queries.reports(actor=actor, state=key).count(),
                chosen=key == state,
            )
            for key, label in STATES.items()
        ],
    }
    return render(request, "duty/reports.html", context)


@requires(rules.VIEW_REPORTS)
@require_http_methods(["GET", "POST"])
def report(request: Request, report_id: UUID) -> HttpResponse:
    """Show a report; take it on, write down, pass on, close."""
    actor = request.actor
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _act(request, report_id, form.cleaned_data["note"])
        except Invalid as refused:
            add_errors(form, refused)
        except Conflict as refused:
            messages.error(request, str(refused))
            return redirect("duty:report", report_id=report_id)
        else:
            return redirect("duty:report", report_id=report_id)
    row: Any = queries.report(actor=actor, report_id=report_id)
    where = queries.spot(row.post)
    context = {
        "row": row,
        "words": row.words.open(),
        "where": where,
        "timeline": steps_of(row),
        "form": form,
        "command": row.level == ReportLevel.COMMAND,
        "crumbs": [Crumb(_("Reports from posts"), reverse("duty:reports")), Crumb(where)],
    }
    return render(request, "duty/report.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: Request, post_id: UUID) -> HttpResponse:
    """Send a report from a post, with a photo where one helps."""
    actor = request.actor
    post = queries.post_to_report(actor=actor, post_id=post_id)
    form = ReportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["picture"]
        try:
            services.raise_report(
                actor=actor,
                post_id=post_id,
                kind=form.cleaned_data["kind"],
                text=form.cleaned_data["text"],
                picture=(upload.name, upload.read()) if upload else None,
            )
        except Invalid as refused:
            add_errors(form, refused)
        except TooLarge as refused:
            form.add_error("picture", str(refused))
        else:
            messages.success(request, _("Reported. The lead of the community has been told."))
            return redirect("duty:own_reports")
    context = {
        "form": form,
        "post": post,
        "spot": queries.spot(post),
        "crumbs": [Crumb(_("My shifts"), reverse("duty:shifts")), Crumb(_("Report"))],
    }
    return render(request, "duty/report_new.html", context, status=422 if form.errors else 200)


@signed_in
@require_GET
def own(request: Request) -> HttpResponse:
    """Show what one has reported, who has it, and what was done."""
    found = queries.own_reports(actor=request.actor)
    queries.name_spots(row.post for row in found)
    rows = [{"one": row, "words": row.words.open(), "timeline": steps_of(row)} for row in found]
    context = {
        "rows": rows,
        "crumbs": [Crumb(_("My shifts"), reverse("duty:shifts")), Crumb(_("My reports"))],
    }
    return render(request, "duty/own_reports.html", context)


def steps_of(row: Any) -> list[Entry]:
    """Return what was done about a report, the latest first."""
    return [
        Entry(step.at, step.get_kind_display(), step.note, step.by_name)
        for step in reversed(row.lines)
    ]


def _act(request: Request, report_id: UUID, note: str) -> None:
    """Do what the button says.

    Raises:
        Invalid: a sentence is missing.
        Conflict: somebody else has it, or it is closed.
    """
    facts: dict[str, Any] = {"actor": request.actor, "report_id": report_id}
    match request.POST.get("do"):
        case "take":
            services.take_report(**facts)
            messages.success(request, _("You have it. Who reported has been told."))
        case "pass":
            services.pass_report_on(**facts, note=note)
            messages.success(request, _("Passed on to the command."))
        case "close":
            services.close_report(**facts, note=note)
            messages.success(request, _("The report is closed."))
        case _:
            services.note_on_report(**facts, note=note)
            messages.success(request, _("Written down."))
