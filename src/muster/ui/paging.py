"""Where a list stands: which rows these are, and the way to those before and after."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from muster.ui.filters import Asked, shortened
from muster.ui.http import Request

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Paging:
    """Rows `first` to `last` of `total` (None where counting them would cost too much)."""

    first: int
    last: int
    total: int | None = None
    previous: str = ""
    next: str = ""


def page_of(request: Request, rows: Any, size: int = PAGE_ROWS) -> Page[Any]:
    """Return the page the address asks for; where the list has none such, say so and go near it."""
    page = Paginator(rows, size).get_page(request.GET.get("page"))
    wanted = request.GET.get("page", "")
    if wanted and wanted != str(page.number):
        Asked(request).leave_out(
            "page",
            _("The list has no page %(value)s; this is page %(number)s.")
            % {"value": shortened(wanted), "number": page.number},
        )
    return page


def paging_of(request: Request, page: Page[Any]) -> Paging:
    """Describe a Django page; addresses keep every other parameter of the request."""

    def address(number: int) -> str:
        parameters = request.GET.copy()
        parameters["page"] = str(number)
        return "?" + parameters.urlencode()

    return Paging(
        first=page.start_index(),
        last=page.end_index(),
        total=page.paginator.count,
        previous=address(page.previous_page_number()) if page.has_previous() else "",
        next=address(page.next_page_number()) if page.has_next() else "",
    )
