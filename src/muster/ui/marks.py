"""Small pieces of HTML that stand in lists by the hundred, so they are built without a template."""

from datetime import datetime, timedelta

from django.templatetags.static import static
from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from muster.kernel import clock
from muster.ui.parts import CREW, Text

STATUS_TONES = {
    "ok": "ok",
    "warn": "warn",
    "bad": "bad",
    "ask": "warn",
    "doing": "accent",
    "todo": "quiet",
    "offline": "quiet",
}
SQUARE = 24  # pitch of the unit squares in their own units


def icon(name: str) -> SafeString:
    """Draw a symbol of the sprite; it carries no meaning for the ear, the word beside it does."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("dist/icons.svg"),
        name,
    )


def mark(status: str, word: Text) -> SafeString:
    """Draw a status: symbol, word and colour together, never one alone."""
    return format_html(
        '<span class="mark tone-{}">{}<span>{}</span></span>',
        STATUS_TONES[status],
        icon(f"st-{status}"),
        word,
    )


def pips_shape(present: int) -> SafeString:
    """Draw two dots, filled for each person present; hidden from the ear."""
    dots = [
        format_html('<circle class="pip-on" cx="{}" cy="5" r="4.25"/>', x)
        if present > place
        else format_html('<circle cx="{}" cy="5" r="3.6" stroke-width="1.5"/>', x)
        for place, x in enumerate((5, 17))
    ]
    return format_html(
        '<svg class="pips" viewBox="0 0 22 10" aria-hidden="true" focusable="false">{}{}</svg>',
        *dots,
    )


def crew_word(present: int) -> str:
    """Say how a post stands by the people at it: nobody, one, or a crew."""
    if present >= CREW:
        return ngettext("%(n)s person on duty", "%(n)s people on duty", present) % {"n": present}
    return _("One person alone") if present else _("Post empty")


def pips(present: int, *, word: bool = True) -> SafeString:
    """Draw the two dots of a post with what they mean (for the ear only when `word` is False)."""
    return format_html(
        '<span class="tone-{}">{}<span class="{}">{}</span></span>',
        "ok" if present >= CREW else "bad",
        pips_shape(present),
        "pip-word" if word else "hidden-text",
        crew_word(present),
    )


def shift(kind: str, label: Text = "") -> SafeString:
    """Draw a shift: outline by day, grey in the evening, solid by night."""
    letters = {
        "morning": (pgettext("shift letter", "M"), _("Morning shift")),
        "evening": (pgettext("shift letter", "E"), _("Evening shift")),
        "night": (pgettext("shift letter", "N"), _("Night shift")),
        "leave": (pgettext("shift letter", "L"), pgettext("shift", "Leave")),
        "off": (pgettext("shift letter", "-"), pgettext("shift", "Rest")),
    }
    letter, name = letters[kind]
    return format_html(
        '<span class="shift shift-{}"><span aria-hidden="true">{}</span>'
        '<span class="hidden-text">{}</span></span>',
        kind,
        letter,
        label or name,
    )


def count(number: int | str) -> str:
    """Write a number as people read it: groups of three and a real minus."""
    if not isinstance(number, int):
        return str(number)
    return f"{number:,}".replace("-", "−")


def when(moment: datetime, style: str = "") -> SafeString:
    """Write a moment in words of the day: today 09:20, yesterday 18:05, 17 Feb.

    `style` "clock" gives the hour alone, "date" the day, "full" day and hour always.
    """
    there = clock.local(moment, timezone.get_current_timezone_name())
    return format_html(
        '<time datetime="{}">{}</time>', there.isoformat(timespec="minutes"), _say(there, style)
    )


def wall(moment: datetime, style: str = "") -> SafeString:
    """Write a moment of the wall clock: a session, a job, the end of an invitation.

    In a drill every other time on the page is the drill's, so this one says that it is real.
    """
    said = when(moment, style)
    if not clock.shifted():
        return said
    return format_html(
        '<span class="wall">{}</span>', format_html(_("{time} (real time)"), time=said)
    )


def _say(there: datetime, style: str) -> str:
    hour = dateformat.format(there, "H:i")
    if style == "clock":
        return hour
    today = clock.today(timezone.get_current_timezone_name())
    day = dateformat.format(
        there, pgettext("date", "j M") if there.year == today.year else pgettext("date", "j M Y")
    )
    if style == "date":
        return day
    if style != "full":
        if there.date() == today:
            return _("today %(time)s") % {"time": hour}
        if there.date() == today - timedelta(days=1):
            return _("yesterday %(time)s") % {"time": hour}
    return _("%(day)s %(time)s") % {"day": day, "time": hour}


def masked(value: str) -> SafeString:
    """Write a value that is shown in part, and say so to the ear."""
    return format_html(
        '<span class="masked-value">{}</span><span class="hidden-text">{}</span>',
        value,
        _("(partly hidden)"),
    )
