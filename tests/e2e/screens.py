"""Every screen: who opens it and how it is reached. The pictures in docs/screens follow this list.

`reach` is an address, then patterns of links to follow one after another, as a person would; a step
"press …" names a button to press where it stands there.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CAST = ("commander", "planner", "clerk", "lead", "responder", "maintainer")
"""The six people of the demo in the order of their buttons."""
NOBODY = ""
PRESS = "press "
ID = "[0-9a-f]{8}-[0-9a-f-]{27}"
DAY = "2020-02-18"
"""The first day of the demo."""
MAKE_BADGE = f"{PRESS}main form[action='/account/badge/'] button"
PERSON = rf"^/responders/{ID}/$"
INCIDENT = rf"^/incident/{ID}/$"
GROUP = rf"^/incident/groups/{ID}/$"
CALL_UP = rf"^/call-ups/{ID}/$"
ASK = rf"^/call-ups/asked/{ID}/$"
PLANS = rf"^/call-ups/{ID}/plans/$"
PLAN = rf"^/plans/{ID}/$"


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: its name (also of its picture), the role that opens it, and the way to it."""

    name: str
    role: str
    reach: tuple[str, ...]

    def open(self, page: Page) -> int:
        """Go there; return the status of the page."""
        answer = page.goto(self.reach[0])
        for step in self.reach[1:]:
            if step.startswith(PRESS):
                press(page, step.removeprefix(PRESS))
            else:
                answer = page.goto(link(page, step))
        return answer.status if answer else 0


def press(page: Page, button: str) -> None:
    """Press a button and wait for the page it leads to; once pressed for good, it may be gone."""
    if page.locator(button).count():
        with page.expect_navigation():
            page.locator(button).first.click()


def link(page: Page, pattern: str) -> str:
    """Return the address of the page's first link that fits the pattern."""
    found: list[str] = page.eval_on_selector_all(
        "a[href]", "links => links.map(a => a.getAttribute('href'))"
    )
    for address in found:
        if re.search(pattern, address):
            return address
    raise AssertionError(f"{page.url} has no link like {pattern}; it has {sorted(set(found))}")


def act_as(page: Page, role: str) -> None:
    """Start a session as one of the demo's people from the front page."""
    page.goto("/")
    with page.expect_navigation():
        page.locator(".cast button[name=account]").nth(CAST.index(role)).click()


def upload(page: Page, sheet: Path) -> str:
    """Send a sheet of names off and return the address of its preview."""
    page.goto("/imports/new/?kind=responders.people")
    page.set_input_files("input[name=file]", sheet)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(rf"/imports/{ID}/"))
    return page.url


