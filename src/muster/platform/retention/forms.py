"""Changing how long something is held."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from muster.kernel.errors import Invalid
from muster.ui.forms import Form


class RuleForm(Form):
    """A number of days and the reason for it."""

    days = forms.IntegerField(label=_("Days"), min_value=1)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("An order, a law, a request. Whoever looks at this later will read it."),
    )

    def refuse(self, error: Invalid) -> None:
        """Show what the service refused beside the fields it names."""
        for name, texts in error.errors.items():
            place = name if name in self.fields else NON_FIELD_ERRORS
            self.add_error(place, [str(text) for text in texts])
