"""The call-ups on the command's board: each from asked to arrived, every number with its door."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muster.operations.mobilise.enums import Stage
from muster.operations.mobilise.queries import Board
from muster.situation.boards.queries import CommandBoard
from muster.situation.boards.views.parts import address
from muster.ui.parts import Figure


@dataclass(frozen=True, slots=True)
class CalledUp:
    """A call-up as the board draws it; `title` is empty where it is the only one."""

    title: str
    url: str
    figures: Sequence[Figure]


def called_up(board: CommandBoard) -> list[CalledUp]:
    """Draw the call-ups of the hour: the same numbers as on the page of each."""
    several = len(board.call_ups) > 1
    return [
        CalledUp(
            one.call_up.title if several else "",
            reverse("mobilise:call_up", args=[one.call_up.id]),
            _figures(one),
        )
        for one in board.call_ups
    ]


def _figures(found: Board) -> list[Figure]:
    row, totals = found.call_up, found.totals
    names = partial(address, "mobilise:names", row.id)
    page = reverse("mobilise:call_up", args=[row.id])
    units, silent = len(found.lines), len(found.unanswered)
    return [
        Figure(
            Stage.ASKED.label, totals.asked,
            note=ngettext("of %(n)s unit", "of %(n)s units", units) % {"n": units},
            note_url=page,
        ),
        Figure(
            Stage.NAMED.label, totals.named, names(stage=Stage.NAMED.value),
            note=ngettext("%(n)s unit has not answered", "%(n)s units have not answered", silent)
            % {"n": silent} if silent else "",
            note_url=f"{page}?state=unanswered" if silent else "", note_tone="warn",
        ),
        Figure(
            Stage.ARRIVED.label, totals.arrived, names(stage=Stage.ARRIVED.value), tone="accent",
            note=_("%(n)s still to come") % {"n": totals.missing} if totals.missing else "",
            note_url=names(missing="1") if totals.missing else "", note_tone="warn",
        ),
    ]  # fmt: skip
