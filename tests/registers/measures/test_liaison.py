"""Liaison groups: each area served by one group at a time, one leader a group, every time kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.registers.measures.conftest import (
    COMMUNITY,
    OTHER_SUBDISTRICT,
    START,
    SUBDISTRICT,
)

from muster.kernel.errors import Conflict, Invalid, NotAllowed
from muster.registers.measures import queries, services
from muster.registers.measures.models import LiaisonMember


@pytest.fixture
def form(incident, commander, at):
    """Form a group: `form("一组", SUBDISTRICT)`."""

    def make(name="劝业场街道联络组", *codes, phone=""):
        with at(hours=1):
            return services.form_liaison_group(
                actor=commander, incident_id=incident.id, name=name,
                area_codes=codes or [SUBDISTRICT], phone=phone,
            )  # fmt: skip

    return make


@pytest.fixture
def lines(incident, commander):
    """Describe the groups at work."""

    def tell():
        groups = queries.liaison_groups(actor=commander, incident_id=incident.id)
        return queries.group_lines(actor=commander, groups=groups)

    return tell


def test_areas_without_a_group_are_named(form, incident, commander):
    form()

    groups = list(queries.liaison_groups(actor=commander, incident_id=incident.id))
    served = queries.served_areas(incident=incident, groups=groups)

    assert [(line.area.code, line.group and line.group.name) for line in served] == [
        (SUBDISTRICT, "劝业场街道联络组"), (OTHER_SUBDISTRICT, None),
    ]  # fmt: skip


def test_incident_of_one_community_has_that_community_to_serve(make_incident):
    made = make_incident(area_code=COMMUNITY)

    assert [area.code for area in queries.areas_to_serve(incident=made)] == [COMMUNITY]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "劝业场街道联络组"}, "name"),
        ({"area_codes": []}, "area_codes"),
        ({"area_codes": ["120102001"]}, "area_codes"),
        ({"area_codes": ["120101777"]}, "area_codes"),
        ({"area_codes": [SUBDISTRICT]}, "area_codes"),
        ({"phone": "打给老王"}, "phone"),
    ],
)
def test_group_that_cannot_be_formed_names_the_field(form, commander, at, facts, field):
    incident_id = form().incident_id
    known = {"name": "小白楼街道联络组", "area_codes": [OTHER_SUBDISTRICT], "phone": "12345"}
    with at(hours=2), pytest.raises(Invalid) as refused:
        services.form_liaison_group(actor=commander, incident_id=incident_id, **(known | facts))

    assert set(refused.value.errors) == {field}


def test_area_that_changes_its_group_keeps_the_time_it_had(form, commander, at):
    first = form("一组", SUBDISTRICT, OTHER_SUBDISTRICT)
    with at(hours=5):
        services.change_liaison_group(
            actor=commander, group_id=first.id, name="一组", area_codes=[SUBDISTRICT]
        )
        services.form_liaison_group(
            actor=commander, incident_id=first.incident_id, name="二组",
            area_codes=[OTHER_SUBDISTRICT],
        )  # fmt: skip

    left = first.areas.get(area_code=OTHER_SUBDISTRICT)
    assert (left.starts_at, left.ends_at) == (
        START + timedelta(hours=1), START + timedelta(hours=5),
    )  # fmt: skip
    assert first.areas.get(area_code=SUBDISTRICT).ends_at is None


def test_new_leader_makes_the_old_one_a_member(form, lines, commander, make_person, at):
    group, person = form(), make_person("吴海涛")
    with at(hours=2):
        services.add_liaison_member(
            actor=commander, group_id=group.id, person_name="李芳", leads=True
        )
        services.add_liaison_member(actor=commander, group_id=group.id, person_id=person.id)
    with at(hours=3):
        services.add_liaison_member(
            actor=commander, group_id=group.id, person_id=person.id, leads=True
        )
        services.add_liaison_member(actor=commander, group_id=group.id, person_id=person.id)

    (line,) = lines()
    assert line.leader.person.name == "吴海涛"
    assert [member.person.name for member in line.members] == ["李芳"]
    ended = group.members.filter(ends_at__isnull=False)
    assert {row.ends_at for row in ended} == {START + timedelta(hours=3)}
    assert ended.count() == 2


def test_member_who_leaves_can_be_taken_in_again(form, lines, commander, at):
    group = form()
    with at(hours=2):
        member = services.add_liaison_member(actor=commander, group_id=group.id, person_name="李芳")
        services.end_liaison_member(actor=commander, member_id=member.id)
        services.end_liaison_member(actor=commander, member_id=member.id)
        assert lines()[0].members == []
        services.add_liaison_member(actor=commander, group_id=group.id, person_name="李芳")
    assert len(lines()[0].members) == 1
    assert group.members.count() == 2


def test_group_that_ended_frees_its_areas_and_takes_nobody_in(form, lines, commander, at):
    group = form()
    with at(hours=2):
        services.add_liaison_member(actor=commander, group_id=group.id, person_name="李芳")
        services.end_liaison_group(actor=commander, group_id=group.id)
        with pytest.raises(Conflict):
            services.add_liaison_member(actor=commander, group_id=group.id, person_name="王强")
    assert lines() == []
    assert form().id != group.id


def test_only_the_command_changes_groups(form, make_actor, at):
    group = form()
    lead = make_actor("lead", COMMUNITY)
    with at(hours=2):
        assert queries.liaison_group(actor=lead, group_id=group.id) == group
        for refused in (
            lambda: services.end_liaison_group(actor=lead, group_id=group.id),
            lambda: services.add_liaison_member(actor=lead, group_id=group.id, person_name="李芳"),
        ):
            with pytest.raises(NotAllowed):
                refused()


def test_database_keeps_one_leader_a_group_and_one_group_an_area(form, commander, at):
    first, second = form(), form("二组", OTHER_SUBDISTRICT)
    with at(hours=2):
        services.add_liaison_member(
            actor=commander, group_id=first.id, person_name="李芳", leads=True
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        LiaisonMember.objects.create(
            tenant_id=first.tenant_id, group=first, person_name="王强", leads=True, starts_at=START
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        second.areas.filter(group=second).update(area_code=SUBDISTRICT)


def test_list_of_groups_costs_the_same_queries_for_one_member_and_many(
    form, lines, commander, make_person, at
):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            lines()
        return len(captured)

    def fill(group, count):
        with at(hours=2):
            for n in range(count):
                services.add_liaison_member(
                    actor=commander, group_id=group.id, person_id=make_person(f"王{n}").id
                )

    fill(form(), 1)
    one = cost()
    fill(form("二组", OTHER_SUBDISTRICT), 12)
    assert cost() == one
