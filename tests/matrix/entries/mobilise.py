"""Entries of operations.mobilise.

The sample is a call-up whose area is the community of the scene, asking a unit of that community:
in life a call-up lies in the command's area, and its units where they are.
"""

from datetime import timedelta

from tests.matrix.entries import Entry

from muster.kernel import clock
from muster.kernel.tenants import tenant_of
from muster.operations.mobilise import queries, services
from muster.operations.mobilise.enums import PlanState
from muster.operations.mobilise.models import CallUp, DeploymentPlan, Difference, PlanStudy
from muster.operations.mobilise.models.plans import packed
from muster.operations.mobilise.services import Draft
from muster.registers.measures.queries import current_incident
from muster.registers.measures.services import open_incident
from muster.registers.responders import services as responders
from muster.registers.responders.contracts import PersonDraft


def _call_up(scene):
    if current_incident(scene.system) is None:
        open_incident(
            actor=scene.system,
            kind="epidemic",
            name="样本事件",
            area_code=tenant_of(scene.system.tenant_id).area_code,
            contact_name="值班室",
            contact_phone="02200000000",
            contact_answered=True,
        )
    now = clock.now()
    draft = Draft(
        title="样本集结",
        deadline_at=now + timedelta(hours=1),
        assembly_at=now + timedelta(hours=2),
        assembly_place="体育馆",
    )
    row = services.draft_call_up(actor=scene.system, draft=draft)
    CallUp.objects.filter(pk=row.pk).update(area_code=scene.area)
    return CallUp.objects.get(pk=row.pk)


def _asked(scene):
    unit = responders.add_unit(
        actor=scene.system, name="样本单位", level="community", area_code=scene.area
    )
    row = _call_up(scene)
    services.set_target(actor=scene.system, call_up_id=row.id, unit_id=unit.id, number=2)
    return row, unit


def _sent(scene):
    row, _unit = _asked(scene)
    return services.send_call_up(actor=scene.system, call_up_id=row.id)


def _ask(scene):
    row, unit = _asked(scene)
    services.send_call_up(actor=scene.system, call_up_id=row.id)
    return queries.ask_of(actor=scene.system, call_up_id=row.id, unit_id=unit.id)


def _name(scene):
    ask = _ask(scene)
    person = responders.add_responder(
        actor=scene.system, draft=PersonDraft(name="样本人", unit_id=ask.unit_id)
    )
    [row] = services.name_people(actor=scene.system, ask_id=ask.id, responder_ids=[person.id])
    return row


def _difference(scene):
    name = _name(scene)
    services.answer(
        actor=scene.system,
        ask_id=queries.ask_of(
            actor=scene.system, call_up_id=name.call_up_id, unit_id=name.unit_id
        ).id,
        promised=2,
        stated=2,
    )
    return Difference.objects.get(call_up_id=name.call_up_id, kind="count")


def _closed(scene):
    row = _difference(scene)
    return services.close_difference(actor=scene.system, difference_id=row.id, reason="样本")


def _plan(scene):
    name = _name(scene)
    return DeploymentPlan.objects.create(
        tenant_id=name.tenant_id,
        call_up_id=name.call_up_id,
        area_code=scene.area,
        number=1,
        starts_on=clock.today(),
        instance=packed({"communities": [{"id": scene.area, "posts": [], "demand": []}]}),
    )


def _solved(scene):
    row = _plan(scene)
    facts = {
        "communities": [{"id": scene.area}],
        "shifts": [],
        "horizon": {"days": 14},
        "units": [{"id": "u", "people": []}],
        "people": [],
    }
    row.instance = packed(facts)
    row.document = packed({"assignment": {}, "first_secretary": {}, "roster": []})
    row.summary = {
        "legal": True, "people": 0, "reserve": 0, "shifts": 0, "short": 0, "alone": 0,
        "mean_km": 0, "seconds": 1, "communities": [],
    }  # fmt: skip
    row.state = PlanState.SOLVED
    row.save()
    return row


def _study(scene):
    row = _solved(scene)
    return PlanStudy.objects.create(
        tenant_id=row.tenant_id, plan=row, area_code=row.area_code, kind="short"
    )


