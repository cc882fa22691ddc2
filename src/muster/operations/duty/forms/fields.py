"""What the forms of posts share: errors beside their fields, and a field for gear."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from muster.kernel.errors import Invalid
from muster.operations.duty.models.kinds import MOST_OF_AN_ITEM
from muster.operations.duty.reading import item_labels, read_gear

Choices = Iterable[tuple[str, Any]]
FACILITIES = ("indoors", "tent", "heater", "power", "toilet")
RENAMED = {"shifts": ("pattern", "letters"), "joint_units": ("joint_unit_ids",)}
"""Fields of the form that stand for other facts of a draft."""


def add_errors(form: forms.Form, error: Invalid) -> None:
    """Show what a service refused beside the fields it names, or above them."""
    names = {fact: name for name, facts in RENAMED.items() for fact in facts}
    for fact, texts in error.errors.items():
        name = names.get(fact, fact)
        where = name if name in form.fields else NON_FIELD_ERRORS
        form.add_error(where, [str(text) for text in texts])
    if not error.errors:
        form.add_error(NON_FIELD_ERRORS, str(error))


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
