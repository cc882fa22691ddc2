"""What is held, for what, until when, and what has been destroyed."""

from uuid import UUID

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from muster.kernel.errors import Invalid
from muster.kernel.permissions import allowed, require, requires
from muster.platform.retention import queries, services
from muster.platform.retention.forms import RuleForm
from muster.platform.retention.rules import CHANGE_RULE, VIEW_HOLDINGS
from muster.platform.retention.tables import (
    certificate_table,
    held_table,
    label_of,
    rows_table,
    rows_url,
    until,
)
from muster.ui.http import Request
from muster.ui.paging import page_of, paging_of

QUIET_ZONE_MODULES = 4
QR_SCALE = 3


@requires(VIEW_HOLDINGS)
@never_cache
@require_GET
def index(request: Request) -> HttpResponse:
    """List what is held in the command."""
    return render(
        request,
        "retention/index.html",
        {
            "table": held_table(queries.held(actor=request.actor)),
            "recent": certificate_table(list(queries.certificates(actor=request.actor)[:5])),
        },
    )


@requires(VIEW_HOLDINGS)
@never_cache
@require_http_methods(["GET", "POST"])
def holding(request: Request, name: str) -> HttpResponse:
    """Show one holding and its rule, and change the rule."""
    held = queries.held_one(actor=request.actor, name=name)
    form = RuleForm(request.POST or None, initial={"days": held.days})
    if request.method == "POST":
        require(request.actor, CHANGE_RULE)
        if form.is_valid():
            try:
                services.set_rule(actor=request.actor, holding=name, **form.cleaned_data)
            except Invalid as error:
                form.refuse(error)
            else:
                return redirect("retention:holding", name=name)
    context = {
        "held": held,
        "until": until(held),
        "rows_url": rows_url(held),
        "form": form if allowed(request.actor, CHANGE_RULE) else None,
        "rules": queries.rules_of(actor=request.actor, name=name)[:20],
        "papers": certificate_table(
            list(queries.certificates(actor=request.actor, holding=name)[:10])
        ),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "retention/holding.html", context, status=status)


@requires(VIEW_HOLDINGS)
@never_cache
@require_GET
def rows(request: Request, name: str) -> HttpResponse:
    """List what a holding has by number and day: that it is there and when it ends, not what."""
    held = queries.held_one(actor=request.actor, name=name)
    page = page_of(request, queries.rows_of(actor=request.actor, name=name))
    context = {
        "held": held,
        "table": rows_table(list(page.object_list), held.days),
        "paging": paging_of(request, page),
    }
    return render(request, "retention/rows.html", context)


@requires(VIEW_HOLDINGS)
@never_cache
@require_GET
def certificates(request: Request) -> HttpResponse:
    """List certificates of destruction."""
    rows = queries.certificates(actor=request.actor).select_related("rule")
    page = page_of(request, rows)
    context = {
        "table": certificate_table(list(page.object_list)),
        "paging": paging_of(request, page),
    }
    return render(request, "retention/certificates.html", context)


@requires(VIEW_HOLDINGS)
@never_cache
@require_GET
def certificate(request: Request, certificate_id: UUID) -> HttpResponse:
    """Show one certificate as a sheet of paper."""
    paper = queries.certificate(actor=request.actor, certificate_id=certificate_id)
    address = f"{settings.PUBLIC_URL}{reverse('web:verify_code', args=[paper.code or '-'])}"
    code = segno.make(address).svg_inline(
        scale=QR_SCALE, border=QUIET_ZONE_MODULES, svgclass=None, lineclass=None
    )
    context = {
        "paper": paper,
        "label": label_of(paper),
        "purpose": paper.declared.purpose if paper.declared else "",
        "clock": paper.get_clock_kind_display(),
        "code": mark_safe(code) if paper.code else "",  # noqa: S308
        "address": address,
    }
    return render(request, "retention/certificate.html", context)
