"""Who may open the boards."""

from typing import Any

from tests.matrix.entries import Entry


def _loaded(scene: Any) -> Any:
    from muster.platform.places.services import import_areas

    import_areas(code="120101")
    return scene


def _unit(scene: Any) -> Any:
    from muster.registers.responders.services import add_unit

    return add_unit(actor=scene.system, name="样本单位", level="district", area_code=scene.area)


def _code(scene: Any) -> dict[str, str]:
    return {"code": scene.area}


ENTRIES = {
    "boards:command": Entry(_loaded),
    "boards:register": Entry(_loaded),
    # Elsewhere is a community whose district nobody has loaded: it has no board.
    "boards:community": Entry(_loaded, elsewhere="hidden"),
    "boards:community_of": Entry(_loaded, kwargs=_code, elsewhere="refused"),
    "boards:gantt": Entry(_loaded, kwargs=_code, elsewhere="refused"),
    "boards:coverage": Entry(_loaded),
    "boards:coverage_of": Entry(_loaded, kwargs=_code, elsewhere="refused"),
    "boards:gaps": Entry(_loaded, kwargs=_code, elsewhere="refused"),
    "boards:posts": Entry(_loaded),
    "boards:people": Entry(_loaded),
    "boards:unit": Entry(_unit, role="clerk", scope=lambda unit: unit.id),
}
