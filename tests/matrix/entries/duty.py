"""Entries of operations.duty: the sample is a post in the community of the scene, or a shift."""

from datetime import timedelta

from tests.matrix.entries import Entry

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.ids import new_id
from muster.operations.duty import services
from muster.operations.duty.contracts import AssignmentDraft, DeploymentDraft, PostDraft
from muster.operations.duty.models import Assignment, GearReturn, LoneAlarm, Post, ReliefAsked
from muster.registers.measures.services import open_incident
from muster.registers.responders import services as responders
from muster.registers.responders.contracts import PersonDraft

WITHOUT_INCIDENT = "Every page of posts is about the running incident; the lead elsewhere sees it."
OWN_SHIFT = "One checks oneself out: others find no such shift."
WHOLE_COMMAND = "Kinds, patterns and templates are the same for every community of a command."


def _incident(scene):
    return open_incident(
        actor=scene.system, kind="epidemic", name="样本事件", area_code=scene.tenant.area_code,
        contact_name="值班室", contact_phone="022-0000 0100", contact_answered=True,
    )  # fmt: skip


def _post(scene):
    draft = PostDraft(area_code=scene.area, kind="point", name="样本岗位")
    return services.add_post(actor=scene.system, incident_id=_incident(scene).id, draft=draft)


def _closed(scene):
    return services.close_post(actor=scene.system, post_id=_post(scene).id)


def _template(scene):
    _incident(scene)
    drafts = services.counted_drafts(scene.system, {"point": 1})
    return services.save_template(actor=scene.system, name="样本模板", drafts=drafts)


def _pattern(scene):
    return services.standards(scene.tenant.id).patterns["2x12"]


def _shift(scene):
    """A shift of the day, published before it begins."""
    post = _post(scene)
    unit = responders.add_unit(
        actor=scene.system, name="样本单位", level="district", area_code=scene.tenant.area_code
    )
    drafts = [PersonDraft(name=f"样本人员{n}", unit_id=unit.id) for n in (1, 2)]
    people = responders.add_many(actor=scene.system, drafts=drafts, batch_id=unit.id)
    edition = services.publish_edition(
        actor=scene.system,
        incident_id=post.incident_id,
        starts_on=clock.today(),
        days=1,
        plan_id=None,
        deployments=[DeploymentDraft(responder_id=p, area_code=scene.area) for p in people],
        assignments=[
            AssignmentDraft(responder_id=p, post_id=post.id, day=0, shift="3x8.D") for p in people
        ],
    )
    return edition.assignments.first()


def _calendar(scene):
    return _shift(scene).edition.deployments.first()


def _of_shift(shift):
    return {"assignment_id": shift.id}


def _own(**facts):
    return Entry(
        _shift,
        kwargs=_of_shift,
        method="POST",
        person=lambda shift: shift.responder_id,
        other_role="hidden",
        elsewhere="hidden",
        why=OWN_SHIFT,
        **facts,
    )


def _of_post(post):
    return {"post_id": post.id}


def _of_area(post):
    return {"code": post.area_code}


def _posted(sample, kwargs, **facts):
    return Entry(sample, kwargs=kwargs, method="POST", **facts)


def _whole_command(sample, kwargs=None, **facts):
    return Entry(sample, kwargs=kwargs, elsewhere="open", why=WHOLE_COMMAND, **facts)


CREW = "A crew hands over, takes over and reports from its own post; its keepers do it for them."


def _gap(shift):
    return {"post_id": shift.post_id, "day": f"{shift.day:%Y-%m-%d}", "shift_id": shift.shift_id}


def _alarm(scene):
    shift = _shift(scene)
    return LoneAlarm.objects.create(
        tenant=scene.tenant, post=shift.post, area_code=shift.area_code, day=shift.day,
        shift=shift.shift, starts_at=shift.starts_at, ends_at=shift.ends_at, cause="left",
        present=1,
    )  # fmt: skip


def _asked(scene):
    shift = _shift(scene)
    person = responders.add_many(
        actor=scene.system,
        drafts=[PersonDraft(name="样本替班", unit_id=shift.unit_id)],
        batch_id=shift.id,
    )
    return ReliefAsked.objects.create(
        tenant=scene.tenant, post=shift.post, area_code=shift.area_code, day=shift.day,
        shift=shift.shift, starts_at=shift.starts_at, ends_at=shift.ends_at,
        responder_id=person[0], unit_id=shift.unit_id,
    )  # fmt: skip


