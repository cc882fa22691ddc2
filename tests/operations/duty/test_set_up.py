"""Communities set up at once, kinds and patterns of a command's own, and the gear they need."""

from datetime import timedelta

import pytest
from tests.operations.duty.conftest import COMMUNITY, DISTRICT, FAR, NEIGHBOUR
from tests.operations.duty.test_instance import START

from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.operations.duty import queries, services
from muster.operations.duty.contracts import GearLine, PostDraft, ShiftDraft, StepDraft
from muster.operations.duty.models import Post


def posts_in(actor, incident, area):
    rows = queries.posts(
        actor=actor, incident_id=incident.id, filters=queries.Filters(area=area)
    ).prefetch_related("gear", "joint_units")
    return [services.draft_of(row) for row in rows]


def test_copy_gives_each_community_the_same_posts_without_its_own_places(
    commander, incident, make_post
):
    make_post(number=3, place="静园东门", wanted=4, letters="DE", gear=(GearLine("torch", 5),))
    make_post("publicity", contacts="022-0000 0101")
    done = services.copy_posts(
        actor=commander, incident_id=incident.id, from_area=COMMUNITY, to_areas=[NEIGHBOUR, FAR]
    )

    assert (done.total, done.added) == (4, {NEIGHBOUR: 2, FAR: 2})
    gate, notice = posts_in(commander, incident, FAR)
    assert (gate.number, gate.wanted, gate.letters, gate.place) == (3, 4, "DE", "")
    assert gate.gear == (GearLine("torch", 5, "post"),)
    assert notice.contacts == ""


def test_copying_twice_adds_nothing(commander, incident, post):
    for expected in (1, 0):
        done = services.copy_posts(
            actor=commander, incident_id=incident.id, from_area=COMMUNITY, to_areas=[FAR]
        )
        assert done.total == expected
    assert done.there == {FAR: 1}


def test_copy_leaves_closed_posts_behind(commander, incident, make_post, post):
    services.close_post(actor=commander, post_id=make_post().id)
    services.copy_posts(
        actor=commander, incident_id=incident.id, from_area=COMMUNITY, to_areas=[FAR]
    )

    assert len(posts_in(commander, incident, FAR)) == 1


def test_copy_from_nothing_or_to_nothing_is_refused(commander, incident, post):
    for from_area, to_areas in ((FAR, [NEIGHBOUR]), (COMMUNITY, []), (COMMUNITY, [DISTRICT])):
        with pytest.raises(Invalid):
            services.copy_posts(
                actor=commander, incident_id=incident.id, from_area=from_area, to_areas=to_areas
            )


def test_lead_copies_into_the_own_community_only(lead, make_post, incident):
    make_post(area_code=COMMUNITY)
    with pytest.raises(NotAllowed):
        services.copy_posts(
            actor=lead, incident_id=incident.id, from_area=COMMUNITY, to_areas=[NEIGHBOUR]
        )


def test_template_sets_up_many_communities_at_once(commander, incident):
    drafts = services.counted_drafts(commander, {"point": 3, "disinfection": 1})
    template = services.save_template(actor=commander, name="标准社区", drafts=drafts)
    done = services.apply_template(
        actor=commander,
        template_id=template.id,
        incident_id=incident.id,
        areas=[COMMUNITY, NEIGHBOUR, FAR],
    )

    assert done.total == 12
    found = posts_in(commander, incident, NEIGHBOUR)
    assert [(draft.kind, draft.number) for draft in found] == [
        ("point", 1), ("point", 2), ("point", 3), ("disinfection", 1),
    ]  # fmt: skip
    assert found[3].skills == ("disinfection",)


def test_template_of_a_community_gives_what_the_community_has(commander, incident, make_post):
    make_post(number=2, points=2, weekdays=0b11, pattern="2x12", letters="N", tent=True)
    template = services.save_template_of(
        actor=commander, name="静园", incident_id=incident.id, area_code=COMMUNITY
    )
    services.apply_template(
        actor=commander, template_id=template.id, incident_id=incident.id, areas=[FAR]
    )

    [original], [copy] = (posts_in(commander, incident, area) for area in (COMMUNITY, FAR))
    for name in ("number", "points", "crew_min", "weekdays", "pattern", "letters", "tent", "gear"):
        assert getattr(copy, name) == getattr(original, name), name


def test_template_needs_a_name_of_its_own_and_a_post(commander, incident):
    drafts = services.counted_drafts(commander, {"point": 1})
    services.save_template(actor=commander, name="标准社区", drafts=drafts)
    for name, given in (("标准社区", drafts), ("", drafts), ("空", [])):
        with pytest.raises(Invalid):
            services.save_template(actor=commander, name=name, drafts=given)


