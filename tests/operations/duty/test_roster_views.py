"""The pages of shifts and rosters, driven through the whole stack, and the calendar feed."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.operations.duty.conftest import COMMUNITY, DISTRICT, FAR
from tests.operations.duty.roster_parts import MORNING, NIGHT, TODAY, publish, shift
from tests.platform.access.conftest import session_for

from muster.kernel import clock
from muster.kernel.ids import new_id
from muster.operations.duty import ical, queries, services
from muster.operations.duty.models import Assignment, CheckIn, Deployment
from muster.operations.duty.queries.cards import _crew
from muster.platform.access import services as access
from muster.platform.access.enums import Factor

START = datetime(2020, 2, 17, 22, 0, tzinfo=UTC)
"""Six o'clock at the place: the morning shift of 18 February begins."""


def at(hours, minutes=0):
    """Stop the clock some time after the morning shift began."""
    return clock.frozen(START + timedelta(hours=hours, minutes=minutes))


@pytest.fixture
def sign_in(system):
    """Sign in as somebody: `sign_in("responder", person_id=…)`."""

    def make(role, area=DISTRICT, **facts):
        with at(-9):
            return enter(role, area, **facts)

    def enter(role, area, *, person_id=None, language="en", elder=""):
        name = f"{role}-{new_id().hex[-8:]}"
        account = access.create_account(
            actor=system, sign_in_name=name, display_name=role, person_id=person_id
        )
        access.grant(actor=system, account_id=account.id, role=role, area_code=area)
        client = Client()
        session_for(client, account, Factor.TOTP)
        client.cookies["muster_language"] = language
        if elder:
            client.cookies["muster_elder"] = elder
        return client

    return make


@pytest.fixture
def people(make_people):
    """Three people of one unit."""
    return make_people(3)


@pytest.fixture
def edition(commander, incident, post, people):
    """Three on the morning of two days, and the third night."""
    with at(-8):
        return publish(
            commander,
            incident,
            [shift(one, post, day) for day in (0, 1) for one in people]
            + [shift(one, post, 2, NIGHT) for one in people],
            first_secretary=people[2],
            what_to_bring="证件、口罩",
        )


@pytest.fixture
def me(people, edition, sign_in):
    """A browser in the hands of somebody with these shifts."""
    return sign_in("responder", person_id=people[0])


@pytest.fixture
def mine(people, edition):
    """The first of these shifts."""
    return Assignment.objects.of_tenant(edition.tenant_id).get(responder=people[0], day=TODAY)


def page_of(client, url, status=200):
    answer = client.get(url)
    assert answer.status_code == status
    return html.unescape(answer.content.decode())


def test_my_shifts_show_the_next_one_with_crew_lead_and_what_to_bring(me):
    with at(0, -19):
        page = page_of(me, "/shifts/")

    for words in ("in 19 minutes", "06:00", "14:00", "静园社区 3 号门岗", "静园东门",
                  "王二", "王三", "证件、口罩", "Scan the code", "tel:02200000100",
                  "3 shifts, 1 of them at night", "Tomorrow", "next day"):  # fmt: skip
        assert words in page


def test_my_shifts_without_any_say_so(sign_in, make_people):
    [alone] = make_people(1)
    page = page_of(sign_in("responder", person_id=alone), "/shifts/")
    assert "No shift is planned for you" in page
    assert "No shift is planned for you" in page_of(sign_in("guard"), "/shifts/")


def test_the_large_layout_has_one_thing_a_screen(people, edition, sign_in):
    client = sign_in("responder", person_id=people[0], elder="24")
    with at(0, -19):
        first, later = page_of(client, "/shifts/"), page_of(client, "/shifts/?show=later")

    assert "Scan the code" in first
    assert "next day" not in first
    assert "Scan the code" not in later
    assert "next day" in later


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "扫码签到"), ("zh-hant", "掃碼簽到")])
def test_my_shifts_speak_the_readers_language(people, edition, sign_in, language, words):
    client = sign_in("responder", person_id=people[0], language=language)
    with at(0):
        assert words in page_of(client, "/shifts/")


