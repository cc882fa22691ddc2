"""Start pages: the unit of a clerk, and a responder's own record."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from muster.kernel.errors import NotFound
from muster.kernel.permissions import requires, signed_in
from muster.registers.responders import queries, rules
from muster.registers.responders.models import SendingUnit
from muster.registers.responders.queries import AWAY, Filters
from muster.registers.responders.views.listing import rows_of
from muster.registers.responders.views.people import record_context
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.parts import Figure

AWAY_SHOWN = 20


@requires(rules.VIEW_UNITS)
@require_GET
def unit_home(request: Request) -> HttpResponse:
    """Show a clerk the unit: how many, who is away, and the way to send names once."""
    actor = request.actor
    units = list(queries.own_units(actor=actor))
    if not units:
        return redirect("responders:units")
    chosen = Asked(request).one_of("unit", _("Sending unit"), [str(unit.id) for unit in units])
    found = next((unit for unit in units if str(unit.id) == chosen), units[0])
    people = f"{reverse('responders:index')}?unit={found.id}"
    away = queries.list_people(
        actor=actor, filters=Filters(unit_id=found.id, status=AWAY), size=AWAY_SHOWN
    )
    context = {
        "unit": found,
        "others": [unit for unit in units if unit.id != found.id],
        "figures": [
            Figure(_("On the register"), found.people_active, people),
            Figure(
                _("Away today"),
                queries.away_count(actor=actor, unit_id=found.id),
                f"{people}&status=away",
            ),
            staff_figure(found),
        ],
        "away": rows_of(actor, away.people),
        "teams": queries.teams(actor=actor, unit_id=found.id),
        "people_url": people,
        "import_url": import_url(str(found.id)),
    }
    return render(request, "responders/unit_home.html", context)


@signed_in
@never_cache
@require_GET
def me(request: Request) -> HttpResponse:
    """Show people their own record, with what they may correct themselves."""
    try:
        found = queries.own_record(actor=request.actor)
    except NotFound:
        return render(request, "responders/nobody.html")
    context = {"person": found, **record_context(request.actor, found)}
    return render(request, "responders/me.html", context)


def staff_figure(unit: SendingUnit) -> Figure:
    """Return how many the unit says it has: a fact somebody typed, so no list stands behind it.

    More people on the register than that is no error, but one of the two is out of date.
    """
    stated = unit.headcount
    if stated is None:
        return Figure(_("Staff in all"), _("not known"))
    over = unit.people_active - stated
    note = ngettext(
        "%(n)s person more on the register than stated",
        "%(n)s people more on the register than stated",
        over,
    )
    return Figure(
        _("Staff in all"),
        stated,
        note=note % {"n": over} if over > 0 else _("stated by the unit"),
        note_tone="warn" if over > 0 else "",
    )


def import_url(unit_id: str) -> str:
    """Return where a sheet of this unit's people is imported."""
    return f"{reverse('files:new')}?kind=responders.people&option_unit_id={unit_id}"
