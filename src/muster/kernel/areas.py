"""Area codes as strings: the prefix is the path."""

from django.db.models import Q

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
