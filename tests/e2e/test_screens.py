"""Every screen in three languages and widths: whole, legible, reachable, in one language."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.screens import CAST, EXPECTED_STATUS, NOBODY, SCREENS, Screen, act_as, upload
from tests.e2e.unit_sheet import write_sheet
from tests.e2e.wording import strangers

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

LOOK = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")
LOCALES = {"zh-hans": "zh-CN", "en": "en-US", "zh-hant": "zh-TW"}
WIDTHS = {"zh-hans": (320, 390, 1280), "en": (320, 1280), "zh-hant": (390,)}
"""Traditional Chinese runs as wide as simplified; English runs wider: both its ends are tried."""
WAYS = (("muster_elder", "30"), ("muster_elder", "24"), ("muster_theme", "dark"))
TARGET, ELDER_TARGET = 44, 60
LEAST_LETTERS, LEAST_ELDER_LETTERS = 12, 18
ELDER_AND_DARK = {
    "signin",
    "me",
    "badge",
    "community",
    "unit-home",
    "command",
    "person",
    "incident",
}


@pytest.mark.parametrize("role", [NOBODY, *CAST], ids=lambda role: role or "nobody")
def test_screens_are_whole_and_in_one_language(new_page, role):
    found = []
    mine = [screen for screen in SCREENS if screen.role == role]
    known: dict[str, str] = {}
    for language, locale in LOCALES.items():
        page = new_page(language=locale)
        said = hear(page)
        enter(page, role)
        for screen in mine:
            found += [
                f"{screen.name}, {language}, {fault}"
                for fault in visit(page, screen, language, known)
            ]
            found += [f"{screen.name}, {language}, console: {line}" for line in said]
            said.clear()
        page.context.close()

    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("role", "locale", "changed"),
    [
        *((role, "zh-CN", WAYS) for role in ("", "commander", "clerk", "lead", "responder")),
        # English runs wider: the largest letters are tried where the bar is fullest.
        *((role, "en-US", WAYS[:1]) for role in ("commander", "lead")),
    ],
)
def test_large_type_and_dark_colours_hold(new_page, role, locale, changed):
    found = []
    page = new_page(language=locale)
    enter(page, role)
    home = re.sub(r"(?<=\d)/.*", "", page.url)
    for name, value in changed:
        page.context.add_cookies([{"name": name, "value": value, "url": home}])
        least = LEAST_ELDER_LETTERS if name == "muster_elder" else LEAST_LETTERS
        target = ELDER_TARGET if name == "muster_elder" else TARGET
        for screen in SCREENS:
            if screen.role == role and screen.name in ELDER_AND_DARK:
                screen.open(page)
                for width in (390, 1280):
                    faults, _ = look(page, width, target=target if width < 640 else 0, least=least)
                    found += [f"{screen.name}, {value}, {width}: {fault}" for fault in faults]
        page.context.clear_cookies(name=name)

    assert not found, "\n".join(found)


def test_preview_of_a_sheet_is_whole(new_page, tmp_path):
    sheet = tmp_path / "名单.xlsx"
    write_sheet(sheet, seed=78)
    page = new_page()
    act_as(page, "clerk")
    address = upload(page, sheet)
    page.locator(".sheet-preview").wait_for(state="attached")
    found = []
    for shown in (address, f"{address}?show=wrong"):
        page.goto(shown)
        for width in WIDTHS["zh-hans"]:
            faults, words = look(page, width, target=TARGET if width < 640 else 0)
            found += [f"{width}: {fault}" for fault in faults]
            tall = page.evaluate("document.querySelector('.dock').offsetHeight")
            if width < 640 and tall > TARGET + 16:
                found.append(f"{width}: the dock takes {tall} px of a phone's screen")
        found += strangers(words, "zh-hans")

    assert not found, "\n".join(found)


def enter(page: Page, role: str) -> None:
    """Become one of the six, or stay a stranger."""
    if role == NOBODY:
        page.goto("/")
    else:
        act_as(page, role)


def hear(page: Page) -> list[str]:
    """Collect what the browser complains about, as it comes."""
    said: list[str] = []

    def note(message) -> None:
        # A page that is meant to say 403 or 404 is no fault of its own.
        if message.type == "error" and "Failed to load resource" not in message.text:
            said.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "response",
        lambda answer: (
            said.append(f"{answer.status} {answer.url}")
            if answer.status >= 400 and answer.request.resource_type != "document"
            else None
        ),
    )
    return said


def visit(page: Page, screen: Screen, language: str, known: dict[str, str]) -> list[str]:
    """Open a screen and return what is wrong with it; `known` are addresses found before."""
    reach = (known[screen.name],) if screen.name in known else screen.reach
    status = replace(screen, reach=reach).open(page)
    known[screen.name] = page.url
    wanted = EXPECTED_STATUS.get(screen.name, 200)
    if status != wanted:
        return [f"status {status} instead of {wanted}"]
    found = []
    words: list[str] = []
    for width in WIDTHS[language]:
        faults, words = look(page, width, target=TARGET if width < 640 else 0)
        found += [f"{width}: {fault}" for fault in faults]
    return found + [f"not in its language: {text}" for text in strangers(words, language)]


def look(
    page: Page, width: int, *, target: int, least: int = LEAST_LETTERS
) -> tuple[list[str], list[str]]:
    """Return the faults of the page at this width, and its texts."""
    page.set_viewport_size({"width": width, "height": 844 if width < 640 else 900})
    seen = page.evaluate(LOOK, {"target": target, "least": least})
    return seen["faults"], seen["words"]


@pytest.mark.parametrize(
    ("role", "address", "primary"),
    [
        (NOBODY, "/signin/", "main .button-primary"),
        ("clerk", "/imports/new/?kind=responders.people", "main .button-primary"),
        ("clerk", "/unit/", "main .button-primary"),
        ("commander", "/command/", ".tiles a"),
        ("responder", "/me/", "main .button-primary"),
    ],
)
def test_keyboard_reaches_what_matters_and_shows_where_it_is(new_page, role, address, primary):
    page = new_page()
    enter(page, role)
    page.goto(address)
    page.evaluate("document.activeElement.blur()")

    for _ in range(60):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            """primary => {
                const style = getComputedStyle(document.activeElement);
                return [document.activeElement.matches(primary),
                        style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
                        document.activeElement.outerHTML.slice(0, 120)];
            }""",
            primary,
        )
        assert focus[1], f"the focus cannot be seen: {focus[2]}"
        if focus[0]:
            return
    pytest.fail(f"{primary} is not reached by 60 steps of the Tab key")


def test_main_forms_work_without_scripts(new_page, tmp_path):
    page = new_page(java_script_enabled=False)
    page.goto("/signin/")
    page.locator("[name=sign_in_name]").fill("nobody")
    page.locator("[name=password]").fill("not the password")
    page.locator("main .button-primary").click()
    expect(page.locator(".error-summary, .field-error").first).to_be_visible()

    act_as(page, "clerk")
    page.goto("/responders/")
    page.locator("main input[type=search]").fill("zzzzzz")
    page.locator("main form[role=search] button").click()
    expect(page).to_have_url(re.compile("q=zzzzzz"))
    expect(page.locator("td.c-title")).to_have_count(0)

    sheet = tmp_path / "名单.xlsx"
    write_sheet(sheet, seed=77)
    page.goto("/imports/new/?kind=responders.people")
    page.set_input_files("input[name=file]", sheet)
    page.locator("main form .button-primary").click()
    expect(page.locator("main")).to_contain_text("34")

    with page.expect_navigation():
        page.locator("#act-as").select_option(index=3)
        page.locator(".drill-bar form[action='/drill/act-as/'] button").click()
    expect(page).to_have_url(re.compile("/community/$"))


def test_places_are_searched_without_scripts(new_page):
    page = new_page(java_script_enabled=False)
    act_as(page, "commander")
    page.goto("/places/")
    page.locator("main input[type=search]").first.fill("jingyuan")
    page.locator("main form[role=search] button").first.click()
    expect(page.locator("main a", has_text="静园").first).to_be_visible()
