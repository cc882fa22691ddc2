"""Entries of registers.responders.

The sample is a community's own staff: a unit that lies in the community of the scene, so that the
lead of another community must get nothing.
"""

from tests.matrix.entries import Entry

from muster.registers.responders import services
from muster.registers.responders.contracts import PersonDraft

COMMAND_WIDE = "Only a command's own roles may do this; their area here is the community."


def _unit(scene):
    return services.add_unit(
        actor=scene.system, name="样本单位", level="community", area_code=scene.area
    )


def _person(scene):
    draft = PersonDraft(name="样本人", unit_id=_unit(scene).id, phone="15400000001")
    return services.add_responder(actor=scene.system, draft=draft)


def _ended(scene):
    person = _person(scene)
    return services.end_responder(actor=scene.system, responder_id=person.id)


def _limit(scene):
    return services.add_limit(actor=scene.system, responder_id=_person(scene).id, kind="no_nights")


def _absence(scene):
    return services.report_absence(actor=scene.system, responder_id=_person(scene).id)


def _team(scene):
    person = _person(scene)
    return services.form_team(
        actor=scene.system, name="样本队伍", unit_id=person.unit_id, leader_id=person.id
    )


def _pairing(scene):
    return services.open_pairing(
        actor=scene.system, unit_id=_unit(scene).id, community_code=scene.area
    )


def _closed(scene):
    return services.close_unit(actor=scene.system, unit_id=_unit(scene).id)


def _of_person(person):
    return {"responder_id": person.id}


def _of_unit(unit):
    return {"unit_id": unit.id}


def _of_team(team):
    return {"team_id": team.id}


def _of_member(team):
    return {"team_id": team.id, "responder_id": team.leader_id}


def _of_pairing(pairing):
    return {"pairing_id": pairing.id}


def _posted(sample, kwargs, **facts):
    return Entry(sample, kwargs=kwargs, method="POST", **facts)


ENTRIES = {
    "responders:index": Entry(_person, shows="样本人"),
    "responders:export": _posted(_person, {}, role="clerk"),
    "responders:drop_view": Entry(
        kwargs={"view_id": "00000000-0000-7000-8000-000000000000"},
        method="POST",
        elsewhere="open",
        why="It forgets only views of one's own; anybody else's stays.",
    ),
    "responders:units": Entry(_unit, shows="样本单位"),
    "responders:unit": Entry(_unit, kwargs=_of_unit),
    "responders:unit_edit": Entry(_unit, kwargs=_of_unit),
    "responders:unit_close": _posted(_unit, _of_unit),
    "responders:unit_reopen": _posted(_closed, _of_unit),
    "responders:unit_home": Entry(_unit, role="clerk", scope=lambda unit: unit.id),
    "responders:person": Entry(_person, kwargs=_of_person),
    "responders:edit": Entry(_person, kwargs=_of_person),
    "responders:end": _posted(_person, _of_person),
    "responders:reinstate": _posted(_ended, _of_person),
    "responders:transfer": Entry(_person, kwargs=_of_person),
    "responders:reveal": Entry(
        _person, kwargs=lambda person: {"responder_id": person.id, "field": "phone"}
    ),
    "responders:contact": Entry(_person, kwargs=_of_person),
    "responders:nights": _posted(_person, _of_person),
    "responders:limit": Entry(_person, kwargs=_of_person),
    "responders:week": Entry(_person, kwargs=_of_person),
    "responders:absence": Entry(_person, kwargs=_of_person),
    "responders:limit_end": _posted(_limit, lambda limit: {"limit_id": limit.id}),
    "responders:absence_end": _posted(_absence, lambda row: {"absence_id": row.id}),
    "responders:teams": Entry(_team, shows="样本队伍"),
    "responders:team": Entry(_team, kwargs=_of_team),
    "responders:team_end": _posted(_team, _of_team),
    "responders:team_join": _posted(_team, _of_member),
    "responders:team_leave": _posted(_team, _of_member),
    "responders:team_lead": _posted(_team, _of_member),
    "responders:pairings": Entry(_pairing, shows="样本单位"),
    "responders:pairing": Entry(_pairing, kwargs=_of_pairing),
    "responders:pairing_end": _posted(_pairing, _of_pairing),
    "responders:pairing_report": Entry(_pairing, kwargs=_of_pairing),
    "GET /responders/people": Entry(_person, shows="154****0001"),
    "GET /responders/people/{uuid:responder_id}": Entry(_person, kwargs=_of_person),
    "GET /responders/units": Entry(_unit, shows='"level": "community"'),
}
