"""Tags of lists and of what stands beside them."""

from collections.abc import Sequence
from typing import Any

from django import template

from muster.ui.paging import Paging
from muster.ui.parts import Chip, Choice, Crumb, Entry, KeyHint, Looked, Step, Tab, Table, Text

register = template.Library()


@register.inclusion_tag("ui/components/datalist.html")
def datalist(table: Table) -> dict[str, Any]:
    """Draw a data list. The first link of a row is the one that Enter opens."""
    rows = [
        {
            "current": table.current(row),
            "cells": [
                {
                    "column": column,
                    "value": column.value(row),
                    "url": column.url(row) if column.url else "",
                }
                for column in table.columns
            ],
        }
        for row in table.rows
    ]
    acts = any(column.slot == "action" for column in table.columns)
    return {"table": table, "rows": rows, "acts": acts}


@register.inclusion_tag("ui/components/chips.html")
def chips(filters: Sequence[Chip], label: Text = "") -> dict[str, Any]:
    """Draw filters with their counts; they scroll sideways on a phone."""
    return {"chips": filters, "label": label}


@register.inclusion_tag("ui/components/tabs.html")
def tabs(items: Sequence[Tab], label: Text = "") -> dict[str, Any]:
    """Draw tabs: links to pages, or to parts of this page (then JavaScript shows one at a time)."""
    parts = bool(items) and all(str(tab.url).startswith("#") for tab in items)
    return {"tabs": items, "label": label, "parts": parts}


@register.inclusion_tag("ui/components/stepper.html")
def stepper(steps: Sequence[Step]) -> dict[str, Any]:
    """Draw the steps of a way: done, current, still to come."""
    current = next((n for n, step in enumerate(steps, 1) if step.state == "doing"), len(steps))
    return {"steps": steps, "current": current, "total": len(steps)}


@register.inclusion_tag("ui/components/crumbs.html")
def crumbs(items: Sequence[Crumb]) -> dict[str, Any]:
    """Draw the way here."""
    return {"crumbs": items}


@register.inclusion_tag("ui/components/pager.html")
def pager(paging: Paging) -> dict[str, Any]:
    """Say which rows these are, of how many, and lead to the next."""
    return {"paging": paging}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(entries: Sequence[Entry]) -> dict[str, Any]:
    """Draw what happened, newest first."""
    return {"entries": entries}


@register.inclusion_tag("ui/components/accesses.html")
def accesses(looks: Sequence[Looked]) -> dict[str, Any]:
    """List who looked at a record: when, who, what, for what."""
    return {"looks": looks}


@register.inclusion_tag("ui/components/keyhints.html")
def keyhints(hints: Sequence[KeyHint]) -> dict[str, Any]:
    """Write keys and what they do at the foot of a desk screen."""
    return {"hints": hints}


@register.inclusion_tag("ui/components/summary.html")
def summary(pairs: Sequence[tuple[Text, object]], *, bare: bool = False) -> dict[str, Any]:
    """Write facts as name and value; `bare` leaves out the hairlines."""
    return {"pairs": pairs, "bare": bare}


@register.inclusion_tag("ui/components/choices.html", takes_context=True)
def choices(context: template.Context, ways: Sequence[Choice]) -> dict[str, Any]:
    """Offer the ways out of a refusal, each posted by its own button."""
    return {"ways": ways, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/components/empty.html")
def empty(
    title: Text,
    sentence: Text = "",
    url: str = "",
    button: Text = "",
    *,
    more: Text = "",
    more_url: str = "",
) -> dict[str, Any]:
    """Say what belongs here and how to begin."""
    return {
        "title": title,
        "sentence": sentence,
        "url": url,
        "button": button,
        "more": more,
        "more_url": more_url,
    }