def test_check_in_through_the_code_of_the_card_and_out(me, post, mine):
    with at(0, 2):
        answer = me.get(f"/posts/at/{post.code}/")
        assert answer["Location"] == f"/shifts/check-in/?code={post.code}"
        assert post.code in page_of(me, answer["Location"])
        assert not CheckIn.objects.of_tenant(mine.tenant_id).exists()  # reading changes nothing
        page = me.post("/shifts/check-in/", {"code": post.code}, follow=True).content.decode()
        assert "Checked in at 06:02, 3 号门岗. You are the first of your crew." in page
        assert "That was a mistake" in page
    with at(8):
        page = me.post(f"/shifts/{mine.id}/leave/", follow=True).content.decode()
        assert "Checked out" in page
        again = me.post(f"/shifts/{mine.id}/leave/", follow=True).content.decode()
        assert "Checked out already" in again


def test_check_in_names_the_crew_that_is_there_and_a_wrong_clock(me, post, people, edition, lead):
    rows = Assignment.objects.of_tenant(edition.tenant_id)
    with at(0, 2):
        services.check_in_by_lead(
            actor=lead, assignment_id=rows.get(responder=people[1], day=TODAY).id
        )
        fast = (clock.now() + timedelta(hours=1)).isoformat()
        scanned = f"https://muster.example/posts/at/{post.code}/"
        page = me.post("/shifts/check-in/", {"code": scanned, "at": fast}, follow=True)

    assert "There too: 王二" in page.content.decode()
    assert "60 minutes fast" in html.unescape(page.content.decode())


def test_check_in_that_is_refused_says_why_and_keeps_the_code(me, make_post):
    other = make_post(area_code=FAR, name="开封道门岗")
    with at(0):
        answer = me.post("/shifts/check-in/", {"code": other.code})
        assert answer.status_code == 409
        page = re.sub(r"</?span[^>]*>", "", answer.content.decode())
        assert "This is the code of 开封道社区 · 开封道门岗." in page
        assert "Your shift is at 静园社区 · 3 号门岗." in page
        assert other.code in page
        assert me.post("/shifts/check-in/", {"code": "?"}).status_code == 404


def test_check_in_can_be_taken_back(me, post, mine):
    with at(0):
        me.post("/shifts/check-in/", {"code": post.code})
        page = me.post(f"/shifts/{mine.id}/undo/", follow=True).content.decode()
        assert "taken back" in page
        again = me.post(f"/shifts/{mine.id}/undo/", follow=True).content.decode()
        assert "Nobody has checked in" in again


def test_the_lead_records_who_came_and_left_with_one_tap_each(sign_in, mine):
    client = sign_in("lead", COMMUNITY)
    with at(0, 5):
        assert "王一 has come" in page_of(client, f"/roster/{COMMUNITY}/")
        answer = client.post(f"/roster/came/{mine.id}/")
        assert answer["Location"] == f"/roster/{COMMUNITY}/?day=2020-02-18"
        page = page_of(client, answer["Location"])
        assert "since 06:05" in page.replace("\n", " ").replace("</time>", "").replace(
            '<time datetime="2020-02-18T06:05+08:00">', ""
        )
        assert "5 minutes late" in page
        assert "One person alone" in page
        again = client.post(f"/roster/came/{mine.id}/", follow=True).content.decode()
        assert "Already checked in" in again
        client.post(f"/roster/undo/{mine.id}/")
        client.post(f"/roster/came/{mine.id}/")
        client.post(f"/roster/left/{mine.id}/")
    assert CheckIn.objects.of_tenant(mine.tenant_id).filter(left_at__isnull=False).count() == 1


