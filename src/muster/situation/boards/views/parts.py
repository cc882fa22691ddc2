"""What several boards share: the hour they show, their addresses, posts and people as rows."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from muster.kernel.errors import Text
from muster.operations.duty.queries.coverage import Stand
from muster.situation.boards import queries
from muster.situation.boards.queries import Moment
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.parts import Tab

STEPS = (-8, -1, 1, 8)
"""Hours by which the clock of a board is moved."""


def read_wall(text: str) -> datetime | None:
    """Return the moment of the wall clock an address names; None where it names none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if found.tzinfo else found.replace(second=0, microsecond=0)


def date_of(text: str) -> date | None:
    """Return the day an address names; None where it names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def asked_moment(request: Request) -> Moment:
    """Return the hour the address asks for, or now."""
    asked = Asked(request).fitting("at", _("Hour"), read_wall)
    return queries.moment_of(request.actor, read_wall(asked) if asked else None)


def wall_word(wall: datetime) -> str:
    """Write a moment as an address carries it."""
    return f"{wall:%Y-%m-%dT%H:%M}"


def address(name: str, *args: Any, anchor: str = "", **filters: Any) -> str:
    """Return an address with those filters that say something."""
    query = urlencode({key: value for key, value in filters.items() if value})
    return reverse(name, args=args) + (f"?{query}" if query else "") + anchor


def at_of(moment: Moment) -> str:
    """Return the hour as links keep it: nothing where the board shows now."""
    return wall_word(moment.wall) if moment.chosen else ""


def clock_of(moment: Moment, path: str, **kept: str) -> dict[str, Any]:
    """Return what the clock of a board shows: the hour, steps before and after, the way to now."""

    def link(wall: datetime | None) -> str:
        asked = dict(kept) | ({"at": wall_word(wall)} if wall else {})
        query = urlencode({key: value for key, value in asked.items() if value})
        return f"{path}?{query}" if query else path

    steps = [
        (step, f"{step:+d}".replace("-", "−"), link(moment.hour + timedelta(hours=step)))
        for step in STEPS
    ]
    return {
        "value": wall_word(moment.wall),
        "path": path,
        "kept": [(key, value) for key, value in kept.items() if value],
        "before": [one for one in steps if one[0] < 0],
        "after": [one for one in steps if one[0] > 0],
        "now": link(None) if moment.chosen else "",
        "ahead": moment.ahead,
        "chosen": moment.chosen,
    }


def command_tabs(current: str) -> list[Tab]:
    """Return the pages of the command's board."""
    pages = (
        ("command", pgettext("board", "Now"), reverse("boards:command")),
        ("coverage", pgettext("board", "Coverage, 14 days"), reverse("boards:coverage")),
        ("register", pgettext("board", "People and pairings"), reverse("boards:register")),
    )
    return [Tab(label, url, None, key == current) for key, label, url in pages]


def stand_rows(
    stands: Sequence[Stand],
    names: Mapping[str, str],
    at: str,
    *,
    alarms: Mapping[UUID, Any] | None = None,
) -> list[dict[str, Any]]:
    """Prepare posts for a list: where, how many, what is lacking, whom it is about, its alarm."""
    return [
        {
            "stand": one,
            "title": one.post.title,
            "where": one.post.site or names.get(one.post.area_code, one.post.area_code),
            "hours": f"{one.starts:%H:%M}–{one.ends:%H:%M}",
            "words": lack_words(one),
            "url": address("boards:people", post=one.post.id, at=at),
            "relief": "" if one.ahead or at else relief_of(one),
            "alarm": (alarms or {}).get(one.post.id),
        }
        for one in stands
    ]


def relief_of(stand: Stand) -> str:
    """Return where somebody is called to a post that lacks people; "" where it lacks nobody."""
    if not stand.missing:
        return ""
    day = f"{stand.starts:%Y-%m-%d}"
    return reverse("duty:relief", args=[stand.post.id, day, stand.shift.id])


def lack_words(stand: Stand) -> Text:
    """Say in one line how a post stands."""
    facts = {"n": stand.counted, "wanted": stand.wanted, "planned": stand.planned}
    if stand.ahead:
        return (
            ngettext(
                "%(n)s person on the roster, %(wanted)s wanted",
                "%(n)s people on the roster, %(wanted)s wanted",
                stand.counted,
            )
            % facts
        )
    if not stand.planned:
        return _("Nobody is on the roster, %(wanted)s wanted") % facts
    if stand.empty:
        return _("Nobody has come yet, %(planned)s on the roster") % facts
    return (
        ngettext(
            "%(n)s person there, %(planned)s on the roster",
            "%(n)s people there, %(planned)s on the roster",
            stand.counted,
        )
        % facts
    )
