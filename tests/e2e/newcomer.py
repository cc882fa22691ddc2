"""What somebody new does at a screen: accept an invitation, set up the second step, sign in."""

import re
import secrets
from dataclasses import dataclass

from playwright.sync_api import Page
from tests.e2e.totp import next_code

PASSWORD = "steady maple lantern"  # of a throw-away account

INVITE_CLERK = """
from muster.kernel.actors import system_actor
from muster.kernel.tenants import all_tenants
from muster.platform.access.services import invite
from muster.registers.responders.queries import units

tenant = all_tenants()[0]
actor = system_actor(tenant.id, "test")
unit = next(unit for unit in units(actor=actor) if unit.name == sys.argv[1])
invited = invite(actor=actor, role="clerk", area_code=tenant.area_code, scope_id=unit.id)
print(invited.code)
"""
"""A clerk answers for one unit."""


@dataclass
class Newcomer:
    """An account made through the pages, with what its owner keeps: password, phone, paper."""

    sign_in_name: str
    key: str = ""
    used: str = ""
    recovery_codes: tuple[str, ...] = ()

    def code(self) -> str:
        """Return what the authenticator app shows, waiting for one that was not used yet."""
        self.used = next_code(self.key, after=self.used)
        return self.used


def press(page: Page) -> None:
    """Press the page's one main button and wait for the next page."""
    with page.expect_navigation():
        page.locator("main form .button-primary").first.click()


def accept(page: Page, name: str, sign_in_name: str) -> Newcomer:
    """Go from the open invitation to one's first own page; the name gets an ending nobody has."""
    sign_in_name = f"{sign_in_name}-{secrets.token_hex(3)}"
    page.locator("[name=display_name]").fill(name)
    page.locator("[name=sign_in_name]").fill(sign_in_name)
    page.locator("[name=password]").fill(PASSWORD)
    press(page)
    newcomer = Newcomer(sign_in_name)
    newcomer.key = page.locator("code.code-text").first.inner_text()
    page.locator("[name=code]").fill(newcomer.code())
    press(page)
    newcomer.recovery_codes = tuple(page.locator(".code-list code").all_inner_texts())
    with page.expect_navigation():
        page.locator("a.button-primary").click()
    return newcomer


def type_code(page: Page, code: str) -> None:
    """Type an invitation's code from paper, as it is printed there."""
    page.goto("/signin/")
    page.locator("a[href='/invite/']").click()
    page.locator("[name=code]").fill(code)
    press(page)


def sign_in(page: Page, newcomer: Newcomer, second: str = "") -> None:
    """Sign in with password and second step; `second` is a recovery code instead of the app's."""
    page.goto("/signin/")
    page.locator("[name=sign_in_name]").fill(newcomer.sign_in_name)
    page.locator("[name=password]").fill(PASSWORD)
    press(page)
    page.locator("[name=code]").fill(second or newcomer.code())
    press(page)


def sign_out(page: Page) -> None:
    """Leave by the account page."""
    page.goto("/account/")
    with page.expect_navigation():
        page.locator("main form[action='/signout/'] button").click()


def invite(page: Page, *, role: str, area: str, name: str) -> str:
    """Invite somebody as one who may, and return the code on the printed sheet."""
    page.goto("/access/invitations/new/")
    page.locator("[name=display_name]").fill(name)
    page.locator("[name=role]").select_option(role)
    choose_area(page, area)
    with page.expect_navigation():
        page.locator("main form .button-primary").last.click()
    sheet = page.locator(".code-large").first.inner_text()
    assert re.fullmatch(r"\s*[0-9A-Z]{5}[- ][0-9A-Z]{5}\s*", sheet), sheet
    return sheet.strip()


def choose_area(page: Page, area: str) -> None:
    """Choose an area by a part of its name, by searching the tree of areas."""
    picker = page.locator("[data-picker]")
    picker.locator(".picker-chosen").click()
    picker.locator("input[type=search]").fill(area)
    picker.locator("[data-code]").filter(has_text=area).first.click()
