"""The requisition: which gear the posts of an area need, on the screen and as a sheet."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_POST

from muster.engines.sheets import WriteColumn
from muster.kernel import clock
from muster.kernel.permissions import allowed, requires
from muster.operations.duty import queries, rules
from muster.operations.duty.enums import Basis
from muster.operations.duty.queries import Requisition
from muster.operations.duty.views.listing import posts_url
from muster.operations.duty.views.parts import incident_of
from muster.platform.files.contracts import register_title
from muster.platform.files.services import export_table, own_area
from muster.registers.responders.queries import area_names
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.parts import Chip, Crumb

DAYS = (1, 7, 14)
REQUISITION = register_title("duty.requisition", gettext_lazy("Requisition"))


@requires(rules.VIEW_REQUISITION)
@require_GET
def index(request: Request) -> HttpResponse:
    """Add the gear up: by thing and shift, then by zone."""
    actor = request.actor
    names = dict(area_names(actor=actor))
    found = _asked(request, names)
    letters = found.letters()
    context = {
        "letters": letters,
        "rows": [
            (
                found.labels[item],
                totals,
                [totals.shifts.get(letter, 0) for letter, _name in letters],
                posts_url(area=found.area, item=item),
            )
            for item, totals in found.by_item().items()
        ],
        "zones": [
            (
                names.get(zone, zone),
                _address(zone, found.days),
                [(found.labels[item], totals) for item, totals in items.items()],
            )
            for zone, items in found.by_zone().items()
        ],
        "days": found.days,
        "chips": [
            Chip(
                _("%(n)s days") % {"n": days} if days > 1 else _("One day"),
                _address(found.area, days),
                chosen=days == found.days,
            )
            for days in DAYS
        ],
        "area": names.get(found.area, ""),
        "query": request.GET.urlencode(),
        "may_export": allowed(actor, rules.EXPORT_POSTS),
        "crumbs": [
            Crumb(pgettext("duty", "Posts"), reverse("duty:posts")),
            Crumb(_("Requisition")),
        ],
    }
    return render(request, "duty/requisition.html", context)


@requires(rules.EXPORT_POSTS)
@require_POST
def export(request: Request) -> HttpResponse:
    """Write every line as a sheet: zone, community, post, thing, shift, number."""
    actor = request.actor
    names = dict(area_names(actor=actor))
    found = _asked(request, names)
    table = export_table(
        actor=actor,
        permission=rules.EXPORT_POSTS,
        title=REQUISITION,
        columns=[
            WriteColumn(_("Zone"), 20),
            WriteColumn(_("Community"), 20),
            WriteColumn(_("Post"), 24),
            WriteColumn(_("Gear"), 24),
            WriteColumn(_("Shift"), 12),
            WriteColumn(_("Counted"), 20),
            WriteColumn(_("Number"), 10),
            WriteColumn(_("Days"), 8),
            WriteColumn(_("In all"), 10),
        ],
        rows=[
            (
                names.get(line.zone, line.zone),
                line.post.site or names.get(line.post.area_code, line.post.area_code),
                line.post.title,
                line.label,
                line.shift,
                str(Basis(line.basis).label),
                line.quantity,
                line.days,
                line.total,
            )
            for line in found.lines
        ],
        area_code=found.area or own_area(actor, rules.EXPORT_POSTS),
    )
    response = HttpResponse(table.content, content_type=table.media_type)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="requisition-{table.code}.xlsx"'
    )
    return response


def _asked(request: Request, names: dict[str, str]) -> Requisition:
    actor, asked = request.actor, Asked(request)
    incident = incident_of(actor)
    days = asked.one_of("days", _("Days"), {str(n) for n in DAYS}, "1")
    return queries.requisition(
        actor=actor,
        incident_id=incident.incident_id,
        area=asked.one_of("area", _("Area"), names),
        starts_on=_day(asked.fitting("from", _("From"), _is_day)),
        days=int(days or 1),
    )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _day(text: str) -> date:
    return date.fromisoformat(text) if text else clock.today()


def _address(area: str, days: int) -> str:
    query = {"area": area, "days": str(days)}
    return f"{reverse('duty:requisition')}?{urlencode({k: v for k, v in query.items() if v})}"
