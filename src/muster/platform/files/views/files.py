"""Opening a stored file; the list of exports."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from muster.kernel.permissions import requires, signed_in
from muster.platform.files import queries, rules, services
from muster.platform.files.enums import FilePurpose
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.paging import page_of, paging_of

SHOWN_INLINE = "image/jpeg"


@signed_in
@require_safe
def file(request: Request, file_id: UUID) -> HttpResponse:
    """Send a file the actor may open: pictures to look at, everything else as a download."""
    found, content = services.open_file(actor=request.actor, file_id=file_id)
    response = HttpResponse(content, content_type=found.media_type)
    inline = found.purpose == FilePurpose.ATTACHMENT and found.media_type == SHOWN_INLINE
    way = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{way}; filename*=UTF-8''{urlencode({'': found.name})[1:]}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store, private"
    return response


@requires(rules.VIEW_EXPORTS)
@require_safe
def exports(request: Request) -> HttpResponse:
    """List what left the house, who took it and how many rows it had; or the one of a code."""
    rows = queries.exports(actor=request.actor)
    code = Asked(request).fitting(
        "code", _("Code"), lambda code: rows.filter(code=code[:12]).exists()
    )
    page = page_of(request, rows.filter(code=code) if code else rows)
    context = {"rows": page, "paging": paging_of(request, page)}
    return render(request, "files/exports.html", context)
