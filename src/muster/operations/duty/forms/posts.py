"""Forms of a post and of its card."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.operations.duty.contracts import PostDraft
from muster.operations.duty.forms.fields import FIELD_OF, Choices, GearField
from muster.operations.duty.models import PostKind, ShiftPattern
from muster.operations.duty.models.posts import MOST_PEOPLE, MOST_POINTS
from muster.operations.duty.paper import PAPERS
from muster.operations.duty.reading import write_gear
from muster.registers.responders.enums import Weekday
from muster.ui.forms import Form

NOT_FACTS = {"shifts", "weekdays", "gear", "joint_units", "version", "incident_id"}


class PostForm(Form):
    """A post. A post that stands keeps its kind and its community."""

    incident_id = forms.ChoiceField(
        label=_("Incident"), help_text=_("Several are running: say for which one.")
    )
    kind = forms.ChoiceField(label=_("Kind of post"))
    area_code = forms.ChoiceField(
        label=_("Community"),
        help_text=_("The command's own area is for posts outside every community."),
    )
    site = forms.CharField(
        label=_("Site outside communities"),
        max_length=40,
        required=False,
        help_text=_("Such as a highway exit, a station or a hospital."),
    )
    number = forms.IntegerField(
        label=_("Number"),
        min_value=1,
        max_value=9999,
        required=False,
        help_text=_("Empty: the next one of its kind."),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        required=False,
        help_text=_("Empty: the kind and the number."),
    )
    place = forms.CharField(label=pgettext_lazy("post", "Place"), max_length=120, required=False)
    premises_code = forms.CharField(label=_("Code of the premises"), max_length=24, required=False)
    shifts = forms.MultipleChoiceField(
        label=_("Open in these shifts"), widget=forms.CheckboxSelectMultiple
    )
    weekdays = forms.MultipleChoiceField(
        label=_("On these days"),
        choices=Weekday.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[str(day) for day in Weekday.values],
    )
    points = forms.IntegerField(
        label=_("Points with one reliever"),
        min_value=0,
        max_value=MOST_POINTS,
        required=False,
        help_text=_(
            "Neighbouring points that share a reliever are one post: the crew is one more."
        ),
    )
    crew_min = forms.IntegerField(
        label=_("Smallest crew"),
        max_value=MOST_PEOPLE,
        required=False,
        help_text=_("Never one. Empty: as usual for the kind."),
    )
    wanted = forms.IntegerField(
        label=_("People each shift"),
        max_value=MOST_PEOPLE,
        required=False,
        help_text=_("Empty: the smallest crew."),
    )
    skills = forms.MultipleChoiceField(
        label=_("Skills everybody there needs"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    indoors = forms.BooleanField(label=_("Indoors"), required=False)
    tent = forms.BooleanField(label=_("Tent or booth"), required=False)
    heater = forms.BooleanField(label=_("Heater"), required=False)
    power = forms.BooleanField(label=pgettext_lazy("facility", "Power"), required=False)
    toilet = forms.BooleanField(label=_("Toilet nearby"), required=False)
    gear = GearField()
    joint_units = forms.MultipleChoiceField(
        label=_("Units of a joint post"), required=False, widget=forms.SelectMultiple
    )
    contacts = forms.CharField(
        label=_("Duty phones on the card"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line. Everybody at the post can read them: no private numbers."),
    )
    opens_on = forms.DateField(
        label=_("Open from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    closes_on = forms.DateField(
        label=_("Closed from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: open until somebody closes it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        kinds: Iterable[PostKind],
        areas: Choices,
        patterns: Iterable[ShiftPattern],
        skills: Choices,
        units: Choices,
        stands: bool = False,
        incidents: Choices = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.stands = stands
        choices: Mapping[str, Any] = {
            "kind": [(kind.key, kind.label) for kind in kinds],
            "area_code": list(areas),
            "shifts": shift_choices(patterns),
            "skills": list(skills),
            "joint_units": list(units),
        }
        for name, listed in choices.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]
        self.fields["incident_id"].choices = listed = list(incidents)  # type: ignore[attr-defined]
        if not listed:
            del self.fields["incident_id"]
        if stands:
            for name in ("kind", "area_code"):
                del self.fields[name]
            self.fields["number"].required = True
            for name in ("number", "crew_min", "wanted"):
                self.fields[name].help_text = ""
        else:
            self.fields["shifts"].required = False
            self.fields["shifts"].help_text = _("Empty: as usual for the kind.")
            self.fields["gear"].help_text = _("Empty: as usual for the kind.")
            del self.fields["version"]

    def clean_shifts(self) -> Sequence[str]:
        """Refuse shifts of two patterns."""
        chosen: Sequence[str] = self.cleaned_data["shifts"]
        if len({name.rpartition(".")[0] for name in chosen}) > 1:
            raise forms.ValidationError(_("Choose shifts of one pattern only."))
        return chosen

    def facts(self) -> dict[str, Any]:
        """Return the facts as `PostDraft` names them; what is empty is left to the service."""
        facts = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"shifts", "joint_units", "version", "incident_id"} and value is not None
        }
        facts["weekdays"] = sum(1 << int(day) for day in facts["weekdays"])
        facts["points"] = facts.get("points") or 0
        facts["skills"] = tuple(sorted(facts["skills"]))
        facts["joint_unit_ids"] = tuple(sorted(map(UUID, self.cleaned_data["joint_units"])))
        if chosen := self.cleaned_data["shifts"]:
            facts["pattern"] = chosen[0].rpartition(".")[0]
            facts["letters"] = "".join(name.rpartition(".")[2] for name in chosen)
        facts["closes_on"] = self.cleaned_data["closes_on"]
        if not self.stands:
            # On a new post, empty means "as its kind starts".
            facts = {k: v for k, v in facts.items() if v or k not in {"gear", "skills"}}
        return facts

    @staticmethod
    def initial_of(draft: PostDraft, version: int) -> dict[str, Any]:
        """Return what the form shows of a post."""
        names = {*PostForm.base_fields} - NOT_FACTS
        shown = {name: getattr(draft, name) for name in names}
        return shown | {
            "version": version,
            "shifts": [f"{draft.pattern}.{letter}" for letter in draft.letters],
            "weekdays": [str(day) for day in range(7) if draft.weekdays >> day & 1],
            "gear": write_gear(draft.gear or ()).replace("; ", "\n"),
            "joint_units": [str(unit) for unit in draft.joint_unit_ids],
            "skills": list(draft.skills or ()),
        }


def merged(
    posted: "MultiValueDict[str, str]", shown: Mapping[str, Any], mine: Iterable[str], version: int
) -> "MultiValueDict[str, str]":
    """Return what a form shows after two people changed a post: mine where I changed it.

    `shown` is what the post says now (`PostForm.initial_of`), `mine` names facts I changed.
    """
    facts = {FIELD_OF.get(fact, fact) for fact in mine}
    data: MultiValueDict[str, str] = MultiValueDict()
    for name, value in shown.items():
        if name in facts:
            data.setlist(name, posted.getlist(name))
        elif isinstance(value, list | tuple):
            data.setlist(name, [str(one) for one in value])
        elif isinstance(value, bool):
            data.setlist(name, ["on"] if value else [])
        elif value is not None:
            data[name] = str(value)
    data["version"] = str(version)
    return data


def shift_choices(patterns: Iterable[ShiftPattern]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every shift for a choice, grouped by pattern, in the order of the day."""
    return [
        (
            pattern.label,
            [
                (f"{pattern.key}.{shift.letter}", f"{shift.label} {shift.hours}")
                for shift in sorted(
                    pattern.shifts.all(), key=lambda each: (each.night, each.starts)
                )
            ],
        )
        for pattern in patterns
    ]


class CardsForm(Form):
    """Which cards are printed, on which paper, in which language."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    paper = forms.ChoiceField(
        label=_("Paper"),
        choices=[
            (PAPERS[0], pgettext_lazy("paper", "A4, for the wall")),
            (PAPERS[1], pgettext_lazy("paper", "A6, for the pocket")),
        ],
        widget=forms.RadioSelect,
        initial=PAPERS[0],
    )
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, areas: Choices, languages: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = list(areas)  # type: ignore[attr-defined]
        self.fields["language"].choices = list(languages)  # type: ignore[attr-defined]
