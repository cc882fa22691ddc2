"""Forms that set communities up, and of the templates they are set up from."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.operations.duty.forms.fields import Choices
from muster.operations.duty.models import PostKind
from muster.ui.forms import Form


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
