"""What pages of whistles share: rows as lists show them, marks, skills in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from muster.kernel.actors import Actor
from muster.kernel.permissions import areas_for
from muster.operations.mobilise import rules
from muster.operations.mobilise.enums import ClaimState, Held, WhistleState
from muster.operations.mobilise.models import Whistle
from muster.registers.responders import queries as responders
from muster.ui.parts import Crumb

SUBDISTRICT = 9
CLAIM_MARKS: Mapping[str, str] = {
    ClaimState.PROMISED: "doing",
    ClaimState.REPORTED: "ask",
    ClaimState.CONFIRMED: "ok",
    ClaimState.REFUSED: "bad",
    ClaimState.RELEASED: "offline",
}
_MARKS: Mapping[str, str] = {
    WhistleState.OPEN: "warn",
    WhistleState.COVERED: "doing",
    WhistleState.DONE: "ok",
    WhistleState.WITHDRAWN: "offline",
    WhistleState.LAPSED: "bad",
}


@dataclass(frozen=True, slots=True)
class WhistleRow:
    """A whistle as a list shows it."""

    whistle: Whistle
    community: str
    subdistrict: str
    mark: str
    state: str
    holder: str

    @classmethod
    def of(cls, row: Whistle, names: Mapping[str, str]) -> "WhistleRow":
        """Prepare one; nothing is read here."""
        mark, state = marks_of(row)
        return cls(
            row,
            names.get(row.area_code, row.area_code),
            names.get(row.area_code[:SUBDISTRICT], ""),
            mark,
            state,
            holder_of(row),
        )


def rows_of(rows: Iterable[Whistle], names: Mapping[str, str]) -> list[WhistleRow]:
    """Prepare whistles for a list."""
    return [WhistleRow.of(row, names) for row in rows]


def marks_of(row: Whistle) -> tuple[str, str]:
    """Return the mark and the words of a whistle's state."""
    if not row.is_live:
        return _MARKS[row.state], str(WhistleState(row.state).label)
    counts = {"claimed": row.claimed, "asked": row.asked}
    words = pgettext("whistle", "%(claimed)s of %(asked)s promised") % counts
    if row.state == WhistleState.OPEN and row.held != Held.UNITS:
        return "bad", words
    return _MARKS[row.state], words


def holder_of(row: Whistle) -> str:
    """Return who has it now, in words; "" where it has ended or is covered."""
    if row.state != WhistleState.OPEN:
        return ""
    held = str(Held(row.held).label)
    return (
        _("%(level)s: %(names)s") % {"level": held, "names": row.held_by} if row.held_by else held
    )


def skill_words(actor: Actor) -> dict[str, str]:
    """Return the skills of the command by key, in the reader's language."""
    return {row.key: row.label for row in responders.skills(actor=actor)}


def crumbs(row: Whistle | None = None) -> list[Crumb]:
    """Return the way to whistles, or to one."""
    way = [Crumb(_("Whistle"), reverse("mobilise:whistles"))]
    return [*way, Crumb(row.what)] if row is not None else way


def sees_many(actor: Actor) -> bool:
    """Tell whether the actor answers for more than one subdistrict."""
    return any(len(area) < SUBDISTRICT for area in areas_for(actor, rules.WATCH_WHISTLES))
