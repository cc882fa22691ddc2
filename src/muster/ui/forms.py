"""Forms: label above, help below it, errors beside the field and in a summary that leads there."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.renderers import DjangoTemplates
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from muster.kernel.errors import Invalid, MusterError

Text = str | Promise


def add_errors(
    form: forms.Form, error: MusterError, *, renamed: Mapping[str, str] | None = None
) -> None:
    """Show what a service refused beside the fields it names, all else above; raises nothing.

    `renamed` gives the field of the form for a fact that is called otherwise there.
    """
    errors = error.errors if isinstance(error, Invalid) else {}
    above: list[str] = []
    for fact, texts in errors.items():
        name = (renamed or {}).get(fact, fact)
        if name in form.fields:
            form.add_error(name, [str(text) for text in texts])
        else:
            above += map(str, texts)
    if above or not errors:
        form.add_error(NON_FIELD_ERRORS, [str(error), *above])


class Renderer(DjangoTemplates):
    """Draws forms and fields with the templates of the design system."""

    form_template_name = "ui/components/form_fields.html"
    field_template_name = "ui/components/field.html"


class _PlainWords:
    """Says in plain words that a field is empty, unless the field has a sentence of its own."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if (
                field.error_messages.get("required")
                == forms.Field.default_error_messages["required"]
            ):
                field.error_messages["required"] = _("Please fill this in.")


class Form(_PlainWords, forms.Form):
    """Base of plain forms."""

    default_renderer = Renderer
    required_css_class = "field-required"


class ModelForm(_PlainWords, forms.ModelForm):
    """Base of forms of one row."""

    default_renderer = Renderer
    required_css_class = "field-required"


class TreePicker(forms.Widget):
    """Chooses a place from a tree: search, or open level by level.

    `options_url` names the URL that answers `?q=` and `?parent=` with `trees.options_response`.
    Without JavaScript it is a select of `choices` where those are few, else a field for the code.
    `label_of` gives the words for a chosen code. `query` narrows the options (places:picker knows
    `within` an area and `only` communities).
    """

    template_name = "ui/components/tree_picker.html"

    def __init__(
        self,
        options_url: str,
        *,
        choices: Callable[[], Iterable[tuple[str, Text]]] | None = None,
        label_of: Callable[[str], str] | None = None,
        prompt: Text = "",
        query: Mapping[str, str] | None = None,
        attrs: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs)
        self.options_url = options_url
        self.choices_of = choices
        self.label_of = label_of
        self.prompt = prompt or _("Choose a place")
        self.query = {name: value for name, value in (query or {}).items() if value}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the address of the options, the words for the value and the few choices."""
        context = super().get_context(name, value, attrs)
        code = "" if value is None else str(value)
        chosen = self.label_of(code) if code and self.label_of else code
        choices = list(self.choices_of()) if self.choices_of else []
        if choices and code and all(code != one for one, _label in choices):
            # Chosen in the tree, beyond the few of the select: it stays chosen.
            choices.append((code, chosen))
        context["widget"].update(
            options_url=reverse(self.options_url)
            + (f"?{urlencode(self.query)}" if self.query else ""),
            choices=choices,
            chosen=chosen,
            prompt=self.prompt,
            value=code,
        )
        return context