SCREENS = (
    Screen("welcome", NOBODY, ("/",)),
    Screen("signin", NOBODY, ("/signin/",)),
    Screen("invitation-code", NOBODY, ("/invite/",)),
    Screen("phone-code", NOBODY, ("/device/",)),
    Screen("verify", NOBODY, ("/verify/",)),
    Screen("verify-unknown", NOBODY, ("/verify/7K3QX9M2PA/",)),
    Screen("design", NOBODY, ("/design/",)),
    Screen("command", "commander", ("/command/",)),
    Screen("command-hour", "commander", ("/command/?at=2020-02-19T02:00",)),
    Screen("command-subdistrict", "commander", ("/command/?area=120101001",)),
    Screen("command-register", "commander", ("/command/register/",)),
    Screen("coverage", "commander", ("/coverage/",)),
    Screen("coverage-community", "commander", ("/coverage/120101001014/",)),
    Screen("coverage-gaps", "commander", ("/coverage/120101/gaps/?hour=2020-02-19T02:00",)),
    Screen("coverage-posts", "commander", ("/coverage/posts/",)),
    Screen("coverage-people", "commander", ("/coverage/people/",)),
    Screen("day-by-post", "lead", ("/community/120101001014/day/",)),
    Screen("unit-register", "clerk", ("/unit/register/",)),
    Screen("accounts", "commander", ("/access/",)),
    Screen("account-of-person", "commander", ("/access/", rf"^/access/people/{ID}/$")),
    Screen(
        "role-give",
        "commander",
        ("/access/", rf"^/access/people/{ID}/$", rf"^/access/people/{ID}/grant/$"),
    ),
    Screen("invitations", "commander", ("/access/invitations/",)),
    Screen("invite", "commander", ("/access/invitations/new/",)),
    Screen("phones", "commander", ("/access/phones/",)),
    Screen("phone-issue", "commander", ("/access/phones/new/",)),
    Screen("phone-issue-person", "commander", ("/access/phones/new/?find=wangwei",)),
    Screen("accounts-none", "commander", ("/access/?q=zzzzzz",)),
    Screen("account", "commander", ("/account/",)),
    Screen("password", "commander", ("/account/password/",)),
    Screen("second-step", "commander", ("/signin/setup/?next=/account/",)),
    Screen("audit", "commander", ("/audit/",)),
    Screen("retention", "commander", ("/retention/",)),
    Screen("retention-holding", "commander", ("/retention/", r"^/retention/holdings/responders")),
    Screen("retention-rows", "commander", ("/retention/holdings/notify.messages/rows/",)),
    Screen("certificates", "commander", ("/retention/certificates/",)),
    Screen(
        "certificate",
        "commander",
        ("/retention/certificates/", rf"^/retention/certificates/{ID}/$"),
    ),
    Screen("jobs", "commander", ("/jobs/",)),
    Screen("job", "commander", ("/jobs/", rf"^/jobs/{ID}/$")),
    Screen("imports", "commander", ("/imports/",)),
    Screen("exports", "commander", ("/exports/",)),
    Screen("inbox", "commander", ("/inbox/",)),
    Screen("channels", "maintainer", ("/inbox/channels/",)),
    Screen("channel", "maintainer", ("/inbox/channels/", rf"^/inbox/channels/{ID}/$")),
    Screen("channel-new", "maintainer", ("/inbox/channels/", r"^/inbox/channels/new/")),
    Screen("outbox", "maintainer", ("/inbox/outbox/",)),
    Screen("responders", "commander", ("/responders/",)),
    Screen("responders-search", "commander", ("/responders/?q=wang",)),
    Screen("responders-none", "commander", ("/responders/?q=zzzzzz",)),
    Screen("units", "commander", ("/responders/units/",)),
    Screen("unit", "commander", ("/responders/units/", rf"^/responders/units/{ID}/$")),
    Screen(
        "unit-edit",
        "commander",
        ("/responders/units/", rf"^/responders/units/{ID}/$", rf"^/responders/units/{ID}/edit/$"),
    ),
    Screen("unit-add", "commander", ("/responders/units/new/",)),
    Screen("teams", "commander", ("/responders/teams/",)),
    Screen("team", "commander", ("/responders/teams/", rf"^/responders/teams/{ID}/$")),
    Screen("pairings", "commander", ("/responders/pairings/",)),
    Screen("pairing", "commander", ("/responders/pairings/", rf"^/responders/pairings/{ID}/$")),
    Screen("pairing-new", "commander", ("/responders/pairings/new/",)),
    Screen("places", "commander", ("/places/",)),
    Screen("places-search", "commander", ("/places/?q=jingyuan",)),
    Screen("area-district", "commander", ("/places/120101/",)),
    Screen("area-name", "commander", ("/places/120101/name/",)),
    Screen("area-names-add", "commander", ("/places/120101/names/add/",)),
    Screen(
        "person-transfer",
        "commander",
        ("/responders/", PERSON, rf"^/responders/{ID}/transfer/$"),
    ),
    Screen("incidents", "commander", ("/incident/",)),
    Screen("incidents-none", "commander", ("/incident/?state=ended",)),
    Screen("incident", "commander", ("/incident/", INCIDENT)),
    Screen("incident-open", "commander", ("/incident/new/",)),
    Screen(
        "incident-contact", "commander", ("/incident/", INCIDENT, rf"^/incident/{ID}/contact/$")
    ),
    Screen("incident-renew", "commander", ("/incident/", INCIDENT, rf"^/incident/{ID}/renew/$")),
    Screen("incident-close", "commander", ("/incident/", INCIDENT, rf"^/incident/{ID}/close/$")),
    Screen("incident-period", "commander", ("/incident/", INCIDENT, rf"^/incident/{ID}/period/$")),
    Screen(
        "incident-objectives", "commander", ("/incident/", INCIDENT, rf"^/incident/periods/{ID}/$")
    ),
    Screen("incident-staff", "commander", ("/incident/", INCIDENT, rf"^/incident/{ID}/staff/$")),
    Screen(
        "incident-seat", "commander", ("/incident/", INCIDENT, rf"^/incident/{ID}/staff/planning/$")
    ),
    Screen("incident-group", "commander", ("/incident/", INCIDENT, GROUP)),
    Screen(
        "incident-group-change",
        "commander",
        ("/incident/", INCIDENT, GROUP, rf"^/incident/groups/{ID}/edit/$"),
    ),
    Screen("incident-of-lead", "lead", ("/incident/", INCIDENT)),
    Screen("call-ups", "commander", ("/call-ups/",)),
    Screen("call-up-new", "commander", ("/call-ups/new/",)),
    Screen("call-up", "commander", ("/call-ups/", CALL_UP)),
    Screen("call-up-unit", "commander", ("/call-ups/", CALL_UP, ASK)),
    Screen("call-up-change", "commander", ("/call-ups/", CALL_UP, rf"^/call-ups/{ID}/edit/$")),
    Screen("call-up-targets", "commander", ("/call-ups/", CALL_UP, rf"^/call-ups/{ID}/targets/$")),
    Screen(
        "reconciliation", "commander", ("/call-ups/", CALL_UP, rf"^/call-ups/{ID}/reconciliation/$")
    ),
    Screen("call-up-waiting", "commander", ("/call-ups/", CALL_UP, rf"^/call-ups/{ID}/waiting/$")),
    Screen("plans", "commander", ("/call-ups/", CALL_UP, rf"^/call-ups/{ID}/plans/$")),
    Screen(
        "plan-begin",
        "commander",
        ("/call-ups/", CALL_UP, rf"^/call-ups/{ID}/plans/$", rf"^/call-ups/{ID}/plans/new/$"),
    ),
    Screen("plan", "commander", ("/call-ups/", CALL_UP, PLANS, PLAN)),
    Screen(
        "plan-community",
        "commander",
        ("/call-ups/", CALL_UP, PLANS, PLAN, rf"^/plans/{ID}/community/\d+/$"),
    ),
    *(
        Screen(
            f"plan-{name}",
            "commander",
            ("/call-ups/", CALL_UP, PLANS, PLAN, rf"^/plans/{ID}/{name}/$"),
        )
        for name in ("units", "short", "absences", "cohesion", "gear")
    ),
    Screen(
        "plan-unit",
        "commander",
        (
            "/call-ups/",
            CALL_UP,
            PLANS,
            PLAN,
            rf"^/plans/{ID}/units/$",
            rf"^/plans/{ID}/units/{ID}/$",
        ),
    ),
    Screen(
        "call-up-arrivals", "commander", ("/call-ups/", CALL_UP, rf"^/call-ups/{ID}/arrivals/$")
    ),
    Screen("call-up-gaps", "commander", ("/call-ups/", CALL_UP, rf"^/call-ups/{ID}/gaps/$")),
    Screen(
        "assembly-code",
        "commander",
        (
            "/call-ups/",
            CALL_UP,
            rf"^/call-ups/{ID}/arrivals/$",
            rf"^/call-ups/{ID}/assembly/$",
        ),
    ),
    Screen(
        "pairing-report",
        "lead",
        ("/responders/pairings/", rf"^/responders/pairings/{ID}/report/$"),
    ),
    Screen("whistles", "lead", ("/whistles/",)),
    Screen("whistles-command", "commander", ("/whistles/",)),
    Screen("whistle-choice", "lead", ("/whistles/new/",)),
    Screen("whistle-new", "lead", ("/whistles/new/?kind=gate",)),
    Screen("whistle-kinds", "commander", ("/whistles/kinds/",)),
    Screen("whistle-kind", "commander", ("/whistles/kinds/", rf"^/whistles/kinds/{ID}/$")),
    Screen("whistle-kind-add", "commander", ("/whistles/kinds/new/",)),
    Screen("call-up-names", "commander", ("/call-ups/", CALL_UP, rf"^/call-ups/{ID}/names/")),
    Screen("asked", "clerk", ("/call-ups/asked/",)),
    Screen("asked-people", "clerk", ("/call-ups/asked/", rf"^/call-ups/asked/{ID}/people/$")),
    Screen("asked-links", "clerk", ("/call-ups/asked/", rf"^/call-ups/asked/{ID}/links/$")),
    Screen("asked-cards", "clerk", ("/call-ups/asked/", rf"^/call-ups/asked/{ID}/cards/$")),
    Screen(
        "call-up-answer",
        "clerk",
        ("/call-ups/asked/", rf"^/call-ups/asked/{ID}/links/$", r"/c/\w+/$"),
    ),
    Screen("posts", "commander", ("/posts/",)),
    Screen("posts-none", "commander", ("/posts/?q=zzzzzz",)),
    Screen("post", "commander", ("/posts/", rf"^/posts/{ID}/$")),
    Screen("post-edit", "commander", ("/posts/", rf"^/posts/{ID}/$", rf"^/posts/{ID}/edit/$")),
    Screen("post-add", "commander", ("/posts/new/",)),
    Screen("posts-setup", "commander", ("/posts/communities/",)),
    Screen("posts-community", "lead", ("/posts/communities/120101001014/",)),
    Screen("posts-template-of", "commander", ("/posts/communities/120101001014/template/",)),
    Screen("shifts", "responder", ("/shifts/",)),
    Screen("check-in", "responder", ("/shifts/check-in/",)),
    Screen("rosters", "commander", ("/roster/",)),
    Screen("roster", "lead", ("/roster/120101001014/",)),
    Screen("alarms", "lead", ("/alarms/",)),
    Screen("alarms-missing", "lead", ("/alarms/?show=missing",)),
    Screen("reports-from-posts", "lead", ("/reports/",)),
    Screen("roster-shifts", "lead", ("/roster/120101001014/shifts/",)),
    *(
        Screen(name, "lead", ("/roster/120101001014/shifts/", pattern))
        for name, pattern in (
            ("sheet-times", rf"^/roster/times/{ID}/{DAY}/{ID}/$"),
            ("relief", rf"^/roster/relief/{ID}/{DAY}/{ID}/$"),
            ("hand-over", rf"^/handovers/{ID}/{DAY}/{ID}/$"),
            ("handovers", rf"^/handovers/of/{ID}/$"),
        )
    ),
    Screen("shifts-asked", "responder", ("/shifts/asked/",)),
    Screen("shifts-travel", "responder", ("/shifts/travel/",)),
    Screen("shifts-reports", "responder", ("/shifts/reports/",)),
    Screen("shifts-book", "responder", ("/shifts/book/",)),
    Screen("stand-downs", "commander", ("/stand-down/",)),
    Screen("stand-down-ask", "commander", ("/stand-down/new/",)),
    Screen("roster-papers", "lead", ("/roster/120101001014/papers/",)),
    Screen("roster-area-papers", "commander", ("/roster/papers/",)),
    Screen("roster-grid", "lead", ("/roster/120101001014/grid/",)),
    Screen("roster-repair", "lead", ("/roster/120101001014/repair/",)),
    Screen("roster-requests", "lead", ("/roster/requests/",)),
    Screen("roster-changes", "lead", ("/roster/changes/",)),
    Screen("roster-editions", "commander", ("/roster/editions/",)),
    Screen("own-requests", "responder", ("/shifts/requests/",)),
    Screen("ask-leave", "responder", ("/shifts/away/",)),
    Screen("posts-cards", "commander", ("/posts/cards/",)),
    Screen("requisition", "commander", ("/posts/requisition/?days=14",)),
    Screen("post-kinds", "commander", ("/posts/kinds/",)),
    Screen("post-kind", "commander", ("/posts/kinds/point/",)),
    Screen("post-kind-add", "commander", ("/posts/kinds/new/",)),
    Screen("patterns", "commander", ("/posts/patterns/",)),
    Screen("pattern-add", "commander", ("/posts/patterns/new/",)),
    Screen("post-templates", "commander", ("/posts/templates/",)),
    Screen("post-template", "commander", ("/posts/templates/", rf"^/posts/templates/{ID}/$")),
    Screen("post-template-add", "commander", ("/posts/templates/new/",)),
    Screen("posts-responder", "responder", ("/posts/",)),
    Screen("planner-command", "planner", ("/command/",)),
    Screen("unit-home", "clerk", ("/unit/",)),
    Screen("import-new", "clerk", ("/imports/new/?kind=responders.people",)),
    Screen("person", "clerk", ("/responders/", PERSON)),
    Screen("person-edit", "clerk", ("/responders/", PERSON, rf"^/responders/{ID}/edit/$")),
    Screen("person-absence", "clerk", ("/responders/", PERSON, rf"^/responders/{ID}/absence/$")),
    Screen("person-limit", "clerk", ("/responders/", PERSON, rf"^/responders/{ID}/limit/$")),
    Screen("person-week", "clerk", ("/responders/", PERSON, rf"^/responders/{ID}/week/$")),
    Screen(
        "person-reveal", "clerk", ("/responders/", PERSON, rf"^/responders/{ID}/reveal/phone/$")
    ),
    Screen("person-contact", "clerk", ("/responders/", PERSON, rf"^/responders/{ID}/contact/$")),
    Screen("person-add", "clerk", ("/responders/new/",)),
    Screen("team-form", "clerk", ("/unit/register/", r"^/responders/teams/new/")),
    Screen("community", "lead", ("/community/",)),
    Screen("area", "lead", ("/places/120101001014/",)),
    Screen("premises", "lead", ("/places/120101001014/", rf"^/places/at/{ID}/$")),
    Screen("grid", "lead", ("/places/120101001014/", rf"^/places/grid/{ID}/$")),
    Screen("place-list", "lead", ("/places/120101001014/list/",)),
    Screen(
        "place-change",
        "lead",
        ("/places/120101001014/", rf"^/places/at/{ID}/$", rf"^/places/at/{ID}/change/$"),
    ),
    Screen(
        "place-batch",
        "lead",
        ("/places/120101001014/", rf"^/places/at/{ID}/$", rf"^/places/batch/{ID}/$"),
    ),
    Screen(
        "grid-buildings",
        "lead",
        ("/places/120101001014/", rf"^/places/grid/{ID}/$", rf"^/places/grid/{ID}/buildings/$"),
    ),
    Screen("place-add", "lead", ("/places/120101001014/add/",)),
    Screen("place-pattern", "lead", ("/places/120101001014/pattern/",)),
    Screen(
        "place-pattern-shown",
        "lead",
        ("/places/120101001014/pattern/", f"{PRESS}main form button[type=submit]"),
    ),
    Screen("grid-new", "lead", ("/places/120101001014/grids/new/",)),
    Screen("me", "responder", ("/me/",)),
    Screen("badge", "responder", ("/account/badge/", MAKE_BADGE)),
    Screen("verify-genuine", "responder", ("/account/badge/", MAKE_BADGE, "^/verify/.")),
    Screen("my-data", "responder", ("/mydata/",)),
    Screen("who-looked", "responder", ("/audit/me/",)),
    Screen("refused", "responder", ("/access/",)),
    Screen("not-found", "clerk", ("/responders/01900000-0000-7000-8000-000000000000/",)),
    Screen("maintainer-home", "maintainer", ("/",)),
)
EXPECTED_STATUS = {"refused": 403, "not-found": 404, "verify-unknown": 200}
