"""Entries of operations.mobilise: whistles, and the assembly."""

from tests.matrix.entries import Entry
from tests.matrix.entries.mobilise import _call_up, _name, _of_call_up, _of_name, _posted, _sent

from muster.operations.mobilise import services
from muster.registers.responders import services as responders


def _assembling(scene):
    return services.assembly_code(actor=scene.system, call_up_id=_sent(scene).id)


def _whistle(scene):
    _call_up(scene)
    return services.whistle(actor=scene.system, area_code=scene.area, kind="gate", what="样本哨")


def _claim(scene):
    unit = responders.add_unit(
        actor=scene.system, name="样本单位", level="community", area_code=scene.area
    )
    return services.claim_whistle(
        actor=scene.system, whistle_id=_whistle(scene).id, unit_id=unit.id, people=2
    )


def _whistle_kind(scene):
    return services.whistle_kinds(scene.system.tenant_id)[0]


def _of_whistle(row):
    return {"whistle_id": row.id}


def _of_claim(row):
    return {"claim_id": row.id}


def _of_kind(row):
    return {"kind_id": row.id}


def _unit_of(row):
    return row.unit_id


OPEN_TO_ALL = "An open whistle is shown to everybody who may take it on: it names no person."
KINDS = "Kinds belong to the whole command."


ENTRIES = {
    "mobilise:gaps": Entry(_sent, kwargs=_of_call_up, role="commander"),
    "mobilise:fill_gap": _posted(_name, _of_name, role="commander"),
    "mobilise:assembly_code": Entry(_sent, kwargs=_of_call_up, role="commander"),
    "mobilise:assembly_place": Entry(
        _assembling,
        kwargs=lambda code: {"code": code},
        why="The code hangs at the assembly place; it counts in only whoever holds a card.",
    ),
    "mobilise:whistles": Entry(_whistle),
    "mobilise:whistle": Entry(_whistle, kwargs=_of_whistle, elsewhere="open", why=OPEN_TO_ALL),
    "mobilise:whistle_claim": _posted(
        _whistle, _of_whistle, role="clerk", elsewhere="open", why=OPEN_TO_ALL
    ),
    "mobilise:whistle_come": _posted(_whistle, _of_whistle, elsewhere="open", why=OPEN_TO_ALL),
    "mobilise:whistle_care": _posted(_whistle, _of_whistle, elsewhere="refused", why=OPEN_TO_ALL),
    "mobilise:whistle_withdraw": _posted(
        _whistle, _of_whistle, data={"reason": "x"}, elsewhere="refused", why=OPEN_TO_ALL
    ),
    "mobilise:whistle_end": _posted(
        _whistle, _of_whistle, data={"reason": "x"}, elsewhere="refused", why=OPEN_TO_ALL
    ),
    "mobilise:claim_people": Entry(_claim, kwargs=_of_claim, role="clerk", scope=_unit_of),
    "mobilise:claim_done": _posted(_claim, _of_claim, role="clerk", scope=_unit_of),
    "mobilise:claim_release": _posted(_claim, _of_claim, role="clerk", scope=_unit_of),
    "mobilise:claim_confirm": _posted(_claim, _of_claim),
    "mobilise:claim_refuse": _posted(_claim, _of_claim, data={"reason": "x"}),
    "mobilise:whistle_kind": Entry(_whistle_kind, kwargs=_of_kind, elsewhere="open", why=KINDS),
    "mobilise:whistle_kind_offer": _posted(_whistle_kind, _of_kind, elsewhere="open", why=KINDS),
    "GET /mobilise/whistles": Entry(_whistle),
    "GET /mobilise/whistles/areas": Entry(_whistle),
    "POST /mobilise/whistles": Entry(
        _whistle,
        data=lambda row: {"area_code": row.area_code, "kind": "gate"},
        elsewhere="refused",
        why="A lead whistles for the own community.",
    ),
    "POST /mobilise/whistles/{uuid:whistle_id}/claims": Entry(
        _claim,
        kwargs=lambda row: {"whistle_id": row.whistle_id},
        data=lambda row: {"unit_id": str(row.unit_id), "people": 1},
        role="clerk",
        scope=_unit_of,
    ),
}
