"""The posts at an hour: what is empty, alone and short, and the rows behind every number."""

import re
from datetime import timedelta
from types import SimpleNamespace

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.pages import doors_on, main_of, read, rows_at
from tests.situation.boards.conftest import COMMUNITIES, DISTRICT, MORNING, SITE, SUBDISTRICT, TODAY

from muster.kernel import clock
from muster.kernel.ids import new_id
from muster.operations.duty import services as duty
from muster.operations.duty.contracts import PostDraft
from muster.operations.duty.queries.alarms import open_alarms
from muster.operations.duty.queries.coverage import coverage
from muster.situation.boards.queries import Matters
from muster.situation.boards.views.command import alarm_rows

FIRST, SECOND, THIRD = COMMUNITIES
MOST_STATEMENTS = 45
BOARDS = (
    "/command/",
    "/command/?show=empty",
    f"/command/?area={SUBDISTRICT}",
    "/command/?at=2020-02-18T09:00",
    "/command/?at=2020-02-19T23:00",
    f"/community/{FIRST}/",
    f"/community/{FIRST}/?at=2020-02-18T16:00",
    "/coverage/",
    f"/coverage/{SUBDISTRICT}/",
    f"/coverage/{SUBDISTRICT}/?day=2020-02-20",
    f"/coverage/{THIRD}/",
    "/coverage/posts/",
    f"/coverage/posts/?site={SITE}",
    "/coverage/people/",
    "/roster/",
    f"/coverage/people/?area={FIRST}&at=2020-02-18T10:00",
)


