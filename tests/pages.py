"""Pages read as a person reads them: elements, links, and how many rows a list has to its end.

It knows the classes of the design system and nothing of the code that counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
NUMBER = re.compile(r"\d[\d,]*")


@dataclass(eq=False)
class Element:
    """An element of a page, with the texts and elements inside it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: Element | None = None
    inside: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        """What is written in it, spaces folded."""
        parts = [one if isinstance(one, str) else one.text for one in self.inside]
        return " ".join(" ".join(parts).split())

    def every(self, fits: Callable[[Element], object] = lambda _: True) -> Iterator[Element]:
        """Yield the elements below it that fit, in the order of the page."""
        for one in self.inside:
            if isinstance(one, Element):
                if fits(one):
                    yield one
                yield from one.every(fits)

    def within(self, fits: Callable[[Element], object]) -> bool:
        """Tell whether it or something around it fits."""
        one: Element | None = self
        while one is not None:
            if fits(one):
                return True
            one = one.parent
        return False


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.at = Element("page")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.inside.append(made)
        if tag not in VOID:
            self.at = made

    def handle_endtag(self, tag: str) -> None:
        one: Element | None = self.at
        while one is not None and one.tag != tag:
            one = one.parent
        if one is not None and one.parent is not None:
            self.at = one.parent

    def handle_data(self, data: str) -> None:
        self.at.inside.append(data)


def read(html: str) -> Element:
    """Return the page as a tree."""
    reader = _Reader()
    reader.feed(html)
    return reader.root


def main_of(page: Element) -> Element:
    return next(page.every(lambda e: e.tag == "main"))


@dataclass(frozen=True)
class Door:
    """A number that is a link: what is written, the number, where it leads, the figure's label."""

    words: str
    number: int
    url: str
    label: str = ""


def joined(base: str, href: str) -> str:
    """Return where a link leads, as browsers see it: an address of only a query drops the old."""
    return urlsplit(base).path + href if href.startswith("?") else urljoin(base, href)


def doors_on(page: Element, url: str) -> list[Door]:
    """Return the numbers of a page's main part that are links: figures, notes, chips, cells."""
    found = []
    for link in main_of(page).every(lambda e: e.tag == "a" and "href" in e.attributes):
        if "chip" in link.classes:
            counts = [one.text for one in link.every(lambda e: "chip-count" in e.classes)]
        elif "door" in link.classes or link.within(lambda e: "figure-value" in e.classes):
            counts = NUMBER.findall(link.text)
        else:
            continue
        if counts:
            number = int(counts[0].replace(",", ""))
            found.append(
                Door(link.text, number, joined(url, link.attributes["href"]), _label(link))
            )
    return found


def _label(link: Element) -> str:
    at: Element | None = link
    while at is not None and "figure" not in at.classes:
        at = at.parent
    labels = at.every(lambda e: "figure-label" in e.classes) if at else iter(())
    return next((label.text for label in labels), "")


def rows_at(client: Client, url: str) -> int:
    """Open a list and count its rows from the first page to the last."""
    anchor, total, at = urlsplit(url).fragment, 0, url
    while at:
        answer = client.get(at, follow=True)
        assert answer.status_code == 200, f"{at} answers {answer.status_code}"
        page = main_of(read(answer.content.decode()))
        part = next(page.every(lambda e: e.attributes.get("id") == anchor)) if anchor else page
        total += _rows(part, whole=not anchor)
        following = list(part.every(lambda e: e.attributes.get("rel") == "next"))
        at = joined(at, following[0].attributes["href"]) if following else ""
    return total


def _rows(part: Element, *, whole: bool) -> int:
    """Count tiles, rows of a table or list, or names in a running text."""
    if tiles := list(part.every(lambda e: "tile" in e.classes)):
        return len(tiles)
    if groups := list(part.every(lambda e: e.attributes.get("data-rows") == "group")):
        # One list in parts: each part has its own heading.
        return sum(e.tag == "li" for part in groups for e in part.inside if isinstance(e, Element))
    sheets = list(part.every(lambda e: "sheet-preview" in e.classes))
    lists = sheets or [
        e
        for e in part.every(lambda e: "data-rows" in e.attributes or "timeline" in e.classes)
        if not whole or not e.within(lambda o: "section" in o.classes)
    ]
    if not lists:
        texts = [] if whole else part.every(lambda e: "long" in e.classes)
        return sum(e.tag == "a" for text in texts for e in text.every())
    if all("timeline" in e.classes for e in lists):  # one for each day
        return sum(e.tag == "li" for days in lists for e in days.inside if isinstance(e, Element))
    if lists[0].tag == "table":
        body = next(lists[0].every(lambda e: e.tag == "tbody"))
        return sum(e.tag == "tr" for e in body.inside if isinstance(e, Element))
    return sum(e.tag == "li" for e in lists[0].inside if isinstance(e, Element))
