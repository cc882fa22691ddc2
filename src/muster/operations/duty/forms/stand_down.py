"""Forms of the end of a deployment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.operations.duty.forms.fields import Choices
from muster.operations.duty.forms.shifts import DayInput
from muster.operations.duty.models.roster import REASON_LENGTH
from muster.ui.forms import Form


class AskForm(Form):
    """Where and from which day on no shift begins, and why."""

    area = forms.ChoiceField(label=_("Area"))
    from_day = forms.DateField(
        label=_("No shift from this day on"),
        widget=DayInput(),
        help_text=_("Today: from the moment it is confirmed."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=REASON_LENGTH)

    def __init__(self, *args: Any, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = list(areas)  # type: ignore[attr-defined]


class ReasonForm(Form):
    """Why a deployment is opened again."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON_LENGTH)


class GearForm(Form):
    """How many came back, and why not all."""

    returned = forms.IntegerField(label=_("Came back"), min_value=0, max_value=10_000)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=_("Needed where it is not what was due."),
    )
