"""Area codes as strings: the prefix is the path."""

from collections.abc import Iterable

from django.db.models import Q

LENGTHS = (2, 4, 6, 9, 12, 15, 18, 20, 24)
"""Digits of a province, prefecture, county, subdistrict, community; compound down to dwelling."""
_LAST = "9" * 24
"""Longer than any code below a prefix, so that prefix + `_LAST` is the end of its range.

Digits only, because every collation orders them alike; a punctuation mark would be after the digits
in one database and before them in another.
"""


def prefix_range(field: str, code: str) -> Q:
    """Return the condition "the code in `field` is `code` or lies below it", as a range scan."""
    if not code:
        return Q()
    return Q(**{f"{field}__gte": code, f"{field}__lte": code + _LAST})


def is_code(text: str) -> bool:
    """True where a text can be the code of an area or the beginning of one."""
    return text.isascii() and text.isdigit()


def covers(area: str, code: str) -> bool:
    """True where the area with code `area` contains `code`."""
    return code.startswith(area)


def shared(codes: Iterable[str]) -> str:
    """Return the smallest area that contains all of these; "" where nothing does."""
    known = list(codes)
    for digits in reversed(LENGTHS):
        heads = {code[:digits] for code in known}
        if len(heads) == 1 and len(head := heads.pop()) == digits:
            return head
    return ""
