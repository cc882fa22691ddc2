"""Every sentence of the planner has its translation, with the same gaps."""

import gettext
import string
from pathlib import Path

import polib
import pytest

from muster.engines import planner
from muster.engines.planner.capacity import CERTIFICATE_MESSAGES
from muster.engines.planner.cover import RULES, Bend
from muster.engines.planner.explain import EXPLANATION_MESSAGES
from muster.engines.planner.explain.said import NAMES, say, say_rule
from muster.engines.planner.reading import FAULT_MESSAGES
from muster.engines.planner.validate import FINDING_MESSAGES, Finding
from muster.engines.planner.words import JOIN, spoken

LOCALE = Path(planner.__file__).parent / "locale"
EVERY = {
    *CERTIFICATE_MESSAGES.values(),
    *RULES.values(),
    *EXPLANATION_MESSAGES.values(),
    *FAULT_MESSAGES.values(),
    *FINDING_MESSAGES.values(),
    JOIN,
}


def gaps(sentence: str) -> list[tuple[str, str]]:
    """Names of the gaps and how they are written, in the order of the alphabet."""
    parts = string.Formatter().parse(sentence)
    return sorted((name, spec or "") for _, name, spec, _ in parts if name)


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_every_sentence_is_translated_with_the_same_gaps(language):
    catalogue = polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))
    found = {entry.msgid: entry.msgstr for entry in catalogue}
    assert found.keys() >= EVERY
    for english in EVERY:
        assert gaps(found[english]) == gaps(english)


def test_a_sentence_in_sentences_is_spoken_in_one_language():
    chinese = gettext.translation("django", LOCALE, ["zh_Hans"]).gettext
    whole = say("explained", community="c1", short=6, causes=(
        say_rule("max_nights", 6, 5), say_rule("leave", 2, None),
    ))  # fmt: skip
    assert spoken(whole, chinese) == (
        "c1：缺 6 人次。夜班上限 5 个，超出 6 个；休假：2 个班排在休假日"
    )
    assert spoken(whole) == whole.sentence
    finding = Finding("max_nights", "4", {"person": "p1", "found": 6.0, "most": 5.0})
    assert spoken(finding, chinese) == "p1 有 6 个夜班，上限 5 个。"
    assert spoken(Bend("rest", 8.0, 11.0), chinese) == "只能休息 8 小时，应休息 11 小时"


def test_every_rule_that_stops_somebody_has_a_name():
    assert {f"rule_{rule}" for rule in RULES} == set(NAMES)
