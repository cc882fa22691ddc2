"""The incident of the demo district: opened the evening before, staffed, with its liaison groups.

Written as the command would have written it at 18:00 on 17 February, through the services a command
uses. Numbers beginning with 022-0000 belong to nobody.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.models import Tenant
from muster.kernel.tenants import tenant_of
from muster.platform.places.queries import areas_below
from muster.registers.measures.enums import IncidentKind, StaffRole
from muster.registers.measures.services import (
    add_liaison_member,
    assign_staff,
    form_liaison_group,
    open_incident,
    open_period,
)

BEFORE_THE_DRILL = timedelta(hours=14, minutes=5)
"""The drill begins at 08:05; the incident was opened at 18:00 the evening before."""

NAME = "新冠疫情联防联控"
CONTACT, CONTACT_PHONE = "区指挥部值班室", "022-0000 0100"
OBJECTIVES = """2 月 18 日 8:00 前 3224 名下沉人员全部到岗
430 个点位每班不少于两人
各街道联络组 20:00 前报齐缺员和急需物资"""
GROUP, GROUP_PHONE, GROUP_SIZE = "{area}联络组", "022-0000 01{number:02}", 3

SEATS = (
    (StaffRole.COMMANDER, "区应急管理局", 0, False),
    (StaffRole.COMMANDER, "区卫生健康委员会", 0, True),
    (StaffRole.COMMANDER, "区民政局", 0, True),
    (StaffRole.SAFETY, "区疾病预防控制中心", 0, False),
    (StaffRole.LIAISON, "区民政局", 1, False),
    (StaffRole.PUBLIC_INFORMATION, "区融媒体中心", 0, False),
    (StaffRole.OPERATIONS, "区卫生健康委员会", 1, False),
    (StaffRole.OPERATIONS, "区房屋管理局", 0, True),
    (StaffRole.PLANNING, "区应急管理局", 1, False),
    (StaffRole.PLANNING, "区统计局", 0, True),
    (StaffRole.LOGISTICS, "区商务局", 0, False),
    (StaffRole.FINANCE, "区财政局", 0, False),
)
"""Seat, unit, rank in the unit, deputy. The first of a unit leads it."""


def open_the_incident(commander: Actor, people: Mapping[str, Sequence[UUID]]) -> UUID:
    """Open, staff and cover the incident; `people` are the ids of each unit's people by its name.

    The commander of the demo opens it, and the demo's planner has the planning section. A seat
    whose unit is not among the people stays empty.
    """
    tenant = tenant_of(commander.tenant_id)
    with clock.drill((tenant.drill_offset or timedelta(0)) - BEFORE_THE_DRILL):
        incident = open_incident(
            actor=commander,
            kind=IncidentKind.EPIDEMIC,
            name=NAME,
            area_code=tenant.area_code,
            contact_name=CONTACT,
            contact_phone=CONTACT_PHONE,
            contact_answered=True,
        )
        open_period(actor=commander, incident_id=incident.id, objectives=OBJECTIVES)
        for role, unit, rank, deputy in SEATS:
            for person_id in people.get(unit, ())[rank : rank + 1]:
                assign_staff(
                    actor=commander,
                    incident_id=incident.id,
                    role=role,
                    person_id=person_id,
                    deputy=deputy,
                )
        _form_groups(commander, tenant, incident.id, list(people.values()))
    return incident.id


def _form_groups(
    commander: Actor, tenant: Tenant, incident_id: UUID, units: Sequence[Sequence[UUID]]
) -> None:
    """Give each subdistrict a group of people of the first units, their leader first."""
    for at, area in enumerate(areas_below(tenant.area_code, level=4)):
        group = form_liaison_group(
            actor=commander,
            incident_id=incident_id,
            name=GROUP.format(area=area.name),
            area_codes=[area.code],
            phone=GROUP_PHONE.format(number=at + 1),
        )
        for rank, person_id in enumerate(units[at % len(units)][:GROUP_SIZE]):
            add_liaison_member(
                actor=commander, group_id=group.id, person_id=person_id, leads=rank == 0
            )
