"""Posts: what is set up, what is refused, and what two people do to one post at once."""

import pytest
from django.db import IntegrityError, connection, transaction
from tests.operations.duty.conftest import COMMUNITY, DISTRICT, FAR, NEIGHBOUR

from muster.kernel.actors import system_actor
from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.kernel.events import subscribe
from muster.kernel.ids import new_id
from muster.operations.duty import events, queries, services
from muster.operations.duty.contracts import GearLine, PostDraft
from muster.operations.duty.models import Post, PostChange, PostGear, PostShift
from muster.platform.audit.models import AuditEvent


def letters(post):
    return "".join(link.shift.letter for link in queries_post(post).shift_links.all())


def queries_post(post):
    return queries.post(actor=system_actor(post.tenant_id, "tests"), post_id=post.id)


def test_post_starts_as_its_kind_does(make_post):
    post = make_post("point")

    assert (post.number, post.crew_min, post.wanted, letters(post)) == (1, 2, 2, "DEN")
    assert {line.item for line in queries_post(post).gear.all()} >= {"thermometer", "mask"}
    assert len(post.code) == 8
    assert post.title == "Point duty no. 1"


def test_next_post_gets_the_next_number_of_its_kind(make_post):
    make_post("point", number=4)

    assert make_post("point").number == 5
    assert make_post("publicity").number == 1
    assert make_post("point", area_code=NEIGHBOUR).number == 1


def test_crew_of_one_is_refused(make_post):
    with pytest.raises(Invalid) as refused:
        make_post(crew_min=1)

    assert list(refused.value.errors) == ["crew_min"]


