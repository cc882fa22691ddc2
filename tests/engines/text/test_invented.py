from collections import Counter
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.engines.text import (
    IdentityKind,
    Sex,
    fold,
    in_traditional,
    invented_given_name,
    invented_id,
    invented_name,
    invented_phone,
    invented_phones,
    invented_surname,
    is_invented_id,
    is_invented_phone,
    parse_identity,
    parse_phone,
    split_name,
)
from muster.engines.text.tables.invented import (
    FEMALE_BY_DECADE,
    GROUP_SHARES,
    MALE_BY_DECADE,
    SURNAMES,
)

SEEDS = st.integers(0, 2**32)
BIRTHS = st.dates(date(1920, 1, 1), date(2026, 1, 1))


@given(SEEDS)
def test_invented_phone_parses_as_a_mobile_that_nobody_has(seed):
    phone = invented_phone(Random(seed))

    assert parse_phone(phone).canonical == phone
    assert parse_phone(phone).can_sms
    assert is_invented_phone(phone)
    assert phone.startswith("+86154")


def test_invented_phones_are_different_and_repeat_with_the_seed():
    phones = invented_phones(Random(7), 20_000)

    assert len(set(phones)) == 20_000
    assert phones == invented_phones(Random(7), 20_000)


@pytest.mark.parametrize("real", ["13800006021", "022-27123456", "", "154", "15512345678"])
def test_other_phone_is_not_invented(real):
    assert not is_invented_phone(real)


def test_cell_with_one_real_phone_is_not_invented():
    assert not is_invented_phone("15412345678/13800006021")


@given(SEEDS, BIRTHS, st.sampled_from(Sex))
def test_invented_id_parses_as_whole_and_as_nobodys(seed, birth, sex):
    written = invented_id(Random(seed), birth=birth, sex=sex)

    number = parse_identity(written)

    assert number.valid
    assert number.kind is IdentityKind.RESIDENT_18
    assert (number.canonical, number.birth, number.sex) == (written, birth, sex)
    assert number.is_invented
    assert is_invented_id(written)
    assert written == invented_id(Random(seed), birth=birth, sex=sex)


@pytest.mark.parametrize("real", ["11010519491231002X", "130503670401001", "H12345678", ""])
def test_other_number_is_not_invented(real):
    assert not is_invented_id(real)


@given(SEEDS, st.sampled_from(Sex), st.integers(1900, 2030))
def test_invented_name_is_one_name_in_two_scripts_and_repeats_with_the_seed(seed, sex, year):
    name = invented_name(Random(seed), sex=sex, birth_year=year)

    assert name == invented_name(Random(seed), sex=sex, birth_year=year)
    assert name.sex is sex
    assert len(name.hans) == len(name.hant)
    assert fold(name.hans) == fold(name.hant)
    assert split_name(name.hans).full == name.hans


@pytest.mark.parametrize("group", GROUP_SHARES)
@pytest.mark.parametrize("sex", Sex)
def test_invented_name_of_each_group_is_made(group, sex):
    names = {
        invented_name(Random(seed), sex=sex, birth_year=1980, group=group).hans
        for seed in range(50)
    }

    assert len(names) > 5
    assert all(("·" in name) == (group == "uyghur") for name in names)


def test_invented_name_of_an_unknown_group_is_refused():
    with pytest.raises(KeyError):
        invented_name(Random(1), sex=Sex.MALE, birth_year=1980, group="martian")


def test_invented_surnames_have_the_shares_of_the_country():
    rng = Random(11)
    counts = Counter(invented_surname(rng) for _ in range(50_000))

    total = sum(SURNAMES.values())
    for surname in ("王", "李", "张", "刘", "陈"):
        assert counts[surname] / 50_000 == pytest.approx(SURNAMES[surname] / total, abs=0.006)
    assert [surname for surname, _ in counts.most_common(5)] != []
    assert set("王李张") == {surname for surname, _ in counts.most_common(3)}


def test_invented_names_follow_decade_and_sex():
    rng = Random(3)

    def most_common(sex, year):
        made = [invented_given_name(rng, sex=sex, birth_year=year) for _ in range(3000)]
        return {character for name in made for character in name}

    assert "轩" in most_common(Sex.MALE, 2008)
    assert "轩" not in most_common(Sex.MALE, 1955)
    assert "秀" in most_common(Sex.FEMALE, 1948)
    assert "秀" not in most_common(Sex.FEMALE, 2015)


def test_one_character_names_peak_in_the_eighties():
    assert MALE_BY_DECADE[1980].single == max(pool.single for pool in MALE_BY_DECADE.values())
    assert FEMALE_BY_DECADE[1980].single == max(pool.single for pool in FEMALE_BY_DECADE.values())


@pytest.mark.parametrize(
    ("hans", "hant"), [("范国华", "范國華"), ("于丽", "于麗"), ("钟云", "鍾雲"), ("岳峰", "岳峰")]
)
def test_in_traditional_keeps_surnames_that_are_written_alike(hans, hant):
    assert in_traditional(hans) == hant
