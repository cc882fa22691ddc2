"""Duty books that prove themselves, and whole sheets entered at once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.operations.duty.conftest import FAR
from tests.operations.duty.roster_parts import TODAY, person
from tests.operations.duty.shifts.conftest import START, at, come, facts_of

from muster.kernel import signatures
from muster.kernel.errors import Conflict, Invalid, NotFound
from muster.operations.duty import queries, services
from muster.operations.duty.models import BookNote, CheckIn
from muster.operations.duty.services import Times


def test_the_book_holds_hours_as_worked_and_the_signed_copy_proves_itself(
    tenant, lead, people, mornings
):
    me = person(tenant, people[0])
    with at(0, 30):
        come(lead, mornings[0])
    with at(8):
        services.check_out(actor=lead, assignment_id=mornings[0].id)
        services.note_in_book(
            actor=lead, responder_id=people[0], kind="commendation", day=TODAY, words="守夜有功"
        )
        services.note_in_book(actor=lead, responder_id=people[0], kind="injury", day=TODAY)
        book = queries.own_book(actor=me)
        assert (book.hours, book.nights, book.posts) == (7.5, 0, ["3 号门岗"])
        assert [note.kind for note in book.notes] == ["commendation", "injury"]
        code, pdf = services.sign_own_book(actor=me)
        assert pdf.startswith(b"%PDF-")
        content = services.book_content(queries.own_book(actor=me))
        verdict = signatures.check(code, content)
    assert verdict.kind == "genuine"
    lines = dict(signatures.lines_of(verdict))
    assert lines["Name"] == "王一"
    assert signatures.check(code, content + b" ").kind == "altered"
    assert all("守夜" not in str(words) for words in lines.values())


def test_an_injury_has_no_words_in_service_or_database(tenant, lead, people, mornings):
    with at(0), pytest.raises(Invalid) as refused:
        services.note_in_book(
            actor=lead, responder_id=people[0], kind="injury", day=TODAY, words="骨折"
        )
    assert set(refused.value.errors) == {"words"}
    with pytest.raises(IntegrityError), transaction.atomic():
        BookNote.objects.create(
            tenant_id=tenant.id, responder_id=people[0], unit_id=mornings[0].unit_id,
            area_code="120101001001", kind="injury", day=TODAY, words="骨折",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "medal"}, "kind"),
        ({"kind": "training", "words": " "}, "words"),
        ({"kind": "training", "words": "x", "day": TODAY + timedelta(days=1)}, "day"),
    ],
)
def test_what_does_not_fit_is_named(lead, people, mornings, facts, field):
    with at(0), pytest.raises(Invalid) as refused:
        services.note_in_book(actor=lead, responder_id=people[0], **{"day": TODAY} | facts)
    assert set(refused.value.errors) == {field}


def test_books_are_kept_by_the_lead_there_and_the_clerk_of_the_unit(make_actor, people, mornings):
    facts = {"responder_id": people[0], "kind": "training", "day": TODAY, "words": "消毒"}
    with at(0):
        clerk = make_actor("clerk", scope_id=mornings[0].unit_id)
        row = services.note_in_book(actor=clerk, **facts)
        with pytest.raises(NotFound):
            services.note_in_book(actor=make_actor("lead", FAR), **facts)
        services.withdraw_note(actor=clerk, note_id=row.id)
        with pytest.raises(Conflict):
            services.withdraw_note(actor=clerk, note_id=row.id)
        assert queries.book_of(actor=clerk, responder_id=people[0]).notes == []


def minutes(n):
    return START + timedelta(minutes=n)


def test_a_whole_sheet_is_entered_at_once(lead, mornings, tenant):
    with at(9):
        changed = services.enter_times(
            actor=lead,
            **facts_of(mornings[0]),
            times={
                mornings[0].id: Times(minutes(3), minutes(481)),
                mornings[1].id: Times(minutes(-5), None),
            },
        )
    assert len(changed) == 2
    rows = {r.assignment_id: r for r in CheckIn.objects.of_tenant(tenant.id)}
    assert rows[mornings[0].id].late_minutes == 3
    assert rows[mornings[0].id].left_at == minutes(481)
    assert rows[mornings[1].id].left_at is None


def test_one_wrong_time_saves_nothing_and_is_named(lead, mornings, tenant):
    with at(9), pytest.raises(Invalid) as refused:
        services.enter_times(
            actor=lead,
            **facts_of(mornings[0]),
            times={
                mornings[0].id: Times(minutes(3), minutes(480)),
                mornings[1].id: Times(minutes(60), minutes(20)),
            },
        )
    assert set(refused.value.errors) == {f"left_{mornings[1].id}"}
    assert CheckIn.objects.of_tenant(tenant.id).count() == 0


def test_entered_again_only_what_differs_changes_and_the_earlier_stays_on_record(
    lead, mornings, tenant
):
    facts = facts_of(mornings[0])
    first = {mornings[0].id: Times(minutes(3), minutes(480)), mornings[1].id: Times(minutes(0))}
    with at(9):
        services.enter_times(actor=lead, **facts, times=first)
        assert services.enter_times(actor=lead, **facts, times=first) == []
        second = first | {mornings[0].id: Times(minutes(13), minutes(470))}
        assert services.enter_times(actor=lead, **facts, times=second) == [mornings[0].id]
    rows = CheckIn.objects.of_tenant(tenant.id)
    assert rows.count() == 3
    now = rows.get(assignment=mornings[0], undone_at__isnull=True)
    assert (now.came_at, now.left_at) == (minutes(13), minutes(470))


def test_who_left_without_coming_or_is_not_in_the_shift_is_named(lead, mornings, edition, people):
    other = edition.assignments.filter(responder_id=people[4]).get()
    with at(9), pytest.raises(Invalid) as refused:
        services.enter_times(
            actor=lead,
            **facts_of(mornings[0]),
            times={mornings[0].id: Times(None, minutes(400)), other.id: Times(minutes(1))},
        )
    assert set(refused.value.errors) == {f"came_{mornings[0].id}", f"came_{other.id}"}
