"""Forms of trips, reports and duty books."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.operations.duty.shift_enums import NoteKind, ReportKind
from muster.ui.forms import Form


class DayInput(forms.DateInput):
    """A day chosen in the calendar of the phone."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class TripForm(Form):
    """A trip: both days count as away."""

    place = forms.CharField(
        label=_("Where to"),
        max_length=60,
        help_text=_("Sealed: only you read it here again. The lead sees until when you are away."),
    )
    leaves_on = forms.DateField(label=_("First day away"), widget=DayInput())
    back_on = forms.DateField(label=_("Last day away"), widget=DayInput())


class ReportForm(Form):
    """What happened at a post."""

    kind = forms.ChoiceField(
        label=_("What happened"), choices=ReportKind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    picture = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("Take it so that no faces are seen where that can be done."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )


class StepForm(Form):
    """One sentence about what was done."""

    note = forms.CharField(
        label=_("What was done"),
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NoteForm(Form):
    """An entry of a duty book."""

    kind = forms.ChoiceField(label=pgettext_lazy("duty book", "Entry"), choices=NoteKind.choices)
    day = forms.DateField(label=_("Day"), widget=DayInput())
    words = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=120,
        help_text=_("For training and commendations. Of an injury nothing is written here."),
    )
