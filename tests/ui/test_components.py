"""What components draw, seen as the HTML a reader's browser gets."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from muster.kernel import clock
from muster.ui import marks
from muster.ui.paging import Paging
from muster.ui.parts import Chip, Column, Figure, Step, Table, Tile, TileGroup

STATUSES = ("ok", "warn", "bad", "ask", "doing", "todo", "offline")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("status", STATUSES)
def test_status_mark_has_symbol_colour_and_word(status):
    html = marks.mark(status, "In words")

    assert f"#st-{status}" in html
    assert re.search(r'class="mark tone-\w+"', html)
    assert words(html) == "In words"


def test_status_mark_escapes_its_word():
    assert "<b>" not in marks.mark("ok", "<b>")


@pytest.mark.parametrize(
    ("present", "filled", "word"),
    [(0, 0, "Post empty"), (1, 1, "One person alone"), (2, 2, "2 people on duty")],
)
def test_pips_fill_a_dot_a_person_and_say_so(present, filled, word):
    html = marks.pips(present)

    assert html.count("pip-on") == filled
    assert words(html) == word


@pytest.mark.parametrize(
    ("number", "written"), [(3224, "3,224"), (-61, "−61"), (0, "0"), ("18:24", "18:24")]
)
def test_count_writes_groups_and_a_real_minus(number, written):
    assert marks.count(number) == written


def test_when_speaks_of_today_and_yesterday(frozen_clock):
    with frozen_clock(2020, 2, 18, 2, 6):
        now = clock.now()
        said = [
            words(marks.when(now - timedelta(hours=hours))) for hours in (0, 24, 24 * 8, 24 * 400)
        ]

    assert said == ["today 10:06", "yesterday 10:06", "10 Feb 10:06", "14 Jan 2019 10:06"]


def test_when_of_a_moment_before_midnight_at_the_place_is_yesterday(frozen_clock):
    with frozen_clock(2020, 2, 17, 16, 30):
        assert words(marks.when(datetime(2020, 2, 17, 15, 0, tzinfo=UTC))) == "yesterday 23:00"


def test_figure_with_an_address_is_a_door_to_its_rows(render):
    html = render("{% figures list %}", list=[Figure("Asked", 3224, "/rows/", "37 missing")])

    assert '<a href="/rows/">3,224</a>' in html
    assert words(html) == "Asked 3,224 37 missing"


def test_note_of_a_figure_is_a_door_where_it_has_an_address(render):
    figure = Figure("People", 65, "/people/", note="3 units", note_url="/units/")

    html = render("{% figures list %}", list=[figure])

    assert '<a class="door" href="/units/">3 units</a>' in html


def test_note_of_a_group_of_tiles_is_a_door_where_it_has_an_address(render):
    groups = [TileGroup("A", [Tile("a")], note="1 / 2", note_url="/rows/"), TileGroup("B", [])]

    html = render("{% tilemap groups %}", groups=groups)

    assert '<a class="door" href="/rows/">1 / 2</a>' in html
    assert html.count('class="door"') == 1


def test_dock_of_a_phone_holds_the_buttons_alone(render):
    html = render("{% dock note %}<button>Commit</button>{% enddock %}", note="30 days to undo.")

    stays, moves = html.partition('<div class="dock">')[::2]
    assert 'class="dock-note only-phone"' in stays
    assert 'class="dock-note only-desk"' in moves


def test_moment_of_the_wall_clock_says_so_in_a_drill_only(frozen_clock):
    with frozen_clock(2026, 11, 22, 6, 35):
        moment = clock.real_now()
        plain = words(marks.wall(moment))
        with clock.drill(timedelta(days=-2469)):
            drilled = marks.wall(moment)

    assert plain == "today 14:35"
    assert words(drilled) == "22 Nov 2026 14:35 (real time)"
    assert '<time datetime="2026-11-22T14:35+08:00">' in drilled


def test_equation_shows_the_difference_from_what_was_announced(render):
    parts = [Figure("City", 720), Figure("District", 1775), Figure("Subdistrict", 749)]
    html = render(
        "{% equation parts total announced %}",
        parts=parts,
        total=Figure("Sum", 3244),
        announced=Figure("Announced", 3224),
    )

    assert words(html) == (
        "City 720 + District 1,775 + Subdistrict 749 = Sum 3,244 Announced 3,224 Difference 20"
    )


def test_datalist_marks_each_cell_with_what_it_becomes_on_a_phone(render):
    table = Table(
        columns=[
            Column("Name", lambda row: row[0], "title", lambda row: f"/{row[0]}/"),
            Column("People", lambda row: row[1], "number"),
        ],
        rows=[("a", 1), ("<b>", 2)],
        current=lambda row: row[1] == 2,
    )
    html = render("{% datalist table %}", table=table)

    assert '<td role="cell" class="c-title" data-label="Name"><a href="/a/">a</a></td>' in html
    assert '<td role="cell" class="c-number" data-label="People">1</td>' in html
    assert html.count('aria-current="true"') == 1
    assert "<b>" not in html


def test_chosen_chip_is_named_to_the_ear(render):
    html = render(
        "{% chips list %}",
        list=[Chip("Open", "?open", 2, chosen=True), Chip("All", "?", 1204)],
    )

    assert html.count('aria-current="true"') == 1
    assert words(html) == "Open 2 All 1,204"


def test_stepper_says_which_step_of_how_many(render):
    steps = [Step("Read", "done"), Step("Errors", "doing"), Step("Commit")]

    assert 'aria-label="Step 2 of 3"' in render("{% stepper steps %}", steps=steps)


@pytest.mark.parametrize(
    ("paging", "said"),
    [
        (Paging(1, 50, 3224, "", "?page=2"), "Rows 1 to 50 of 3,224 Next"),
        (Paging(51, 100, None, "?a", "?b"), "Rows 51 to 100 Previous Next"),
        (Paging(1, 3, 3), "Rows 1 to 3 of 3"),
    ],
)
def test_pager_says_which_rows_and_leads_on(render, paging, said):
    assert words(render("{% pager paging %}", paging=paging)) == said


def test_query_keeps_the_other_filters_and_starts_paging_again(render):
    html = render("{% query unit=None area='12' %}", path="/?q=li&unit=3&page=7")

    assert html == "?q=li&amp;area=12"


@pytest.mark.parametrize(
    ("tile", "state"),
    [
        (Tile("a"), "plain"),
        (Tile("a", present=40, missing=0), "full"),
        (Tile("a", present=40, missing=-2), "full"),
        (Tile("a", present=40, missing=3), "short"),
        (Tile("a", present=40, missing=3, pips=1), "alone"),
        (Tile("a", present=40, missing=0, pips=0), "empty"),
        (Tile("a", present=40, missing=0, pips=2), "full"),
    ],
)
def test_tile_takes_the_worst_state_that_is_true(tile, state):
    assert tile.state == state


def test_tile_bar_is_as_long_as_the_share_present(render):
    group = TileGroup("街", [Tile("静园", present=30, missing=10)], note="30 / 40")
    html = render("{% tilemap groups %}", groups=[group])

    assert '<rect width="75" height="3"/>' in html
    assert "静园 −10" in words(html)


def test_capacity_draws_the_shortage_in_its_own_hatch(render):
    html = render("{% capacity 2580 2303 'shifts a day' %}")

    assert 'x="892.6" width="107.4" height="13" fill="url(#hatch)"' in html
    assert "short 277" in words(html)


def test_capacity_that_suffices_draws_no_shortage(render):
    html = render("{% capacity 2303 2580 'shifts a day' %}")

    assert "hatch" not in html
    assert "short" not in words(html)


def test_unit_squares_tick_those_explained(render):
    html = render("{% unit_squares 20 6 'One square a person' %}")

    assert (html.count('class="tick"'), html.count('class="open"')) == (6, 14)


def test_progress_polls_until_it_is_done(render):
    running = render("{% progress 'Work' 5 10 poll_url='/p/' cancel_url='/c/' %}")
    done = render("{% progress 'Work' 10 10 poll_url='/p/' cancel_url='/c/' running=False %}")

    assert 'hx-get="/p/" hx-trigger="every 2s"' in running
    assert 'action="/c/"' in running
    assert ("hx-get" in done, "action" in done) == (False, False)


def test_confirm_posts_only_from_inside_its_question(render):
    html = render(
        "{% confirm 'Delete 3 rows' '/gone/' 'For good?' %}<input name='why'>{% endconfirm %}",
        csrf_token="a-token",
    )

    summary, form = html.split("</summary>")
    assert "<form" not in summary
    assert 'method="post" action="/gone/"' in form
    assert 'value="a-token"' in form
    assert "<input name='why'>" in form


def test_masked_value_says_that_it_is_partly_hidden(render):
    html = render("{% masked '138****6021' '/reveal/' %}")

    assert words(html) == "138****6021 (partly hidden) Show (is recorded)"


def test_no_component_needs_an_inline_style_or_script(alone, client):
    page = client.get("/design/").content.decode()

    assert re.findall(r"\sstyle=|\son\w+=|<style|<script(?! src=)", page) == []
