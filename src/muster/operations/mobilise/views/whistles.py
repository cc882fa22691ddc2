"""Whistles: the list with its board by area, and who wants to hear of them."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from muster.kernel.actors import Actor
from muster.kernel.areas import covers
from muster.kernel.errors import NotFound
from muster.kernel.permissions import allowed, areas_for, requires
from muster.operations.mobilise import queries, rules, services
from muster.operations.mobilise.queries import STATES
from muster.operations.mobilise.views.whistle_parts import (
    rows_of,
    sees_many,
)
from muster.registers.responders import queries as responders
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.paging import page_of, paging_of
from muster.ui.parts import Chip, Figure

LIVE, OPEN, CLIMBED, COVERED, ENDED = STATES
SUBDISTRICT, COMMUNITY = 9, 12


@requires(rules.SEE_WHISTLES)
@require_GET
def index(request: Request) -> HttpResponse:
    """List whistles; who answers for areas sees them counted by area above."""
    actor, asked = request.actor, Asked(request)
    names = responders.area_names(actor=actor)
    kinds = {row.key: row.label for row in services.whistle_kinds(actor.tenant_id)}
    area = asked.one_of("area", _("Area"), names)
    kind = asked.one_of("kind", _("Kind"), kinds)
    mine = asked.flag("mine", _("Ours"))
    state = asked.one_of("state", _("State"), STATES, default="" if mine else LIVE)
    counts = queries.whistle_counts(actor=actor, area=area, kind=kind)
    rows = queries.whistles(actor=actor, state=state, area=area, kind=kind, mine=mine)
    page = page_of(request, rows)
    context = {
        "figures": _figures(counts, area=area, kind=kind),
        "chips": _chips(counts, state=state, area=area, kind=kind, mine=mine),
        "only": [
            (words, name)
            for name, words in (("area", names.get(area)), ("kind", kinds.get(kind)))
            if words
        ],
        "areas": _by_area(actor, area, names) if allowed(actor, rules.WATCH_WHISTLES) else (),
        "rows": rows_of(page, names),
        "total": page.paginator.count,
        "paging": paging_of(request, page),
        "may_whistle": allowed(actor, rules.WHISTLE),
        "may_edit_kinds": allowed(actor, rules.EDIT_WHISTLE_KINDS),
        "may_listen": actor.person_id is not None and not allowed(actor, rules.WATCH_WHISTLES),
        "listening": services.is_listening(actor=actor),
    }
    return render(request, "mobilise/whistles.html", context)


def _address(**filters: Any) -> str:
    query = urlencode({name: value for name, value in filters.items() if value})
    return f"{reverse('mobilise:whistles')}?{query}"


def _figures(counts: Mapping[str, int], **filters: str) -> list[Figure]:
    short = counts["missing"]
    people = ngettext("%(n)s person missing", "%(n)s people missing", short) % {"n": short}
    return [
        Figure(
            _("Whistles open"),
            counts[OPEN],
            _address(state=OPEN, **filters),
            note=people if short else _("nobody is missing"),
            note_tone="warn" if short else "ok",
            tone="accent",
        ),
        Figure(
            _("Climbed"),
            counts[CLIMBED],
            _address(state=CLIMBED, **filters),
            note=_("nobody took them on in time") if counts[CLIMBED] else "",
            note_tone="bad" if counts[CLIMBED] else "",
        ),
        Figure(
            pgettext("whistles", "Taken on"), counts[COVERED], _address(state=COVERED, **filters)
        ),
    ]


def _chips(
    counts: Mapping[str, int], *, state: str, area: str, kind: str, mine: bool
) -> list[Chip]:
    labels = {
        LIVE: pgettext("whistles", "All that run"),
        OPEN: pgettext("whistles", "Open"),
        CLIMBED: _("Climbed"),
        COVERED: pgettext("whistles", "Taken on"),
        ENDED: pgettext("whistles", "Ended"),
    }
    return [
        *(
            Chip(
                label,
                _address(state=key, area=area, kind=kind),
                counts[key],
                state == key and not mine,
            )
            for key, label in labels.items()
        ),
        Chip(_("Ours"), _address(mine="1", area=area, kind=kind), chosen=mine),
    ]


def _by_area(actor: Actor, area: str, names: Mapping[str, str]) -> list[tuple[str, str, Any, Any]]:
    """Return (code, name, counts, doors) of the areas below, those that miss most first."""
    digits = COMMUNITY if len(area) >= SUBDISTRICT or not sees_many(actor) else SUBDISTRICT
    found = queries.open_whistles_by_area(actor=actor, area=area, digits=digits)
    own = areas_for(actor, rules.WATCH_WHISTLES)
    return [
        (
            code,
            names.get(code, code),
            one,
            {state: _address(area=code, state=state) for state in (LIVE, OPEN, CLIMBED)},
        )
        for code, one in sorted(found.items(), key=lambda pair: -pair[1].missing)
        if any(covers(area_, code) for area_ in own)
    ]


@requires(rules.SEE_WHISTLES)
@require_POST
def listen(request: Request) -> HttpResponse:
    """Say whether one wants to hear of whistles."""
    on = request.POST.get("on") == "1"
    try:
        services.listen(actor=request.actor, on=on)
    except NotFound as error:
        messages.error(request, str(error))
        return redirect("mobilise:whistles")
    said = _("You are told of whistles now.") if on else _("You are not told of whistles any more.")
    messages.success(request, said)
    return redirect("mobilise:whistles")
