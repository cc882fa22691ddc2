"""Forms of the register. What is sealed is never put back into a form: empty means unchanged."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel import clock
from muster.kernel.errors import Text
from muster.registers.responders.enums import (
    FiveOnes,
    Level,
    LimitKind,
    Position,
    Sex,
    SkillKind,
    Weekday,
)
from muster.registers.responders.events import REVEAL_PURPOSES
from muster.registers.responders.models import Responder, SendingUnit, Skill
from muster.ui.forms import Form, TreePicker

DAY_PARTS = (
    ("0", _("night, 0–6"), range(6)),
    ("6", _("morning, 6–12"), range(6, 12)),
    ("12", _("afternoon, 12–18"), range(12, 18)),
    ("18", _("evening, 18–24"), range(18, 24)),
)
Choices = Iterable[tuple[str, Any]]
"""Values with their words, or groups of such pairs by their heading."""


def _date(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


def _optional(choices: Choices) -> list[tuple[str, Text]]:
    return [("", _("not known")), *choices]


def _offer_communities(form: forms.Form, name: str, groups: Choices) -> None:
    """Let a community be chosen in the tree; the select says the subdistrict before each."""
    flat = [(code, f"{group} › {label}") for group, those in groups for code, label in those]
    _offer_areas(form, name, flat, "communities")


def _offer_areas(form: forms.Form, name: str, choices: Choices, only: str = "") -> None:
    """Let an area of the command be chosen in the tree; without script from a select of them all.

    The field goes on checking the choice against the same areas.
    """
    field = form.fields[name]
    listed = list(choices)
    words = {code: str(label).strip() for code, label in listed}
    field.choices = listed if field.required else [("", _("none")), *listed]  # type: ignore[attr-defined]
    field.widget = TreePicker(
        "places:picker",
        choices=lambda: listed,
        label_of=lambda code: words.get(code, code),
        prompt="" if field.required else _("none"),
        query={"only": only},
    )
    field.widget.is_required = field.required


class UnitForm(Form):
    """A sending unit."""

    name = forms.CharField(label=_("Name"), max_length=120)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    area_code = forms.ChoiceField(
        label=_("Area"),
        help_text=_(
            "The whole command for city and district units; the community for its own staff."
        ),
    )
    organisation_code = forms.CharField(label=_("Organisation code"), max_length=18, required=False)
    group = forms.CharField(label=_("Parent body"), max_length=120, required=False)
    headcount = forms.IntegerField(
        label=_("Staff in all"),
        min_value=0,
        max_value=10_000_000,
        required=False,
        help_text=_("Quotas such as 70 % are counted from it."),
    )
    keep_together = forms.BooleanField(label=_("Keep its people together"), required=False)
    min_team = forms.IntegerField(
        label=_("Smallest team in one community"), min_value=1, max_value=100, initial=2
    )
    clerk_name = forms.CharField(label=_("Contact person"), max_length=80, required=False)
    clerk_phone = forms.CharField(
        label=_("Contact phone"),
        max_length=40,
        required=False,
        help_text=_("Stays as it is where this is empty."),
    )

    def __init__(self, *args: Any, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_areas(self, "area_code", areas)

    def facts(self) -> dict[str, Any]:
        """Return what to write; an empty phone is not among it."""
        facts = dict(self.cleaned_data)
        if not facts["clerk_phone"]:
            del facts["clerk_phone"]
        return facts

    @staticmethod
    def initial_of(unit: SendingUnit) -> dict[str, Any]:
        """Return what the form shows of a unit."""
        names = [name for name in UnitForm.base_fields if name != "clerk_phone"]
        return {name: getattr(unit, name) for name in names}


class PersonForm(Form):
    """A person's record. With `unit` fixed the choice of unit is left out."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=80)
    unit = forms.ChoiceField(label=_("Sending unit"))
    identity_number = forms.CharField(
        label=_("Identity number"),
        max_length=40,
        required=False,
        help_text=_("Birth date and sex are read from it."),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=_optional(Sex.choices), required=False)
    birth_date = _date(_("Birth date"), required=False)
    home_place = forms.CharField(
        label=_("Home"),
        max_length=200,
        required=False,
        help_text=_("For the way to work only. It is sealed and gives nobody access."),
    )
    position = forms.ChoiceField(label=_("Position"), choices=Position.choices, initial="staff")
    licence = forms.CharField(label=_("Driving licence"), max_length=8, required=False)
    can_lead = forms.BooleanField(label=_("May be first secretary"), required=False)
    night_opt_in = forms.BooleanField(label=_("Volunteers for nights"), required=False)
    skills = forms.MultipleChoiceField(
        label=_("Skills and languages"), required=False, widget=forms.CheckboxSelectMultiple
    )

    SEALED = ("identity_number", "phone", "home_place")

    def __init__(
        self, *args: Any, units: Choices = (), skills: Iterable[Skill] = (), **kwargs: Any
    ) -> None:
        person = kwargs.pop("person", None)
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]
        self.fields["skills"].choices = [  # type: ignore[attr-defined]
            (skill.key, skill.label)
            for skill in sorted(skills, key=lambda s: (s.kind == SkillKind.LANGUAGE, s.key))
        ]
        if person is not None:
            del self.fields["unit"]
            for name in self.SEALED:
                self.fields[name].help_text = _("Stays as it is where this is empty.")

    def changes(self) -> dict[str, Any]:
        """Return what to write of an existing person: sealed fields only where typed anew."""
        facts = {k: v for k, v in self.cleaned_data.items() if k not in {"unit", "skills"}}
        return {k: v for k, v in facts.items() if v or k not in self.SEALED}

    @staticmethod
    def initial_of(person: Responder, skills: Iterable[Skill]) -> dict[str, Any]:
        """Return what the form shows of a person: nothing that is sealed."""
        hidden = {*PersonForm.SEALED, "unit", "skills"}
        shown = {n: getattr(person, n) for n in PersonForm.base_fields if n not in hidden}
        return {**shown, "skills": [skill.key for skill in skills]}


