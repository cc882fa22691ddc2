"""The gallery in a real browser: widths, languages, themes, type sizes; by finger and by key."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

COOKIES = {"elder": "muster_elder", "language": "muster_language", "theme": "muster_theme"}
TARGETS = """size => [...document.querySelectorAll('.button, .bottombar a, select, summary')]
  .filter(e => e.offsetParent && !e.matches('.button-small, :disabled'))
  .map(e => [e.textContent.trim(), Math.round(e.getBoundingClientRect().height)])
  .filter(([, height]) => height < size)"""
LEAVES = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.offsetParent && e.childElementCount === 0 && e.textContent.trim())"""
SMALL_TYPE = f"""size => ({LEAVES})()
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < size)
  .map(e => e.textContent)"""
ONE_CHARACTER_COLUMNS = f"""() => ({LEAVES})().filter(e => {{
  const size = parseFloat(getComputedStyle(e).fontSize), box = e.getBoundingClientRect();
  return e.textContent.trim().length > 3 && box.width < 1.9 * size && box.height > 3 * size
    && !e.closest('.hidden-text, .tile, thead');
}}).map(e => e.textContent)"""


@pytest.fixture
def gallery(browser, gallery_url) -> Callable[..., Page]:
    contexts = []

    def show(width: int = 1280, *, scripts: bool = True, dark: bool = False, **chosen: str) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        context.add_cookies(
            [
                {"name": COOKIES[name], "value": value, "url": gallery_url}
                for name, value in {"language": "en", **chosen}.items()
            ]
        )
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(f"{gallery_url}/design/")
        return page

    yield show
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("width", "elder", "language"),
    [
        (320, "", "en"),
        (390, "", "zh-hans"),
        (390, "", "zh-hant"),
        (390, "", "en"),
        (768, "", "en"),
        (1280, "", "zh-hans"),
        (1280, "", "zh-hant"),
        (1280, "", "en"),
        (320, "24", "en"),
        (390, "30", "zh-hans"),
        (1280, "30", "en"),
    ],
)
def test_page_never_scrolls_sideways_nor_breaks_into_characters(gallery, width, elder, language):
    page = gallery(width, language=language, elder=elder or "off")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(ONE_CHARACTER_COLUMNS) == []
    assert page.complaints == []


@pytest.mark.parametrize("elder", ["off", "24", "30"])
def test_a_chip_longer_than_the_page_takes_a_second_line(gallery, elder):
    page = gallery(390, elder=elder)
    page.evaluate(
        "() => { document.querySelector('.chip').firstChild.textContent ="
        " 'Something of the five ones is missing from it ' }"
    )

    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize(("elder", "height"), [("off", 0), ("24", 60)])
def test_what_shows_a_hidden_value_stays_whole_and_can_be_hit(gallery, elder, height):
    page = gallery(390, elder=elder, language="zh-hans")
    link = page.locator(".masked a").first
    link.evaluate("link => { link.closest('.masked').parentElement.style.maxWidth = '240px' }")

    assert link.evaluate("link => link.getClientRects().length") == 1
    assert link.evaluate("link => link.textContent.length * 8 < link.offsetWidth")
    assert link.bounding_box()["height"] >= height


@pytest.mark.parametrize(("elder", "size"), [("off", 44), ("24", 60), ("30", 60)])
def test_targets_on_a_phone_are_large_enough(gallery, elder, size):
    assert gallery(390, elder=elder).evaluate(TARGETS, size) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_large_layout_shows_no_letter_below_18_px(gallery, width):
    assert gallery(width, elder="24").evaluate(SMALL_TYPE, 18) == []


def test_dark_follows_the_device_and_a_choice_wins(gallery):
    paper = "getComputedStyle(document.body).backgroundColor"

    assert gallery(dark=True).evaluate(paper) == "rgb(21, 23, 26)"
    assert gallery(dark=True, theme="light").evaluate(paper) == "rgb(250, 249, 245)"
    assert gallery(theme="dark").evaluate(paper) == "rgb(21, 23, 26)"


def test_list_on_a_phone_becomes_entries(gallery):
    display = "getComputedStyle(document.querySelector('.list tbody tr')).display"

    assert gallery(390).evaluate(display) == "flex"
    assert gallery(1280).evaluate(display) == "table-row"


def test_keys_walk_the_rows_and_find_the_search(gallery):
    page = gallery()
    page.keyboard.press("j")
    assert page.locator(".list .is-current .c-title").inner_text() == "静园"
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert page.locator(".list .is-current .c-title").inner_text() == "食品街"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_question_mark_shows_all_keys_and_escape_closes(gallery):
    page = gallery()
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()


def test_dialog_returns_the_focus_to_where_it_was_opened(gallery):
    page = gallery()
    opener = page.get_by_role("link", name="Open a dialog")
    opener.click()
    page.get_by_role("dialog", name="A dialog").get_by_role("link", name="Close").click()

    assert opener.evaluate("element => element === document.activeElement")


def test_dialog_without_script_opens_by_its_address(gallery):
    page = gallery(scripts=False)
    page.get_by_role("link", name="Open a dialog").click()

    assert page.get_by_text("It closes with Escape").is_visible()


def test_tree_picker_finds_and_opens_places(gallery):
    page = gallery()
    field = page.locator(".picker")
    field.get_by_role("button", name="Choose a place").click()
    field.get_by_role("button", name="Open 劝业场街").click()
    field.get_by_role("button", name="静园").click()
    assert field.locator("input[name=place]").input_value() == "静园"

    field.get_by_role("button", name="静园").click()
    field.get_by_role("searchbox").fill("新津")
    field.locator("[data-code=新津]").click()
    assert field.locator("input[name=place]").input_value() == "新津"


def test_errors_take_the_focus(gallery):
    focused = "document.activeElement.hasAttribute('data-error-summary')"

    assert gallery().evaluate(focused)


def test_tabs_of_one_page_show_one_part_at_a_time(gallery):
    page = gallery()
    page.get_by_role("tab", name="Later").click()

    assert (page.locator("#part-today").is_visible(), page.locator("#part-later").is_visible()) == (
        False,
        True,
    )


def test_menu_closes_when_one_looks_elsewhere(gallery):
    page = gallery()
    menu = page.locator(".topbar .menu").first
    menu.locator("summary").click()
    assert menu.get_attribute("open") == ""
    page.locator("h1").first.click()
    assert menu.get_attribute("open") is None


def test_language_menu_works_without_script(gallery):
    page = gallery(scripts=False)
    page.locator(".topbar .menu summary").first.click()
    page.get_by_role("button", name="繁體").click()

    assert page.locator("html").get_attribute("lang") == "zh-Hant"


def test_print_hides_the_frame_and_prints_in_black(gallery):
    page = gallery()
    page.emulate_media(media="print")

    assert not page.locator(".topbar").is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_reduced_motion_moves_nothing(gallery):
    page = gallery()
    page.emulate_media(reduced_motion="reduce")

    durations = page.evaluate(
        "[...document.querySelectorAll('.button')].map(e => getComputedStyle(e).transitionDuration)"
    )
    assert {float(duration.rstrip("s")) for duration in durations} <= {0.0}
