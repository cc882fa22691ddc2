"""Entries of registers.measures.

The sample is an incident of one community, so that the lead of another must get nothing of it.
"""

from tests.matrix.entries import Entry

from muster.platform.places.models import Area
from muster.registers.measures import services


def _incident(scene):
    _area(scene)
    return services.open_incident(
        actor=scene.system,
        kind="flood",
        name="样本汛情",
        area_code=scene.area,
        contact_name="样本值班室",
        contact_phone="022-00000000",
        contact_answered=True,
    )


def _area(scene):
    known = {"parent_code": scene.area[:9], "level": 5, "name": "样本社区", "short_name": "样本"}
    Area.objects.get_or_create(code=scene.area, defaults=known | {"areas": 1, "communities": 1})


def _period(scene):
    return services.open_period(actor=scene.system, incident_id=_incident(scene).id)


def _staff(scene):
    return services.assign_staff(
        actor=scene.system, incident_id=_incident(scene).id, role="safety", person_name="样本人"
    )


def _left(scene):
    return services.end_staff(actor=scene.system, staff_id=_staff(scene).id)


def _group(scene):
    return services.form_liaison_group(
        actor=scene.system,
        incident_id=_incident(scene).id,
        name="样本联络组",
        area_codes=[scene.area],
    )


def _member(scene):
    return services.add_liaison_member(
        actor=scene.system, group_id=_group(scene).id, person_name="样本人"
    )


def _of_incident(incident):
    return {"incident_id": incident.id}


def _of_seat(staff):
    return {"incident_id": staff.incident_id, "role": staff.role}


def _of_staff(staff):
    return {"staff_id": staff.id}


def _of_group(group):
    return {"group_id": group.id}


def _posted(sample, kwargs, **facts):
    return Entry(sample, kwargs=kwargs, method="POST", **facts)


ENTRIES = {
    "measures:index": Entry(_incident, shows="样本汛情"),
    "measures:incident": Entry(_incident, kwargs=_of_incident, shows="样本汛情"),
    "measures:contact": Entry(_incident, kwargs=_of_incident),
    "measures:renew": Entry(_incident, kwargs=_of_incident),
    "measures:close": Entry(_incident, kwargs=_of_incident),
    "measures:period_open": Entry(_incident, kwargs=_of_incident),
    "measures:periods": Entry(_incident, kwargs=_of_incident),
    "measures:objectives": Entry(_period, kwargs=lambda period: {"period_id": period.id}),
    "measures:staff": Entry(_incident, kwargs=_of_incident),
    "measures:staff_export": _posted(_incident, _of_incident),
    "measures:seat": Entry(_staff, kwargs=_of_seat),
    "measures:staff_end": _posted(_staff, _of_staff),
    "measures:staff_reopen": _posted(_left, _of_staff),
    "measures:group_form": Entry(_incident, kwargs=_of_incident),
    "measures:group": Entry(_group, kwargs=_of_group),
    "measures:group_change": Entry(_group, kwargs=_of_group),
    "measures:group_end": _posted(_group, _of_group),
    "measures:group_join": _posted(_group, _of_group, data={"person_name": "样本人"}),
    "measures:member_end": _posted(_member, lambda member: {"member_id": member.id}),
    "GET /measures/incidents": Entry(_incident, shows="022-00000000"),
    "GET /measures/incidents/{uuid:incident_id}": Entry(_incident, kwargs=_of_incident),
    "GET /measures/incidents/current": Entry(_incident, shows="022-00000000"),
}
