"""The first morning of somebody new, from the printed invitation to an import taken back."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.newcomer import (
    INVITE_CLERK,
    accept,
    invite,
    sign_in,
    sign_out,
    type_code,
)
from tests.e2e.screens import act_as, upload
from tests.e2e.unit_sheet import CUT_NUMBER, UNIT, WRONG_ROWS, good_number, write_sheet

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

OTHER_UNIT = "市财政局"
OTHER_SUBDISTRICT = "新兴街道"


def printed_invitation(printed: str) -> str:
    """Return the address of the invitation that the demo prints at its start."""
    found = re.search(r"http://\S+(/invite/[0-9A-Z]+/)", printed)
    assert found, printed
    return found[1]


def test_newcomer_signs_in_by_the_printed_invitation(new_page, demo_server):
    page = new_page(language="en-US")
    page.goto(printed_invitation(demo_server.printed))

    newcomer = accept(page, "Visitor", "visitor")

    assert len(newcomer.recovery_codes) >= 8
    expect(page).to_have_url(re.compile("/command/$"))
    expect(page.locator(".topbar")).to_contain_text("Visitor")

    choose_language(page, "zh-hans", "指挥")
    choose_language(page, "zh-hant", "指揮")
    choose_language(page, "en", "Commander")
    large_type_and_back(page)
    jingyuan_in_every_writing(page)

    sign_out(page)
    assert "/signin/?next=" in page.goto("/command/").url

    sign_in(page, newcomer, second=newcomer.recovery_codes[0])
    expect(page).to_have_url(re.compile("/command/$"))

    sign_out(page)
    sign_in(page, newcomer)  # last: the app takes half a minute to show another code
    expect(page).to_have_url(re.compile("/command/$"))


def choose_language(page: Page, code: str, word: str) -> None:
    """Choose a language in the top bar and read one's role in it."""
    page.goto("/account/")
    page.locator(".topbar summary").filter(has=page.locator("svg")).nth(-2).click()
    with page.expect_navigation():
        page.locator(f".topbar button[name=language][value={code}]").click()
    expect(page.locator("html")).to_have_attribute("lang", re.compile(code, re.IGNORECASE))
    expect(page.locator("main")).to_contain_text(word)


def large_type_and_back(page: Page) -> None:
    """Switch to large type by its link and back again."""
    page.locator("footer form[action='/elder/'] button").click()
    expect(page.locator("html")).to_have_attribute("data-elder", "24")
    size = page.locator("main p, main li").first.evaluate(
        "e => parseFloat(getComputedStyle(e).fontSize)"
    )
    assert size >= 18
    page.locator("footer form[action='/elder/'] button").click()
    expect(page.locator("html")).not_to_have_attribute("data-elder", "24")


def jingyuan_in_every_writing(page: Page) -> None:
    """Find one community by pinyin, initials and both scripts."""
    for typed in ("jingyuan", "静园", "靜園", "jy"):
        page.goto("/places/")
        page.locator("main input[type=search]").first.fill(typed)
        page.locator("main input[type=search]").first.press("Enter")
        found = page.locator("main a", has_text="静园").first
        expect(found).to_be_visible()
        found.click()
        expect(page.locator("h1")).to_contain_text("静园")


def test_invited_on_paper_types_the_code(new_page):
    commander = new_page(language="en-US")
    act_as(commander, "commander")
    code = invite(commander, role="planner", area="和平区", name="赵明")
    sign_out(commander)

    type_code(commander, code.lower())
    expect(commander.locator("main")).to_contain_text("Planner")
    accept(commander, "赵明", "zhaoming")

    expect(commander.locator(".topbar")).to_contain_text("赵明")
    type_code_again = new_page(language="en-US")
    type_code_again.goto("/invite/")
    type_code_again.locator("[name=code]").fill(code)
    type_code_again.locator("main form .button-primary").click()
    expect(type_code_again.locator("main")).not_to_contain_text("Accept")


