"""Codes below the community: fixed width, digits only, zeros for a level that is not there."""

from collections.abc import Iterator

from muster.platform.places.contracts import (
    CODE_LENGTHS,
    COMMUNITY_LENGTH,
    DOOR_LENGTH,
    OFFICIAL_LENGTHS,
)
from muster.platform.places.enums import PremisesKind

BOUNDARIES = (12, 15, 18, 20, 24)
"""Lengths of codes from the community down; each level's own digits lie between two of them."""

FIRST_LOCAL_COMMUNITY = 900
FIRST_FREE_DOOR = 9001
SUBDISTRICT_LENGTH = 9


def is_code(text: str) -> bool:
    """True where the text has the form of a code of any level."""
    lengths = (*OFFICIAL_LENGTHS, *BOUNDARIES)
    return text.isascii() and text.isdigit() and len(text) in lengths


def width_of(kind: PremisesKind) -> int:
    """Return how many digits of its own a kind has."""
    length = CODE_LENGTHS[kind]
    if length == COMMUNITY_LENGTH:
        return COMMUNITY_LENGTH - SUBDISTRICT_LENGTH
    return length - BOUNDARIES[BOUNDARIES.index(length) - 1]


def highest_number(kind: PremisesKind) -> int:
    """Return the highest number a kind's digits hold: 999 buildings, 99 entrances, 9999 doors."""
    return int(10 ** width_of(kind)) - 1


def stem_below(parent: str, kind: PremisesKind) -> str:
    """Return the code of a `kind` below `parent` without its own digits, skipped levels as zeros.

    Raises:
        ValueError: a `kind` cannot lie below a code of this length.

    """
    stem_length = CODE_LENGTHS[kind] - width_of(kind)
    lengths = (SUBDISTRICT_LENGTH,) if kind == PremisesKind.COMMUNITY else BOUNDARIES
    if not is_code(parent) or len(parent) not in lengths or len(parent) > stem_length:
        raise ValueError(f"No {kind} can lie directly below {parent!r}")
    return parent.ljust(stem_length, "0")


def code_below(parent: str, kind: PremisesKind, number: int) -> str:
    """Return the code of the `kind` numbered `number` below `parent`.

    A building 3 directly below a community has compound 000: `120101001014` + `000` + `003`.

    Raises:
        ValueError: the kind cannot lie there, or the number does not fit.

    """
    if not 1 <= number <= highest_number(kind):
        raise ValueError(f"{number} is not between 1 and {highest_number(kind)}")
    return f"{stem_below(parent, kind)}{number:0{width_of(kind)}d}"


def possible_ancestors(code: str) -> tuple[str, ...]:
    """Return the codes from the community down that may be above `code`; zeros levels left out."""
    found = []
    for begin, end in zip((SUBDISTRICT_LENGTH, *BOUNDARIES), BOUNDARIES, strict=False):
        if end < len(code) and int(code[begin:end]):
            found.append(code[:end])
    return tuple(found)


def child_stems(parent: str) -> Iterator[tuple[int, str]]:
    """Yield (length, stem) of the codes directly below `parent`: what they begin with by length."""
    start = max(len(parent), SUBDISTRICT_LENGTH)
    previous = start
    for length in BOUNDARIES:
        if length > start:
            yield length, parent.ljust(previous, "0")
            previous = length


def community_of(code: str) -> str:
    """Return the community part of a code of any length."""
    return code[:COMMUNITY_LENGTH]


def door_number(name: str) -> int | None:
    """Return the number a door's name gives its code: "1801" → 1801; None where it gives none."""
    digits = "".join(character for character in name if character.isdigit())
    if not digits.isascii() or len(digits) > DOOR_LENGTH - BOUNDARIES[-2] or not digits:
        return None
    return int(digits) or None
