"""Entries of platform.places."""

from tests.matrix.entries import Entry

from muster.kernel.ids import new_id
from muster.platform.places import services
from muster.platform.places.enums import PremisesKind
from muster.platform.places.pattern import Pattern
from muster.platform.places.services import PremisesDraft

PUBLIC_KNOWLEDGE = "Official areas are public knowledge; whoever may look them up may look up all."


def _district(scene):
    services.import_areas(code=scene.tenant.area_code)
    return scene.area


def _building(scene):
    _district(scene)
    draft = PremisesDraft(scene.area, PremisesKind.BUILDING, "样本楼")
    return services.add_premises(actor=scene.system, draft=draft)


def _batch(scene):
    _district(scene)
    return services.add_by_pattern(
        actor=scene.system, parent_code=scene.area, pattern=Pattern(buildings=1)
    )


def _grid(scene):
    building = _building(scene)
    return services.create_grid(
        actor=scene.system,
        area_code=scene.area,
        name="样本网格",
        building_ids=[building.pk],
        person_id=new_id(),
    )


def _alias(scene):
    _district(scene)
    return services.add_alias(actor=scene.system, code=scene.area, name="样本别名")


def _code(code):
    return {"code": code}


def _at(row):
    return {"premises_id": row.pk}


def _of(row):
    return {"grid_id": row.pk}


def _named(alias):
    return {"code": alias.area_id, "alias_id": alias.pk}


ENTRIES = {
    "places:index": Entry(_district),
    "places:picker": Entry(_district),
    "places:area": Entry(_district, kwargs=_code, elsewhere="open", why=PUBLIC_KNOWLEDGE),
    "places:list": Entry(_district, kwargs=_code),
    "places:add": Entry(_district, kwargs=_code),
    "places:pattern": Entry(_district, kwargs=_code),
    "places:grid_new": Entry(_district, kwargs=_code),
    "places:rename": Entry(_district, kwargs=_code),
    "places:add_alias": Entry(_district, kwargs=_code),
    "places:remove_alias": Entry(_alias, kwargs=_named, method="POST"),
    "places:premises": Entry(_building, kwargs=_at, shows="样本楼"),
    "places:change": Entry(_building, kwargs=_at),
    "places:end": Entry(_building, kwargs=_at, method="POST"),
    "places:batch": Entry(_batch, kwargs=lambda batch: {"batch_id": batch.id}),
    "places:undo": Entry(_batch, kwargs=lambda batch: {"batch_id": batch.id}, method="POST"),
    "places:grid": Entry(_grid, kwargs=_of, shows="样本网格"),
    "places:grid_buildings": Entry(_grid, kwargs=_of),
    "places:grid_responsible": Entry(_grid, kwargs=_of, method="POST"),
    "places:grid_close": Entry(_grid, kwargs=_of, method="POST"),
    "GET /places/areas": Entry(_district, data={"q": "jy"}),
    "GET /places/areas/{code}": Entry(
        _district, kwargs=_code, elsewhere="open", why=PUBLIC_KNOWLEDGE
    ),
    "GET /places/areas/{code}/children": Entry(
        _district, kwargs=_code, elsewhere="open", why=PUBLIC_KNOWLEDGE
    ),
}
