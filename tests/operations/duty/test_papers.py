"""The papers of a day and the roster that leaves the house."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.utils import translation
from tests.operations.duty.conftest import COMMUNITY, DISTRICT, FAR
from tests.operations.duty.roster_parts import EVENING, TODAY, publish, shift

from muster.kernel.errors import Conflict, NotAllowed, NotFound
from muster.operations.duty import queries, services
from muster.platform.access.queries import actor_of
from muster.platform.access.services import create_account, grant
from muster.platform.audit.models import AuditEvent
from muster.platform.files.models import Export, StoredFile
from muster.platform.jobs import queries as jobs
from muster.platform.jobs import runner

NUMBER = "13800000042"
MASKED = "138****0042"


@pytest.fixture
def people(make_people):
    """Three people with a number nobody has."""
    return make_people(3, phone=NUMBER)


@pytest.fixture
def roster(system, incident, post, make_post, people):
    """Two of them keep the gate this morning and evening, the third is free; a post is empty."""
    make_post(kind="publicity", name="宣传", number=9)
    return publish(
        system, incident,
        [shift(people[0], post), shift(people[1], post),
         shift(people[0], post, 1, EVENING), shift(people[1], post, 1, EVENING),
         shift(people[2], post, 1, EVENING)],
        first_secretary=people[2],
    )  # fmt: skip


@pytest.fixture
def publish_more(system, incident, post, make_people):
    """Publish an edition from tomorrow on with this many people at the gate; its first day."""

    def make(count):
        more = make_people(count, unit="区商务局", phone=NUMBER)
        later = TODAY + timedelta(days=1)
        publish(system, incident, [shift(one, post) for one in more], starts_on=later)
        return later

    return make


def pack_of(actor, **facts):
    [pack] = queries.day_packs(actor=actor, areas=[COMMUNITY], day=TODAY, **facts)
    return pack


def pages(content):
    assert content.startswith(b"%PDF-")
    return max(int(count) for count in re.findall(rb"/Count (\d+)", content))


def test_pack_says_who_stands_where_and_whom_to_call(lead, roster, people):
    pack = pack_of(lead)
    crew = pack.crews[0]

    assert (crew.post, crew.hours) == ("3 号门岗", "06:00–14:00")
    assert {one.responder_id for one in crew.people} == set(people[:2])
    assert [one.responder_id for one in pack.relief] == [people[2]]
    assert people[2] in [one.responder_id for one in pack.leads]
    assert pack.command == ("值班室", "022-0000 0100")
    assert pack.edition == 1
    assert pack.link.endswith(f"/roster/{COMMUNITY}/shifts/?day={TODAY:%Y-%m-%d}")
    assert any(duty.duties for duty in pack.duties)


def test_open_shift_without_anybody_stands_on_the_paper(lead, roster):
    empty = [crew.post for crew in pack_of(lead).crews if not crew.people]

    assert "宣传" in " ".join(empty)


def test_numbers_are_masked_unless_asked_for(lead, roster):
    assert {one.phone for one in pack_of(lead).crews[0].people} == {MASKED}
    whole = {one.phone.replace(" ", "") for one in pack_of(lead, phones=True).crews[0].people}
    assert whole == {NUMBER}


def revealed(people):
    return set(
        AuditEvent.objects.filter(
            verb="responders.field_revealed", subject_id__in=people
        ).values_list("subject_id", flat=True)
    )


def test_each_whole_number_on_paper_is_on_record(lead, roster, people):
    services.print_day_pack(actor=lead, area=COMMUNITY, day=TODAY)
    assert revealed(people) == set()

    services.print_day_pack(actor=lead, area=COMMUNITY, day=TODAY, phones=True)
    assert revealed(people) == set(people)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pack_is_a_pdf_on_record_as_an_export(lead, roster, language):
    with translation.override(language):
        made = services.print_day_pack(actor=lead, area=COMMUNITY, day=TODAY)

    assert pages(made.content) >= 3
    export = Export.objects.get(tenant_id=lead.tenant_id, code=made.code)
    assert (export.rows, export.area_code) == (2, COMMUNITY)


def test_day_without_anybody_is_refused_in_words(lead, roster):
    with pytest.raises(Conflict, match="Nobody is on the roster"):
        services.print_day_pack(actor=lead, area=COMMUNITY, day=TODAY + timedelta(days=5))


def test_other_communities_print_none_of_it(make_actor, roster):
    for act in (
        lambda actor: services.print_day_pack(actor=actor, area=COMMUNITY, day=TODAY),
        lambda actor: services.roster_workbook(actor=actor, area=COMMUNITY),
        lambda actor: services.roster_paper(actor=actor, area=COMMUNITY),
        lambda actor: services.ask_day_packs(actor=actor, area=COMMUNITY, day=TODAY),
    ):
        with pytest.raises(NotFound):
            act(make_actor("lead", FAR))
        with pytest.raises(NotAllowed):
            act(make_actor("responder"))


def test_area_is_a_job_whose_file_is_found_again(system, roster):
    account = create_account(actor=system, sign_in_name="planner", display_name="计划组")
    grant(actor=system, account_id=account.id, role="planner", area_code=DISTRICT)
    planner = actor_of(account)
    job_id = services.ask_day_packs(
        actor=planner, area=DISTRICT, day=TODAY, phones=True, language="zh-hans"
    )
    runner.run(job_id)
    jobs.jobs(actor=planner).filter(pk=job_id).update(state="queued")
    runner.run(job_id)

    job = jobs.job(actor=planner, job_id=job_id)
    assert (job.state, job.done, job.total) == ("done", 1, 1)
    assert StoredFile.objects.filter(tenant_id=planner.tenant_id).count() == 1


def test_roster_is_a_workbook_of_people_by_days(lead, roster, people):
    made = services.roster_workbook(actor=lead, area=COMMUNITY)
    rows = list(openpyxl.load_workbook(io.BytesIO(made.content)).active.values)
    at = next(i for i, row in enumerate(rows) if row[0] == "Name")
    heads, first = rows[at], rows[at + 1]

    assert made.code in str(rows[0])
    assert (heads[2][:5], len(heads)) == ("02-18", 2 + 14 + 2)
    assert (first[2], first[3], first[16]) == ("D3", "E3", 2)
    assert any("D = Early 06:00–14:00" in str(row[0]) for row in rows)


def test_roster_is_one_landscape_page_a_fortnight(lead, roster):
    assert pages(services.roster_paper(actor=lead, area=COMMUNITY).content) == 1


def test_packs_cost_as_many_queries_for_two_people_as_for_many(
    commander, publish_more, roster, django_assert_num_queries
):
    with django_assert_num_queries(20, exact=False) as counted:
        pack_of(commander)
    later = publish_more(9)
    with django_assert_num_queries(len(counted.captured_queries)):
        [pack] = queries.day_packs(actor=commander, areas=[COMMUNITY], day=later)
    assert len(pack.crews[0].people) == 9
