"""Gaps at the assembly: who of the plan has not come, and the reserve that takes the place."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from muster.kernel.errors import Conflict, Invalid, NotFound
from muster.kernel.permissions import allowed, requires
from muster.operations.duty.queries import area_titles, places_named
from muster.operations.mobilise import queries, rules, services
from muster.operations.mobilise.queries import Gap
from muster.operations.mobilise.views.parts import crumbs_of, tabs_of
from muster.operations.mobilise.views.whistle_parts import skill_words
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.parts import Chip

SITE = "/"


@requires(rules.FILL_GAPS)
@require_GET
def index(request: Request, call_up_id: UUID) -> HttpResponse:
    """List the gaps by community, each with the reserves who could take the place."""
    actor = request.actor
    row = queries.call_up(actor=actor, call_up_id=call_up_id)
    found = queries.gaps(actor=actor, call_up=row)
    places = places_named({one.missing.area_code for one in found.rows})
    names = area_titles(actor=actor)
    counts = queries.missing_by_area(found)
    area = Asked(request).one_of("area", _("Community"), counts)
    posts = queries.post_titles(actor=actor, call_up=row, found=found)
    words = skill_words(actor)
    here = reverse("mobilise:gaps", args=[row.id])
    context = {
        "call_up": row,
        "tabs": tabs_of(row, "gaps"),
        "crumbs": crumbs_of(row),
        "found": found,
        "chips": [
            Chip(_("All"), here, len(found.rows), not area),
            *(
                Chip(names.get(code, code), f"{here}?area={code}", n, code == area)
                for code, n in sorted(counts.items(), key=lambda pair: -pair[1])
            ),
        ],
        "rows": [
            _line(one, places, posts, words)
            for one in found.rows
            if not area or one.missing.area_code.split(SITE)[0] == area
        ],
        "may_fill": allowed(actor, rules.FILL_GAPS, row),
        "here": request.get_full_path(),
    }
    return render(request, "mobilise/gaps.html", context)


def _line(
    gap: Gap, places: Mapping[str, str], posts: Mapping[UUID, str], words: Mapping[str, str]
) -> dict[str, Any]:
    missing = gap.missing
    return {
        "missing": missing,
        "where": places[missing.area_code],
        "post": posts.get(missing.post_id, "") if missing.post_id else "",
        "reserves": [
            (one, "、".join(words.get(key, key) for key in one.lacks)) for one in gap.reserves
        ],
    }


@requires(rules.FILL_GAPS)
@require_POST
def fill(request: Request, nomination_id: UUID) -> HttpResponse:
    """Put the chosen reserve in the place of somebody who has not come."""
    actor = request.actor
    row = queries.nomination(actor=actor, nomination_id=nomination_id)
    try:
        reserve = services.fill_gap(actor=actor, nomination_id=row.id, reserve_id=_reserve(request))
    except (Conflict, Invalid, NotFound) as error:
        messages.error(request, str(error))
    else:
        words = {"new": reserve.responder.name, "old": row.responder.name}
        messages.success(request, _("%(new)s takes the place of %(old)s.") % words)
    left = len(queries.gaps(actor=actor, call_up=row.call_up, most=0).rows)
    if left:
        said = ngettext("%(n)s gap is left.", "%(n)s gaps are left.", left) % {"n": left}
        messages.info(request, said)
    return redirect("mobilise:gaps", call_up_id=row.call_up_id)


def _reserve(request: Request) -> UUID:
    try:
        return UUID(request.POST.get("reserve", ""))
    except ValueError:
        raise NotFound(_("Choose who takes the place.")) from None
