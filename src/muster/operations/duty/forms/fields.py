"""What the forms of posts share: what their fields stand for, and a field for gear."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.operations.duty.models.kinds import MOST_OF_AN_ITEM
from muster.operations.duty.reading import item_labels, read_gear

Choices = Iterable[tuple[str, Any]]
FACILITIES = ("indoors", "tent", "heater", "power", "toilet")
FIELD_OF = {"pattern": "shifts", "letters": "shifts", "joint_unit_ids": "joint_units"}
"""Fields of the form by the facts of a draft that they stand for."""


class GearField(forms.CharField):
    """Gear, a thing a line: name, number, and for what it is counted."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Gear"),
            widget=forms.Textarea(attrs={"rows": 7}),
            required=False,
            help_text=_("One thing a line, such as: Mask 2/person, Disinfectant 1/shift, Torch 1."),
            **options,
        )

    def clean(self, value: Any) -> Any:
        """Return the lines."""
        lines, unread = read_gear(super().clean(value), item_labels())
        if unread:
            raise forms.ValidationError(
                _("“%(part)s” cannot be read. Write a thing and a number, such as Mask 2/person."),
                params={"part": unread[0]},
            )
        if any(line.quantity > MOST_OF_AN_ITEM for line in lines):
            raise forms.ValidationError(_("That is more than 10,000 of one thing."))
        return tuple(lines)
