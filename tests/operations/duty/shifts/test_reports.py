"""Reports from a post: sent once, taken on by one, passed on where nobody does."""

import io

import pytest
from PIL import Image
from tests.operations.duty.conftest import COMMUNITY, FAR
from tests.operations.duty.roster_parts import person
from tests.operations.duty.shifts.conftest import at

from muster.kernel.errors import Conflict, Invalid, NotFound
from muster.kernel.ids import new_id
from muster.operations.duty import queries, services
from muster.operations.duty.models import PostReport
from muster.platform.files.services import open_file
from muster.platform.notify.models import Message


@pytest.fixture
def report(tenant, people, mornings):
    """Report a quarrel from the post: `report(kind="other", text="…")`."""

    def make(kind="quarrel", **facts):
        return services.raise_report(
            actor=facts.pop("actor", person(tenant, people[0])),
            post_id=mornings[0].post_id,
            kind=kind,
            **facts,
        )

    return make


def test_the_leads_are_told_and_the_words_are_sealed(tenant, account_of, report):
    keeper = account_of("lead", COMMUNITY)
    with at(1):
        row = report(text="张某不肯测体温")
    [told] = Message.objects.of_tenant(tenant.id).filter(words="duty.reported")
    assert (told.account_id, told.link) == (keeper.id, f"/reports/{row.id}/")
    assert "张某" not in str(PostReport.objects.filter(pk=row.pk).values_list("words", flat=True))
    assert PostReport.objects.get(pk=row.pk).words.open() == "张某不肯测体温"


def test_a_picture_is_kept_for_those_who_see_reports(tenant, lead, make_actor, report, settings):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    with at(1):
        row = report(picture=("现场.png", out.getvalue()))
        file, content = open_file(actor=lead, file_id=row.file_id)
        assert file.media_type == "image/jpeg"
        assert content
        with pytest.raises(NotFound):
            open_file(actor=make_actor("lead", FAR), file_id=row.file_id)
        with pytest.raises(Invalid):
            report(picture=("x.png", b"no picture"))


def test_sent_twice_with_the_same_id_it_stands_once(tenant, report):
    same = new_id()
    with at(1):
        first, second = report(report_id=same), report(report_id=same)
    assert first.id == second.id == same
    assert PostReport.objects.of_tenant(tenant.id).count() == 1


@pytest.mark.parametrize(("kind", "field"), [("weather", "kind"), ("other", "text")])
def test_what_is_missing_is_named_beside_its_field(report, kind, field):
    with at(1), pytest.raises(Invalid) as refused:
        report(kind=kind)
    assert set(refused.value.errors) == {field}


def test_only_those_on_duty_there_and_its_keepers_report(tenant, people, make_actor, report, lead):
    with at(1):
        report(actor=lead)
        for stranger in (make_actor("lead", FAR), make_actor("responder")):
            with pytest.raises(NotFound):
                report(actor=stranger)


def test_the_first_who_has_it_has_it_and_who_reported_is_told(  # noqa: PLR0917
    tenant, lead, commander, report, account_of, people
):
    account = account_of("responder", "120101", person_id=people[0])
    with at(1):
        row = report()
        services.take_report(actor=lead, report_id=row.id)
        with pytest.raises(Conflict, match="has it"):
            services.take_report(actor=commander, report_id=row.id)
    [told] = Message.objects.of_tenant(tenant.id).filter(words="duty.report_taken")
    assert told.account_id == account.id


def test_nobody_taking_it_on_for_fifteen_minutes_passes_it_to_the_command(
    tenant, lead, report, account_of
):
    chief = account_of("commander", "120101")
    with at(1):
        waiting, taken = report(), report()
        services.take_report(actor=lead, report_id=taken.id)
    with at(1, 14):
        services.watch_tenant(tenant)
        assert queries.report(actor=lead, report_id=waiting.id).level == "community"
    with at(1, 15):
        services.watch_tenant(tenant)
        services.watch_tenant(tenant)
    found = queries.report(actor=lead, report_id=waiting.id)
    assert (found.level, [step.kind for step in found.lines]) == (
        "command",
        ["raised", "escalated"],
    )
    assert queries.report(actor=lead, report_id=taken.id).level == "community"
    [told] = Message.objects.of_tenant(tenant.id).filter(words="duty.report_up")
    assert told.account_id == chief.id


def test_steps_are_kept_and_closing_needs_what_came_of_it(lead, report):
    with at(1):
        row = report()
        services.note_on_report(actor=lead, report_id=row.id, note="到现场了")
        services.pass_report_on(actor=lead, report_id=row.id, note="要公安支援")
        with pytest.raises(Conflict):
            services.pass_report_on(actor=lead, report_id=row.id)
        with pytest.raises(Invalid):
            services.close_report(actor=lead, report_id=row.id, note="")
        services.close_report(actor=lead, report_id=row.id, note="劝离了")
        with pytest.raises(Conflict, match="closed"):
            services.note_on_report(actor=lead, report_id=row.id, note="x")
    found = queries.report(actor=lead, report_id=row.id)
    assert [step.kind for step in found.lines] == ["raised", "noted", "escalated", "closed"]


def test_lists_by_state_and_ones_own(tenant, lead, people, make_actor, report):
    with at(1):
        first, second = report(), report(kind="danger")
        services.take_report(actor=lead, report_id=first.id)
    assert [row.id for row in queries.reports(actor=lead)] == [second.id, first.id]
    assert [row.id for row in queries.reports(actor=lead, state="waiting")] == [second.id]
    assert list(queries.reports(actor=lead, state="closed")) == []
    assert list(queries.reports(actor=make_actor("lead", FAR))) == []
    mine = queries.own_reports(actor=person(tenant, people[0]))
    assert {row.id for row in mine} == {first.id, second.id}
