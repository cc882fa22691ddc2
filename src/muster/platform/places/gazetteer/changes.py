"""Official changes that Muster's sources rely on: areas that are gone, and other names."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "data" / "changes.csv"


@dataclass(frozen=True, slots=True)
class KnownChange:
    """An area that ended, or another name of one that stands.

    `kind` is "ended" (the code had this name until `valid_to`; `successor` now covers the place)
    or "alias" (people also write this name). A code is never given to another area.
    """

    kind: str
    code: str
    name: str
    valid_from: date | None
    valid_to: date | None
    successor: str
    source: str


@cache
def known_changes() -> tuple[KnownChange, ...]:
    """Return every shipped change, in the order of codes."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            KnownChange(
                kind=row["kind"],
                code=row["code"],
                name=row["name"],
                valid_from=_date(row["valid_from"]),
                valid_to=_date(row["valid_to"]),
                successor=row["successor"],
                source=row["source"],
            )
            for row in csv.DictReader(file)
        )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
