"""Entries of operations.duty: the sample is a post in the community of the scene, or a shift."""

from tests.matrix.entries import Entry

from muster.kernel import clock
from muster.operations.duty import services
from muster.operations.duty.contracts import AssignmentDraft, DeploymentDraft, PostDraft
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


ENTRIES = {
    "duty:posts": Entry(_post, shows="样本岗位"),
    "duty:post": Entry(_post, kwargs=_of_post),
    "duty:at": Entry(_post, kwargs=lambda post: {"code": post.code}),
    "duty:add": Entry(_post),
    "duty:edit": Entry(_post, kwargs=_of_post),
    "duty:close": _posted(_post, _of_post),
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
}
