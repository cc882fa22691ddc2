"""Mending a sheet: cells written anew, rows left out and taken in, the way back to the place."""

import re
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from muster.kernel.permissions import requires
from muster.platform.files import queries, rules, services
from muster.platform.files.reading import preview_of
from muster.platform.files.views.showing import FILTERS, rows_shown
from muster.ui.http import Request
from muster.ui.paging import PAGE_ROWS

_PLACE = re.compile(r"(row|entry)-(\d{1,7})")
_LINES = re.compile(r"[\r\n]")  # an input field drops them


@requires(rules.IMPORT_SHEETS)
@require_POST
def mend(request: Request, batch_id: UUID) -> HttpResponse:
    """Write other texts in place of cells: one, or every cell of a row that was changed."""
    cells = _written(request)
    if cells:
        services.mend_cells(actor=request.actor, batch_id=batch_id, cells=cells)
    return back(request, batch_id)


@requires(rules.IMPORT_SHEETS)
@require_POST
def leave_out(request: Request, batch_id: UUID) -> HttpResponse:
    """Leave a row for later."""
    row_key = request.POST.get("row") or request.GET.get("row", "")
    services.leave_out(actor=request.actor, batch_id=batch_id, row_key=row_key)
    return back(request, batch_id)


@requires(rules.IMPORT_SHEETS)
@require_POST
def take_in(request: Request, batch_id: UUID) -> HttpResponse:
    """Take a row in again."""
    row_key = request.POST.get("row", "")
    services.take_in(actor=request.actor, batch_id=batch_id, row_key=row_key)
    return back(request, batch_id)


def _written(request: Request) -> dict[str, str]:
    """Return what was written in which cell.

    A form of a whole row sends with each `cell` the text it began with (`was`): what was left as
    it stood, such as a masked number, is not written. `clear` names a masked cell to be emptied,
    `fix` one whose proposal was taken.
    """
    said = request.POST
    before = said.getlist("was")
    if not before:
        return {said.get("cell") or request.GET.get("cell", ""): said.get("value", "")}
    rows = zip(said.getlist("cell"), before, said.getlist("value"), strict=False)
    cells = {cell: value for cell, was, value in rows if value != _LINES.sub("", was)}
    cells = dict.fromkeys(said.getlist("clear"), "") | cells
    if "fix" in request.GET and "proposal" in said:
        cells[request.GET["fix"]] = said["proposal"]
    return cells


def back(request: Request, batch_id: UUID) -> HttpResponse:
    """Lead back to the same rows, and to the row itself (`at`) or the one that took its place."""
    keep = {
        name: found
        for name in ("show", "page")
        if (found := request.POST.get(name) or request.GET.get(name))
    }
    target = reverse("files:batch", args=[batch_id])
    anchor = _anchor(request, batch_id, keep)
    return redirect((f"{target}?{urlencode(keep)}" if keep else target) + anchor)


def _anchor(request: Request, batch_id: UUID, keep: dict[str, str]) -> str:
    place = _PLACE.fullmatch(request.POST.get("at") or request.GET.get("at", ""))
    if place is None:
        return ""
    show, page = keep.get("show", "all"), keep.get("page", "")
    found = queries.batch(actor=request.actor, batch_id=batch_id)
    rows = rows_shown(preview_of(request.actor, found), show if show in FILTERS else "all")
    first = (int(page) - 1) * PAGE_ROWS if page.isdecimal() and int(page) else 0
    numbers = [row.number for row in rows[first : first + PAGE_ROWS]]
    asked = int(place[2])
    if asked in numbers:
        return f"#{place[0]}"
    near = min(numbers, key=lambda number: (number < asked, abs(number - asked)), default=0)
    return f"#{place[1]}-{near}" if near else ""
