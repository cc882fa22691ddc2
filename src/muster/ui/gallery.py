"""Invented content for the gallery at `/design/`: every component with something to show."""

import re
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from muster.kernel import clock
from muster.ui import marks, trees
from muster.ui.forms import Form, TreePicker
from muster.ui.paging import Paging
from muster.ui.parts import (
    Chip,
    Choice,
    Column,
    Crumb,
    Entry,
    Figure,
    HeatRow,
    KeyHint,
    Looked,
    Step,
    Tab,
    Table,
    Tile,
    TileGroup,
    TreeOption,
)

TOKENS = (
    ("paper", "#FAF9F5", "#15171A"),
    ("sunk", "#F1EFE8", "#1E2125"),
    ("line", "#E1DDD3", "#2E3237"),
    ("rule", "#C6C1B4", "#464B52"),
    ("control", "#7F7B71", "#7C8087"),
    ("ink", "#1C1D1F", "#ECEAE4"),
    ("ink-2", "#494B4F", "#BFBDB7"),
    ("ink-3", "#65676B", "#9B9993"),
    ("accent", "#1F4E8C", "#9BBDF0"),
    ("ok", "#1A6743", "#7FCFA2"),
    ("warn", "#864C00", "#F0BE6A"),
    ("bad", "#A3241C", "#FF9C92"),
    ("night", "#2B2F3A", "#D8DCE6"),
)
_SPRITE = Path(__file__).resolve().parents[1] / "static" / "dist" / "icons.svg"
STATUSES = ("ok", "warn", "bad", "ask", "doing", "todo", "offline")

PLACES: dict[str, tuple[tuple[str, str, bool], ...]] = {
    "": (("南市街", "8", True), ("劝业场街", "11", True), ("小白楼街", "9", True)),
    "劝业场街": (("静园", "", False), ("百货楼", "", False), ("新津", "", False)),
}
"""Places of the sample tree picker: level → (name, how many below, opens)."""


class SampleForm(Form):
    """A form with one field of each kind."""

    name = forms.CharField(label=gettext_lazy("Full name"), max_length=40)
    phone = forms.CharField(
        label=gettext_lazy("Mobile"),
        help_text=gettext_lazy("11 digits; only the person's lead sees it whole."),
        max_length=11,
    )
    nights = forms.ChoiceField(
        label=gettext_lazy("Nights"),
        choices=[
            ("yes", gettext_lazy("Willing to do nights")),
            ("no", gettext_lazy("No nights")),
        ],
        widget=forms.RadioSelect,
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Sending unit"),
        required=False,
        choices=[("1", "市统计局"), ("2", "区教育局")],
    )
    place = forms.CharField(
        label=gettext_lazy("Community"), required=False, widget=TreePicker("ui:design_places")
    )
    told = forms.BooleanField(label=gettext_lazy("I have told them so"), required=False)


def places(request: HttpRequest) -> HttpResponse:
    """Answer the sample tree picker, by search or by level."""
    parent = request.GET.get("parent", "")
    wanted = request.GET.get("q", "").strip()
    rows: tuple[tuple[str, str, bool], ...] = PLACES.get(parent, ())
    if wanted:
        rows = tuple(row for level in PLACES.values() for row in level if wanted in row[0])
    options = [TreeOption(name, name, note, deeper) for name, note, deeper in rows]
    trail = [TreeOption(parent, parent)] if parent else []
    return trees.options_response(request, options, trail)


@cache
def icon_names() -> tuple[str, ...]:
    """Return every symbol of the sprite but those of the statuses."""
    names = re.findall(r'symbol id="([\w-]+)"', _SPRITE.read_text(encoding="utf-8"))
    return tuple(name for name in names if not name.startswith("st-"))


def samples() -> dict[str, Any]:
    """Return the context of the gallery page."""
    return {
        "tokens": TOKENS,
        "icons": icon_names(),
        "statuses": [(status, word) for status, word in zip(STATUSES, _words(), strict=True)],
        "sample_form": SampleForm({"name": "", "phone": "138", "nights": "yes"}),
        "clean_form": SampleForm(),
        **_numbers(),
        **_ways(),
        **_work(),
        **_lists(),
        **_history(),
    }


def _words() -> tuple[str, ...]:
    return (
        _("Complete"),
        _("Incomplete"),
        _("Do not let through"),
        pgettext("sample", "Ask"),
        _("Under way"),
        _("Not begun"),
        _("Offline"),
    )


def _numbers() -> dict[str, Any]:
    here = reverse("ui:design")
    return {
        "figures": [
            Figure(pgettext("sample", "Asked"), 3224, here, _("106 units, all answered")),
            Figure(pgettext("sample", "Named"), 3224, here, _("20 differences closed")),
            Figure(pgettext("sample", "Confirmed"), 3187, here, _("37 not answered")),
            Figure(
                pgettext("sample", "Arrived"), 2968, here, _("256 still to come"), "accent", "warn"
            ),
        ],
        "parts": [
            Figure(pgettext("sample", "City"), 720, here),
            Figure(pgettext("sample", "District"), 1775, here),
            Figure(_("Subdistrict"), 749, here),
        ],
        "total": Figure(_("Sum of the lists"), 3244, here),
        "announced": Figure(pgettext("sample", "Announced"), 3224, here),
        "groups": [_group(name, tiles) for name, tiles in _TILES],
        "heat": [HeatRow(str(name), _hours(spans)) for name, spans in _HEAT],
    }


