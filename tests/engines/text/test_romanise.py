import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.engines.text import (
    fold,
    fold_typed_pinyin,
    initials,
    initials_many,
    pinyin,
    pinyin_many,
    search_keys,
    search_keys_many,
)
from muster.engines.text.tables.readings import GIVEN_WORDS, PLACE_WORDS
from muster.engines.text.tables.surnames import COMPOUND_SURNAMES, SURNAME_READINGS

KINDS = st.sampled_from(["person", "place"])
NAMES = st.text(alphabet="重庆朝阳里厦门乐亭单县查家区小明a1Ｂ·靜園 會計女儿略", max_size=12)


@pytest.mark.parametrize(
    ("place", "read"),
    [
        ("静园社区", "jing yuan she qu"),
        ("靜園社區", "jing yuan she qu"),
        ("重庆市", "chong qing shi"),
        ("朝阳里", "chao yang li"),
        ("厦门市", "xia men shi"),
        ("廈門市", "xia men shi"),
        ("大厦社区", "da sha she qu"),
        ("乐亭县", "lao ting xian"),
        ("乐清市", "yue qing shi"),
        ("安乐里", "an le li"),
        ("长沟", "chang gou"),
        ("长子县", "zhang zi xian"),
        ("六安市", "lu an shi"),
        ("六合社区", "liu he she qu"),
        ("会计里", "kuai ji li"),
        ("银行里", "yin hang li"),
        ("单县", "shan xian"),
        ("单元", "dan yuan"),
        ("查家村", "zha jia cun"),
        ("查干湖", "cha gan hu"),
        ("解家庄", "xie jia zhuang"),
        ("解放路", "jie fang lu"),
        ("东阿县", "dong e xian"),
        ("番禺区", "pan yu qu"),
        ("蔚县", "yu xian"),
        ("西藏路", "xi zang lu"),
        ("十里堡", "shi li pu"),
        ("三佛村", "san fo cun"),
        ("成都道", "cheng du dao"),
        ("溡水村", "shi shui cun"),
        ("绿园", "lv yuan"),
        ("略阳县", "lue yang xian"),
        ("3号楼A座", "3 hao lou a zuo"),
        ("丁字沽１２段", "ding zi gu 12 duan"),
    ],
)
def test_pinyin_of_a_place_uses_the_place_reading(place, read):
    assert pinyin(place) == tuple(read.split())


@pytest.mark.parametrize(
    ("person", "read"),
    [
        ("单田芳", "shan tian fang"),
        ("單田芳", "shan tian fang"),
        ("仇小丽", "qiu xiao li"),
        ("区明", "ou ming"),
        ("解晓东", "xie xiao dong"),
        ("查良", "zha liang"),
        ("曾志", "zeng zhi"),
        ("任正", "ren zheng"),
        ("盖叫天", "ge jiao tian"),
        ("尉迟恭", "yu chi gong"),
        ("万俟卨", "mo qi xie"),
        ("令狐冲", "ling hu chong"),
        ("长孙无忌", "zhang sun wu ji"),
        ("欧阳娜娜", "ou yang na na"),
        ("歐陽娜娜", "ou yang na na"),
        ("翟天", "zhai tian"),
        ("朴正", "piao zheng"),
        ("覃辉", "qin hui"),
        ("缪杰", "miao jie"),
        ("李单", "li dan"),
        ("李朝霞", "li zhao xia"),
        ("王长江", "wang chang jiang"),
        ("吕布", "lv bu"),
        ("买买提·吐尔逊", "mai mai ti tu er xun"),
        ("John Smith", "john smith"),
    ],
)
def test_pinyin_of_a_person_uses_the_surname_reading(person, read):
    assert pinyin(person, "person") == tuple(read.split())


def test_initials_keep_digits_and_letters_whole():
    assert initials("和平3号楼B座") == "hp3hlbz"
    assert initials("欧阳娜娜", "person") == "oynn"


def test_search_keys_find_a_community_three_ways():
    assert search_keys("靜園社區") == ("静园社区", "jingyuanshequ", "jysq")


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Jìng Yuán", "jingyuan"),
        ("lü'shun", "lvshun"),
        ("Lǚshùn", "lvshun"),
        ("LYUSHUN", "lvshun"),
        ("lu:shun", "lvshun"),
        ("lveyang", "lueyang"),
        ("nǚ er he", "nuerhe"),
        ("changanyuan", "changanyuan"),
        ("nyuerhe", "nuerhe"),
    ],
)
def test_typed_pinyin_meets_the_key(typed, key):
    assert fold_typed_pinyin(typed) == key


@given(NAMES, KINDS)
def test_search_keys_of_any_name_equal_the_single_functions(text, kind):
    keys = search_keys(text, kind)

    assert keys.folded == fold(text)
    assert keys.pinyin == fold_typed_pinyin(" ".join(pinyin(text, kind)))
    assert keys.initials == initials(text, kind)


@pytest.mark.parametrize("place", ["女儿河", "长安园", "略阳县", "绿园", "鹿儿胡同", "南苑"])
def test_what_is_typed_for_a_place_meets_its_key(place):
    assert fold_typed_pinyin("'".join(pinyin(place))) == search_keys(place).pinyin


@given(st.text(), KINDS)
def test_pinyin_of_any_text_is_plain_ascii(text, kind):
    joined = "".join(pinyin(text, kind))

    assert joined.isascii()
    assert re.fullmatch(r"[a-z0-9]*", joined)


@given(st.lists(NAMES, max_size=5), KINDS)
def test_bulk_functions_equal_one_by_one(texts, kind):
    assert search_keys_many(texts, kind) == [search_keys(text, kind) for text in texts]
    assert pinyin_many(texts, kind) == [pinyin(text, kind) for text in texts]
    assert initials_many(texts, kind) == [initials(text, kind) for text in texts]


@given(st.text(alphabet="重庆朝阳里厦門樂亭單縣乐查家", max_size=10))
def test_pinyin_of_either_script_is_the_same(text):
    assert pinyin(text) == pinyin(fold(text))


@pytest.mark.parametrize("table", [PLACE_WORDS, GIVEN_WORDS, SURNAME_READINGS])
def test_reading_tables_give_every_character_one_toned_syllable(table):
    wrong = [
        word
        for word, syllables in table.items()
        if len(word) != len(syllables)
        or not all(re.fullmatch(r"[a-z]+[1-5]", syllable) for syllable in syllables)
    ]

    assert wrong == []


def test_compound_surnames_are_written_as_they_fold():
    assert [name for name in COMPOUND_SURNAMES if fold(name) != name] == []
