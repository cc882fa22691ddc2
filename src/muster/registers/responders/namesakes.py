"""Rows of a sheet that have a name and nothing else to tell people by.

The rule: where a unit's register has n people of a name without phone and identity number, the
first n such rows of that unit and name are those people and are left out by themselves, so that a
sheet committed again adds nobody. A further row of the name is a warning the clerk decides: it is
either the same person once more, and is left out, or another one, whom a number would tell apart.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.kernel.imports import Issue
from muster.registers.responders.models import SendingUnit


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Compares the rows of a sheet, in their order, with the register by unit and folded name.

    `there` holds how many people of the name the unit has: without any number, and with one.
    """

    there: Mapping[tuple[UUID, str], tuple[int, int]] = field(default_factory=dict)
    seen: Counter[tuple[UUID, str]] = field(default_factory=Counter)

    def issues_of(self, unit: SendingUnit, name: str) -> list[Issue]:
        """Return what is to be said of the next row that has the name and no number."""
        key = (unit.id, name)
        nameless, numbered = self.there.get(key, (0, 0))
        self.seen[key] += 1
        if self.seen[key] <= nameless:
            sentence = _(
                "Somebody of this name without phone and identity number is on the register of "
                "%(unit)s already, so the row is left out. If it is another person, add a phone "
                "or identity number."
            )
            return [Issue("name", sentence, "known_by_name", "known", params={"unit": unit.name})]
        if self.seen[key] > 1:
            sentence = _(
                "This name stands in an earlier row. If it is the same person, leave this row out; "
                "if not, add a phone or identity number."
            )
            return [Issue("name", sentence, "same_name_in_sheet", "warning")]
        if numbered:
            sentence = _(
                "Somebody of this name is on the register of this unit already. If it is the same "
                "person, leave this row out; if not, add a phone or identity number."
            )
            return [Issue("name", sentence, "same_name_here", "warning")]
        return []