class ContactForm(Form):
    """What people correct in their own record; empty means unchanged."""

    phone = forms.CharField(
        label=_("New phone number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    home_place = forms.CharField(label=_("New home"), max_length=200, required=False)

    def changes(self) -> dict[str, Any]:
        """Return what was typed."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class LimitForm(Form):
    """A duty limit. There is no field for the cause."""

    kind = forms.ChoiceField(label=_("Limit"), choices=LimitKind.choices)
    amount = forms.IntegerField(
        label=_("At most"),
        required=False,
        min_value=1,
        help_text=_("Only for limits with a number, such as hours a day."),
    )
    starts_on = _date(_("From"), required=False)
    ends_on = _date(_("Until"), required=False, help_text=_("Empty: until you end it."))


class AbsenceForm(Form):
    """Days on which a person does not come, both ends included."""

    first_day = _date(_("First day"))
    last_day = _date(_("Last day"), required=False, help_text=_("Empty: until further notice."))

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day lies before the first."))
        return cleaned

    def period(self) -> dict[str, Any]:
        """Return the moments the days begin and end, at the place."""
        zone = clock.local(clock.now()).tzinfo
        first, last = self.cleaned_data["first_day"], self.cleaned_data["last_day"]
        start = datetime.combine(first, time(), zone)
        if first == clock.today():
            start = clock.now()
        end = datetime.combine(last + timedelta(days=1), time(), zone) if last else None
        return {"starts_at": start, "ends_at": end}


class WeekForm(Form):
    """When a volunteer can come: four parts of each day."""

    def __init__(self, *args: Any, week: tuple[frozenset[int], ...] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in Weekday:
            given = week[day] if week is not None else frozenset(range(24))
            self.fields[f"day{day.value}"] = forms.MultipleChoiceField(
                label=day.label,
                choices=[(key, label) for key, label, _hours in DAY_PARTS],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=[key for key, _label, hours in DAY_PARTS if given >= set(hours)],
            )

    def week(self) -> list[set[int]] | None:
        """Return the hours of each day; None where every part of every day is ticked."""
        days = []
        for day in Weekday:
            ticked = set(self.cleaned_data[f"day{day.value}"])
            days.append({h for key, _label, hours in DAY_PARTS if key in ticked for h in hours})
        return None if all(len(hours) == 24 for hours in days) else days  # noqa: PLR2004


class TransferForm(Form):
    """The unit a person moves to."""

    unit = forms.ChoiceField(label=_("New unit"))

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]


class RevealForm(Form):
    """What a sealed field is looked at for."""

    purpose = forms.ChoiceField(
        label=_("What do you need it for?"),
        choices=list(REVEAL_PURPOSES.items()),
        widget=forms.RadioSelect,
    )


class TeamForm(Form):
    """A team of a unit, or a joint team for a community."""

    name = forms.CharField(label=_("Name"), max_length=80)
    unit = forms.ChoiceField(
        label=_("Unit"), required=False, help_text=_("Leave empty for a joint team.")
    )
    community = forms.ChoiceField(label=_("Community"), required=False)

    def __init__(self, *args: Any, units: Choices, communities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("none")), *units]  # type: ignore[attr-defined]
        _offer_communities(self, "community", communities)


class PairingForm(Form):
    """Which unit answers for which community."""

    unit = forms.ChoiceField(label=_("Unit"))
    community = forms.ChoiceField(label=_("Community"))

    def __init__(self, *args: Any, units: Choices, communities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]
        _offer_communities(self, "community", communities)


class FiveOnesForm(Form):
    """The five ones of a pairing. People and teams of the register can be chosen or written."""

    leader = forms.ChoiceField(label=_("Leader, from the register"), required=False)
    leader_ref = forms.CharField(label=_("Leader, written"), max_length=120, required=False)
    team = forms.ChoiceField(label=_("Team, from the register"), required=False)
    team_ref = forms.CharField(label=_("Team, written"), max_length=120, required=False)
    plan_ref = forms.CharField(
        label=_("Plan"), max_length=120, required=False, help_text=_("Number or place of the paper")
    )
    ledger_ref = forms.CharField(label=_("Ledger"), max_length=120, required=False)
    in_charge = forms.ChoiceField(label=_("Person in charge, from the register"), required=False)
    in_charge_ref = forms.CharField(
        label=_("Person in charge, written"), max_length=120, required=False
    )

    CHOSEN = (FiveOnes.LEADER, FiveOnes.TEAM, FiveOnes.IN_CHARGE)

    def __init__(self, *args: Any, people: Choices, teams: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = {FiveOnes.TEAM: list(teams)}
        for part in self.CHOSEN:
            choices = [("", _("none")), *listed.get(part, list(people))]
            self.fields[part.value].choices = choices  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """Return what to write."""
        facts = {name: v for name, v in self.cleaned_data.items() if name.endswith("_ref")}
        return facts | {f"{p.value}_id": self.cleaned_data[p.value] or None for p in self.CHOSEN}


class ReportForm(Form):
    """Who has reported to the community: the unit, and people of it to tick."""

    unit = forms.BooleanField(label=_("The unit has reported"), required=False)
    people = forms.MultipleChoiceField(
        label=_("People who have reported"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = list(people)  # type: ignore[attr-defined]
