"""Components of the design system. `{% load ui %}` in a template; see them at `/design/`.

Small marks
    {% icon "phone" %}                          a symbol of the sprite (frontend/icons/sprite.svg)
    {% mark "ok" _("Complete") %}               status: ok warn bad ask doing todo offline + word
    {% pips present %}  {% shift "night" %}     dots of a post; mark of a shift
    {{ n|count }}  {{ at|when }}  {{ at|when:"clock" }}   3,224; today 09:20; also "date", "full"
    {{ at|wall }}                               a moment of the wall clock; says so in a drill
    {% door n url %}                            a number that opens its rows
    {% masked "138****6021" reveal_url %}       a value shown in part, with the way to see it
    {% badge word "warn" %}
Figures and boards (dataclasses of `muster.ui.parts`)
    {% figures list %}  {% equation parts total announced %}  {% unit_squares 20 6 %}
    {% tilemap groups %}  {% heat rows start_hour now %}  {% capacity needed available ... %}
Lists
    {% datalist table %}                        a Table; below 640 px its rows become entries
    {% chips filters %} {% tabs tabs %} {% stepper steps %} {% crumbs crumbs %} {% pager paging %}
    {% timeline entries %} {% accesses looks %} {% keyhints hints %} {% summary pairs %}
    {% choices ways %}                          ways out of a refusal, each with its button
    {% query page=2 %}                          this address with one parameter changed
Forms (forms are `muster.ui.forms.Form` or `ModelForm`)
    {% form form submit=_("Save") %}            whole: error summary, fields, CSRF, button
    {% fields form %}  {% field form.name %}  {% error_summary form %}
    {% search q label %}                        a search box (GET q), focused by the key /
    {% cell_editor ... %}                       mend one cell of a sheet
Around content
    {% section _("Title") note %}...{% endsection %}
    {% notice "warn" _("Title") %}...{% endnotice %}
    {% dialog "id" _("Title") %}...{% enddialog %}       opened by <a href="#id" data-dialog>
    {% confirm _("Delete 3 rows") url question %}fields{% endconfirm %}   asks before it posts
    {% menu _("Label") %}...{% endmenu %}   {% dock note %}buttons{% enddock %}
    {% sheet title over under code=qr foot=foot %}...{% endsheet %}
    {% empty title sentence url button %}   {% progress job ... %}
Every component works without JavaScript; htmx attributes sit on the element that uses them.
"""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from muster.ui import blocks, boards, form_tags, lists, marks
from muster.ui.parts import Figure, Text

register = template.Library()
for _part in (blocks, boards, form_tags, lists):
    register.tags.update(_part.register.tags)

register.filter("count", marks.count)
register.filter("when", marks.when)
register.filter("wall", marks.wall)
register.simple_tag(marks.icon)
register.simple_tag(marks.mark)
register.simple_tag(marks.mark, name="status_mark")
register.simple_tag(marks.pips)
register.simple_tag(marks.pips_shape)
register.simple_tag(marks.shift)


@register.simple_tag
def door(number: int | str, url: str, label: Text = "") -> SafeString:
    """Link a number to the rows behind it."""
    if not label:
        return format_html('<a class="door" href="{}">{}</a>', url, marks.count(number))
    return format_html(
        '<a class="door" href="{}" aria-label="{}">{}</a>', url, label, marks.count(number)
    )


@register.simple_tag
def badge(word: Text, tone: str = "second") -> SafeString:
    """Write a word in a frame: a kind, not a status."""
    return format_html('<span class="badge tone-{}">{}</span>', tone, word)


@register.inclusion_tag("ui/components/masked.html")
def masked(value: str, reveal_url: str = "", what: Text = "") -> dict[str, Any]:
    """Show a value in part; `reveal_url` leads to the page that shows it whole and records who."""
    return {"value": value, "reveal_url": reveal_url, "what": what}


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """Return this page's query string with `changes` made; None removes, page starts again."""
    request = context["request"]
    parameters = request.GET.copy()
    if "page" not in changes:
        parameters.pop("page", None)
    for name, value in changes.items():
        if value is None or value == "":
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    return "?" + urlencode(list(parameters.lists()), doseq=True)


@register.inclusion_tag("ui/components/figures.html")
def figures(items: list[Figure], *, small: bool = False) -> dict[str, Any]:
    """Draw the three to five numbers a screen is about."""
    return {"figures": items, "small": small}


@register.inclusion_tag("ui/components/equation.html")
def equation(
    parts: list[Figure], total: Figure, announced: Figure | None = None, unit: Text = ""
) -> dict[str, Any]:
    """Show a sum as a sum, and its difference from what was announced."""
    difference = None
    if announced is not None:
        difference = abs(int(total.value) - int(announced.value))
    return {
        "parts": parts,
        "total": total,
        "announced": announced,
        "difference": difference,
        "unit": unit,
    }
