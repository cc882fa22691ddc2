"""Navigation: packages register what they have; a person sees what their grants open.

Register in `AppConfig.ready()`:

    nav.register(NavItem("places", _("Places"), "places:index", "places.view", 60, "map"))
"""

from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import pgettext_lazy

from muster.kernel.actors import Actor
from muster.kernel.permissions import allowed
from muster.ui.parts import Text

Place = Literal["main", "person", "footer"]
PEOPLE = pgettext_lazy("group of doors", "People")
PLACES = pgettext_lazy("group of doors", "Places and incident")
RECORDS = pgettext_lazy("group of doors", "Accounts and records")
"""What is not used every hour, and stands in the menu under these headings."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """One door. `permission` None opens it to everyone who has signed in; `public` to anyone.

    `place` is the top bar ("main"), the menu under the person's name or the footer; `post` makes
    it a button that posts (signing out changes something, so it is no link). `group` is the heading
    under which it stands behind "more"; what is used every hour has none.
    """

    key: str
    label: Text
    url_name: str
    permission: str | None = None
    order: int = 500
    icon: str = "list"
    place: Place = "main"
    post: bool = False
    public: bool = False
    group: Text = ""


@dataclass(frozen=True, slots=True)
class NavLink:
    """A door as this person sees it: resolved, and marked where they stand."""

    key: str
    label: Text
    url: str
    icon: str
    post: bool
    current: bool
    group: Text = ""


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Add a door; registering its key again replaces it."""
    _items[item.key] = item


def registered() -> list[NavItem]:
    """Every door, in order."""
    return sorted(_items.values(), key=lambda item: (item.order, item.key))


def links(request: HttpRequest, actor: Actor, place: Place = "main") -> list[NavLink]:
    """Return the doors of `place` open to `actor`; the current one has the longest fitting address.

    A door whose address is not in the URL table is left out here; the system check `ui.E001`
    reports it at start.
    """
    found: list[tuple[NavItem, str]] = []
    for item in registered():
        if item.place != place or not _open(actor, item):
            continue
        try:
            found.append((item, reverse(item.url_name)))
        except NoReverseMatch:
            continue
    current = max((url for _, url in found if _holds(url, request.path)), key=len, default="")
    return [
        NavLink(item.key, item.label, url, item.icon, item.post, url == current, item.group)
        for item, url in found
    ]


def fold(items: list[NavLink], *, limit: int) -> tuple[list[NavLink], list[NavLink]]:
    """Split into what a bar shows and what stands behind "more", in at most `limit` places."""
    if len(items) <= limit:
        return items, []
    shown = items[: limit - 1]
    return shown, items[limit - 1 :]


def grouped(items: list[NavLink]) -> list[tuple[Text, list[NavLink]]]:
    """Put doors under their headings; those without one come first."""
    groups: dict[str, tuple[Text, list[NavLink]]] = {}
    for item in items:
        groups.setdefault(str(item.group), (item.group, []))[1].append(item)
    return sorted(groups.values(), key=lambda group: bool(group[0]))


def _open(actor: Actor, item: NavItem) -> bool:
    if item.public:
        return True
    if actor.is_anonymous:
        return False
    return item.permission is None or allowed(actor, item.permission)


def _holds(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
