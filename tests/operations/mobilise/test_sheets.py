"""A unit's sheet of names: new people, known ones, and people of another unit."""

import pytest
from tests.registers.responders.conftest import IDENTITY

from muster.kernel.errors import Invalid, NotFound
from muster.kernel.ids import new_id
from muster.operations.mobilise import services
from muster.operations.mobilise.models import Difference, Nomination
from muster.operations.mobilise.sheets import IMPORT_KINDS
from muster.registers.responders import services as responders
from muster.registers.responders.contracts import PersonDraft
from muster.registers.responders.models import Responder

[KIND] = IMPORT_KINDS
pytestmark = pytest.mark.django_db


def row(**values):
    return {"name": "冯立新", "phone": ["+8615400001234"]} | values


@pytest.fixture
def options(ask_of, education):
    return {"ask_id": str(ask_of(education).id)}


@pytest.fixture
def elsewhere(system, statistics):
    """A person of the statistics office."""
    draft = PersonDraft(name="吴海涛", unit_id=statistics.id, identity_number=IDENTITY)
    return responders.add_responder(actor=system, draft=draft)


def test_sheet_belongs_to_a_call_up(clerk, call_up):
    with pytest.raises(Invalid, match="belongs to no call-up"):
        KIND.check(actor=clerk, rows=[row()], options={})


def test_clerk_of_another_unit_gets_nothing(make_actor, statistics, options):
    other = make_actor("clerk", area="", scope_id=statistics.id)
    with pytest.raises(NotFound):
        KIND.check(actor=other, rows=[row()], options=options)


def test_new_people_come_on_the_register_and_the_list(clerk, options, education):
    batch = new_id()
    ids = KIND.commit(actor=clerk, rows=[row()], options=options, batch_id=batch)
    assert Responder.objects.get(pk=ids[0]).unit_id == education.id
    assert Nomination.objects.get(responder_id=ids[0]).state == "named"
    assert KIND.undo(actor=clerk, ids=ids, batch_id=batch) == []
    assert not Nomination.objects.filter(responder_id=ids[0]).exists()
    assert not Responder.objects.filter(pk=ids[0]).exists()


def test_who_is_on_the_register_is_named_and_stays_there_after_undo(
    clerk, system, options, education
):
    known = responders.add_responder(
        actor=system,
        draft=PersonDraft(name="冯立新", unit_id=education.id, phone="15400001234"),
    )
    assert KIND.check(actor=clerk, rows=[row()], options=options) == [[]]
    batch = new_id()
    assert KIND.commit(actor=clerk, rows=[row()], options=options, batch_id=batch) == [known.id]
    KIND.undo(actor=clerk, ids=[known.id], batch_id=batch)
    assert Responder.objects.filter(pk=known.id).exists()
    assert not Nomination.objects.filter(responder_id=known.id).exists()


def test_person_of_another_unit_is_named_and_becomes_a_difference(
    *, clerk, system, options, elsewhere, ask_of, statistics, call_up
):
    services.name_people(actor=system, ask_id=ask_of(statistics).id, responder_ids=[elsewhere.id])
    theirs = row(name="吴海涛", id_number=IDENTITY)
    [found] = KIND.check(actor=clerk, rows=[theirs], options=options)
    assert [(one.code, one.severity) for one in found] == [("other_unit", "warning")]
    assert KIND.commit(actor=clerk, rows=[theirs], options=options, batch_id=new_id()) == [
        elsewhere.id
    ]
    found = Difference.objects.get(call_up=call_up, kind="named_twice")
    assert found.responder_id == elsewhere.id


def test_who_has_answered_stays_when_the_sheet_is_taken_back(clerk, options):
    batch = new_id()
    ids = KIND.commit(actor=clerk, rows=[row()], options=options, batch_id=batch)
    name = Nomination.objects.get(responder_id=ids[0])
    services.confirm(actor=clerk, nomination_id=name.id)
    assert KIND.undo(actor=clerk, ids=ids, batch_id=batch) == ids
    assert Responder.objects.filter(pk=ids[0]).exists()
