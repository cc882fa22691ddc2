"""Forms of posts, and of what they are made of."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from muster.engines.text import fold
from muster.kernel.errors import Invalid
from muster.operations.duty.contracts import GearLine, PostDraft, ShiftDraft, StepDraft
from muster.operations.duty.enums import EIGHT_STEPS, LEAST_CREW, Strain
from muster.operations.duty.models import PostKind, ShiftPattern
from muster.operations.duty.models.kinds import MOST_OF_AN_ITEM, TEXT_LENGTH
from muster.operations.duty.models.posts import MOST_PEOPLE, MOST_POINTS
from muster.operations.duty.paper import PAPERS
from muster.operations.duty.reading import NIGHT_WORDS, item_labels, read_gear, write_gear
from muster.registers.responders.enums import Weekday
from muster.ui.forms import Form

Choices = Iterable[tuple[str, Any]]
FACILITIES = ("indoors", "tent", "heater", "power", "toilet")
RENAMED = {"shifts": ("pattern", "letters"), "joint_units": ("joint_unit_ids",)}
"""Fields of the form that stand for other facts of a draft."""


def add_errors(form: forms.Form, error: Invalid) -> None:
    """Show what a service refused beside the fields it names, or above them."""
    names = {fact: name for name, facts in RENAMED.items() for fact in facts}
    for fact, texts in error.errors.items():
        name = names.get(fact, fact)
        where = name if name in form.fields else NON_FIELD_ERRORS
        form.add_error(where, [str(text) for text in texts])
    if not error.errors:
        form.add_error(NON_FIELD_ERRORS, str(error))


class GearField(forms.CharField):
    """Gear, a thing a line: name, number, and for what it is counted."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Gear"),
            widget=forms.Textarea(attrs={"rows": 7}),
            required=False,
            help_text=_("One thing a line, such as: Mask 2/person, Disinfectant 1/shift, Torch 1."),
            **options,
        )

    def clean(self, value: Any) -> Any:
        """Return the lines."""
        lines, unread = read_gear(super().clean(value), item_labels())
        if unread:
            raise forms.ValidationError(
                _("“%(part)s” cannot be read. Write a thing and a number, such as Mask 2/person."),
                params={"part": unread[0]},
            )
        if any(line.quantity > MOST_OF_AN_ITEM for line in lines):
            raise forms.ValidationError(_("That is more than 10,000 of one thing."))
        return tuple(lines)


class PostForm(Form):
    """A post. A post that stands keeps its kind and its community."""

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
            if name not in {"shifts", "joint_units", "version"} and value is not None
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
        names = {*PostForm.base_fields} - {"shifts", "weekdays", "gear", "joint_units", "version"}
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
    facts = set(mine)
    data: MultiValueDict[str, str] = MultiValueDict()
    for name, value in shown.items():
        if facts & {name, *RENAMED.get(name, ())}:
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


