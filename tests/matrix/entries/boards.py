"""Who may open the boards."""

from typing import Any

from tests.matrix.entries import Entry


def _loaded(scene: Any) -> Any:
    from muster.platform.places.services import import_areas

    import_areas(code="120101")
    return scene


ENTRIES = {
    "boards:command": Entry(_loaded),
    # Elsewhere is a community whose district nobody has loaded: it has no board.
    "boards:community": Entry(_loaded, elsewhere="hidden"),
    "boards:community_of": Entry(
        _loaded, kwargs=lambda scene: {"code": scene.area}, elsewhere="refused"
    ),
}
