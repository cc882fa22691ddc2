"""What tree pickers fetch: places found by name, or one level of the tree."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from muster.kernel.permissions import requires
from muster.platform.places import queries
from muster.platform.places.contracts import COMMUNITY_LENGTH, AreaRef
from muster.platform.places.rules import VIEW
from muster.ui.http import Request
from muster.ui.parts import TreeOption
from muster.ui.trees import options_response

MOST_OPTIONS = 20
ONLY_COMMUNITIES = "communities"
MOST_SEARCHED = 60
"""How many places are looked through for communities: some of those found are none."""


@requires(VIEW)
@require_safe
@vary_on_headers("HX-Request", "Accept")
def picker(request: Request) -> HttpResponse:
    """Answer `?q=` with places found and `?parent=` with one level, as options or as JSON.

    `?within=` begins the tree at that area; with `?only=communities` nothing else can be chosen.
    """
    typed = request.GET.get("q", "").strip()
    within = request.GET.get("within", "")
    communities = request.GET.get("only") == ONLY_COMMUNITIES
    trail: list[AreaRef] = []
    if typed:
        most = MOST_SEARCHED if communities else MOST_OPTIONS
        found = queries.search_areas(request.actor, typed, limit=most, within=within)
        options = [
            (each.area, each.path) for each in found if _fits(each.area, communities=communities)
        ][:MOST_OPTIONS]
    else:
        trail, children = queries.picker_children(
            request.actor, request.GET.get("parent", ""), within=within
        )
        if communities:
            children = [ref for ref in children if ref not in trail]
        names = tuple(ref.name for ref in trail)
        options = [(ref, names) for ref in children]
    if "application/json" in request.headers.get("Accept", ""):
        items = [
            {
                "code": ref.code,
                "name": ref.name,
                "path": list(path),
                "level": ref.level,
                "has_children": ref.has_children,
            }
            for ref, path in options
        ]
        return JsonResponse({"items": items})
    return options_response(
        request,
        [
            TreeOption(
                ref.code,
                ref.name,
                " › ".join(path) if typed else "",
                ref.has_children,
                _fits(ref, communities=communities),
            )
            for ref, path in options
        ],
        [TreeOption(ref.code, ref.name) for ref in trail],
    )


def _fits(ref: AreaRef, *, communities: bool) -> bool:
    return not communities or len(ref.code) == COMMUNITY_LENGTH
