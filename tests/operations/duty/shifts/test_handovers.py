"""A post changes hands: counted, signed twice, and no open matter vanishes."""

import pytest
from tests.operations.duty.conftest import FAR
from tests.operations.duty.roster_parts import TODAY, person
from tests.operations.duty.shifts.conftest import at, come, facts_of

from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.operations.duty import queries, services
from muster.operations.duty.chain import seal_accepted, seal_offered
from muster.operations.duty.models import Assignment, Handover, OpenMatter
from muster.operations.duty.services import CrewIncomplete, HandoverDraft


@pytest.fixture
def nights(edition, people):
    """The two shifts of the night after."""
    rows = Assignment.objects.of_tenant(edition.tenant_id)
    return [rows.get(responder_id=one, day=TODAY) for one in people[2:4]]


@pytest.fixture
def hand_over(tenant, people, mornings):
    """Hand the post over as the first of the morning: `hand_over("钥匙没还", counted={})`."""

    def make(*new, **facts):
        draft = HandoverDraft(
            counted=facts.pop("counted", {}),
            closed=facts.pop("closed", {}),
            new_matters=new,
            keys=facts.pop("keys", "东门一把"),
            by_name=facts.pop("by_name", ""),
        )
        actor = facts.pop("actor", person(tenant, people[0]))
        return services.offer_handover(
            actor=actor, **facts_of(facts.pop("row", mornings[0])), draft=draft
        )

    return make


def test_a_crew_hands_over_and_the_next_takes_over(tenant, lead, people, nights, hand_over):
    with at(7, 50):
        row = hand_over("3 号楼老人要送药", counted={"thermometer": 1})
    assert (row.number, row.state, row.out_by_name) == (1, "offered", "王一")
    assert ("Infrared thermometer", 2, 1) in queries.gear_lines(row)
    with at(15):
        come(lead, *nights)
    with at(15, 5):
        taken = services.accept_handover(actor=person(tenant, people[2]), handover_id=row.id)
    assert (taken.state, taken.in_by_name) == ("accepted", "王三")
    assert queries.chain_break(actor=lead, post_id=row.post_id) is None
    assert [one.text for one in queries.open_matters(tenant.id, row.post_id)] == [
        "3 号楼老人要送药"
    ]


def test_one_of_the_next_crew_cannot_take_over_alone_and_learns_who_could_come(
    tenant, lead, people, nights, hand_over
):
    with at(7, 50):
        row = hand_over()
    with at(15):
        come(lead, nights[0])
        with pytest.raises(CrewIncomplete) as refused:
            services.accept_handover(actor=person(tenant, people[2]), handover_id=row.id)
    assert {one.responder_id for one in refused.value.relief} == set(people[4:])
    assert Handover.objects.get(pk=row.pk).state == "offered"


def test_an_open_matter_is_carried_on_or_closed_with_a_reason(
    tenant, lead, people, nights, hand_over
):
    with at(7):
        first = hand_over("钥匙没还", "水管漏水")
    key, pipe = queries.open_matters(tenant.id, first.post_id)
    with at(15):
        come(lead, *nights)
        services.accept_handover(actor=person(tenant, people[2]), handover_id=first.id)
        with pytest.raises(Invalid) as refused:
            hand_over(row=nights[0], actor=person(tenant, people[2]), closed={key.id: " "})
        assert set(refused.value.errors) == {f"matter_{key.id}"}
    with at(23):
        second = hand_over(
            row=nights[0], actor=person(tenant, people[2]), closed={key.id: "已还给居委会"}
        )
    assert [(m["text"], m["closed"]) for m in second.matters] == [
        ("钥匙没还", True),
        ("水管漏水", False),
    ]
    assert queries.open_matters(tenant.id, first.post_id) == [pipe]
    assert queries.chain_break(actor=lead, post_id=first.post_id) is None


def test_a_second_handover_waits_for_the_first_to_be_answered(hand_over):
    with at(7):
        hand_over()
        with pytest.raises(Conflict, match="waits for the next crew"):
            hand_over()