class SetUpForm(Form):
    """Which communities get the posts of which template or community."""

    source = forms.ChoiceField(label=_("Posts as in"))
    areas = forms.MultipleChoiceField(label=_("Communities"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, sources: Choices, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = list(sources)  # type: ignore[attr-defined]
        self.fields["areas"].choices = list(areas)  # type: ignore[attr-defined]


class SourceForm(Form):
    """What one community's posts are copied from."""

    source = forms.ChoiceField(label=_("Posts as in"))

    def __init__(self, *args: Any, sources: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = list(sources)  # type: ignore[attr-defined]


class TemplateForm(Form):
    """A set of posts by how many of each kind it has."""

    name = forms.CharField(label=_("Name of the template"), max_length=40)

    def __init__(self, *args: Any, kinds: Iterable[PostKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in kinds:
            self.fields[f"count_{kind.key}"] = forms.IntegerField(
                label=kind.label, min_value=0, max_value=30, required=False, initial=0
            )

    def counts(self) -> dict[str, int]:
        """Return how many posts of each kind."""
        return {
            name.removeprefix("count_"): count or 0
            for name, count in self.cleaned_data.items()
            if name.startswith("count_")
        }


class TemplateNameForm(Form):
    """The name under which a community's posts are kept as a template."""

    name = forms.CharField(label=_("Name of the template"), max_length=40)


class KindForm(Form):
    """What new posts of a kind start with, and what their cards say."""

    label = forms.CharField(
        label=_("Name"),
        max_length=40,
        required=False,
        help_text=_("Empty: the usual name, read in each reader's language."),
    )
    duties = forms.CharField(
        label=_("Duties, a sentence a line"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Empty: the usual words, read in each reader's language."),
    )
    rules = forms.CharField(
        label=_("Rules, a sentence a line"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Empty: the usual words, read in each reader's language."),
    )
    steps = forms.CharField(
        label=_("Checklist, a step a line"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A word to remember, a colon, and what is done."),
    )
    crew_min = forms.IntegerField(
        label=_("Smallest crew"), max_value=MOST_PEOPLE, initial=LEAST_CREW
    )
    skills = forms.MultipleChoiceField(
        label=_("Skills everybody there needs"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    strains = forms.MultipleChoiceField(
        label=_("What it asks of a body"),
        required=False,
        choices=Strain.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People with a duty limit against it are not sent there."),
    )
    gear = GearField()

    def __init__(self, *args: Any, skills: Choices, own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skills"].choices = list(skills)  # type: ignore[attr-defined]
        if own:
            self.fields["label"].required = True
            for name in ("label", "duties", "rules"):
                self.fields[name].help_text = ""

    def clean_steps(self) -> Sequence[StepDraft]:
        """Return the steps; one that reads as a standard step stays that step in every language."""
        usual = {(str(step.title), str(step.text)): key for key, step in EIGHT_STEPS.items()}
        found = []
        for line in filter(str.strip, self.cleaned_data["steps"].splitlines()):
            title, *rest = (part.strip() for part in re.split("[:：]", line, maxsplit=1))
            text = rest[0] if rest else ""
            key = usual.get((title, text), "")
            found.append(StepDraft(key) if key else StepDraft(title=title, text=text))
        return found

    @staticmethod
    def initial_of(kind: PostKind) -> dict[str, Any]:
        """Return what the form shows of a kind."""
        return {
            "label": kind.own_label,
            "duties": kind.own_duties,
            "rules": kind.own_rules,
            "steps": "\n".join(
                gettext("%(title)s: %(text)s") % {"title": step.title, "text": step.text}
                for step in sorted(kind.steps.all(), key=lambda step: step.order)
            ),
            "crew_min": kind.crew_min,
            "skills": kind.skills,
            "strains": kind.strains,
            "gear": write_gear_of(kind),
        }  # fmt: skip


def write_gear_of(kind: PostKind) -> str:
    """Return the gear of a kind, a thing a line."""
    lines = [GearLine(g.item, g.quantity, g.basis, g.own_label) for g in kind.gear.all()]
    return write_gear(lines).replace("; ", "\n")


class PatternForm(Form):
    """A pattern of the command's own: up to six shifts; empty rows are left out."""

    MOST_SHIFTS = 6

    label = forms.CharField(label=_("Name"), max_length=40)
    shifts = forms.CharField(
        label=_("Shifts, one a line"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Letter, name and hours, such as: D Day 07:00-15:00. Write “night” behind a night "
            "shift."
        ),
    )

    def clean_shifts(self) -> Sequence[ShiftDraft]:
        """Return the shifts."""
        found = []
        for line in filter(str.strip, self.cleaned_data["shifts"].splitlines()):
            parts = line.replace("–", "-").replace("：", ":").split()
            night = fold(parts[-1]) in NIGHT_WORDS and "-" not in parts[-1]
            hours = parts[-2 if night and len(parts) > 1 else -1]
            starts, _dash, ends = hours.partition("-")
            name = " ".join(parts[1 : -2 if night else -1])
            if len(parts) < 2 + night or not ends:
                raise forms.ValidationError(
                    _("“%(line)s” cannot be read. Write it like: D Day 07:00-15:00."),
                    params={"line": line.strip()},
                )
            found.append(
                ShiftDraft(letter=parts[0], label=name, starts=starts, ends=ends, night=night)
            )
        return found


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