def test_lead_keeps_no_template_and_sees_those_of_the_command(lead, commander):
    drafts = services.counted_drafts(commander, {"point": 1})
    with pytest.raises(NotAllowed):
        services.save_template(actor=lead, name="我的", drafts=drafts)
    template = services.save_template(actor=commander, name="标准", drafts=drafts)

    assert [(row.name, row.size) for row in queries.templates(actor=lead)] == [("标准", 1)]
    services.drop_template(actor=commander, template_id=template.id)
    assert queries.templates(actor=lead) == []


def test_own_pattern_and_kind_work_like_standard_ones(commander, make_post):
    shifts = [
        ShiftDraft(letter="D", starts="07:00", ends="15:00", label="白班"),
        ShiftDraft(letter="N", starts="23:00", ends="07:00", night=True),
    ]
    pattern = services.add_pattern(actor=commander, label="机关班制", shifts=shifts)
    kind = services.add_kind(
        actor=commander, label="核酸采样", duties="维持秩序", skills=["sampling"],
        gear=[GearLine("mask", 3, "person")], steps=[StepDraft(title="问", text="预约码")],
    )  # fmt: skip
    post = make_post(kind.key, pattern=pattern.key)

    found = queries.post(actor=commander, post_id=post.id)
    assert [link.shift.label for link in found.shift_links.all()] == ["白班", "N"]
    assert (found.title, found.skills) == ("核酸采样 no. 1", ["sampling"])
    assert [(g.item, g.quantity) for g in found.gear.all()] == [("mask", 3)]


def test_pattern_in_use_cannot_be_closed(commander, post):
    pattern = queries.patterns(actor=commander)[0]
    with pytest.raises(Conflict):
        services.close_pattern(actor=commander, pattern_id=pattern.id)

    services.close_post(actor=commander, post_id=post.id)
    services.close_pattern(actor=commander, pattern_id=pattern.id)
    assert pattern.id not in {row.id for row in queries.patterns(actor=commander)}


@pytest.mark.parametrize(
    "shifts",
    [
        [],
        [ShiftDraft(letter="D", starts="7", ends="15:00")],
        [ShiftDraft(letter="D", starts="07:00", ends="15:00")] * 2,
        [ShiftDraft(letter="DD", starts="07:00", ends="15:00")],
    ],
)
def test_pattern_that_cannot_be_is_refused(commander, shifts):
    with pytest.raises(Invalid):
        services.add_pattern(actor=commander, label="新班制", shifts=shifts)


def test_own_words_of_a_kind_replace_the_standard_ones_until_emptied(commander):
    services.change_kind(actor=commander, key="point", duties="只守东门\n不离岗", label="守门")
    kind = queries.kind(actor=commander, key="point")
    assert (kind.label, kind.duties) == ("守门", ["只守东门", "不离岗"])

    services.change_kind(actor=commander, key="point", duties="", label="")
    kind = queries.kind(actor=commander, key="point")
    assert kind.label == "Point duty"
    assert len(kind.duties) == 3


def test_kind_of_a_crew_of_one_is_refused(commander, lead):
    with pytest.raises(Invalid):
        services.change_kind(actor=commander, key="point", crew_min=1)
    with pytest.raises(NotAllowed):
        services.change_kind(actor=lead, key="point", crew_min=3)
    with pytest.raises(NotFound):
        services.change_kind(actor=commander, key="nothing", crew_min=3)


def test_eight_steps_are_the_checklist_of_point_duty(commander):
    services.standards(commander.tenant_id)
    kind = queries.kind(actor=commander, key="point")

    assert [step.title for step in kind.steps.all()] == [
        "Ask", "Measure", "Register", "Report", "Hand out", "Explain", "Correct", "Disinfect",
    ]  # fmt: skip


def test_requisition_adds_up_by_post_shift_and_person(commander, incident, make_post):
    gear = (
        GearLine("torch", 1),
        GearLine("disinfectant", 2, "shift"),
        GearLine("mask", 3, "person"),
    )
    make_post(gear=gear, wanted=4)
    make_post(gear=gear, wanted=2, letters="D", weekdays=0b1, area_code=FAR)  # Mondays alone
    found = queries.requisition(
        actor=commander, incident_id=incident.id, starts_on=START, days=7
    ).by_item()

    assert {item: (t.once, dict(t.shifts), t.total) for item, t in found.items()} == {
        # 4 people × 3 shifts × 7 days, and 2 people on one Monday
        "mask": (0, {"3x8.D": 18, "3x8.E": 12, "3x8.N": 12}, 3 * 4 * 3 * 7 + 3 * 2),
        "disinfectant": (0, {"3x8.D": 4, "3x8.E": 2, "3x8.N": 2}, 2 * 3 * 7 + 2),
        "torch": (2, {}, 2),
    }


