"""The colours are those of the design, and readable on whatever they may stand."""

import re

import pytest
from tools.build_assets import ROOT

from muster.ui.gallery import TOKENS

TEXT = ("ink", "ink-2", "ink-3", "accent", "ok", "warn", "bad")
GROUNDS = ("paper", "sunk")
PAIRS = [
    *((text, ground) for text in TEXT for ground in GROUNDS),
    ("ok", "ok-soft"),
    ("warn", "warn-soft"),
    ("bad", "bad-soft"),
    ("accent", "accent-soft"),
    ("accent-ink", "accent"),
    ("bad-ink", "bad"),
    ("night-ink", "night"),
    ("heat-ink", "heat-1"),
    ("heat-ink", "heat-2"),
    ("heat-ink", "heat-3"),
    ("heat-4-ink", "heat-4"),
]
GATE = [("gate-ink", "gate-pass"), ("gate-ink", "gate-refuse"), ("gate-ask-ink", "gate-ask")]


def blocks() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return the tokens of light, of dark as chosen, and of dark as the device asks."""
    text = (ROOT / "frontend" / "css" / "tokens.css").read_text(encoding="utf-8")
    light, chosen, asked = re.findall(r"\{\s*color-scheme: \w+;([^}]*)\}", text)
    return tuple(dict(re.findall(r"--([\w-]+): ([^;]+);", part)) for part in (light, chosen, asked))


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


LIGHT, DARK, ASKED = blocks()


def test_contrast_of_black_on_white_is_21():
    assert round(contrast("#000000", "#FFFFFF"), 2) == 21


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_in_both_themes_reaches_4_5(text, ground):
    assert min(contrast(theme[text], theme[ground]) for theme in (LIGHT, DARK)) >= 4.5


@pytest.mark.parametrize(("text", "ground"), GATE)
def test_gate_words_on_their_ground_reach_7(text, ground):
    assert contrast(LIGHT[text], LIGHT[ground]) >= 7


@pytest.mark.parametrize("ground", GROUNDS)
def test_control_edges_reach_3(ground):
    assert min(contrast(theme["control"], theme[ground]) for theme in (LIGHT, DARK)) >= 3


def test_dark_by_device_equals_dark_by_choice():
    assert ASKED == DARK


def test_dark_gives_every_colour_that_light_gives_but_the_gate_s():
    colours = {name for name, value in LIGHT.items() if value.startswith("#")}
    assert {name for name in colours if not name.startswith("gate-")} == set(DARK)


def test_gallery_shows_the_tokens_as_they_are():
    assert [(name, LIGHT[name], DARK[name]) for name, _light, _dark in TOKENS] == list(TOKENS)