def test_clerk_imports_a_sheet_mends_commits_and_takes_back(new_page, demo_server, tmp_path):
    clerk = new_page()
    act_as(clerk, "clerk")
    sheet = tmp_path / "市统计局下沉人员名单.xlsx"
    names = write_sheet(sheet, seed=7)
    before = people_of_unit(clerk)

    preview = upload(clerk, sheet)
    expect(clerk.locator(".sheet-preview tbody tr")).to_have_count(34)
    mend_three_rows(clerk, preview)
    commit(clerk)

    assert people_of_unit(clerk) == before + 34
    clerk.goto(f"/responders/?q={names[0]}")
    expect(clerk.locator("main")).to_contain_text(names[0])
    person = clerk.locator("td.c-title a", has_text=names[0]).first.get_attribute("href")
    unit = clerk.goto("/unit/register/") and clerk.locator("a[href*='unit=']").first.get_attribute(
        "href"
    )

    wrong_actors_get_nothing(new_page, demo_server, [preview, person], names, unit)

    clerk.goto(preview)
    take_back(clerk)
    assert people_of_unit(clerk) == before
    assert clerk.goto(person).status == 404 or "离开" in clerk.locator("main").inner_text()

    the_record_tells_it(new_page)


def people_of_unit(page: Page) -> int:
    """Read how many people the clerk's unit has on the register."""
    page.goto("/unit/")
    return int(page.locator("main .figure-number, main .figure a, main .door").first.inner_text())


def mend_three_rows(page: Page, preview: str) -> None:
    """Mend the unit by what is offered and the two numbers by typing."""
    page.goto(f"{preview}?show=wrong")
    rows = page.locator(".sheet-preview tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text(CUT_NUMBER)
    with page.expect_navigation():
        page.locator(f"#row-{row_of('unit')} button[value='{UNIT}']").click()
    expect(rows).to_have_count(2)
    for seed, kind in enumerate(("birth", "cut"), start=900):
        page.locator(f"#row-{row_of(kind)} td.sheet-issues a").first.click()
        page.locator("#cell-value").fill(good_number(seed))
        with page.expect_navigation():
            page.locator(".cell-editor .button-primary").click()


def row_of(kind: str) -> int:
    """Return the sheet's row that is wrong in this way."""
    return next(row for row, what in WRONG_ROWS.items() if what == kind)


def commit(page: Page) -> None:
    """Commit all 34 rows and wait for the end of the progress that is shown."""
    button = page.locator("form[action$='/commit/'] button")
    expect(button).to_contain_text("34")
    with page.expect_navigation():
        button.click()
    expect(page.locator("form[action$='/undo/']")).to_be_attached(timeout=60_000)


def take_back(page: Page) -> None:
    """Take the whole sheet back."""
    page.locator("details.confirm summary").first.click()
    with page.expect_navigation():
        page.locator("form[action$='/undo/'] button[type=submit]").click()
    expect(page.locator(".progress, form[action$='/undo/']")).to_have_count(0, timeout=60_000)


def wrong_actors_get_nothing(new_page, demo_server, addresses, names, unit) -> None:
    """A lead elsewhere and a clerk of another unit find none of the sheet, the people, the unit."""
    commander = new_page()
    act_as(commander, "commander")
    paper = {
        "lead-elsewhere": invite(commander, role="lead", area=OTHER_SUBDISTRICT, name="钱二"),
        "clerk-elsewhere": demo_server.run(INVITE_CLERK, OTHER_UNIT),
    }
    for sign_in_name, code in paper.items():
        page = new_page()
        type_code(page, code)
        accept(page, "钱二", sign_in_name)
        for address in addresses:
            assert page.goto(address).status == 404, (sign_in_name, address)
        page.goto("/imports/")
        expect(page.locator("main a[href*='/imports/0']")).to_have_count(0)
        for address in (f"/responders/?q={names[0]}", unit):
            answer = page.goto(address)
            assert answer.status == 404 or page.locator("td.c-title").count() == 0, address


def the_record_tells_it(new_page) -> None:
    """The commander reads in the record who imported and who took back."""
    commander = new_page(language="en-US")
    act_as(commander, "commander")
    commander.goto("/audit/")
    record = commander.locator("table.list")
    expect(record).to_contain_text("Uploaded a sheet")
    expect(record).to_contain_text("Committed a sheet")
    expect(record).to_contain_text("Took a sheet back")
    clerk = commander.locator("#act-as option").nth(2).inner_text().split("·")[1].strip()
    expect(record.locator("tr", has_text="Took a sheet back").first).to_contain_text(clerk)
