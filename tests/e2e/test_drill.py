"""The drill bar: on every page, for each of the six people, and what its buttons do."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.screens import CAST, act_as
from tests.e2e.unit_sheet import UNIT

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

HOMES = {
    "commander": "/command/",
    "planner": "/command/",
    "clerk": "/unit/",
    "lead": "/community/",
    "responder": "/shifts/",
    "maintainer": "/access/",
}
MOST_TRIES = 15
"""Other tests may have given another unit a clerk; chance decides whose turn it is."""
SHIFT_STARTS = (0, 8, 16)
"""Of the published roster."""


def shown_time(page: Page) -> datetime:
    """Read the clock in the top bar; a drill of 2020 stands in February."""
    words = page.locator("[data-clock]").inner_text()
    month, day, hour, minute = map(int, re.findall(r"\d+", words))
    return datetime(2020, month, day, hour, minute)  # noqa: DTZ001  # as it is shown


def press(page: Page, to: str) -> None:
    """Press a button of the drill's clock."""
    with page.expect_navigation():
        page.locator(f".drill-bar button[value={to}]").click()


def test_each_of_six_people_can_be_played_from_the_bar(new_page):
    page = new_page()
    act_as(page, "commander")

    for at, role in enumerate(CAST):
        people = page.locator("#act-as option")
        name = people.nth(at).inner_text().split("·")[1].strip()
        with page.expect_navigation():
            page.locator("#act-as").select_option(index=at)
        expect(page).to_have_url(re.compile(f"{HOMES[role]}$"))
        expect(page.locator(".topbar")).to_contain_text(name)
        expect(page.locator(".drill-bar")).to_be_visible()


def test_responder_of_the_demo_has_shifts(new_page):
    page = new_page()
    act_as(page, "responder")

    expect(page.locator("main")).to_contain_text(re.compile(r"\d\d:\d\d–(次日 )?\d\d:\d\d"))


def test_clock_moves_an_hour_and_to_the_next_shift(new_page):
    page = new_page()
    act_as(page, "responder")
    page.goto("/mydata/")

    before = shown_time(page)
    press(page, "hour")
    expect(page).to_have_url(re.compile("/mydata/$"))
    moved = (shown_time(page) - before).total_seconds() / 60
    assert 60 <= moved <= 62

    press(page, "next_shift")
    assert shown_time(page).hour in SHIFT_STARTS
    assert shown_time(page).minute <= 1


def test_someone_does_not_come_and_the_clerk_is_told(new_page):
    clerk = new_page()
    act_as(clerk, "clerk")
    commander = new_page()
    act_as(commander, "commander")

    for _ in range(MOST_TRIES):
        with commander.expect_navigation():
            commander.locator("form[action='/drill/absent/'] button").click()
        told = commander.locator(".toasts").inner_text()
        if name := re.search(rf"{UNIT}的(.+?)今天不来", told):
            break
    assert name, told

    clerk.goto("/inbox/")
    letter = clerk.locator("main section", has_text=f"{name[1]}今天不来").first
    with clerk.expect_navigation():
        letter.locator("button").click()
    expect(clerk.locator("h1")).to_have_text(name[1])

    clerk.goto("/unit/register/")
    # A leader is also named with the team.
    expect(clerk.locator("main li", has_text=name[1]).filter(has_text="今天不来")).to_have_count(1)
