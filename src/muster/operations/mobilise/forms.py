"""Forms of the call-up."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.errors import Invalid
from muster.operations.mobilise.models import CallUp, UnitAsk
from muster.operations.mobilise.services import Draft, PlanDraft
from muster.ui.forms import Form

Choices = Iterable[tuple[str, Any]]
LOCAL = "%Y-%m-%dT%H:%M"


def add_errors(form: forms.Form, error: Invalid) -> None:
    """Show what a service refused beside the fields it names, or above them."""
    named = {name: texts for name, texts in error.errors.items() if name in form.fields}
    for name, texts in named.items():
        form.add_error(name, [str(text) for text in texts])
    if not named:
        form.add_error(NON_FIELD_ERRORS, str(error))


def _moment(label: Any, **options: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[LOCAL], **options)


class CallUpForm(Form):
    """What a call-up says."""

    title = forms.CharField(label=_("Title"), max_length=120)
    deadline_at = _moment(_("Units answer until"))
    assembly_at = _moment(_("People assemble at"))
    assembly_place = forms.CharField(label=_("Place of assembly"), max_length=200)
    what_to_bring = forms.CharField(
        label=_("What to bring"),
        max_length=200,
        required=False,
        help_text=_("Such as identity card, warm clothes, a cup."),
    )
    declared_total = forms.IntegerField(
        label=_("Published total"),
        min_value=0,
        max_value=10_000_000,
        required=False,
        help_text=_("The number that was announced. It is compared with the lists, never mended."),
    )

    def draft(self) -> Draft:
        """Return what the form says."""
        return Draft(**self.cleaned_data)

    @staticmethod
    def initial_of(row: CallUp) -> dict[str, Any]:
        """Return what the form shows of a call-up."""
        return {name: getattr(row, name) for name in CallUpForm.base_fields}


class TargetForm(Form):
    """How many people a level or a unit is asked for."""

    whom = forms.ChoiceField(label=_("Whom"))
    number = forms.IntegerField(
        label=_("Number of people"), min_value=0, max_value=1_000_000, required=False
    )
    share = forms.IntegerField(
        label=_("or share of staff, %"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("At least so many per cent of each unit's staff, rounded up."),
    )

    def __init__(self, *args: Any, whom: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = list(whom)  # type: ignore[attr-defined]


class AnswerForm(Form):
    """A unit's answer."""

    promised = forms.IntegerField(
        label=_("We send so many people"), min_value=0, max_value=1_000_000
    )
    reason = forms.CharField(
        label=_("Why fewer than asked"),
        max_length=200,
        required=False,
        help_text=_("Only where it is fewer. No illness and no names."),
    )
    stated = forms.IntegerField(
        label=_("People on our list"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text=_("As your letter says. The list is counted beside it."),
    )

    @staticmethod
    def initial_of(row: UnitAsk) -> dict[str, Any]:
        """Return what the form shows of an answer."""
        promised = row.promised if row.promised is not None else row.asked
        return {"promised": promised, "reason": row.reason, "stated": row.stated}


class PeopleForm(Form):
    """People of the unit who are not on the list yet, to tick."""

    people = forms.MultipleChoiceField(
        label=_("People of the unit"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = list(people)  # type: ignore[attr-defined]


class ReplaceForm(Form):
    """Who steps in."""

    person = forms.ChoiceField(label=_("Who comes instead"))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = list(people)  # type: ignore[attr-defined]


class PlanForm(Form):
    """What a plan is asked for."""

    starts_on = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=62, initial=14)
    max_shifts = forms.IntegerField(
        label=_("Most shifts a person in these days"), min_value=1, max_value=62, initial=12
    )
    max_nights = forms.IntegerField(
        label=_("Most nights a person"), min_value=0, max_value=62, initial=5
    )
    night_age_limit = forms.IntegerField(
        label=_("No nights above this age"),
        min_value=18,
        max_value=100,
        initial=55,
        help_text=_("Whoever volunteers for nights may have them all the same."),
    )
    seconds = forms.IntegerField(
        label=_("Time to plan, seconds"),
        min_value=5,
        max_value=600,
        initial=20,
        help_text=_("Longer gives better rosters. It can be stopped at any time."),
    )

    RULES = ("max_shifts", "max_nights", "night_age_limit")

    def draft(self) -> PlanDraft:
        """Return what the form says."""
        facts = self.cleaned_data
        return PlanDraft(
            starts_on=facts["starts_on"],
            days=facts["days"],
            seconds=facts["seconds"],
            rules={name: facts[name] for name in self.RULES},
        )


class DrawForm(Form):
    """How many are drawn from the waiting list."""

    number = forms.IntegerField(label=_("How many"), min_value=1, max_value=100_000)


class CodeForm(Form):
    """The code of a personal page, typed or scanned."""

    code = forms.CharField(
        label=pgettext_lazy("personal page", "Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
