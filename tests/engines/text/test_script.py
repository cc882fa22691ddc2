import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.engines.text import fold, fold_many, romanise, script, search_keys


@pytest.mark.parametrize(
    ("written", "as_well"),
    [
        ("靜園社區", "静园社区"),
        ("懷遠裡", "怀远里"),
        ("懷遠裏", "怀远里"),
        ("雙環邨街", "双环村街"),
        ("臺灣", "台湾"),
        ("衞國", "卫国"),
        ("羣眾", "群众"),
        ("鍾山", "钟山"),
        ("锺山", "钟山"),
        ("值班室", "値班室"),
        ("清園", "淸園"),
        ("囯強", "国强"),
        ("张　三", "张三"),
        ("和平 区", "和平区"),
        ("ＡＢＣ－１２", "abc12"),
        ("买买提·吐尔逊", "买买提•吐尔逊"),
        ("Café", "CAFE"),
        ("⼈民路", "人民路"),
    ],
)
def test_fold_of_two_spellings_is_one_key(written, as_well):
    assert fold(written) == fold(as_well)


@pytest.mark.parametrize(
    ("one", "other"), [("肖", "萧"), ("付", "傅"), ("阎", "闫"), ("余", "于"), ("张三", "张四")]
)
def test_fold_of_different_names_stays_different(one, other):
    assert fold(one) != fold(other)


def test_fold_of_marks_alone_is_empty():
    assert fold(" 　·—（）,.") == ""


def test_fold_of_a_lone_surrogate_does_not_raise():
    assert fold("张\ud800三") == "张三"


@given(st.text())
def test_fold_of_any_text_is_idempotent(text):
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.text()))
def test_fold_many_equals_fold_of_each(texts):
    assert fold_many(texts) == [fold(text) for text in texts]


def test_fold_of_every_common_character_is_a_fixed_point():
    codes = [*range(0x2000, 0xA000), *range(0xF900, 0x10000)]

    assert [chr(code) for code in codes if fold(fold(chr(code))) != fold(chr(code))] == []


def test_fold_many_of_a_nation_of_names_takes_seconds():
    names = [f"靜園第{number}社區居民委員會" for number in range(66_500)]
    fold_many(names[:10])

    started = time.process_time()
    fold_many(names)

    assert time.process_time() - started < 1.0


@pytest.mark.parametrize("char", ["\ue000", "\U000e1234", "\U0010fffe", "\ud800"])
def test_what_unicode_has_not_assigned_is_not_remembered(char):
    """A million characters that no text has would fill the memory of a server."""
    before = [len(table) for table in (script._TABLE, romanise._SIMPLE, romanise._READINGS)]

    assert search_keys(f"静{char}园") == search_keys("静园")
    assert search_keys(f"静{char}园", "person") == search_keys("静园", "person")

    after = [len(table) for table in (script._TABLE, romanise._SIMPLE, romanise._READINGS)]
    assert after == before
