"""Forms of leave, repair and taking an edition back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.operations.duty.models.roster import REASON_LENGTH
from muster.ui.forms import Form


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class _Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


MOMENTS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")


class LeaveForm(Form):
    """From when to when somebody cannot come; no cause is asked."""

    starts_at = forms.DateTimeField(label=_("From"), widget=_Moment(), input_formats=MOMENTS)
    ends_at = forms.DateTimeField(
        label=_("Until"),
        widget=_Moment(),
        input_formats=MOMENTS,
        required=False,
        help_text=_("Empty: until you say that you are back. Nobody asks why."),
    )


class AbsentForm(Form):
    """Who does not come, from which day to which."""

    person = forms.ChoiceField(label=_("Who does not come"))
    since = forms.DateField(label=_("First day"), widget=_Day())
    until = forms.DateField(
        label=_("Last day"),
        widget=_Day(),
        required=False,
        help_text=_("Empty: to the end of the roster."),
    )

    def __init__(
        self, *args: Any, people: Sequence[tuple[str, str]], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("Choose a person")), *people]  # type: ignore[attr-defined]
        self.fields["since"].initial = today
        self.fields["until"].initial = today

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        found: dict[str, Any] = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end must not lie before the start."))
        return found


class WithdrawForm(Form):
    """Why an edition is taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        help_text=_("Those on the roster are told that it is not in force; they will ask why."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
