"""Tags that stand around content."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from muster.ui.marks import STATUS_TONES
from muster.ui.parts import Step, Text

register = template.Library()


def _render(name: str, context: dict[str, Any]) -> SafeString:
    return render_to_string(f"ui/components/{name}.html", context)


@register.simple_block_tag
def section(content: str, title: Text, note: Text = "", anchor: str = "") -> SafeString:
    """Set a titled part of a page; a hairline parts it from the one before."""
    return _render("section", {"content": content, "title": title, "note": note, "anchor": anchor})


@register.simple_block_tag
def notice(content: str, status: str, title: Text) -> SafeString:
    """Say something about the whole page: symbol, sentence, and what it means."""
    return _render(
        "notice",
        {
            "content": content,
            "status": status,
            "title": title,
            "tone": STATUS_TONES[status],
            "symbol": f"st-{status}",
        },
    )


@register.simple_block_tag
def dialog(content: str, anchor: str, title: Text) -> SafeString:
    """Set content apart until asked for: `<a href="#anchor" data-dialog>`."""
    return _render("dialog", {"content": content, "anchor": anchor, "title": title})


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context,
    content: str,
    label: Text,
    url: str,
    question: Text,
    *,
    button: Text = "",
    danger: bool = True,
) -> SafeString:
    """Ask before posting to `url`; the content may hold fields such as a reason."""
    return _render(
        "confirm",
        {
            "content": content,
            "label": label,
            "url": url,
            "question": question,
            "button": button or label,
            "danger": danger,
            "csrf_token": context.get("csrf_token"),
        },
    )


@register.simple_block_tag
def menu(content: str, label: Text, icon: str = "") -> SafeString:
    """Fold links and buttons behind a word."""
    return _render("menu", {"content": content, "label": label, "icon": icon})


@register.simple_block_tag
def dock(content: str, note: Text = "") -> SafeString:
    """Set the primary action at the end of the page; on a phone it stays at the thumb."""
    return _render("dock", {"content": content, "note": note})


@register.simple_block_tag(takes_context=True)
def sheet(
    context: Context,
    content: str,
    title: Text,
    over: Text = "",
    under: Text = "",
    *,
    code: str = "",
    foot: Text = "",
    size: str = "a4",
) -> SafeString:
    """Set a sheet of paper: title in Song type, rules in black, code and edition in the foot.

    `code` is a QR code as safe SVG; `size` is a4 or a6. In a drill every sheet says so.
    """
    return _render(
        "sheet",
        {
            "content": content,
            "title": title,
            "over": over,
            "under": under,
            "code": code,
            "foot": foot,
            "size": size,
            "drill": context.get("drill", False),
        },
    )


@register.inclusion_tag("ui/components/progress.html", takes_context=True)
def progress(
    context: Context,
    title: Text,
    done: int,
    total: int,
    *,
    note: Text = "",
    steps: Sequence[Step] = (),
    poll_url: str = "",
    cancel_url: str = "",
    keep_url: str = "",
    keep_label: Text = "",
    running: bool = True,
) -> dict[str, Any]:
    """Show long work: what is done, what is left, how to stop. It survives a reload.

    `poll_url` answers with this same component (htmx, every 2 s) and stops when `running` is False.
    """
    return {
        "title": title,
        "done": done,
        "total": total,
        "note": note,
        "steps": steps,
        "poll_url": poll_url if running else "",
        "cancel_url": cancel_url if running else "",
        "keep_url": keep_url if running else "",
        "keep_label": keep_label,
        "csrf_token": context.get("csrf_token"),
    }
