"""Point cards: one page a post, in three languages, made as a job and found again after a crash."""

import re

import pytest
from django.utils import translation
from tests.operations.duty.conftest import COMMUNITY, DISTRICT, FAR

from muster.kernel.errors import Invalid, NotAllowed, NotFound
from muster.operations.duty import queries, services
from muster.operations.duty.contracts import PostDraft
from muster.operations.duty.enums import STANDARD_KINDS
from muster.operations.duty.paper import might_not_fit
from muster.platform.access.queries import actor_of
from muster.platform.access.services import create_account, grant
from muster.platform.files.models import StoredFile
from muster.platform.files.services import open_file
from muster.platform.jobs import queries as jobs
from muster.platform.jobs import runner

LANGUAGES = ("zh-hans", "zh-hant", "en")


def pages(content):
    assert content.startswith(b"%PDF-")
    return max(int(count) for count in re.findall(rb"/Count (\d+)", content))


def card_of(actor, incident, **facts):
    return queries.cards(actor=actor, incident_id=incident.id, **facts)


def test_card_says_what_whoever_stands_there_must_know(commander, incident, make_post):
    post = make_post(
        name="3 号门岗", number=3, place="静园东门", contacts="社区 022-0000 0142", tent=True
    )
    [card] = card_of(commander, incident)

    assert card.over == "劝业场街道 静园社区"
    assert card.under == "静园东门, 24 hours, at least 2 people each shift, nobody stands alone"
    assert [title for title, _text in card.steps][:2] == ["Ask", "Measure"]
    assert card.shifts == [
        ("Early", "06:00–14:00", ""), ("Evening", "14:00–22:00", ""), ("Night", "22:00–06:00", ""),
    ]  # fmt: skip
    assert card.contacts[0] == "社区 022-0000 0142"
    assert "022-0000 0100" in card.contacts[1]
    assert card.link.endswith(f"/posts/at/{post.code}/")
    assert card.gear.endswith("Tent or booth")
    assert card.foot.startswith("Edition 1, printed")


def test_card_is_said_in_the_readers_language(commander, incident, post):
    titles = {}
    for language in LANGUAGES:
        with translation.override(language):
            [card] = card_of(commander, incident)
            titles[language] = "".join(title for title, _text in card.steps)

    assert titles["zh-hans"] == "问测登报发宣纠消"
    assert titles["zh-hant"] == "問測登報發宣糾消"


@pytest.mark.parametrize("paper", ["a4", "a6"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_file_has_as_many_pages_as_there_are_posts(commander, incident, system, paper, language):
    drafts = [PostDraft(area_code=COMMUNITY, kind=kind) for kind in STANDARD_KINDS]
    services.add_posts(actor=system, incident_id=incident.id, drafts=drafts)
    with translation.override(language):
        content = services.print_cards_of(
            actor=commander, incident_id=incident.id, area="", paper=paper
        )

    assert pages(content) == len(drafts)


def test_card_of_many_words_is_still_one_page(commander, incident, make_post):
    words = "\n".join(f"第 {at} 条：" + "长" * 60 for at in range(13))
    services.change_kind(actor=commander, key="publicity", duties=words, rules=words)
    make_post("publicity")
    [card] = card_of(commander, incident)

    assert might_not_fit(card.plain(), "a4")
    for paper in ("a4", "a6"):
        content = services.print_cards_of(
            actor=commander, incident_id=incident.id, area="", paper=paper
        )
        assert pages(content) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_usual_cards_need_no_measuring(commander, incident, system, language):
    drafts = [
        PostDraft(area_code=COMMUNITY, kind=kind, place="静园东门", contacts="社区 022-0000 0142")
        for kind in STANDARD_KINDS
        if language != "en" or kind != "point"
    ]
    services.add_posts(actor=system, incident_id=incident.id, drafts=drafts)
    with translation.override(language):
        cards = card_of(commander, incident)

    assert not [card.title for card in cards if might_not_fit(card.plain(), "a4")]


def test_one_card_is_printed_at_once_for_who_keeps_the_post(lead, make_actor, post):
    assert pages(services.print_one(actor=lead, post_id=post.id, paper="a6")) == 1
    with pytest.raises(NotFound):
        services.print_one(actor=make_actor("lead", FAR), post_id=post.id)
    with pytest.raises(NotFound):
        services.print_one(actor=make_actor("responder"), post_id=post.id)
    with pytest.raises(Invalid):
        services.print_one(actor=lead, post_id=post.id, paper="a3")


@pytest.fixture
def planner(system):
    account = create_account(actor=system, sign_in_name="planner", display_name="计划组")
    grant(actor=system, account_id=account.id, role="planner", area_code=DISTRICT)
    return actor_of(account)


def test_cards_of_an_area_are_a_job_whose_file_can_be_fetched(planner, incident, make_post):
    make_post()
    make_post(area_code=FAR)
    job_id = services.ask_print(
        actor=planner, incident_id=incident.id, area=COMMUNITY, language="zh-hans"
    )
    runner.run(job_id)

    job = jobs.job(actor=planner, job_id=job_id)
    assert (job.state, job.done, job.total) == ("done", 1, 1)
    [file] = StoredFile.objects.filter(tenant_id=planner.tenant_id)
    assert job.result["path"] == f"/files/{file.id}/"
    found, content = open_file(actor=planner, file_id=file.id)
    assert (found.name, pages(content)) == ("明白卡 A4.pdf", 1)


def test_job_that_is_run_again_finds_the_file_it_made(planner, incident, post):
    job_id = services.ask_print(actor=planner, incident_id=incident.id)
    runner.run(job_id)
    jobs.jobs(actor=planner).filter(pk=job_id).update(state="queued")
    runner.run(job_id)

    assert StoredFile.objects.filter(tenant_id=planner.tenant_id).count() == 1


def test_area_without_posts_is_refused_in_words(planner, incident):
    job_id = services.ask_print(actor=planner, incident_id=incident.id, area=FAR)
    runner.run(job_id)

    job = jobs.job(actor=planner, job_id=job_id)
    assert (job.state, "no open post" in str(job.error)) == ("failed", True) or job.error


def test_only_keepers_print(make_actor, incident, post):
    with pytest.raises(NotAllowed):
        services.ask_print(actor=make_actor("responder"), incident_id=incident.id)


def test_cards_cost_as_many_queries_for_one_post_as_for_fifty(
    commander, incident, system, post, django_assert_num_queries
):
    with django_assert_num_queries(11) as counted:
        card_of(commander, incident)
    drafts = [PostDraft(area_code=FAR, kind="point") for _ in range(50)]
    services.add_posts(actor=system, incident_id=incident.id, drafts=drafts)

    with django_assert_num_queries(len(counted)):
        assert len(card_of(commander, incident)) == 51
