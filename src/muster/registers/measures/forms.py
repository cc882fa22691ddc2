"""Forms about incidents."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.registers.measures import services
from muster.registers.measures.enums import IncidentKind
from muster.registers.measures.models.incidents import (
    NAME_LENGTH,
    OBJECTIVES_LENGTH,
    PHONE_LENGTH,
    REASON_LENGTH,
    WORDS_LENGTH,
)
from muster.ui.forms import Form

HOLDER, DEPUTY = "holder", "deputy"
DUTY_PHONE_HELP = _(
    "A number of the command that is answered day and night. "
    "It is printed on papers and everybody sees it, so no private number."
)


def _phone(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=PHONE_LENGTH,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        **options,
    )


def _reason(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=REASON_LENGTH,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OpenForm(Form):
    """A new incident. Without the last tick it is prepared and starts when the contact answers."""

    kind = forms.ChoiceField(label=_("Kind"), choices=IncidentKind.choices)
    kind_words = forms.CharField(
        label=_("Another kind, in own words"),
        max_length=WORDS_LENGTH,
        required=False,
        help_text=_("Only where the kind is not in the list."),
    )
    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    area_code = forms.ChoiceField(label=_("Area"))
    contact_name = forms.CharField(
        label=_("Contact who answers"),
        max_length=NAME_LENGTH,
        help_text=_("The office or the person at the telephone."),
    )
    contact_phone = _phone(_("Duty phone"), help_text=DUTY_PHONE_HELP)
    contact_answered = forms.BooleanField(
        label=_("I have called this number, and it was answered"), required=False
    )

    def __init__(self, *args: Any, areas: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_code"].choices = list(areas)  # type: ignore[attr-defined]


class ContactForm(Form):
    """The contact of an incident, who has just answered."""

    contact_name = forms.CharField(label=_("Contact who answers"), max_length=NAME_LENGTH)
    contact_phone = _phone(_("Duty phone"), help_text=DUTY_PHONE_HELP)
    contact_answered = forms.BooleanField(
        label=_("I have called this number, and it was answered"),
        error_messages={"required": _("Call the number first: somebody has to answer it.")},
    )


class RenewForm(Form):
    """Why an incident goes on."""

    reason = _reason(
        _("Why it has to go on"), _("It stays on record. Say what is still to be done.")
    )


class CloseForm(Form):
    """Why an incident ends."""

    reason = _reason(_("Why it ends"), _("It stays on record."))


class PeriodForm(Form):
    """The next operational period. `number` is the one the reader saw announced."""

    hours = forms.IntegerField(
        label=_("Planned length in hours"), min_value=1, max_value=services.LONGEST_HOURS
    )
    objectives = forms.CharField(
        label=_("Objectives"),
        required=False,
        max_length=OBJECTIVES_LENGTH,
        help_text=_("One a line. They can be changed while the period runs."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    number = forms.IntegerField(widget=forms.HiddenInput)


class ObjectivesForm(Form):
    """The objectives of the period that is running."""

    objectives = forms.CharField(
        label=_("Objectives"),
        required=False,
        max_length=OBJECTIVES_LENGTH,
        help_text=_("One a line."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class SeatForm(Form):
    """Who takes a seat. With a person chosen from the register no name is asked for."""

    role_words = forms.CharField(label=_("Seat, in own words"), max_length=WORDS_LENGTH)
    person_name = forms.CharField(
        label=_("Name of somebody who is not on the register"),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Find the person above, or write the name.")},
    )
    place = forms.ChoiceField(
        label=pgettext_lazy("seat", "Place"),
        choices=[
            (HOLDER, _("Holds the seat; whoever holds it now ends")),
            (DEPUTY, _("Deputy, after those there are")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, chosen: bool, named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if chosen:
            del self.fields["person_name"]
        if named:
            del self.fields["role_words"]


class GroupForm(Form):
    """A liaison group: name, phone, areas."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    area_codes = forms.MultipleChoiceField(
        label=pgettext_lazy("liaison", "Areas it serves"), widget=forms.CheckboxSelectMultiple
    )
    phone = _phone(_("Duty phone"), required=False, help_text=DUTY_PHONE_HELP)

    def __init__(self, *args: Any, areas: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_codes"].choices = list(areas)  # type: ignore[attr-defined]


class MemberForm(Form):
    """A member of a liaison group who is not on the register."""

    person_name = forms.CharField(
        label=_("Name of somebody who is not on the register"), max_length=NAME_LENGTH
    )
    leads = forms.BooleanField(label=_("Leads the group"), required=False)