def test_given_back_with_a_reason_the_matters_are_open_again(
    tenant, lead, people, nights, hand_over
):
    with at(7):
        first = hand_over("钥匙没还")
    [key] = queries.open_matters(tenant.id, first.post_id)
    with at(15):
        come(lead, *nights)
        services.accept_handover(actor=person(tenant, people[2]), handover_id=first.id)
    with at(22):
        second = hand_over(row=nights[0], actor=person(tenant, people[2]), closed={key.id: "还了"})
        with pytest.raises(Invalid):
            services.return_handover(actor=lead, handover_id=second.id, reason="", by_name="王一")
        back = services.return_handover(
            actor=lead, handover_id=second.id, reason="钥匙不在", by_name="王一"
        )
    assert (back.state, back.in_by_name, back.in_recorded_by) == ("returned", "王一", "lead")
    assert queries.open_matters(tenant.id, first.post_id) == [key]
    with at(23), pytest.raises(Conflict, match="answered"):
        services.accept_handover(actor=lead, handover_id=second.id, by_name="王一")
    with at(23):
        hand_over(row=nights[0], actor=person(tenant, people[2]))
    assert queries.chain_break(actor=lead, post_id=first.post_id) is None


def test_the_lead_records_a_paper_with_both_names(lead, mornings, hand_over):
    with at(8):
        with pytest.raises(Invalid) as refused:
            hand_over(actor=lead)
        assert set(refused.value.errors) == {"by_name"}
        row = hand_over(actor=lead, by_name="王一")
        done = services.accept_handover(actor=lead, handover_id=row.id, by_name="王三")
    assert (row.out_by_name, row.out_recorded_by) == ("王一", "lead")
    assert (done.in_by_name, done.in_recorded_by) == ("王三", "lead")


def test_nobody_else_hands_over_or_takes_over(tenant, make_actor, people, hand_over):
    with at(7):
        with pytest.raises((NotFound, NotAllowed)):
            hand_over(actor=person(tenant, people[4]))
        row = hand_over()
        with pytest.raises(NotFound):
            services.accept_handover(actor=make_actor("lead", FAR), handover_id=row.id, by_name="x")


@pytest.mark.parametrize("wrong", [-1, 10_000])
def test_a_number_that_cannot_be_is_named_beside_its_field(hand_over, wrong):
    with at(7), pytest.raises(Invalid) as refused:
        hand_over(counted={"torch": wrong})
    assert set(refused.value.errors) == {"gear_torch"}


@pytest.fixture
def three(tenant, lead, people, nights, hand_over):
    """Three handovers in a row; the first two are taken over."""
    with at(7):
        first = hand_over("钥匙没还")
    with at(15):
        come(lead, *nights)
        services.accept_handover(actor=person(tenant, people[2]), handover_id=first.id)
    with at(23):
        second = hand_over(row=nights[0], actor=person(tenant, people[2]))
        services.accept_handover(actor=lead, handover_id=second.id, by_name="王一")
        third = hand_over(row=nights[0], actor=person(tenant, people[2]))
    return [first, second, third]


@pytest.mark.parametrize(
    ("number", "facts", "why"),
    [
        (0, {"matters": []}, (1, "digest")),
        (0, {"out_by_name": "别人"}, (1, "digest")),
        (1, {"keys": "两把"}, (2, "digest")),
        (1, {"in_by_name": "别人"}, (2, "answer")),
        (1, {"previous_digest": "0" * 64}, (2, "digest")),
    ],
)
def test_a_record_that_was_changed_is_found(lead, three, number, facts, why):
    assert queries.chain_break(actor=lead, post_id=three[0].post_id) is None
    Handover.objects.filter(pk=three[number].pk).update(**facts)

    assert queries.chain_break(actor=lead, post_id=three[0].post_id) == why


def test_a_record_rewritten_with_a_fitting_seal_breaks_the_next(lead, three):
    row = Handover.objects.get(pk=three[0].pk)
    row.matters = []
    row.digest = seal_offered(row)
    row.accepted_digest = seal_accepted(row)
    row.save()

    assert queries.chain_break(actor=lead, post_id=row.post_id) == (2, "previous")


def test_a_record_or_a_matter_taken_out_is_found(  # noqa: PLR0917
    lead, tenant, three, hand_over, people, nights
):
    with at(24):
        services.accept_handover(actor=lead, handover_id=three[2].id, by_name="王一")
        OpenMatter.objects.filter(tenant_id=tenant.id).delete()
        fourth = hand_over(row=nights[0], actor=person(tenant, people[2]))
    assert queries.chain_break(actor=lead, post_id=fourth.post_id) == (4, "matter")
    Handover.objects.filter(pk=three[1].pk).delete()
    assert queries.chain_break(actor=lead, post_id=fourth.post_id) == (3, "number")
