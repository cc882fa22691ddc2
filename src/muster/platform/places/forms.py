"""Forms of places: one place, a pattern, names, grids."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.errors import MusterError
from muster.platform.places.codes import BOUNDARIES
from muster.platform.places.contracts import CODE_LENGTHS
from muster.platform.places.enums import AliasKind, PremisesKind
from muster.platform.places.pattern import (
    BuildingStyle,
    DoorStyle,
    EntranceStyle,
    Pattern,
    parse_skipped,
)
from muster.platform.places.services.premises import PremisesDraft
from muster.ui.forms import Form

LONGEST_NAME = 80


def add_error(form: forms.Form, error: MusterError) -> None:
    """Put a refusal of a service beside the field it names, or above the form."""
    fields = getattr(error, "errors", {})
    known = [name for name in fields if name in form.fields]
    sentence = f"{error.message} {error.next_step}".strip()
    form.add_error(known[0] if known else None, sentence)


def _number(label: Any, initial: int, most: int, help_text: Any = "", least: int = 0) -> Any:
    return forms.IntegerField(
        label=label,
        initial=initial,
        min_value=least,
        max_value=most,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Write a whole number."),
            "min_value": _("At least %(limit_value)s."),
            "max_value": _("At most %(limit_value)s."),
        },
    )


class PremisesForm(Form):
    """One place below another. The kinds offered are those that can lie there."""

    kind = forms.ChoiceField(label=_("Kind"))
    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, help_text=_("As people call it, such as 3号楼.")
    )
    number = forms.IntegerField(
        label=_("Number"),
        required=False,
        min_value=1,
        max_value=9999,
        help_text=_("It becomes part of the code. Leave it empty to get the next free one."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    other_names = forms.CharField(
        label=_("Other names"),
        required=False,
        max_length=200,
        help_text=_("Separate them with commas."),
    )
    needs = forms.CharField(
        label=_("What to know"),
        required=False,
        max_length=200,
        help_text=_("For whoever goes there, such as a door that is locked. Nothing about people."),
    )

    def __init__(self, *args: Any, parent_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parent_code = parent_code
        length = max(len(parent_code), BOUNDARIES[0])
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, kind.label)
            for kind in PremisesKind
            if CODE_LENGTHS[kind] > length and kind != PremisesKind.COMMUNITY
        ]

    def draft(self) -> PremisesDraft:
        """Return what was filled in."""
        return PremisesDraft(
            parent_code=self.parent_code,
            kind=PremisesKind(self.cleaned_data["kind"]),
            name=self.cleaned_data["name"],
            number=self.cleaned_data["number"],
            other_names=split_names(self.cleaned_data["other_names"]),
            needs=self.cleaned_data["needs"],
        )


class LocalCommunityForm(Form):
    """A community the statistics do not know yet."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("As people call it, such as 静园社区."),
    )


class ChangeForm(Form):
    """What a place is called and what to know of it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("The name it has now becomes another name, so that it is still found."),
    )
    other_names = forms.CharField(
        label=_("Other names"),
        required=False,
        max_length=200,
        help_text=_("Separate them with commas."),
    )
    needs = forms.CharField(label=_("What to know"), required=False, max_length=200)


class PatternForm(Form):
    """Buildings, entrances and dwellings that follow a pattern."""

    buildings = _number(_("Buildings"), 12, 999, least=1)
    entrances = _number(
        _("Entrances in each building"), 3, 99, _("0 where doors lead into the building itself.")
    )
    floors = _number(_("Floors"), 18, 99)
    doors = _number(_("Doors on each floor of an entrance"), 4, 99)
    first_building = _number(_("First building number"), 1, 999, least=1)
    skip_buildings = forms.CharField(label=_("Building numbers not used"), required=False)
    skip_floors = forms.CharField(
        label=_("Floor numbers not used"),
        required=False,
        help_text=_("Such as 4, 13, 14. They are left out and the count stays."),
    )
    skip_doors = forms.CharField(label=_("Door numbers not used"), required=False)
    building_style = forms.ChoiceField(label=_("Name of a building"), choices=BuildingStyle.choices)
    entrance_style = forms.ChoiceField(
        label=_("Name of an entrance"), choices=EntranceStyle.choices
    )
    door_style = forms.ChoiceField(label=_("Number of a dwelling"), choices=DoorStyle.choices)
    doors_run_on = forms.BooleanField(
        label=_("Doors are numbered on from entrance to entrance"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Read the lists of numbers."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("skip_buildings", "skip_floors", "skip_doors"):
            try:
                cleaned[name] = parse_skipped(cleaned.get(name) or "")
            except ValueError:
                self.add_error(name, _("Write numbers with commas between them, such as 4, 13."))
        return cleaned

    def pattern(self) -> Pattern:
        """Return what was filled in."""
        names = Pattern.__dataclass_fields__
        return Pattern(**{name: self.cleaned_data[name] for name in names})


class RenameForm(Form):
    """Another official name of an area."""

    name = forms.CharField(label=_("New name"), max_length=LONGEST_NAME)
    since = forms.DateField(
        label=_("Holds since"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The present name ends on that day and stays findable. The code stays."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = clock.today()


class AliasForm(Form):
    """Another name people use for an area."""

    name = forms.CharField(label=_("Other name"), max_length=LONGEST_NAME)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, kind.label) for kind in (AliasKind.EVERYDAY, AliasKind.SPELLING)],
    )


class GridForm(Form):
    """A grid with its buildings."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("Such as 第三网格."))
    buildings = forms.MultipleChoiceField(
        label=_("Buildings"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("One of the buildings is in another grid by now. Choose again.")
        },
    )

    def __init__(self, *args: Any, free: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["buildings"].choices = free  # type: ignore[attr-defined]

    def building_ids(self) -> list[UUID]:
        """Return the ids of the buildings chosen."""
        return [UUID(value) for value in self.cleaned_data["buildings"]]


class ResponsibleForm(Form):
    """Who answers for a grid, from which day."""

    person = forms.ChoiceField(label=_("Responsible person"), required=False)
    since = forms.DateField(
        label=_("From day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Who answered before stays on record until that day."),
    )

    def __init__(self, *args: Any, people: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Nobody")), *((str(key), name) for key, name in people)]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]
        self.fields["since"].initial = clock.today()

    def person_id(self) -> UUID | None:
        """Return the person chosen; None for nobody."""
        value = self.cleaned_data["person"]
        return UUID(value) if value else None


def split_names(text: str) -> tuple[str, ...]:
    """Return the names a person separated by commas of any script."""
    for mark in "，、；;":
        text = text.replace(mark, ",")
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