def test_requisition_of_an_area_leaves_out_others_and_closed_days(commander, incident, make_post):
    make_post(gear=(GearLine("torch", 1),), opens_on=START + timedelta(days=3))
    make_post(gear=(GearLine("torch", 4),), area_code=FAR)

    def torches(**facts):
        found = queries.requisition(
            actor=commander, incident_id=incident.id, **{"starts_on": START, "days": 1} | facts
        )
        return sum(line.total for line in found.lines)

    assert (torches(), torches(days=7), torches(area=COMMUNITY), torches(area=FAR)) == (4, 5, 0, 4)


def test_requisition_is_seen_by_the_stores_and_not_by_everybody(make_actor, incident, post):
    facts = {"incident_id": incident.id, "starts_on": START}
    assert queries.requisition(actor=make_actor("storekeeper"), **facts).lines
    with pytest.raises(NotAllowed):
        queries.requisition(actor=make_actor("responder"), **facts)


def test_requisition_costs_as_many_queries_for_one_post_as_for_fifty(
    commander, incident, system, post, django_assert_num_queries
):
    facts = {"actor": commander, "incident_id": incident.id, "starts_on": START, "days": 14}
    with django_assert_num_queries(3):
        queries.requisition(**facts)
    drafts = [PostDraft(area_code=FAR, kind="point") for _ in range(50)]
    services.add_posts(actor=system, incident_id=incident.id, drafts=drafts)

    with django_assert_num_queries(3):
        assert len(queries.requisition(**facts).lines) > 50 * 5


def test_list_is_narrowed_by_what_people_ask(shown, make_post, commander, incident, system):
    make_post(name="东门岗", place="静园东门", tent=True, heater=True, power=True, toilet=True)
    make_post("logistics", name="物资间", indoors=True)
    unit = _unit(system)
    make_post(name="高速卡口", area_code=DISTRICT, site="高速路口", joint_unit_ids=(unit.id,))

    assert shown(commander) == ["高速卡口", "东门岗", "物资间"]
    assert shown(commander, kind="logistics") == ["物资间"]
    assert shown(commander, lacking="tent") == ["高速卡口"]
    assert shown(commander, without_place=True) == ["高速卡口", "物资间"]
    assert shown(commander, joint=True) == ["高速卡口"]
    assert shown(commander, text="东门") == ["东门岗"]
    assert shown(commander, text="静园") == ["东门岗", "物资间"]
    assert shown(commander, item="trolley") == ["物资间"]
    assert shown(commander, area=COMMUNITY, closed=True) == []
    counts = queries.counts(actor=commander, incident_id=incident.id)
    assert (counts.total, counts.joint, counts.without_place) == (3, 1, 2)
    assert (counts.lacking["tent"], counts.kinds) == (1, {"point": 2, "logistics": 1})


def test_clerk_sees_the_joint_posts_of_the_own_unit_alone(shown, make_post, make_actor, system):
    unit = _unit(system)
    make_post(name="联合岗", joint_unit_ids=(unit.id,))
    make_post(name="别的岗")

    assert shown(make_actor("clerk", "", scope_id=unit.id)) == ["联合岗"]


def test_nobody_sees_posts_of_another_command(shown, post, make_actor, other_tenant):
    stranger = make_actor("commander", "", tenant_id=other_tenant.id)

    assert shown(stranger) == []
    with pytest.raises(NotFound):
        queries.post(actor=stranger, post_id=post.id)


def test_open_posts_of_a_day(commander, incident, make_post):
    make_post(name="每天")
    make_post(name="周三", weekdays=0b100)
    make_post(name="明天起", opens_on=START + timedelta(days=1))
    make_post(name="到今天", closes_on=START)

    def titles(day):
        return [
            row.title
            for row in queries.open_posts(actor=commander, day=day, incident_id=incident.id)
        ]

    assert titles(START) == ["每天"]
    assert titles(START + timedelta(days=1)) == ["每天", "周三", "明天起"]


def test_communities_are_counted(commander, incident, make_post):
    make_post()
    make_post("publicity")
    make_post(area_code=FAR)

    counts = queries.counts_by_area(actor=commander, incident_id=incident.id)
    assert counts == {COMMUNITY: 2, FAR: 1}
    assert sum(counts.values()) == Post.objects.filter(tenant_id=commander.tenant_id).count()


def _unit(system):
    from muster.registers.responders.services import add_unit

    return add_unit(actor=system, name="区交通局", level="district", area_code=DISTRICT)


def test_pattern_with_the_same_letters_keeps_the_hours_of_the_kind(make_post):
    by_day = make_post("publicity", pattern="3x8at8", letters="")
    all_round = make_post("publicity", pattern="2x12", letters="")

    assert [link.shift.letter for link in by_day.shift_links.all()] == ["D"]
    assert {link.shift.letter for link in all_round.shift_links.all()} == {"D", "N"}