def _edited(scene):
    """A plan of one community and one person, open for changes by hand."""
    row = _solved(scene)
    at = {"subdistrict": scene.area[:9], "x_km": 0, "y_km": 0}
    facts = {
        "schema": "muster-plan-input/1",
        "id": "sample",
        "horizon": {"start_date": row.starts_on.isoformat(), "days": row.days},
        "shifts": [{"id": "D", "start": "08:00", "end": "16:00"}],
        "post_types": [],
        "rules": {},
        "weights": {},
        "communities": [{"id": scene.area, **at, "posts": [], "demand": []}],
        "units": [{"id": "u", "name": "u", "level": "city", "people": ["p"]}],
        "people": [{"id": "p", "unit": "u", "x_km": 0, "y_km": 0}],
    }
    row.instance = packed(facts)
    row.document = packed({"assignment": {"p": scene.area}, "first_secretary": {}, "roster": []})
    row.state = PlanState.EDITED
    row.parent = DeploymentPlan.objects.create(
        tenant_id=row.tenant_id,
        call_up_id=row.call_up_id,
        area_code=row.area_code,
        number=2,
        starts_on=row.starts_on,
        instance=row.instance,
    )
    row.save()
    return row


def _of_grid(row):
    return {"plan_id": row.id, "area": row.area_code}


def _submitted(scene):
    return services.submit_plan(actor=scene.system, plan_id=_solved(scene).id)


def _of_plan(row):
    return {"plan_id": row.id}


def _of_call_up(row):
    return {"call_up_id": row.id}


def _of_ask(row):
    return {"ask_id": row.id}


def _of_name(row):
    return {"nomination_id": row.id}


def _of_difference(row):
    return {"difference_id": row.id}


def _posted(sample, kwargs, **facts):
    return Entry(sample, kwargs=kwargs, method="POST", **facts)