def _trip(scene):
    shift = _shift(scene)
    return services.note_trip(
        actor=scene.system, responder_id=shift.responder_id, place="样本地",
        leaves_on=shift.day, back_on=shift.day,
    )  # fmt: skip


def _handover(scene):
    shift = _shift(scene)
    draft = services.HandoverDraft(counted={}, closed={}, by_name="样本交班人")
    return services.offer_handover(
        actor=scene.system, **_gap(shift) | {"day": shift.day}, draft=draft
    )


def _report(scene):
    shift = _shift(scene)
    return services.raise_report(actor=scene.system, post_id=shift.post_id, kind="gear")


def _note(scene):
    shift = _shift(scene)
    return services.note_in_book(
        actor=scene.system, responder_id=shift.responder_id, kind="training",
        day=shift.day, words="样本培训",
    )  # fmt: skip


def _person(shift):
    return {"responder_id": shift.responder_id}


def _of_own(sample, kwargs, **facts):
    """Somebody's own thing: its person may, its keepers may, others find nothing."""
    return Entry(sample, kwargs=kwargs, other_role="hidden", elsewhere="hidden", why=CREW, **facts)


def _asked_end(scene):
    """The end of a community's deployment, asked for."""
    shift = _shift(scene)
    return services.ask_stand_down(
        actor=scene.system,
        incident_id=shift.edition.incident_id,
        area=scene.area,
        from_day=shift.day,
        reason="样本原因",
    )


def _ended(scene):
    """The same, confirmed."""
    row = _asked_end(scene)
    return services.confirm_stand_down(actor=scene.system, stand_down_id=row.id)


def _ended_shift(scene):
    _ended(scene)
    return Assignment.objects.filter(tenant_id=scene.tenant.id).first()


def _gear_due(scene):
    row = _ended(scene)
    post = Post.objects.filter(tenant_id=scene.tenant.id).first()
    return GearReturn.objects.create(
        tenant_id=row.tenant_id, stand_down=row, post=post, area_code=scene.area,
        label="样本物资", due=1,
    )  # fmt: skip


def _of_end(row):
    return {"stand_down_id": row.id}


def _later(scene):
    """A shift of tomorrow's roster."""
    return _rostered(scene).assignments.first()


def _rostered(scene):
    post = _post(scene)
    unit = responders.add_unit(
        actor=scene.system, name="样本单位", level="district", area_code=scene.tenant.area_code
    )
    drafts = [PersonDraft(name=f"样本人员{n}", unit_id=unit.id) for n in (1, 2, 3)]
    people = responders.add_many(actor=scene.system, drafts=drafts, batch_id=unit.id)
    return services.publish_edition(
        actor=scene.system,
        incident_id=post.incident_id,
        starts_on=clock.today() + timedelta(days=1),
        days=2,
        plan_id=None,
        deployments=[DeploymentDraft(responder_id=p, area_code=scene.area) for p in people],
        assignments=[
            AssignmentDraft(responder_id=p, post_id=post.id, day=0, shift="3x8.D") for p in people
        ],
    )


def _change(scene):
    """Somebody was called off tomorrow's roster."""
    row = _later(scene)
    return services.call_off(actor=scene.system, assignment_id=row.id, version=1, reason="样本原因")


def _request(scene):
    """Somebody asks for cover of tomorrow's shift."""
    row = _later(scene)
    own = Actor(account_id=new_id(), tenant_id=row.tenant_id, name="本人",
                person_id=row.responder_id)  # fmt: skip
    other = row.edition.assignments.exclude(id=row.id).first()
    return services.ask_cover(actor=own, assignment_id=row.id, of_responder_id=other.responder_id)


def _of_request(person=lambda row: row.other_id, **facts):
    return _of_own(_request, lambda row: {"request_id": row.id}, person=person, **facts)


