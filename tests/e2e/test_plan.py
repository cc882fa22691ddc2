"""From the lists to a published plan, as two people of the command click it through."""

import re

import pytest
from playwright.sync_api import expect
from tests.e2e.screens import ID, act_as, link

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
SECONDS = 5


def test_two_people_plan_approve_and_publish(new_page):
    page = new_page(language="zh-CN")
    act_as(page, "commander")
    page.goto("/call-ups/")
    page.goto(link(page, rf"^/call-ups/{ID}/$"))
    page.goto(link(page, rf"^/call-ups/{ID}/plans/$"))
    page.goto(link(page, rf"^/call-ups/{ID}/plans/new/$"))
    page.fill("input[name=starts_on]", "2020-02-19")  # people are at their posts on the first day
    page.fill("input[name=seconds]", str(SECONDS))
    page.get_by_role("button", name="先算一算").click()
    page.wait_for_url(re.compile(rf"/plans/{ID}/"))
    expect(page.get_by_text(re.compile(r"\d+ 个点位，14 天"))).to_be_visible()
    page.get_by_role("button", name=re.compile("开始排")).click()
    expect(page.get_by_role("link", name="看结果")).to_be_visible(timeout=90_000)
    page.get_by_role("link", name="看结果").click()
    expect(page.get_by_text("独立校验器：没有违反规则。")).to_be_visible()
    page.get_by_role("button", name="送第二人审批").click()
    expect(page.get_by_text("须由另一人审批。")).to_be_visible()
    address = page.url

    page = new_page(language="zh-CN")
    act_as(page, "planner")
    page.goto(address)
    page.get_by_role("button", name="批准").click()
    publish = page.locator("details, dialog").filter(has_text="排班即生效")
    page.get_by_text(re.compile("^发布，通知")).first.click()
    publish.get_by_role("button", name=re.compile("发布")).last.click(timeout=120_000)
    expect(page.get_by_text("方案已发布。")).to_be_visible(timeout=60_000)
