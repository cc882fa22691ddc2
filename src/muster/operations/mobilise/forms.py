"""Forms of the call-up."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.operations.mobilise.enums import Wants
from muster.operations.mobilise.models import CallUp, UnitAsk
from muster.operations.mobilise.services import Draft, KindDraft, PlanDraft
from muster.ui.forms import Form

Choices = Iterable[tuple[str, Any]]
LOCAL = "%Y-%m-%dT%H:%M"


def _moment(label: Any, **options: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[LOCAL], **options)


class CallUpForm(Form):
    """What a call-up says."""

    incident_id = forms.ChoiceField(
        label=_("Incident"), help_text=_("Several are running: say for which one.")
    )
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

    def __init__(self, *args: Any, incidents: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["incident_id"].choices = incidents  # type: ignore[attr-defined]
        if not incidents:
            del self.fields["incident_id"]

    def draft(self) -> Draft:
        """Return what the form says."""
        facts = dict(self.cleaned_data)
        chosen = facts.pop("incident_id", "")
        return Draft(**facts, incident_id=UUID(chosen) if chosen else None)

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

    turn_days = forms.IntegerField(
        label=_("Days a batch works before the other relieves it"),
        min_value=0,
        max_value=31,
        initial=0,
        required=False,
        help_text=_("0: everybody works all through. 7: half of the units a week, then the rest."),
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
            turn_days=facts["turn_days"] or 0,
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


class WhistleForm(Form):
    """What a community whistles for; a kind has filled it in, so it can go out as it stands."""

    area_code = forms.ChoiceField(label=pgettext_lazy("whistle", "Community"))
    people = forms.IntegerField(label=_("How many people"), min_value=1, max_value=1000)
    what = forms.CharField(
        label=_("What for"),
        max_length=200,
        required=False,
        help_text=_("Everybody who may come reads this: no names, no illness, no flat number."),
    )
    place = forms.CharField(
        label=_("Where to come"),
        max_length=200,
        required=False,
        help_text=_("Empty: the community’s office."),
    )
    from_at = _moment(_("From"), required=False, help_text=_("Empty: now."))
    deadline_at = _moment(_("Until, or done by"))
    skills = forms.MultipleChoiceField(
        label=_("Skills"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, areas: Choices, skills: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skills"].choices = list(skills)  # type: ignore[attr-defined]
        self.fields["area_code"].choices = choices = list(areas)  # type: ignore[attr-defined]
        if len(choices) == 1 and not isinstance(choices[0][1], list | tuple):
            self.fields["area_code"].widget = forms.HiddenInput()
            self.fields["area_code"].initial = choices[0][0]


class ClaimForm(Form):
    """How many a unit sends."""

    unit = forms.ChoiceField(label=_("Unit"))
    people = forms.IntegerField(label=_("How many people you send"), min_value=1, max_value=1000)

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = choices = list(units)  # type: ignore[attr-defined]
        if len(choices) == 1 and not isinstance(choices[0][1], list | tuple):
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = choices[0][0]


class ReasonForm(Form):
    """One line that says why, or what came of it."""

    reason = forms.CharField(max_length=200)

    def __init__(self, *args: Any, label: Any, required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].required = required


class WhistleKindForm(Form):
    """What a kind of whistle asks for, and when it climbs."""

    own_label = forms.CharField(
        label=_("Name"),
        max_length=40,
        required=False,
        help_text=_("Empty: the usual name, read in each reader's language."),
    )
    wants = forms.ChoiceField(label=_("Asks for"), choices=Wants.choices)
    people = forms.IntegerField(label=_("People"), min_value=1, max_value=1000, initial=5)
    hours = forms.IntegerField(
        label=pgettext_lazy("whistle", "Hours"), min_value=1, max_value=336, initial=8
    )
    skills = forms.MultipleChoiceField(
        label=_("Skills"), required=False, widget=forms.CheckboxSelectMultiple
    )
    to_subdistrict = forms.IntegerField(
        label=_("Minutes until the subdistrict has it"), min_value=1, max_value=1440, initial=30
    )
    to_command = forms.IntegerField(
        label=_("Minutes until the command has it"), min_value=1, max_value=1440, initial=60
    )

    def __init__(self, *args: Any, skills: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skills"].choices = list(skills)  # type: ignore[attr-defined]

    def draft(self) -> KindDraft:
        """Return what the form says."""
        return KindDraft(**self.cleaned_data)