ENTRIES = {
    "duty:posts": Entry(_post, shows="样本岗位"),
    "duty:post": Entry(_post, kwargs=_of_post),
    "duty:at": Entry(_post, kwargs=lambda post: {"code": post.code}),
    "duty:add": Entry(_post),
    "duty:edit": Entry(_post, kwargs=_of_post),
    "duty:close": _posted(_post, _of_post),
    "duty:renew_code": _posted(_post, _of_post),
    "duty:position": _posted(_post, _of_post),
    "duty:reopen": _posted(_closed, _of_post),
    "duty:card": Entry(_post, kwargs=lambda post: {"post_id": post.id, "paper": "a6"}),
    "duty:cards": Entry(_post),
    "duty:export": _posted(_post, {}),
    "duty:setup": Entry(_post),
    "duty:community": Entry(_post, kwargs=_of_area, shows="样本岗位"),
    "duty:renumber": _posted(_post, _of_area),
    "duty:template_of": _whole_command(_post, _of_area),
    "duty:kinds": Entry(_post),
    "duty:kind": _whole_command(_post, {"key": "point"}),
    "duty:kind_add": Entry(_post),
    "duty:patterns": Entry(_post),
    "duty:pattern_close": _whole_command(
        _pattern, lambda pattern: {"pattern_id": pattern.id}, method="POST"
    ),
    "duty:templates": Entry(_template),
    "duty:template": _whole_command(_template, lambda row: {"template_id": row.id}),
    "duty:template_drop": _whole_command(
        _template, lambda row: {"template_id": row.id}, method="POST"
    ),
    "duty:requisition": Entry(_post),
    "duty:requisition_export": _posted(_post, {}),
    "duty:leave": _own(),
    "duty:undo": _own(),
    "duty:calendar": Entry(_calendar, kwargs=lambda row: {"code": row.code}),
    "duty:rosters": Entry(_shift),
    "duty:roster": Entry(_shift, kwargs=lambda shift: {"code": shift.area_code}, shows="样本人员1"),
    "duty:came": _posted(_shift, _of_shift),
    "duty:left": _posted(_shift, _of_shift),
    "duty:came_undo": _posted(_shift, _of_shift),
    "duty:relief": Entry(_shift, kwargs=_gap),
    "duty:relief_ask": _posted(_shift, _gap, data=lambda s: {"person": s.responder_id}),
    "duty:relief_call": Entry(
        _shift,
        kwargs=lambda s: {**_gap(s), "responder_id": s.responder_id},
        here="hidden",
        why="The sample has no number on record.",
    ),
    "duty:relief_answer": _of_own(
        _asked,
        lambda row: {"relief_id": row.id},
        method="POST",
        person=lambda row: row.responder_id,
    ),
    "duty:trip_back": _of_own(
        _trip, lambda row: {"trip_id": row.id}, method="POST", person=lambda row: row.responder_id
    ),
    "duty:break": _of_own(_shift, _of_shift, person=lambda shift: shift.responder_id),
    "duty:break_back": _of_own(
        _shift, _of_shift, method="POST", person=lambda shift: shift.responder_id
    ),
    "duty:times": Entry(_shift, kwargs=_gap, shows="样本人员1"),
    "duty:fit_for": _posted(_shift, _of_shift, data={"fit": "yes"}),
    "duty:book": Entry(_shift, kwargs=_person),
    "duty:book_withdraw": _posted(_note, lambda row: {"note_id": row.id}),
    "duty:day_shifts": Entry(_shift, kwargs=lambda shift: {"code": shift.area_code}),
    "duty:alarm": Entry(_alarm, kwargs=lambda row: {"alarm_id": row.id}),
    "duty:alarm_answer": _posted(_alarm, lambda row: {"alarm_id": row.id}),
    "duty:hand_over": _of_own(_shift, _gap, person=lambda shift: shift.responder_id),
    "duty:handover": _of_own(_handover, lambda row: {"handover_id": row.id}),
    "duty:handover_accept": _of_own(
        _handover,
        lambda row: {"handover_id": row.id},
        method="POST",
        data={"by_name": "样本接班人"},
    ),
    "duty:handover_return": _of_own(
        _handover,
        lambda row: {"handover_id": row.id},
        method="POST",
        data={"by_name": "样本接班人", "reason": "样本"},
    ),
    "duty:handovers": Entry(_handover, kwargs=lambda row: {"post_id": row.post_id}),
    "duty:report_new": _of_own(_shift, lambda shift: {"post_id": shift.post_id}),
    "duty:report": Entry(_report, kwargs=lambda row: {"report_id": row.id}),
    "duty:own_book": Entry(
        _shift,
        person=lambda shift: shift.responder_id,
        other_role="hidden",
        elsewhere="hidden",
        why="Only whoever is on the register has a duty book.",
    ),
    "duty:book_signed": Entry(
        _shift,
        method="POST",
        person=lambda shift: shift.responder_id,
        other_role="hidden",
        elsewhere="hidden",
        why="Only whoever is on the register has a duty book.",
    ),
    "duty:reports": Entry(_report, shows="样本岗位"),
    "duty:alarms": Entry(_alarm, shows="样本岗位"),
    "GET /duty/shifts": Entry(
        _shift,
        data=lambda shift: {},
        here=422,
        other_role=422,
        elsewhere=422,
        why="The day is asked for.",
    ),
    "POST /duty/check-ins": Entry(
        _shift,
        data={"code": "23456789"},
        here="refused",
        other_role="refused",
        elsewhere="refused",
        why="The account of the matrix belongs to nobody on the register.",
    ),
    "POST /duty/shifts/{shift_id}/check-out": _of_own(
        _shift, lambda shift: {"shift_id": shift.id}, person=lambda shift: shift.responder_id
    ),
    "POST /duty/alarms/{alarm_id}/answer": Entry(_alarm, kwargs=lambda row: {"alarm_id": row.id}),
    "GET /duty/posts/{post_id}/days/{day}/shifts/{shift_id}/relief": Entry(_shift, kwargs=_gap),
    "POST /duty/handovers": _of_own(
        _shift,
        {},
        data=lambda s: _gap(s) | {"by_name": "样本交班人"},
        person=lambda shift: shift.responder_id,
    ),
    "GET /duty/handovers/{handover_id}": _of_own(_handover, lambda row: {"handover_id": row.id}),
    "POST /duty/handovers/{handover_id}/accept": _of_own(
        _handover, lambda row: {"handover_id": row.id}, data={"by_name": "样本接班人"}
    ),
    "duty:own_requests": Entry(_shift),
    "duty:request_answer": _of_request(),
    "duty:request_withdraw": _of_request(lambda row: row.responder_id),
    "duty:ask_change": _of_own(
        _shift,
        lambda shift: {"assignment_id": shift.id},
        method="GET",
        person=lambda shift: shift.responder_id,
    ),
    "duty:requests": Entry(_request),
    "duty:request": Entry(_request, kwargs=lambda row: {"request_id": row.id}),
    "duty:request_refuse": _posted(_request, lambda row: {"request_id": row.id}),
    "duty:editions": _whole_command(_shift),
    "duty:withdraw": _whole_command(_shift, lambda shift: {"edition_id": shift.edition_id}),
    "duty:changes": Entry(_change, shows="样本原因"),
    "duty:change_undo": _posted(_change, lambda row: {"change_id": row.id}),
    "duty:stand_downs": Entry(_asked_end, shows="样本原因"),
    "duty:stand_down_ask": Entry(_shift),
    "duty:stand_down": Entry(_asked_end, kwargs=_of_end),
    "duty:stand_down_confirm": _posted(_asked_end, _of_end),
    "duty:stand_down_drop": _posted(_asked_end, _of_end),
    "duty:stand_down_reopen": _posted(_ended, _of_end, data={"reason": "样本原因"}),
    "duty:gear_back": Entry(_gear_due, kwargs=lambda row: {"gear_id": row.id}),
    "duty:ended_unit": Entry(
        _ended_shift,
        kwargs=lambda shift: {"unit_id": shift.unit_id},
        method="GET",
        shows="样本人员1",
    ),
    "duty:own_hours": Entry(
        _shift,
        method="POST",
        person=lambda shift: shift.responder_id,
        other_role="hidden",
        elsewhere="hidden",
        why="Only whoever is on the register has hours.",
    ),
    "duty:area_papers": Entry(_shift),
    "duty:papers": Entry(_shift, kwargs=lambda shift: {"code": shift.area_code}),
    "duty:day_pack": _posted(
        _shift,
        lambda shift: {"code": shift.area_code},
        data=lambda shift: {"day": f"{shift.day:%Y-%m-%d}"},
    ),
    "duty:roster_export": _posted(
        _shift, lambda shift: {"code": shift.area_code, "form": "workbook"}
    ),
    "duty:grid": Entry(_shift, kwargs=lambda shift: {"code": shift.area_code}, shows="样本人员1"),
    "duty:repair": Entry(_shift, kwargs=lambda shift: {"code": shift.area_code}, shows="样本人员1"),
    "GET /duty/roster/changes": Entry(_change, shows="call_off"),
    "POST /duty/shifts/{shift_id}/cover": Entry(
        _later,
        kwargs=lambda shift: {"shift_id": shift.id},
        data=lambda shift: {"version": 1, "by_responder_id": str(shift.responder_id)},
    ),
    "POST /duty/shifts/{shift_id}/swap": Entry(
        _later,
        kwargs=lambda shift: {"shift_id": shift.id},
        data=lambda shift: {"version": 1, "with_version": 1, "with_assignment_id": str(shift.id)},
    ),
    "GET /duty/roster/requests": Entry(_request),
    "GET /duty/requests": Entry(_request),
    "POST /duty/requests/{request_id}/answer": _of_request(data={"agrees": True}),
}
