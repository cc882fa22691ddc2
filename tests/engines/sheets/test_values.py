import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.engines.sheets import LEDGER, RESPONDERS, FieldSpec, Kind, parse_cell
from muster.engines.sheets.dates import parse_date

CELLS = st.one_of(
    st.text(max_size=40),
    st.text("0123456789.-/年月日 ：:上午十二三☑□男女", max_size=20),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.timedeltas(),
    st.times(),
    st.none(),
)


def parsed(field, cell, schema=LEDGER):
    found = parse_cell(cell, schema.field(field))
    return found.value if found.problem is None else found.problem.code


@given(CELLS, st.sampled_from(list(Kind)))
def test_parse_cell_of_any_cell_gives_a_value_or_a_reason(cell, kind):
    spec = FieldSpec("f", kind, choices={"a": ("甲",)}, minimum=0, maximum=100)

    found = parse_cell(cell, spec)

    if found.problem is not None and found.problem.severity == "error" and kind != Kind.PHONES:
        assert found.value is None


@given(st.dates(dt.date(1900, 3, 1), dt.date(2099, 12, 31)))
def test_parse_date_reads_every_day_in_every_form(day):
    forms = [
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day.isoformat()} 08:30:00",
        f"{day.year}年{day.month}月{day.day}日 上午8点30分",
        float((day - dt.date(1899, 12, 30)).days),
        float(f"{day:%Y%m%d}"),
        day,
        dt.datetime.combine(day, dt.time(8, 30)),
        f"{day:%d %B %Y}",
    ]

    found = [parse_date(form) for form in forms if not _is_a_year(form)]

    assert set(found) == {(day, None)}


def _is_a_year(form):
    """Serial 2022 (a day of 1905) is read as a year without a day."""
    return isinstance(form, float) and 1850 <= form < 2100


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("２０２２年３月１日", dt.date(2022, 3, 1)),
        ("二〇二二年三月十一日", dt.date(2022, 3, 11)),
        ("二零二二年十二月三十一日", dt.date(2022, 12, 31)),
        ("2022 年 3 月 1 日", dt.date(2022, 3, 1)),
        ("2022-03-01（星期二）", dt.date(2022, 3, 1)),
        ("2022年3月1号", dt.date(2022, 3, 1)),
        ("民国111年3月1日", dt.date(2022, 3, 1)),
        ("Mar 1, 2022", dt.date(2022, 3, 1)),
        ("1st March 2022", dt.date(2022, 3, 1)),
        ("25/12/2021", dt.date(2021, 12, 25)),
        ("12/25/2021", dt.date(2021, 12, 25)),
        ("2022-03-01T08:30:00+08:00", dt.date(2022, 3, 1)),
        ("3/4/2022", "date_ambiguous"),
        ("2022年3月", "date_incomplete"),
        ("2022", "date_incomplete"),
        (2022.3, "date_incomplete"),
        ("3月1日", "date_without_year"),
        ("2022-02-30", "date_impossible"),
        ("正月初三", "date_lunar"),
        ("昨天", "date_unreadable"),
        ("99999999", "date_unreadable"),
        (1e300, "date_unreadable"),
        (float("nan"), "date_unreadable"),
    ],
)
def test_test_date_reads_or_names_the_reason(written, expected):
    assert parsed("test_date", written) == expected


def test_two_digit_year_is_read_with_a_warning_but_never_for_a_birth():
    arrival = parse_cell("22.3.1", LEDGER.field("arrival_date"))

    assert (arrival.value, arrival.problem.severity) == (dt.date(2022, 3, 1), "warning")
    assert parsed("birth_date", "22.3.1") == "date_ambiguous"


