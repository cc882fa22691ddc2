"""Quotation marks are those of the script: 「」 in traditional Chinese, “” in simplified."""

from pathlib import Path

import polib
import pytest
import traditional

import muster

CATALOGUES = sorted(Path(muster.__file__).parent.rglob("locale/zh_Hant/LC_MESSAGES/django.po"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[3].name)
def test_traditional_sentences_quote_with_corner_brackets(path):
    said = [e.msgstr or "".join(e.msgstr_plural.values()) for e in polib.pofile(str(path))]

    assert [text for text in said if "“" in text or "”" in text] == []


def test_drafts_take_corner_brackets():
    assert traditional.draft("点“添加”") == "點「添加」"
