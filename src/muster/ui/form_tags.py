"""Tags of forms."""

from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.utils.safestring import SafeString

from muster.ui.parts import Text

register = template.Library()


@register.inclusion_tag("ui/components/form.html", takes_context=True)
def form(
    context: Context,
    form: BaseForm,
    submit: Text,
    action: str = "",
    cancel_url: str = "",
    *,
    method: str = "post",
    **options: str,
) -> dict[str, Any]:
    """Draw a whole form. `options` may hold `id` and `target` (htmx: the element to swap)."""
    return {
        "form": form,
        "submit": submit,
        "action": action,
        "cancel_url": cancel_url,
        "method": method,
        "csrf_token": context.get("csrf_token"),
        "id": options.get("id", ""),
        "target": options.get("target", ""),
    }


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """Draw the error summary and every field, without the form element."""
    return form.render("ui/components/form_fields.html")


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Draw one field: label, help, error, control."""
    return bound.as_field_group()


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """List what is wrong, each line leading to its field."""
    return {"form": form}


@register.inclusion_tag("ui/components/search.html", takes_context=True)
def search(
    context: Context, value: str, label: Text, name: str = "q", target: str = ""
) -> dict[str, Any]:
    """Draw a search box (GET) that keeps the other filters; `target` is swapped as one types."""
    request = context["request"]
    kept = [
        (key, item)
        for key, items in request.GET.lists()
        if key not in {name, "page"}
        for item in items
    ]
    return {
        "value": value,
        "label": label,
        "name": name,
        "kept": kept,
        "path": request.path,
        "target": target,
    }


@register.inclusion_tag("ui/components/cell_editor.html", takes_context=True)
def cell_editor(
    context: Context,
    url: str,
    *,
    place: Text,
    was: str,
    value: str = "",
    error: Text = "",
    ok: Text = "",
    skip_url: str = "",
    check_url: str = "",
) -> dict[str, Any]:
    """Mend one cell of a sheet beside its fault: what was written, a field, a live check.

    Posts `value` to `url`; `check_url` answers with a status mark while one types; `skip_url`
    leaves the row out.
    """
    return {
        "url": url,
        "place": place,
        "was": was,
        "value": value,
        "error": error,
        "ok": ok,
        "skip_url": skip_url,
        "check_url": check_url,
        "csrf_token": context.get("csrf_token"),
    }
