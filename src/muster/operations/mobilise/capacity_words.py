"""What counting says, in the reader's language; the engine gives codes with parameters."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SENTENCES = {
    "people_declared": gettext_noop("%(found)s people are listed, %(declared)s were declared."),
    "levels_declared": gettext_noop("%(parts)s = %(total)s, against %(declared)s declared."),
    "level_declared": gettext_noop(
        "%(found)s people are listed at level %(level)s, %(declared)s were declared."
    ),
    "all_posts": gettext_noop(
        "%(posts)s posts need %(need)s person-shifts a day; these people can give %(give)s."
    ),
    "shifts_short": gettext_noop(
        "%(need)s person-shifts are asked for and %(give)s can be given at most: %(short)s are "
        "missing (days %(first)s to %(last)s, shifts %(shifts)s)."
    ),
    "leads_short": gettext_noop(
        "%(communities)s communities need a first secretary; %(leads)s people may be one."
    ),
    "crews_short": gettext_noop(
        "%(people)s people in crews of %(crew)s reach at most %(reach)s of %(communities)s "
        "communities."
    ),
    "teams_short": gettext_noop(
        "%(units)s units whose parts have at least their least team reach at most %(reach)s of "
        "%(communities)s communities."
    ),
}


def sentence(line: Mapping[str, Any]) -> str:
    """Return one line of the capacity in words; one of a kind nobody has words for, as it is."""
    words = SENTENCES.get(line["kind"])
    return _(words) % dict(line["params"]) if words else str(line["kind"])
