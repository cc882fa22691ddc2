"""What the planner says, in the reader's language, with names in place of its ids.

The engine gives codes with parameters; its sentences are in its own catalogue. People, communities,
posts and shifts are ids there, so names are put in before a sentence is filled.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, gettext_noop

from muster.engines.planner.capacity import CERTIFICATE_MESSAGES
from muster.engines.planner.validate import FINDING_MESSAGES
from muster.engines.planner.words import JOIN, filled

DAYS = ("day", "since", "first", "last")
"""Parameters that are days: the format counts them from 0, people from 1."""
OWN_CAPACITY = {
    "all_posts": gettext_noop(
        "%(posts)s posts need %(need)s person-shifts a day; these people can give %(give)s"
    ),
    "shifts_short": gettext_noop(
        "%(need)s person-shifts are asked for and %(give)s can be given at most: %(short)s are "
        "missing (days %(first)s to %(last)s, shifts %(shifts)s)"
    ),
    "beside": gettext_noop(
        "Other call-ups keep %(shifts)s shifts on these days (people: %(people)s): these shifts "
        "are not asked for again and stay as they are"
    ),
}
"""What counting says in fewer words than the planner's, which names types and skills by code."""


def say_capacity(line: Mapping[str, Any]) -> str:
    """Return one line of the capacity; one of a kind nobody has words for, as it is."""
    kind = str(line["kind"])
    params = {name: _word(name, value, {}) for name, value in line["params"].items()}
    if own := OWN_CAPACITY.get(kind):
        return gettext(own) % params
    message = CERTIFICATE_MESSAGES.get(kind)
    return filled(message, params, gettext) if message else kind


def say(said: Mapping[str, Any] | str, names: Mapping[str, str]) -> str:
    """Return a sentence of an explanation, of which `said` has the code and parameters.

    `names` has words for the ids. A code nobody has words for any more is said as it was kept.
    """
    # Its libraries take a second to load.
    from muster.engines.planner.explain import EXPLANATION_MESSAGES

    return _said(said, names, EXPLANATION_MESSAGES)


def say_finding(said: Mapping[str, Any] | str, names: Mapping[str, str]) -> str:
    """Return a sentence of the validator; some of its codes mean another thing in explanations."""
    return _said(said, names, FINDING_MESSAGES)


def _said(
    said: Mapping[str, Any] | str, names: Mapping[str, str], messages: Mapping[str, str]
) -> str:
    if isinstance(said, str):
        return said
    message = messages.get(said["code"])
    if message is None:
        return str(said.get("sentence", ""))
    filled = {name: _word(name, value, names) for name, value in said["params"].items()}
    return gettext(message).format_map(filled)


def ids_in(said: Iterable[Mapping[str, Any] | str]) -> set[str]:
    """Return every word in the parameters that may be an id."""
    found: set[str] = set()
    for one in said:
        if isinstance(one, str):
            continue
        for value in one["params"].values():
            if isinstance(value, list):
                found |= ids_in(value)
            elif isinstance(value, str):
                found.add(value)
    return found


def _word(name: str, value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return gettext(JOIN).join(say(part, names) for part in value)
    if name in DAYS and isinstance(value, int):
        return value + 1
    return names.get(value, value) if isinstance(value, str) else value
