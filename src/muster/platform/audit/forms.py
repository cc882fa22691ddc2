"""The filter of the record."""

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.kernel.areas import is_code
from muster.platform.audit.contracts import verb_labels
from muster.ui.forms import Form


class FilterForm(Form):
    """What to look for; every field may stay empty."""

    verb = forms.CharField(label=_("What happened"), required=False, max_length=60)
    kind = forms.CharField(label=_("Kind of object"), required=False, max_length=60)
    area = forms.CharField(label=_("Area code"), required=False, max_length=26)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    account = forms.UUIDField(label=_("Account"), required=False, widget=forms.HiddenInput)

    def clean_verb(self) -> str:
        """Take what some package puts on record, or the name of such a package."""
        verb: str = self.cleaned_data["verb"]
        known = verb_labels()
        if verb and verb not in known and verb not in {name.partition(".")[0] for name in known}:
            raise forms.ValidationError(_("Nothing of this kind is ever put on record."))
        return verb

    def clean_area(self) -> str:
        """Take the code of an area."""
        area: str = self.cleaned_data["area"]
        if area and not is_code(area):
            raise forms.ValidationError(_("An area code is written in digits."))
        return area
