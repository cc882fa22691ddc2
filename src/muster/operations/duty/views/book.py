"""Duty books: one's own with the signed copy, and those a lead or clerk keeps."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import requires, signed_in
from muster.operations.duty import queries, rules, services
from muster.operations.duty.forms import NoteForm
from muster.operations.duty.queries import DutyBook
from muster.operations.duty.shift_enums import NoteKind
from muster.operations.duty.views.relief import say_bend, today_of
from muster.ui.forms import add_errors
from muster.ui.http import Request
from muster.ui.parts import Crumb, Figure

LINES = 60


@signed_in
@require_GET
def own(request: Request) -> HttpResponse:
    """Show the own duty book: hours and nights as worked, and what else stands in it."""
    book = queries.own_book(actor=request.actor)
    crumbs = [Crumb(_("My shifts"), reverse("duty:shifts")), Crumb(_("My duty book"))]
    return render(
        request, "duty/book.html", {**_facts(request, book), "own": True, "crumbs": crumbs}
    )


@signed_in
@require_POST
def signed(request: Request) -> HttpResponse:
    """Sign the own book as it is now and send it as a PDF."""
    code, pdf = services.sign_own_book(actor=request.actor)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="duty-book-{code}.pdf"'
    return response


@requires(rules.KEEP_BOOKS)
@require_http_methods(["GET", "POST"])
def book(request: Request, responder_id: UUID) -> HttpResponse:
    """Show somebody's duty book and write into it."""
    found = queries.book_of(actor=request.actor, responder_id=responder_id)
    form = NoteForm(request.POST or None, initial={"day": today_of(request)})
    if request.method == "POST" and form.is_valid():
        try:
            services.note_in_book(
                actor=request.actor, responder_id=responder_id, **form.cleaned_data
            )
        except Invalid as refused:
            add_errors(form, refused)
        else:
            messages.success(request, _("Written into the book; the person sees it."))
            return redirect("duty:book", responder_id=responder_id)
    context = {
        **_facts(request, found),
        "form": form,
        "own": False,
        "crumbs": [Crumb(_("Roster"), reverse("duty:rosters")), Crumb(found.name)],
    }
    return render(request, "duty/book.html", context, status=422 if form.errors else 200)


@requires(rules.KEEP_BOOKS)
@require_POST
def withdraw(request: Request, note_id: UUID) -> HttpResponse:
    """Take an entry back that was wrong."""
    try:
        row = services.withdraw_note(actor=request.actor, note_id=note_id)
    except Conflict as refused:
        messages.error(request, str(refused))
        return redirect("duty:rosters")
    messages.success(request, _("Taken back."))
    return redirect("duty:book", responder_id=row.responder_id)


def _facts(request: Request, book: DutyBook) -> dict[str, Any]:
    load = book.load
    must = ""
    if load.must_rest_until is not None:
        must = say_bend(request, queries.Bend(queries.Rule.MUST_REST, until=load.must_rest_until))
    return {
        "book": book,
        "figures": [
            Figure(_("Hours worked"), f"{book.hours:.1f}"),
            Figure(_("Nights"), book.nights),
            Figure(_("Hours in seven days"), f"{load.hours:.1f}"),
            Figure(
                _("Compensation days left"),
                book.earned - book.taken,
                note=_("%(earned)s earned, %(taken)s taken")
                % {"earned": book.earned, "taken": book.taken},
            ),
        ],
        "must_rest": must,
        "lines": list(reversed(book.lines))[:LINES],
        "notes": [(note, NoteKind(note.kind).label) for note in book.notes],
    }
