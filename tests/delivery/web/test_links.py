"""Every link that one of the demo's people is shown opens for them; every button is theirs."""

import re
from collections import Counter
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import Resolver404, resolve
from tests.pages import Element, joined, read

from muster.kernel.permissions import allowed
from muster.platform.access import queries as access_queries

CAST = ("commander", "planner", "clerk", "lead", "responder", "maintainer")
PAGES_OF_A_KIND = 2
"""Pages looked at for one pattern of addresses and the same filters; the next is like them."""
PAGES_OF_A_ROUTE = 6
"""Pages looked at for one pattern of addresses, whatever its filters; all in `make test-long`."""


def crawl(client, most=PAGES_OF_A_ROUTE):
    """Open what can be reached from the start page; yield (address, page it stands on, answer)."""
    seen, kinds = set(), Counter()
    waiting = [("/", "")]
    while waiting:
        url, found_on = waiting.pop(0)
        if url in seen or not _is_due(url, kinds, most):
            continue
        seen.add(url)
        answer = client.get(url)
        if answer.headers.get("Location", "").startswith("tel:"):
            continue  # dials
        if answer.headers.get("Location"):
            answer = client.get(url, follow=True)
        else:
            answer.redirect_chain = []
        at = answer.redirect_chain[-1][0] if answer.redirect_chain else url
        page = None
        if answer["Content-Type"].startswith("text/html"):
            page = read(answer.content.decode())
            waiting += [(link, at) for link in _links(page, at)]
        yield url, found_on, answer, page


def _is_due(url, kinds, most):
    try:
        route = resolve(urlsplit(url).path).route
    except Resolver404:
        return True
    filters = frozenset(parse_qs(urlsplit(url).query))
    if kinds[route, filters] == PAGES_OF_A_KIND or kinds[route] == most:
        return False
    kinds.update([route, (route, filters)])
    return True


def _links(page, at):
    for link in page.every(lambda e: e.tag == "a" and e.attributes.get("href")):
        url = joined(at, link.attributes["href"]).partition("#")[0]
        if url.startswith("/"):
            yield url


def foreign_buttons(page, actor):
    """Return the forms of a page whose view is not open to the actor's role."""
    for form in page.every(lambda e: e.tag == "form" and e.attributes.get("action")):
        access = resolve(urlsplit(form.attributes["action"]).path).func.access
        if access.kind == "permission" and not allowed(actor, access.permission):
            yield form.attributes["action"]


@pytest.mark.parametrize("most", [PAGES_OF_A_ROUTE, pytest.param(None, marks=pytest.mark.long)])
@pytest.mark.parametrize("role", CAST)
def test_every_link_and_button_on_every_page_is_open_to_whom_it_is_shown(demo, role, most):
    client = demo.enter(role)
    account = access_queries.account_by_id(demo.cast[role].account_id)
    actor = access_queries.actor_of(account)
    faults, seen = [], 0

    for url, found_on, answer, page in crawl(client, most):
        seen += 1
        if answer.status_code >= 400:
            faults.append(f"{answer.status_code} {url} on {found_on}")
        if page:
            faults += [f"button {action} on {url}" for action in foreign_buttons(page, actor)]
            faults += [f"{moment} on {url}" for moment in _unmarked_real_times(page)]

    assert faults == []
    assert seen > 15


def _unmarked_real_times(page):
    """Return moments of the wall clock that do not say so: the drill plays in 2020."""
    this_year = str(datetime.now(UTC).year)
    for moment in page.every(lambda e: e.tag == "time"):
        real = moment.attributes["datetime"].startswith(this_year)
        if real and not moment.within(_says_real):
            yield moment.text
    for element in page.every(lambda e: e.tag not in {"time", "script", "style"}):
        for text in element.inside:
            if isinstance(text, str) and re.search(rf"\b{this_year}-\d\d-\d\d\b", text):
                yield text


def _says_real(element: Element):
    return "wall" in element.classes and "(real time)" in element.text
