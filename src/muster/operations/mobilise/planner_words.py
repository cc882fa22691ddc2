"""What the planner says, in the reader's language, with names in place of its ids.

The engine gives codes with parameters; its sentences are in its own catalogue. People, communities,
posts and shifts are ids there, so names are put in before a sentence is filled.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, gettext_noop, pgettext

from muster.engines.planner.capacity import CERTIFICATE_MESSAGES
from muster.engines.planner.validate import FINDING_MESSAGES
from muster.engines.planner.words import JOIN, filled

DAYS = ("day", "since", "first", "last")
"""Parameters that are days: the format counts them from 0, people from 1."""
OWN_CAPACITY = {
    "all_posts": gettext_noop(
        "%(types)s: %(posts)s posts need %(need)s person-shifts a day; these people can give "
        "%(give)s"
    ),
    "shifts_short": gettext_noop(
        "%(area)s, %(shifts)s, %(skills)s: %(need)s person-shifts are asked for and %(give)s can "
        "be given at most: %(short)s are missing (days %(first)s to %(last)s)"
    ),
    "beside": gettext_noop(
        "Other call-ups keep %(shifts)s shifts on these days (people: %(people)s): these shifts "
        "are not asked for again and stay as they are"
    ),
}
"""What counting says in other words than the planner's, which names types and skills by code."""
LISTS = ("types", "shifts", "skills", "area")
"""Parameters of the capacity that are codes with commas between them."""
ANY = {"area": gettext_noop("All communities"), "skills": gettext_noop("no skill needed")}
OWN_EXPLANATIONS = {
    "proof_counted": gettext_noop(
        "However it is planned, at least {least:g} shifts stay without a person"
    ),
    "proof_columns": gettext_noop(
        "Of all rosters these people could have, the best leaves at least {least:g} shifts without "
        "a person"
    ),
    "proof_none": gettext_noop("It is not sure that anybody has to be missing"),
    "proof_roster": gettext_noop("Tried: with this alone changed, every shift has its people"),
    "proof_bound": gettext_noop("Less than this does not do"),
    "proof_least": gettext_noop("At least {least:g} are needed; with {amount:g} it was managed"),
    "proof_filter": gettext_noop("All of these at once: with one of them back, people are missing"),
    "proof_matching": gettext_noop("Each community was tried with everybody who may lead it"),
    "proof_certificate": gettext_noop("Counted, before anything was planned"),
    "alternative_costs": gettext_noop(
        "{shift} {post_type}: possible; what the plan costs changes by {change:+g}"
    ),
}
"""What explanations say in the words of people who plan, not of the planner's methods."""


def say_capacity(line: Mapping[str, Any], names: Mapping[str, str] | None = None) -> str:
    """Return one line of the capacity; one of a kind nobody has words for, as it is.

    `names` has words for areas, types of posts, skills and shifts.
    """
    kind = str(line["kind"])
    params = {name: _word(name, value, {}) for name, value in line["params"].items()}
    if own := OWN_CAPACITY.get(kind):
        for name in LISTS:
            params[name] = _listed(name, str(params.get(name, "-")), names or {})
        return gettext(own) % params
    message = CERTIFICATE_MESSAGES.get(kind)
    return filled(message, params, gettext) if message else kind


def codes_in(lines: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return every code that lines of the capacity would be read with."""
    return {
        code
        for line in lines
        for name in LISTS
        for code in str(line["params"].get(name, "")).split(", ")
    }


def _listed(name: str, codes: str, names: Mapping[str, str]) -> str:
    if codes == "-" and name in ANY:
        return gettext(ANY[name])
    words = dict.fromkeys(names.get(code, code) for code in codes.split(", "))
    return pgettext("between names", ", ").join(words)


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
    own = OWN_EXPLANATIONS if messages is not FINDING_MESSAGES else {}
    message = own.get(said["code"]) or messages.get(said["code"])
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
