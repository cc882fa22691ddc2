"""What tree pickers fetch: places found by name, or one level of the tree."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from muster.kernel.permissions import requires
from muster.platform.places import queries
from muster.platform.places.contracts import AreaRef
from muster.platform.places.rules import VIEW
from muster.ui.http import Request
from muster.ui.parts import TreeOption
from muster.ui.trees import options_response

MOST_OPTIONS = 20


@requires(VIEW)
@require_safe
@vary_on_headers("HX-Request", "Accept")
def picker(request: Request) -> HttpResponse:
    """Answer `?q=` with places found and `?parent=` with one level, as options or as JSON."""
    typed = request.GET.get("q", "").strip()
    trail: list[AreaRef] = []
    if typed:
        found = queries.search_areas(request.actor, typed, limit=MOST_OPTIONS)
        options = [(each.area, each.path) for each in found]
    else:
        trail, children = queries.picker_children(request.actor, request.GET.get("parent", ""))
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
            TreeOption(ref.code, ref.name, " › ".join(path) if typed else "", ref.has_children)
            for ref, path in options
        ],
        [TreeOption(ref.code, ref.name) for ref in trail],
    )
