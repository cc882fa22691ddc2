"""A planner sets up a community from a template, and a lead changes a post, as a person would."""

import re

import pytest
from playwright.sync_api import expect
from tests.e2e.screens import act_as

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

NAME = "浏览器模板"


@pytest.mark.parametrize("width", [390, 1280])
def test_community_is_set_up_from_a_template(new_page, width):
    page = new_page(width=width)
    act_as(page, "planner")

    page.goto("/posts/templates/new/")
    page.get_by_label("模板名称").fill(f"{NAME} {width}")
    page.get_by_label("点位值守").fill("7")
    page.get_by_label("环境清整").fill("2")
    page.get_by_role("button", name="保存模板").click()
    expect(page).to_have_url(re.compile("/posts/communities/$"))

    page.get_by_label("岗位照搬自").select_option(label=f"模板：{NAME} {width}（9 个岗位）")
    row = page.locator("main li", has=page.get_by_label("静园社区", exact=True))
    before = int(row.locator(".door").inner_text())
    row.locator("input").check()
    page.get_by_role("button", name="为所选社区设岗").click()
    page.wait_for_load_state()

    after = int(row.locator(".door").inner_text())
    added = re.search(r"新增 (\d+) 个岗位", page.locator(".toasts").inner_text())
    assert added
    assert after - before == int(added[1])
    row.locator(".door").click()
    expect(page.locator("main tbody tr")).to_have_count(after)


def test_lead_opens_a_post_and_writes_down_where_it_stands(new_page):
    page = new_page(width=390)
    act_as(page, "lead")

    page.goto("/posts/")
    page.locator("main tbody a").first.click()
    title = page.locator("h1").inner_text()
    page.get_by_role("link", name="改", exact=True).click()
    page.locator("[name=place]").fill("静园小区北门，报刊亭旁")
    page.get_by_role("button", name="保存").click()

    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("main")).to_contain_text("静园小区北门，报刊亭旁")
    expect(page.locator("main")).to_contain_text("变更记录")


def test_card_of_a_post_is_downloaded(new_page):
    page = new_page(accept_downloads=True)
    act_as(page, "lead")
    page.goto("/posts/")
    page.locator("main tbody a").first.click()

    with page.expect_download() as download:
        page.get_by_role("link", name="随身卡（A6）").click()
    assert download.value.suggested_filename == "card-a6.pdf"


POST_AT = {"latitude": 39.11720, "longitude": 117.20880}
NEAR = {"latitude": 39.11765, "longitude": 117.20880}
"""Fifty metres north of the post."""


def test_where_a_post_is_stays_with_the_post_and_where_a_person_is_stays_on_the_phone(new_page):
    here = {"permissions": ["geolocation"], "width": 390}
    responder = new_page(**here, geolocation=NEAR)
    act_as(responder, "responder")
    responder.goto("/shifts/")
    community = re.search(r"\w+社区", responder.locator("main").inner_text())
    commander = new_page(**here, geolocation=POST_AT)
    act_as(commander, "commander")
    commander.goto(f"/posts/?q={community[0]}")
    commander.get_by_role("link", name="重点人防控组").first.click()

    commander.get_by_role("button", name="我就在岗位上").click()
    expect(commander.locator("[name=latitude]")).to_have_value("39.11720")
    commander.get_by_role("button", name="保存位置").click()
    expect(commander.locator(".toasts")).to_contain_text("岗位位置已保存")

    responder.goto("/shifts/check-in/")
    responder.get_by_label("同时告知手机离岗位多远").check()
    expect(responder.locator("[data-where]")).to_contain_text("离岗位约 50 米")
    expect(responder.locator("[name=distance_m]")).to_have_value("50")
    sent = responder.evaluate(
        "Object.fromEntries(new FormData(document.querySelector('main form')))"
    )
    assert set(sent) == {"csrfmiddlewaretoken", "at", "distance_m", "code"}
    responder.get_by_label("同时告知手机离岗位多远").uncheck()
    expect(responder.locator("[name=distance_m]")).to_have_value("")
