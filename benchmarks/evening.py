"""One evening clicked through: a call-up, the lists, a plan, its approval, its publication.

The register and the posts of Heping are made, nobody is called up yet, and the drill's clock stands
at 18:00. A browser then does what a commander does; the 106 units answer through the services their
clerks' pages use, and that time is told apart. A second person approves and publishes.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.planner_rows import Row, load, row
from benchmarks.web import demo

ROOT = Path(__file__).resolve().parent.parent
CLICKS_REACH_S, SOLVE_REACH_S = 300, 30
PLANNING_SECONDS = 20
DAYS = 14
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
COMMANDER, PLANNER = 0, 1

PREPARE = """
from datetime import timedelta
from muster.delivery.cli.terminal import start_django
start_django()
from django.conf import settings
from muster.delivery.cli import first_run
first_run.prepare()
settings.DEMO = True
from muster.delivery.replay import services as demo

def before_the_call(actor, cast, units, seed):
    actors = {
        one["role"]: demo.actor_of(demo.account_by_id(demo.UUID(one["account"]))) for one in cast
    }
    people = {unit.plan.name: unit.people for unit in units}
    incident = demo.open_the_incident(actors[demo.Role.COMMANDER], people)
    demo.set_up_posts(actor, incident, seed=seed, units=[unit.id for unit in units])
    return demo._at_a_post(actor, frozenset(), units)

demo._let_them_work = before_the_call
demo.STARTS_AT = demo.STARTS_AT.replace(hour=18, minute=0) - timedelta(days=1)
demo.make_demo(seed=1, progress=lambda *_: None)
"""

ANSWER = """
import json, sys
from muster.delivery.cli.terminal import start_django
start_django()
from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.models import Tenant
from muster.operations.mobilise import queries, services
from muster.registers.responders.models import Responder

tenant = Tenant.objects.get()
with clock.drill(tenant.drill_offset):
    actor = system_actor(tenant.id, "bench")
    call = queries.call_ups(actor=actor).first()
    named = 0
    for line in queries.board(actor=actor, call_up=call).lines:
        people = list(
            Responder.objects.visible_to(actor).filter(unit_id=line.ask.unit_id, status="active")
            .order_by("id").values_list("id", flat=True)
        )
        services.name_people(actor=actor, ask_id=line.ask.id, responder_ids=people)
        reason = "其余人员值守本单位" if len(people) < line.ask.asked else ""
        services.answer(
            actor=actor, ask_id=line.ask.id, promised=len(people), stated=len(people), reason=reason
        )
        named += len(people)
print(json.dumps({"named": named}))
"""

TOLD = """
import json
from muster.delivery.cli.terminal import start_django
start_django()
from muster.kernel.actors import system_actor
from muster.kernel.models import Tenant
from muster.operations.mobilise.models import DeploymentPlan

plan = DeploymentPlan.objects.get(tenant_id=Tenant.objects.get().id)
keys = "people", "shifts", "short", "alone", "seconds"
print(json.dumps({key: plan.summary[key] for key in keys}))
"""


def rows() -> list[Row]:
    """Prepare, click, and return the rows of `muster bench mobilise`."""
    import shutil
    import tempfile

    home = Path(tempfile.mkdtemp(prefix="muster-bench-"))
    try:
        return _rows(click_through(home))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _rows(found: Mapping[str, Any]) -> list[Row]:
    plan = "{people} people, {shifts} shifts, {short} short, {alone} alone".format(**found)
    note = f"{found['clicks']} pages; {found['named']} names given in {found['answers']:.0f} s"
    return [
        row("call_to_published_clicks_s", [found["wall"]], "s", CLICKS_REACH_S,
            note=f"{note}, included; {load()}"),
        row("clicks_of_which_solving_s", [found["seconds"]], "s", SOLVE_REACH_S, note=plan),
    ]  # fmt: skip


def click_through(home: Path) -> dict[str, Any]:
    """Do the whole evening in a browser; return seconds, pages and the plan's figures."""
    run(home, PREPARE)
    with demo(home) as (url, _seconds):
        browser = Evening(url)
        try:
            began = time.perf_counter()
            browser.call_up()
            asked = time.perf_counter()
            named = json.loads(run(home, ANSWER))["named"]
            answered = time.perf_counter()
            browser.plan()
            browser.approve_and_publish()
            wall = time.perf_counter() - began
        finally:
            browser.close()
        told = json.loads(run(home, TOLD))
    return {
        **told, "wall": wall, "answers": answered - asked, "named": named, "clicks": browser.pages,
    }  # fmt: skip