@pytest.mark.parametrize(
    "broken",
    [
        {"crew_min": 1, "wanted": 1},
        {"wanted": 1},
        {"points": 2, "crew_min": 2},
        {"weekdays": 0},
        {"number": 0},
        {"site": "", "area_code": DISTRICT},
        {"x_km": 1.0},
    ],
)
def test_database_refuses_what_a_service_would(post, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(**broken)


def open_in_a_shift_nobody_knows(post):
    PostShift.objects.create(tenant_id=post.tenant_id, post=post, shift_id=new_id())
    connection.check_constraints()


@pytest.mark.unguarded
def test_database_knows_every_shift_of_a_post(post):
    with pytest.raises(IntegrityError), transaction.atomic():
        open_in_a_shift_nobody_knows(post)


def test_points_with_one_reliever_are_a_crew_of_one_more(make_post):
    assert make_post(points=2).crew_min == 3
    with pytest.raises(Invalid):
        make_post(points=2, crew_min=2)


def test_number_is_unique_among_open_posts_of_a_kind(make_post, post):
    with pytest.raises(Invalid) as refused:
        make_post(number=3)
    assert list(refused.value.errors) == ["number"]

    assert make_post("publicity", number=3).number == 3


def test_unknown_kind_pattern_shift_and_skill_are_refused(make_post):
    for facts, field in (
        ({"kind": "dancing"}, "kind"),
        ({"pattern": "9x9"}, "pattern"),
        ({"letters": "DX"}, "letters"),
        ({"skills": ("juggling",)}, "skills"),
        ({"gear": (GearLine("mask", 0),)}, "gear"),
    ):
        with pytest.raises(Invalid) as refused:
            make_post(**facts)
        assert field in refused.value.errors


def test_post_outside_communities_needs_a_site(make_post):
    with pytest.raises(Invalid):
        make_post(area_code=DISTRICT)

    assert make_post(area_code=DISTRICT, site="高速路口").site == "高速路口"


def test_post_of_another_district_is_refused(make_post):
    with pytest.raises(Invalid) as refused:
        make_post(area_code="120102001001")
    assert list(refused.value.errors) == ["area_code"]


def test_lead_sets_up_posts_in_the_own_community_only(make_post, lead):
    assert make_post(actor=lead).area_code == COMMUNITY
    with pytest.raises(NotAllowed):
        make_post(actor=lead, area_code=NEIGHBOUR)


@pytest.mark.parametrize("role", ["clerk", "responder", "guard", "storekeeper"])
def test_others_change_no_post(make_post, make_actor, role):
    with pytest.raises(NotAllowed):
        make_post(actor=make_actor(role, COMMUNITY))


def test_change_keeps_what_is_not_named(commander, post):
    services.change_post(actor=commander, post_id=post.id, version=1, wanted=3, letters="DE")

    changed = queries_post(post)
    assert (changed.wanted, letters(post), changed.place, changed.version) == (
        3,
        "DE",
        "静园东门",
        2,
    )


def test_change_that_changes_nothing_writes_nothing(commander, post):
    services.change_post(actor=commander, post_id=post.id, version=1, name="3 号门岗")

    assert queries_post(post).version == 1
    assert not PostChange.objects.filter(tenant_id=post.tenant_id).exists()


def test_two_people_changing_different_fields_both_keep_theirs(commander, lead, post):
    services.change_post(actor=lead, post_id=post.id, version=1, place="静园北门")
    services.change_post(actor=commander, post_id=post.id, version=1, wanted=4)

    changed = queries_post(post)
    assert (changed.place, changed.wanted) == ("静园北门", 4)


def test_whole_form_of_the_second_reverts_nothing_of_the_first(commander, lead, post):
    whole = {"place": "静园东门", "wanted": 4, "tent": False}
    services.change_post(actor=lead, post_id=post.id, version=1, place="静园北门")
    services.change_post(actor=commander, post_id=post.id, version=1, **whole)

    changed = queries_post(post)
    assert (changed.place, changed.wanted) == ("静园北门", 4)


def test_second_to_change_one_field_is_told_what_the_first_made_of_it(commander, lead, post):
    services.change_post(actor=lead, post_id=post.id, version=1, place="静园北门")

    with pytest.raises(services.ChangedMeanwhile) as refused:
        services.change_post(
            actor=commander, post_id=post.id, version=1, place="静园西门", wanted=4
        )

    [clash] = refused.value.clashes
    assert (clash.field, clash.was, clash.now, clash.wanted, clash.by) == (
        "place", "静园东门", "静园北门", "静园西门", "lead",
    )  # fmt: skip
    assert refused.value.mine == {"place", "wanted"}
    assert queries_post(post).place == "静园北门"
    services.change_post(
        actor=commander, post_id=post.id, version=refused.value.version, place="静园西门"
    )
    assert queries_post(post).place == "静园西门"


def test_change_to_a_crew_of_one_or_a_taken_number_is_refused(commander, make_post, post):
    make_post(number=7)
    for facts in ({"crew_min": 1}, {"number": 7}):
        with pytest.raises(Invalid):
            services.change_post(actor=commander, post_id=post.id, version=1, **facts)


def test_change_of_gear_replaces_the_list(commander, post):
    gear = (GearLine("torch", 2, "post"), GearLine("热贴", 4, "person", "热贴"))
    services.change_post(actor=commander, post_id=post.id, version=1, gear=gear)

    lines = PostGear.objects.filter(tenant_id=post.tenant_id, post=post).order_by("id")
    assert [(g.label, g.quantity, g.basis) for g in lines] == [
        ("Torch", 2, "post"),
        ("热贴", 4, "person"),
    ]


def test_lead_of_another_community_finds_no_post_to_change(make_actor, post):
    with pytest.raises(NotFound):
        services.change_post(actor=make_actor("lead", FAR), post_id=post.id, version=1, place="x")


def test_closed_post_frees_its_number_and_comes_back_with_another(commander, make_post, post):
    services.close_post(actor=commander, post_id=post.id)
    make_post(number=3)
    with pytest.raises(Conflict):
        services.close_post(actor=commander, post_id=post.id)

    again = services.reopen_post(actor=commander, post_id=post.id)

    assert (again.number, again.is_closed) == (4, False)
    with pytest.raises(Conflict):
        services.reopen_post(actor=commander, post_id=post.id)


def test_renumber_closes_gaps_kind_by_kind(commander, incident, make_post):
    for number in (9, 4, 2):
        make_post(number=number)
    make_post("publicity", number=5)

    assert services.renumber(actor=commander, incident_id=incident.id, area_code=COMMUNITY) == 4
    rows = queries.posts(actor=commander, incident_id=incident.id)
    assert [(row.kind.key, row.number) for row in rows] == [
        ("point", 1), ("point", 2), ("point", 3), ("publicity", 1),
    ]  # fmt: skip
    assert services.renumber(actor=commander, incident_id=incident.id, area_code=COMMUNITY) == 0


def test_many_posts_are_all_set_up_or_none(commander, incident):
    drafts = [PostDraft(area_code=COMMUNITY, kind="point") for _ in range(3)]
    bad = PostDraft(area_code=COMMUNITY, kind="point", crew_min=1)
    with pytest.raises(Invalid):
        services.add_posts(actor=commander, incident_id=incident.id, drafts=[*drafts, bad])
    assert not Post.objects.filter(tenant_id=commander.tenant_id).exists()

    ids = services.add_posts(actor=commander, incident_id=incident.id, drafts=drafts)

    rows = Post.objects.filter(tenant_id=commander.tenant_id).in_bulk(ids)
    assert [rows[one].number for one in ids] == [1, 2, 3]


def test_every_write_is_on_record_and_tells_others(
    commander, post, django_capture_on_commit_callbacks
):
    heard = []
    subscribe(events.PostChanged)(heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        services.change_post(actor=commander, post_id=post.id, version=1, place="静园北门")
    services.close_post(actor=commander, post_id=post.id)

    verbs = AuditEvent.objects.filter(tenant_id=post.tenant_id, object_id=str(post.id))
    assert list(verbs.order_by("id").values_list("verb", flat=True)) == [
        "duty.post_added", "duty.post_changed", "duty.post_closed",
    ]  # fmt: skip
    assert [(event.post_id, event.fields) for event in heard] == [(post.id, ("place",))]
