"""Forms of kinds and of shift patterns."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from muster.engines.text import fold
from muster.operations.duty.contracts import GearLine, ShiftDraft, StepDraft
from muster.operations.duty.enums import EIGHT_STEPS, LEAST_CREW, Strain
from muster.operations.duty.forms.fields import Choices, GearField
from muster.operations.duty.models import PostKind
from muster.operations.duty.models.kinds import TEXT_LENGTH
from muster.operations.duty.models.posts import MOST_PEOPLE
from muster.operations.duty.reading import NIGHT_WORDS, write_gear
from muster.ui.forms import Form


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