def run(home: Path, script: str) -> str:
    """Run Python in the installation; return its last line."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MUSTER_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        env={**clean, "MUSTER_HOME": str(home)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-1500:])
    return (done.stdout.splitlines() or [""])[-1]


class Evening:
    """The pages that two people of the command go through, in simplified Chinese."""

    def __init__(self, url: str) -> None:
        from playwright.sync_api import sync_playwright

        sys.path.insert(0, str(ROOT / "tools"))
        from machine import browser_path

        self.url, self.pages = url, 0
        self._driver = sync_playwright().start()
        self._browser = self._driver.chromium.launch(executable_path=browser_path(), args=FLAGS)
        self.page = self._enter(COMMANDER)

    def close(self) -> None:
        """End the browser."""
        self._browser.close()
        self._driver.stop()

    def call_up(self) -> None:
        """Write the call-up, ask every level for all its staff, send."""
        page = self.page
        page.goto("/call-ups/")
        page.get_by_role("link", name="发集结令").first.click()
        for name, value in (
            ("title", "第一批下沉人员集结"),
            ("deadline_at", "2020-02-17T22:00"),
            ("assembly_at", "2020-02-18T08:00"),
            ("assembly_place", "和平区体育馆"),
            ("declared_total", "3224"),
        ):
            page.fill(f"[name={name}]", value)
        page.locator("main form .button-primary").click()
        page.wait_for_url(re.compile("/targets/$"))
        for level in ("city", "district", "subdistrict"):
            page.select_option("[name=whom]", value=f"level:{level}")
            page.fill("[name=share]", "100")
            with page.expect_navigation():
                page.locator("aside form .button-primary").click()
        page.locator(".page-actions summary").first.click()
        with page.expect_navigation():
            page.locator(".page-actions details button[type=submit]").first.click()

    def plan(self) -> None:
        """Count, solve, look, send for approval; the second person takes over at this address."""
        page = self.page
        page.get_by_role("link", name="方案", exact=True).click()
        page.get_by_role("link", name="做方案").first.click()
        page.fill("[name=starts_on]", "2020-02-18")
        page.fill("[name=days]", str(DAYS))
        page.fill("[name=seconds]", str(PLANNING_SECONDS))
        page.get_by_role("button", name="先算一算").click()
        page.get_by_role("button", name=re.compile("开始排")).click()
        page.get_by_role("link", name="看结果").click(timeout=180_000)
        page.get_by_role("button", name="送第二人审批").click()
        page.get_by_text("须由另一人审批。").wait_for()
        self.address = page.url

    def approve_and_publish(self) -> None:
        """Approve as the planner, publish, and wait until the page says so."""
        page = self._enter(PLANNER)
        page.goto(self.address)
        page.get_by_role("button", name="批准").click()
        publish = page.locator("details, dialog").filter(has_text="排班即生效")
        page.get_by_text(re.compile("^发布，通知")).first.click()
        publish.get_by_role("button", name=re.compile("发布")).last.click(timeout=120_000)
        page.get_by_text("方案已发布。").wait_for(timeout=120_000)

    def _enter(self, part: int) -> Any:
        context = self._browser.new_context(
            base_url=self.url, locale="zh-CN", viewport={"width": 1280, "height": 900}
        )
        context.set_default_timeout(60_000)
        page = context.new_page()
        page.on("load", lambda _page: self._count())
        page.goto("/")
        with page.expect_navigation():
            page.locator(".cast button[name=account]").nth(part).click()
        return page

    def _count(self) -> None:
        self.pages += 1