def test_the_roster_has_filters_and_days(sign_in, mine, lead):
    client = sign_in("lead", COMMUNITY)
    with at(0, 5):
        services.check_in_by_lead(actor=lead, assignment_id=mine.id)
        missing = page_of(client, f"/roster/{COMMUNITY}/?day=2020-02-18&show=missing")
        tomorrow = page_of(client, f"/roster/{COMMUNITY}/?day=2020-02-19")
        empty = page_of(client, f"/roster/{COMMUNITY}/?day=2020-03-19")
        odd = page_of(client, f"/roster/{COMMUNITY}/?day=someday")

    assert "王一" not in missing
    assert "王二" in missing
    assert "not begun" in tomorrow
    assert "has come" not in tomorrow
    assert "Nobody is on the roster" in empty
    assert "王一" in odd


def test_a_clerk_and_a_commander_see_but_only_leads_and_the_command_record(sign_in, mine):
    with at(0):
        assert "has come" in page_of(sign_in("commander"), f"/roster/{COMMUNITY}/")
        page_of(sign_in("lead", FAR), f"/roster/{COMMUNITY}/", 404)
        assert sign_in("responder").get(f"/roster/{COMMUNITY}/").status_code == 403


def test_the_list_of_rosters_puts_what_is_empty_first(sign_in, edition, make_post, system):
    make_post(area_code=FAR)
    client = sign_in("commander")
    with at(1):
        for row in Assignment.objects.of_tenant(system.tenant_id).filter(day=TODAY)[:2]:
            services.check_in_by_lead(actor=system, assignment_id=row.id)
        page = page_of(client, "/roster/")

    assert page.index("开封道社区") < page.index("静园社区")
    assert "1 post empty" in page
    assert "with one person" not in page[page.index("<table") :]
    assert "2 of 3" in page


def test_pages_cost_as_many_queries_for_many_people_as_for_few(
    sign_in, commander, incident, make_post, make_people
):
    found = []
    client = sign_in("commander")
    page_of(client, "/roster/")
    for many in (2, 8):
        people = make_people(2 * many, unit=f"单位{many}")
        posts = [make_post() for _ in range(many)]
        rows = [shift(one, posts[k // 2], 0, MORNING) for k, one in enumerate(people)]
        publish(commander, incident, rows)
        browser = sign_in("responder", person_id=people[0])
        page_of(browser, "/shifts/")
        for who, url in ((client, "/roster/"), (client, f"/roster/{COMMUNITY}/"),
                         (browser, "/shifts/")):  # fmt: skip
            with CaptureQueriesContext(connection) as cost:
                page_of(who, url)
            found.append((url, len(cost)))

    assert found[:3] == found[3:]


def test_the_calendar_of_a_person_needs_no_account_and_names_nobody_else(people, edition):
    rows = Deployment.objects.of_tenant(edition.tenant_id)
    code = rows.get(responder_id=people[0]).code
    answer = Client().get(f"/shifts/{code.lower()}.ics")
    text = answer.content.decode()

    assert answer["Content-Type"].startswith("text/calendar")
    assert text.count("BEGIN:VEVENT") == 3
    assert "DTSTART:20200217T220000Z\r\n" in text
    assert "DTEND:20200218T060000Z\r\n" in text
    assert "LOCATION:静园东门\r\n" in text
    assert "王" not in text
    assert Client().get("/shifts/000000000000.ics").status_code == 404


def test_the_calendar_keeps_lines_short_and_escapes_what_has_a_meaning(people, edition, me):
    shifts = queries.shifts_of_person(edition.tenant_id, people[0], TODAY)
    text = ical.calendar("班；a,b;c\\d\ne" * 20, shifts, made_at=START)

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    assert ical.escape("a,b;c\\d\r\ne\nf\x07") == "a\\,b\\;c\\\\d\\ne\\nf"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_folded_lines_unfold_to_what_they_were(text):
    parts = list(ical.fold(text))

    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == text


def test_the_card_names_todays_crew_and_leaves_other_shifts_to_be_written(
    commander, incident, post, people, edition
):
    def crews():
        [card] = queries.cards(actor=commander, incident_id=incident.id)
        return [crew for _name, _hours, crew in card.shifts]

    assert crews() == ["王二, 王三, 王一", "", ""]
    more = ["赵", "钱", "孙", "李"]
    assert _crew(more) == "赵, 钱 +2"
