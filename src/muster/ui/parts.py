"""What components are fed with: small frozen facts, so that a view says what and a component how.

Tones are the words of the design: ok, warn, bad, ask, doing, todo, offline for a status mark;
ok, warn, bad, accent, quiet for a line of text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.utils.functional import Promise

Text = str | Promise
CREW = 2
"""People who make a crew: nobody stands a post alone."""
ONE_LINE = 5
"""Characters of a name that stand side by side in a tile."""

Tone = Literal["", "ok", "warn", "bad", "accent", "quiet"]
Slot = Literal["title", "status", "detail", "wide", "number", "action", "extra"]


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way here; the last has no address."""

    label: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter: its name, how many rows it leaves, its address, whether it is chosen."""

    label: Text
    url: str
    count: int | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """A page beside this one, or (with an address like `#part`) a part of this one."""

    label: Text
    url: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a way: `state` is done, doing or todo; `result` says what it gave."""

    label: Text
    state: Literal["done", "doing", "todo"] = "todo"
    result: Text = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is a door: label, value, what is missing, and the rows behind each of them."""

    label: Text
    value: int | str
    url: str = ""
    note: Text = ""
    tone: Tone = ""
    note_tone: Tone = ""
    unit: Text = ""
    note_url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a timeline: when, who did what, and what came of it."""

    at: datetime
    what: Text
    result: Text = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """One look at somebody's record: when, who in which role, saw what, for what."""

    at: datetime
    who: str
    what: Text
    role: Text = ""
    purpose: Text = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A place on a tile map. `missing` None draws a plain tile (no question of presence)."""

    label: str
    url: str = ""
    title: str = ""
    present: int | None = None
    missing: int | None = None
    pips: int | None = None
    note: Text = ""

    @property
    def state(self) -> str:
        """Plain, full, short, alone or empty: the worst that is true."""
        if self.pips is not None and self.pips < CREW:
            return "alone" if self.pips else "empty"
        if self.missing is None:
            return "plain"
        return "short" if self.missing > 0 else "full"

    @property
    def long(self) -> bool:
        """Whether the name takes two lines; the count then stands beside the second."""
        return len(self.label) > ONE_LINE

    @property
    def share(self) -> int:
        """Per cent present of those needed, for the bar."""
        present, missing = self.present or 0, max(self.missing or 0, 0)
        needed = present + missing
        return round(100 * present / needed) if needed else 100


@dataclass(frozen=True, slots=True)
class TileGroup:
    """A named group of tiles, with a note such as present / needed and the rows behind it."""

    label: str
    tiles: Sequence[Tile]
    url: str = ""
    note: Text = ""
    note_url: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One kind of work over the hours: (needed, present) an hour, in order.

    `gaps` gives the address of the rows behind what is missing in an hour, counted from the first.
    """

    label: Text
    hours: Sequence[tuple[int, int]]
    url: str = ""
    gaps: Callable[[int], str] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a data list. `value` takes the row; `slot` is what it becomes on a phone."""

    label: Text
    value: Callable[[Any], object]
    slot: Slot = "detail"
    url: Callable[[Any], str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A data list: columns, the rows of this page, a name for the ear, the row marked current."""

    columns: Sequence[Column]
    rows: Sequence[Any]
    caption: Text = ""
    current: Callable[[Any], bool] = field(default=lambda _row: False)


@dataclass(frozen=True, slots=True)
class Choice:
    """A way out of a refusal: what would happen, why it works, and the button for it."""

    label: Text
    note: Text
    url: str
    button: Text


@dataclass(frozen=True, slots=True)
class TreeOption:
    """A place in a tree picker. `deeper` says whether it has children to open.

    One that is not `choosable` only opens what lies below it.
    """

    code: str
    label: str
    note: Text = ""
    deeper: bool = False
    choosable: bool = True


@dataclass(frozen=True, slots=True)
class KeyHint:
    """Keys and what they do."""

    keys: Sequence[str]
    label: Text
