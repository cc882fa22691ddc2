"""Traditional Chinese is drafted from simplified: its quotation marks and its words are its own."""

import re
from pathlib import Path

import polib
import pytest
import traditional

import muster

CATALOGUES = sorted(Path(muster.__file__).parent.rglob("locale/zh_Hant/LC_MESSAGES/django.po"))
MISTAKES = re.compile("列動|[單僅]隻|隻[有能要是]|籤[名字的署]|公裡|皇後|頭發|復雜|準許")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[3].name)
def test_traditional_sentences_quote_with_corner_brackets(path):
    said = [e.msgstr or "".join(e.msgstr_plural.values()) for e in polib.pofile(str(path))]

    assert [text for text in said if "“" in text or "”" in text] == []


def test_drafts_take_corner_brackets():
    assert traditional.draft("点“添加”") == "點「添加」"


@pytest.mark.parametrize(
    ("simplified", "wanted"),
    [
        ("第 %(n)s 行动周期", "第 %(n)s 行動週期"),
        ("名单只有 %(n)s 行", "名單只有 %(n)s 列"),
        ("机器人要求签名时填写", "機器人要求簽名時填寫"),
        ("不是这里签的", "不是這裡簽的"),
    ],
)
def test_drafts_do_not_mistake_what_the_parts_of_words_mean(simplified, wanted):
    assert traditional.draft(simplified) == wanted


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[3].name)
def test_traditional_sentences_have_none_of_the_mistakes_of_conversion(path):
    """Signs that exist and are wrong in these words: 隻 counts animals, 籤 is a lot drawn."""
    said = [e.msgstr or "".join(e.msgstr_plural.values()) for e in polib.pofile(str(path))]

    assert [text for text in said if MISTAKES.search(text)] == []