def page(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return read(answer.content.decode())


def figures(client, url):
    """Numbers of a board by their labels."""
    doors = doors_on(page(client, url), url)
    return {door.label: door.number for door in reversed(doors) if door.label}


def wrong_doors(client, urls):
    """Numbers that open another number of rows; a page without a single number is wrong too."""
    for url in urls:
        doors = doors_on(page(client, url), url)
        if not doors:
            yield f"no number on {url}"
        for door in doors:
            if (rows := rows_at(client, door.url)) != door.number:
                yield f"{door.words} on {url}: {door.url} has {rows}"


def test_every_number_opens_as_many_rows(manned, enter):
    assert list(wrong_doors(enter("commander"), BOARDS)) == []


def test_lead_opens_as_many_rows_as_the_numbers_say(manned, enter):
    urls = (f"/community/{FIRST}/", f"/coverage/{FIRST}/", "/coverage/posts/")

    assert list(wrong_doors(enter("lead", FIRST), urls)) == []


def test_board_counts_who_is_there_and_which_posts_lack_whom(manned, enter):
    found = figures(enter("commander"), "/command/")

    assert found["On duty now"] == 7
    assert found["Posts open"] == 6
    assert found["With one person"] == 1
    assert found["Empty"] == 2


def test_people_on_the_roster_who_have_not_come_are_counted_and_listed(manned, enter):
    client = enter("commander")

    shown = main_of(page(client, "/coverage/people/?show=missing"))

    assert [e.text for e in shown.every(lambda e: "mark" in e.classes)] == ["not come"] * 3


def test_past_hour_shows_what_was_recorded_then(manned, enter):
    found = figures(enter("commander"), "/command/?at=2020-02-18T09:00")

    assert (found["On duty now"], found["Empty"]) == (0, 6)


def test_who_left_is_on_duty_before_and_not_after(manned, enter, system):
    one = manned.shifts[manned.crews["order", MORNING][0], TODAY]
    with clock.frozen(clock.now() + timedelta(hours=1)):
        duty.check_out(actor=system, assignment_id=one.id)
        client = enter("commander")

        before = figures(client, f"/community/{FIRST}/?at=2020-02-18T11:00")
        after = figures(client, f"/community/{FIRST}/?at=2020-02-18T11:15")

    assert (before["On duty now"], before["With one person"]) == (3, 1)
    assert (after["On duty now"], after["With one person"]) == (2, 2)


def test_hour_to_come_shows_who_is_on_the_roster(manned, enter):
    found = figures(enter("commander"), "/command/?at=2020-02-18T23:00")

    assert found["To be on duty then"] == 10
    assert found["Empty"] == 1
    assert "On duty now" not in found


def test_nobody_is_wanted_before_the_first_roster_begins(manned, enter):
    found = figures(enter("commander"), "/command/?at=2020-02-18T05:00")

    assert (found["Posts open"], found["Empty"]) == (0, 0)


def test_hour_that_is_none_is_left_out_and_the_page_says_so(manned, enter):
    shown = page(enter("commander"), "/command/?at=tomorrow").text

    assert "has no value “tomorrow”" in shown


def test_tile_shows_the_worst_of_its_community(manned, enter):
    tiles = page(enter("commander"), "/command/").every(lambda e: "tile" in e.classes)
    states = {tile.attributes.get("href", "").strip("/"): tile.classes for tile in tiles}

    assert "tile-empty" in states[f"community/{FIRST}"]
    assert "tile-short" in states[f"community/{SECOND}"]
    assert "tile-empty" in states[f"community/{THIRD}"]
    assert sum("tile-plain" in classes for classes in states.values()) == 61


def test_sites_outside_the_communities_stand_on_the_map(manned, enter):
    tiles = page(enter("commander"), "/command/").every(lambda e: "tile" in e.classes)

    assert [tile.text for tile in tiles if tile.attributes["href"].startswith("/coverage")] == [
        f"{SITE} 2"
    ]


def test_open_places_are_one_row_for_each_person_missing(manned, enter):
    shown = main_of(page(enter("commander"), f"/coverage/{DISTRICT}/gaps/?hour=2020-02-18T10:00"))

    marks = [e.text for e in shown.every(lambda e: "mark" in e.classes)]
    assert sorted(marks) == [
        "person 1 of 2 is missing", "person 2 of 2 is missing", "person 3 of 3 is missing",
    ]  # fmt: skip


def test_surplus_of_one_post_covers_no_gap_of_another(manned, system):
    start = clock.now().replace(minute=0)
    found = coverage(actor=system, area="", first=start, last=start + timedelta(hours=1))
    wanted, covered = found.hours(found.posts, start.replace(tzinfo=None), 1)[0]

    assert (wanted, covered) == (0, 0)  # 02:00 on the wall clock lies before the roster
    at = start.replace(tzinfo=None) + timedelta(hours=8)
    assert found.hours(found.posts, at, 1) == [(13, 10)]


def test_boards_cost_the_same_number_of_statements_for_more_posts(manned, enter, system):
    client = enter("commander")
    paths = ("/command/", "/coverage/", f"/community/{FIRST}/", "/coverage/posts/",
             "/coverage/people/", f"/community/{FIRST}/day/")  # fmt: skip

    def costs():
        for path in paths:
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            yield path, len(asked)

    few = dict(costs())
    for number in range(10, 40):
        draft = PostDraft(area_code=FIRST, kind="point", number=number)
        duty.add_post(actor=system, incident_id=manned.incident.id, draft=draft)

    assert dict(costs()) == few
    assert max(few.values()) < MOST_STATEMENTS


def test_lead_sees_no_other_community(manned, enter):
    client = enter("lead", FIRST)

    for path in (f"/coverage/{SECOND}/", f"/community/{SECOND}/", f"/coverage/posts/?area={SECOND}",
                 f"/community/{SECOND}/day/", f"/coverage/{DISTRICT}/", f"/coverage/{SECOND}/gaps/",
                 f"/coverage/people/?area={DISTRICT}"):  # fmt: skip
        assert client.get(path).status_code == 403, path


def test_day_by_post_draws_each_shift_once_with_what_was_worked(manned, enter):
    shown = page(enter("lead", FIRST), f"/community/{FIRST}/day/")

    bars = [e.classes for e in shown.every(lambda e: "gantt-bar" in e.classes and e.within(
        lambda o: "gantt" in o.classes))]  # fmt: skip
    worked = list(shown.every(lambda e: "worked" in e.classes and e.within(
        lambda o: "gantt" in o.classes)))  # fmt: skip
    assert len(bars) == 18
    assert sum("bar-absent" in classes for classes in bars) == 3
    assert len(worked) == 3


def test_community_says_who_is_missing_and_who_comes_next(manned, enter):
    text = main_of(page(enter("lead", FIRST), "/community/")).text

    assert "Who is missing" in text
    assert text.count("(not come)") == 3
    assert len(re.findall(r"next today 14:00", text)) == 3


def test_without_a_roster_the_board_says_so(district, enter):
    assert "No roster is published yet" in page(enter("commander"), "/command/").text


def test_a_post_with_an_alarm_stands_once_on_each_board(manned, enter, system):
    duty.watch_tenant(manned.tenant)
    client, post = enter("commander"), manned.posts["alone"]
    [alarm] = open_alarms(actor=system).filter(post_id=post.id)

    for url in ("/command/", f"/community/{FIRST}/"):
        links = main_of(page(client, url)).every(
            lambda e: e.attributes.get("href") == f"/alarms/{alarm.id}/"
        )
        [line] = [next(up for up in above(link) if up.tag == "li") for link in links]
        assert post.title in line.text, url
        assert "nobody has answered" in line.text, url


def test_of_two_alarms_of_a_post_its_line_shows_one_and_the_list_the_other():
    post, other = new_id(), new_id()
    rows = [
        SimpleNamespace(
            id=new_id(), post_id=one, area_code="", post=SimpleNamespace(site="站"), at=at
        )
        for at, one in enumerate((post, post, other))
    ]
    matters = Matters(open_alarms=rows)

    assert matters.alarm_of == {post: rows[0], other: rows[2]}
    assert [row["one"] for row in alarm_rows(matters, {}, beside={post})] == rows[1:]


def above(element):
    while element := element.parent:
        yield element


def test_whoever_is_on_a_break_without_a_stand_in_is_not_at_the_post(manned, enter, system):
    before = figures(enter("commander"), "/command/")["With one person"]
    one = manned.shifts[manned.crews["order", MORNING][0], TODAY]
    duty.begin_break(actor=system, assignment_id=one.id)

    client = enter("commander")

    assert figures(client, "/command/")["With one person"] == before + 1
    assert figures(client, "/roster/")["Posts with one person"] == before + 1
    assert list(wrong_doors(client, ("/command/", "/roster/"))) == []
