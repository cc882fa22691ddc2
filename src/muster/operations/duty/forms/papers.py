"""Which papers of a day are printed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.operations.duty.forms.fields import Choices
from muster.operations.duty.forms.shifts import DayInput
from muster.ui.forms import Form


class PackForm(Form):
    """The day, and whether whole numbers stand on the paper."""

    day = forms.DateField(label=_("Day"), widget=DayInput())
    phones = forms.BooleanField(
        label=_("With whole phone numbers"),
        required=False,
        help_text=_("Otherwise they are masked. Each look at a number is on record."),
    )

    def __init__(self, *args: Any, numbers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not numbers:
            del self.fields["phones"]


class AreaPackForm(PackForm):
    """The papers of all communities of an area."""

    area = forms.ChoiceField(label=_("Area"))
    field_order = ("area", "day", "phones")

    def __init__(self, *args: Any, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = list(areas)  # type: ignore[attr-defined]
