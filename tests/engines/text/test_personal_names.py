import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.engines.text import (
    SORT_KEY_LENGTH,
    NameForm,
    mask_name,
    name_sort_key,
    split_name,
)

HAN = st.text(alphabet="王李张欧阳司马娜芳小明国华慕容", min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("written", "surname", "given_name"),
    [
        ("李小芳", "李", "小芳"),
        (" 李　芳 ", "李", "芳"),
        ("李 小 芳", "李", "小芳"),
        ("欧阳娜娜", "欧阳", "娜娜"),
        ("歐陽娜", "歐陽", "娜"),
        ("欧阳", "欧", "阳"),
        ("诸葛亮", "诸葛", "亮"),
        ("爱新觉罗溥仪", "爱新觉罗", "溥仪"),
        ("叶赫那拉杏贞", "叶赫那拉", "杏贞"),
        ("叶芳", "叶", "芳"),
        ("王", "王", ""),
        ("买买提・吐尔逊", "", "买买提·吐尔逊"),
        ("John  Smith", "", "John Smith"),
        ("", "", ""),
    ],
)
def test_split_name_takes_surname_and_given_name(written, surname, given_name):
    name = split_name(written)

    assert (name.surname, name.given) == (surname, given_name)


def test_split_name_tells_the_form():
    written = ["李芳", "买买提·吐尔逊", "John Smith", "　"]

    assert [split_name(name).form for name in written] == [
        NameForm.HAN,
        NameForm.DOTTED,
        NameForm.LATIN,
        NameForm.EMPTY,
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("李小芳", "李*芳"),
        ("王芳", "王*"),
        ("欧阳娜", "欧阳*"),
        ("欧阳娜娜", "欧阳*娜"),
        ("司徒", "司*"),
        ("张王小明", "张**明"),
        ("李", "*"),
        ("买买提·吐尔逊", "买*·*"),
        ("阿依古丽·买买提·吐尔逊", "阿*·*·*"),
        ("John Smith", "J* S*"),
        ("", ""),
    ],
)
def test_mask_name_shows_only_what_a_list_may(written, shown):
    assert mask_name(written) == shown


@given(HAN)
def test_mask_name_never_shows_the_middle(name):
    parts = split_name(name)
    shown = mask_name(name)

    assert "*" in shown
    assert shown.replace("*", "") in {
        "",
        parts.surname,
        parts.surname + parts.given[-1:],
    }
    assert len(shown) - shown.count("*") < len(name)


@given(st.text())
def test_name_functions_of_any_text_do_not_raise(text):
    assert split_name(text).full == split_name(split_name(text).full).full
    assert (mask_name(text) == "") == (text.strip() == "" or split_name(text).full == "")


def test_name_sort_key_keeps_families_together_in_pinyin_order():
    names = ["章二", "张四", "安平", "张三", "章一", "欧阳娜", "单丽", "曾华", "John", "重阳"]

    ordered = sorted(names, key=name_sort_key)

    assert ordered == [
        "安平",
        "重阳",
        "John",
        "欧阳娜",
        "单丽",
        "曾华",
        "张三",
        "张四",
        "章二",
        "章一",
    ]


def test_name_sort_key_of_both_scripts_is_one():
    assert name_sort_key("歐陽國華") == name_sort_key("欧阳国华")


@given(st.text())
def test_name_sort_key_of_any_text_suits_every_collation(text):
    key = name_sort_key(text)

    assert len(key) <= SORT_KEY_LENGTH
    assert key == "" or (key.isascii() and key.isalnum() and key == key.lower())
