"""What was changed of a post, in words."""

from typing import Any

from django.utils.translation import gettext as _

from muster.operations.duty.enums import LEAST_CREW
from muster.operations.duty.forms import FIELD_OF, PostForm
from muster.operations.duty.models import PostChange
from muster.ui.parts import Entry


def entry_of(change: PostChange) -> Entry:
    """Return one change as a line of the history."""
    if set(change.changes) == {"closed"} or "closed" in change.changes:
        closed = change.changes["closed"][1]
        return Entry(change.at, _("Closed") if closed else _("Opened again"), by=change.by_name)
    parts = [
        _("%(field)s: %(was)s → %(now)s")
        % {"field": field_word(name), "was": say(was), "now": say(now)}
        for name, (was, now) in change.changes.items()
    ]
    return Entry(change.at, _("Changed"), result="; ".join(parts), by=change.by_name)


def field_word(name: str) -> str:
    """Return what a fact is called on the form."""
    shown = PostForm.base_fields.get(FIELD_OF.get(name, name))
    return str(shown.label) if shown and shown.label else name


def say(value: Any) -> str:
    """Return a fact in a few words, for the comparison of two versions."""
    if value is None or value in ("", []):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return (
            _("%(n)s entries") % {"n": len(value)}
            if len(value) >= LEAST_CREW
            else str(value[0].get("item") if isinstance(value[0], dict) else value[0])
        )
    return str(value)