ENTRIES = {
    "mobilise:index": Entry(_call_up, shows="样本集结"),
    "mobilise:call_up": Entry(_sent, kwargs=_of_call_up),
    "mobilise:edit": Entry(_call_up, kwargs=_of_call_up),
    "mobilise:targets": Entry(_call_up, kwargs=_of_call_up),
    "mobilise:send": _posted(lambda scene: _asked(scene)[0], _of_call_up),
    "mobilise:remind": _posted(_sent, _of_call_up),
    "mobilise:close": _posted(_sent, _of_call_up),
    "mobilise:cancel": _posted(_sent, _of_call_up),
    "mobilise:names": Entry(_sent, kwargs=_of_call_up),
    "mobilise:waiting": Entry(_sent, kwargs=_of_call_up),
    "mobilise:reconciliation": Entry(_sent, kwargs=_of_call_up),
    "mobilise:arrivals": Entry(_sent, kwargs=_of_call_up),
    "mobilise:asked": Entry(_ask, role="clerk", scope=lambda row: row.unit_id),
    "mobilise:ask": Entry(_ask, kwargs=_of_ask),
    "mobilise:ask_people": Entry(_ask, kwargs=_of_ask),
    "mobilise:ask_links": Entry(_ask, kwargs=_of_ask),
    "mobilise:ask_cards": Entry(_ask, kwargs=_of_ask),
    "mobilise:ask_export": Entry(_ask, kwargs=_of_ask, role="clerk", scope=lambda row: row.unit_id),
    "mobilise:confirm": _posted(_name, _of_name),
    "mobilise:decline": _posted(_name, _of_name),
    "mobilise:withdraw": _posted(_name, _of_name),
    "mobilise:replace": Entry(_name, kwargs=_of_name),
    "mobilise:wait": _posted(_name, _of_name),
    "mobilise:arrive": _posted(_name, _of_name),
    "mobilise:undo_arrival": _posted(_name, _of_name),
    "mobilise:confirm_list": _posted(_ask, _of_ask),
    "mobilise:arrive_unit": _posted(_ask, _of_ask),
    "mobilise:differences_close": _posted(_sent, _of_call_up),
    "mobilise:difference_reopen": _posted(_closed, _of_difference),
    "mobilise:plans": Entry(_sent, kwargs=_of_call_up),
    "mobilise:plan_begin": Entry(_sent, kwargs=_of_call_up),
    "mobilise:plan": Entry(_solved, kwargs=_of_plan),
    "mobilise:plan_solve": _posted(_plan, _of_plan),
    "mobilise:plan_stop": _posted(_plan, _of_plan),
    "mobilise:plan_submit": _posted(_solved, _of_plan),
    "mobilise:plan_approve": _posted(_submitted, _of_plan),
    "mobilise:plan_publish": _posted(_solved, _of_plan),
    "mobilise:plan_return": _posted(_submitted, _of_plan),
    "mobilise:plan_drop": _posted(_plan, _of_plan),
    "mobilise:plan_community": Entry(
        _solved, kwargs=lambda row: {"plan_id": row.id, "area": row.area_code}
    ),
    "mobilise:ask_places": Entry(_ask, kwargs=_of_ask),
    "mobilise:ask_places_export": _posted(_ask, _of_ask),
    "mobilise:plan_units": Entry(_solved, kwargs=_of_plan),
    "mobilise:plan_unit": Entry(_solved, kwargs=lambda row: {"plan_id": row.id, "unit": "u"}),
    "mobilise:plan_gear": Entry(_solved, kwargs=_of_plan),
    "mobilise:plan_short": Entry(_solved, kwargs=_of_plan),
    "mobilise:plan_absence": Entry(_solved, kwargs=_of_plan),
    "mobilise:plan_cohesion": Entry(_solved, kwargs=_of_plan),
    "mobilise:plan_ask": Entry(
        _solved, method="POST", kwargs=_of_plan, data=lambda _row: {"kind": "curve"}
    ),
    "mobilise:plan_weigh": Entry(
        _solved, method="POST", kwargs=_of_plan, data=lambda _row: {"fragment": "2000"}
    ),
    "mobilise:plan_adopt": Entry(_study, method="POST", kwargs=lambda row: {"study_id": row.id}),
    "mobilise:plan_choose": Entry(_sent, kwargs=_of_call_up),
    "mobilise:plan_compare": Entry(
        _solved, kwargs=lambda row: {"plan_id": row.id, "other_id": row.id}
    ),
    "mobilise:plan_by_hand": _posted(_plan, _of_plan),
    "mobilise:plan_edits": Entry(_edited, kwargs=_of_plan),
    "mobilise:plan_undo": _posted(_edited, _of_plan),
    "mobilise:plan_finish": _posted(_edited, _of_plan),
    "mobilise:plan_around": _posted(_edited, _of_plan),
    "mobilise:plan_edit_grid": Entry(_edited, kwargs=_of_grid),
    "mobilise:plan_change": _posted(_edited, _of_grid),
    "mobilise:plan_fix": _posted(_edited, _of_grid),
    "mobilise:plan_cell": Entry(
        _edited, kwargs=lambda row: {**_of_grid(row), "person": "p", "day": 0}
    ),
    "mobilise:plan_instance": Entry(_solved, kwargs=_of_plan),
    "mobilise:plan_file": Entry(_solved, kwargs=_of_plan),
    "GET /mobilise/call-ups/{uuid:call_up_id}/plans": Entry(_sent, kwargs=_of_call_up),
    "POST /mobilise/call-ups/{uuid:call_up_id}/plans": Entry(
        _sent, kwargs=_of_call_up, method="POST", data={"starts_on": "2020-02-01", "days": 1}
    ),
    "GET /mobilise/plans/{uuid:plan_id}": Entry(_solved, kwargs=_of_plan),
    "GET /mobilise/plans/{uuid:plan_id}/content": Entry(_solved, kwargs=_of_plan),
    "POST /mobilise/plans/{uuid:plan_id}/solve": _posted(_plan, _of_plan),
    "POST /mobilise/plans/{uuid:plan_id}/submit": _posted(_solved, _of_plan),
    "POST /mobilise/plans/{uuid:plan_id}/approve": _posted(_submitted, _of_plan),
    "POST /mobilise/plans/{uuid:plan_id}/publish": _posted(_solved, _of_plan),
    "POST /mobilise/plans/{uuid:plan_id}/by-hand": _posted(_plan, _of_plan),
    "POST /mobilise/plans/{uuid:plan_id}/weights": _posted(
        _solved, _of_plan, data={"fragment": 2000}
    ),
    "GET /mobilise/plans/{uuid:plan_id}/studies": Entry(_solved, kwargs=_of_plan),
    "POST /mobilise/plans/{uuid:plan_id}/studies": _posted(
        _solved, _of_plan, data={"kind": "curve"}
    ),
    "GET /mobilise/call-ups": Entry(_call_up, shows='"state": "draft"'),
    "GET /mobilise/call-ups/{uuid:call_up_id}/board": Entry(_sent, kwargs=_of_call_up),
    "mobilise:personal": Entry(
        _name,
        kwargs=lambda row: {"code": row.code},
        why="The code is the key: it was handed to one person.",
    ),
}
