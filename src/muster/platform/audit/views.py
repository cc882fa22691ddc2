"""The record as people read it: for those who answer for an area, and for the person concerned."""

import json
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from muster.kernel.permissions import requires, signed_in
from muster.platform.audit import queries, services
from muster.platform.audit.contracts import INSTALLATION
from muster.platform.audit.forms import FilterForm
from muster.platform.audit.rules import EXPORT_HEAD, VIEW_EVENT
from muster.platform.audit.tables import event_table, looks, seal_chips
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.paging import page_of, paging_of


@requires(VIEW_EVENT)
@never_cache
@require_GET
def index(request: Request) -> HttpResponse:
    """List who did what, filtered."""
    form = FilterForm(request.GET)
    asked = Asked(request)
    wanted = asked.form(form)
    seal = asked.one_of("seal", _("Seal"), (queries.SEALED, queries.WAITING))
    rows = queries.events(
        actor=request.actor,
        verb=wanted.get("verb") or "",
        account_id=wanted.get("account"),
        object_kind=wanted.get("kind") or "",
        area=wanted.get("area") or "",
        since=_midnight(request, wanted.get("since")),
        until=_midnight(request, wanted.get("until"), days=1),
        seal=seal,
    )
    page = page_of(request, rows)
    waiting = queries.events(actor=request.actor, seal=queries.WAITING).count()
    context = {
        "form": form,
        "table": event_table(queries.lines(list(page.object_list), actor=request.actor)),
        "paging": paging_of(request, page),
        "chips": seal_chips(seal, waiting),
        "filtered": any(wanted.values()),
    }
    return render(request, "audit/index.html", context)


@signed_in
@never_cache
@require_GET
def me(request: Request) -> HttpResponse:
    """Show the signed-in person who looked at them: in which role, for what, when."""
    rows = queries.events_about(actor=request.actor)
    page = page_of(request, rows)
    context = {
        "looks": looks(queries.lines(list(page.object_list))),
        "paging": paging_of(request, page),
        "on_record": request.actor.person_id is not None,
    }
    return render(request, "audit/me.html", context)


@requires(EXPORT_HEAD)
@require_POST
def head(request: Request) -> HttpResponse:
    """Hand out the signed head as a file to keep elsewhere."""
    tenant_id = request.actor.tenant_id or INSTALLATION
    with transaction.atomic():
        document = queries.export_head(tenant_id)
        services.record(request.actor, "audit.head_exported", sealed=document["seq"])
    answer = HttpResponse(
        json.dumps(document, indent=1, sort_keys=True), content_type="application/json"
    )
    name = f"muster-audit-{document['seq']}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _midnight(request: Request, day: date | None, *, days: int = 0) -> datetime | None:
    """Return when a day begins (or with `days` ends) at the place of the command."""
    if day is None:
        return None
    zone = request.tenant.time_zone if request.tenant else settings.TIME_ZONE
    return datetime.combine(day + timedelta(days=days), time(), ZoneInfo(zone))