@pytest.mark.parametrize(
    ("written", "prefix"),
    [
        (1.20101199003077e17, "120101199003077"),
        (120101199003070000.0, "120101199003070"),
        (1.2010119900307789e17, "120101199003077"),
        ("1.20101E+17", ""),
        ("1.20101199003077E+17", "120101199003077"),
        ("120101199003077000", "120101199003077"),
    ],
)
def test_truncated_number_keeps_its_first_digits_and_no_value(written, prefix):
    found = parse_cell(written, LEDGER.field("id_number"))

    assert (found.value, found.problem.code, found.prefix15) == (None, "truncated_number", prefix)


@given(st.floats(1e15, 9.99e17))
def test_number_of_sixteen_digits_or_more_is_never_an_identity_number(number):
    assert parse_cell(number, LEDGER.field("id_number")).value is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("11010519491231002X", "11010519491231002X"),
        ("11010519491231002x", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        ("'11010519491231002X", "11010519491231002X"),
        ("110105 19491231 002X", "11010519491231002X"),
        ("110105194912310021", "id_checksum"),
        ("1101051949123100", "id_length"),
        ("110105********002X", "masked"),
        ("没带", "id_unreadable"),
        ("无", None),
    ],
)
def test_id_number_reads_or_names_the_reason(written, expected):
    assert parsed("id_number", written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (13812345678.0, ["13812345678"]),
        ("１３８１２３４５６７８", ["13812345678"]),
        ("+86 138-1234-5678", ["13812345678"]),
        ("13812345678、13912345678", ["13812345678", "13912345678"]),
        ("13812345678\n022-27123456", ["13812345678", "022-27123456"]),
        ("13812345678 13812345678", ["13812345678"]),
        ("无", None),
        ("1381234567", "phone_unreadable"),
        ("138****5678", "masked"),
    ],
)
def test_phone_reads_all_numbers_of_a_cell(written, expected):
    assert parsed("phone", written) == expected


def test_phone_with_one_bad_part_keeps_the_good_one_and_names_the_bad():
    found = parse_cell("13812345678/12", LEDGER.field("phone"))

    assert found.value == ["13812345678"]
    assert (found.problem.code, found.problem.params) == ("phone_unreadable", {"part": "12"})


@pytest.mark.parametrize(
    ("field", "written", "expected"),
    [
        ("name", "王　芳", "王芳"),
        ("name", "阿依古丽·买买提", "阿依古丽·买买提"),
        ("name", "John  Smith", "John Smith"),
        ("age", "６５岁", 65),
        ("age", 65.0, 65),
        ("age", 65.5, "not_an_integer"),
        ("age", "165", "out_of_range"),
        ("household_size", "4口人", 4),
        ("temperature", "36.5℃", 36.5),
        ("temperature", "36。5", 36.5),
        ("temperature", "36度5", 36.5),
        ("temperature", 36.6, 36.6),
        ("temperature", "365", "out_of_range"),
        ("temperature", "正常", "temperature_unreadable"),
        ("sex", "男性", "male"),
        ("sex", "F", "female"),
        ("sex", "☑男 □女", "male"),
        ("sex", "男□ 女☑", "female"),
        ("sex", "☑男 ☑女", "several_choices"),
        ("sex", "？人", "sex_unreadable"),
        ("address", 301.0, "301"),
        ("remarks", "－１２", "－12"),
    ],
)
def test_cell_of_a_kind(field, written, expected):
    assert parsed(field, written) == expected


@pytest.mark.parametrize(
    ("field", "written", "expected"),
    [
        ("no_nights", "√", True),
        ("no_nights", "☑是 □否", True),
        ("no_nights", "□是 ☑否", False),
        ("no_nights", "□", False),
        ("no_nights", "願意", True),
        ("no_nights", "—", None),
        ("no_nights", "看情况", "tick_unreadable"),
        ("level", "市级", "city"),
        ("level", "市級", "city"),
        ("level", "District", "district"),
        ("level", "宇宙级", "choice_unknown"),
        ("skills", "急救、驾驶；水电", ["急救", "驾驶", "水电"]),
    ],
)
def test_cell_of_a_responder(field, written, expected):
    assert parsed(field, written, RESPONDERS) == expected
