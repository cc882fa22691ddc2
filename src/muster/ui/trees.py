"""What the tree picker fetches: the places found or opened, drawn the same everywhere."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from muster.ui.parts import TreeOption


def options_response(
    request: HttpRequest, options: Sequence[TreeOption], trail: Sequence[TreeOption] = ()
) -> HttpResponse:
    """Answer a tree picker: `options` to choose from, `trail` from the top to the level shown."""
    return render(
        request,
        "ui/components/tree_options.html",
        {"options": options, "trail": trail, "searched": bool(request.GET.get("q"))},
    )