_TILES = (
    ("南市街", "庆有西里49 怀远里43 福厚西里51 福方里59 裕德里40 新文化41 食品街42-6:0 大都会50"),
    ("劝业场街", "花园路58 滨西41 兆丰路56 林泉46 新疆路41 南京路42 蒙古路42 静园44-13:1"),
    ("南营门街", "昆明路58 西宁道49-9 天兴里44-8 竞业里41-8 绵阳道52-8 世昌里41 海光寺40-13:1"),
)
_HEAT = (
    (gettext_lazy("Point duty"), "4x860 1x400-26 1x860 8x860-22 8x480-61 2x860"),
    (gettext_lazy("Disinfection"), "6x130 4x110-14 1x90-17 3x110-14 8x120-38 2x130"),
    (gettext_lazy("Key persons"), "24x60"),
)
"""Hours × needed − missing, from 08:00."""


def _group(name: str, tiles: str) -> TileGroup:
    made = [_tile(word) for word in tiles.split()]
    present = sum(tile.present or 0 for tile in made)
    needed = present + sum(tile.missing or 0 for tile in made)
    return TileGroup(name, made, note=f"{present} / {needed}")


def _tile(word: str) -> Tile:
    label = word.rstrip("0123456789-:")
    counts, _colon, pips = word[len(label) :].partition(":")
    present, _dash, missing = counts.partition("-")
    return Tile(
        label,
        reverse("ui:design"),
        present=int(present),
        missing=int(missing or 0),
        pips=int(pips) if pips else None,
    )


def _hours(spans: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for span in spans.split():
        length, _times, counts = span.partition("x")
        needed, _minus, missing = counts.partition("-")
        found += [(int(needed), int(needed) - int(missing or 0))] * int(length)
    return found


def _ways() -> dict[str, Any]:
    here = reverse("ui:design")
    return {
        "chips": [
            Chip(pgettext("sample", "Open"), f"{here}?open", 2, chosen=True),
            Chip(pgettext("sample", "Closed"), f"{here}?closed", 2),
            Chip(pgettext("sample", "All"), here, 4),
        ],
        "tabs": [
            Tab(_("Progress of the lists"), here),
            Tab(_("Reconciliation"), here, 14, current=True),
            Tab(pgettext("sample", "Reserves"), here),
        ],
        "part_tabs": [
            Tab(pgettext("sample", "Today"), "#part-today"),
            Tab(pgettext("sample", "Later"), "#part-later"),
        ],
        "steps": [
            Step(pgettext("sample", "Read"), "done"),
            Step(pgettext("sample", "Columns"), "done"),
            Step(pgettext("sample", "Errors"), "doing"),
            Step(pgettext("sample", "Commit")),
        ],
        "crumbs": [
            Crumb(pgettext("sample", "Ledger"), here),
            Crumb("静园社区", here),
            Crumb(_("Building 6")),
        ],
        "paging": Paging(1, 50, 3224, "", f"{here}?page=2"),
    }


def _work() -> dict[str, Any]:
    here = reverse("ui:design")
    return {
        "job_steps": [
            Step(_("Read 106 lists"), "done", _("3,224 people")),
            Step(_("Roster 14 days"), "doing", _("51 of 64 communities")),
            Step(_("Check independently")),
        ],
        "hints": [
            KeyHint(("J", "K"), _("next, previous")),
            KeyHint(("/",), _("find someone")),
            KeyHint(("?",), _("all keys")),
        ],
        "choices": [
            Choice(
                _("Han Zhiming fills in"),
                _("Willing to do nights, rested 40 hours"),
                here,
                pgettext("sample", "Choose"),
            ),
            Choice(
                _("No post on this shift"),
                _("Gate 2 covers it"),
                here,
                pgettext("sample", "Choose"),
            ),
        ],
    }


def _lists() -> dict[str, Any]:
    rows = [
        ("食品街", "南市街", 42, 6, 84, _("42 people give 420 shifts; 6 posts need 504"), "bad"),
        ("安乐村", "五大道街", 59, 8, 82, _("59 people give 590 shifts; 8 posts need 672"), "warn"),
        ("静园", "劝业场街", 57, 7, 30, _("Nights: 14 people can, 16 are needed"), "warn"),
        ("永丰里", "新兴街", 43, 6, 0, "", "ok"),
    ]
    words = {"bad": _("Post empty"), "warn": _("Incomplete"), "ok": _("Complete")}
    here = reverse("ui:design")
    return {
        "table": Table(
            caption=_("Communities by shortage"),
            rows=rows,
            columns=[
                Column(_("Community"), lambda row: row[0], "title", lambda _row: here),
                Column(_("Status"), lambda row: marks.mark(row[6], words[row[6]]), "status"),
                Column(_("Subdistrict"), lambda row: row[1]),
                Column(_("People"), lambda row: row[2], "number"),
                Column(_("Posts"), lambda row: row[3], "number"),
                Column(pgettext("sample", "Shifts short"), lambda row: row[4] or "", "number"),
                Column(_("Why"), lambda row: row[5], "wide"),
            ],
            current=lambda row: row[0] == "安乐村",
        ),
        "pairs": [
            (_("Home observation"), marks.mark("doing", _("Day 4 of 14"))),
            (pgettext("sample", "Pass"), marks.mark("warn", _("Paused until 28 February"))),
            (_("Phone"), marks.masked("138****6021")),
        ],
    }


def _history() -> dict[str, Any]:
    now = clock.now()
    return {
        "entries": [
            Entry(now, _("asked about temperature and needs"), _("36.5, well."), "陈静"),
            Entry(now - timedelta(days=1), _("brought vegetables"), _("Left at the door."), "高艳"),
            Entry(now - timedelta(days=3), _("filled in the household by phone"), "", "李*芳"),
        ],
        "looks": [
            Looked(now, "陈静", _("the phone number"), _("grid worker"), _("calling")),
            Looked(
                now - timedelta(days=1),
                "何志刚",
                _("the door"),
                pgettext("sample", "lead"),
                _("bringing a pass"),
            ),
        ],
    }
