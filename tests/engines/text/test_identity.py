from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from muster.engines.text import (
    IdentityKind,
    IdentityReason,
    Sex,
    identity_check_digit,
    mask_identity,
    parse_identity,
    upgrade_15,
)

DAYS = st.dates(date(1900, 1, 1), date(2026, 12, 31))


@st.composite
def resident_numbers(draw):
    area = f"{draw(st.sampled_from([11, 12, 37, 50, 65]))}{draw(st.integers(0, 9999)):04d}"
    first_17 = f"{area}{draw(DAYS):%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return first_17 + identity_check_digit(first_17)


@pytest.mark.parametrize(
    ("first_17", "check"),
    [("11010519491231002", "X"), ("44052418800101001", "4"), ("34052419800101001", "X")],
)
def test_check_digit_of_published_examples(first_17, check):
    assert identity_check_digit(first_17) == check


@pytest.mark.parametrize("wrong", ["", "1", "1101051949123100X", "１" * 17])
def test_check_digit_of_anything_but_seventeen_digits_is_refused(wrong):
    with pytest.raises(ValueError, match="seventeen"):
        identity_check_digit(wrong)


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002X",
        "11010519491231002x",
        " 110105 19491231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "'11010519491231002X",
        "110105-19491231-002X",
        "11010519491231002×",
        "11010519491231002Х",
        "\u200b11010519491231002X\ufeff",
    ],
)
def test_resident_number_written_in_any_way_is_read(written):
    number = parse_identity(written)

    assert number.valid
    assert number.kind is IdentityKind.RESIDENT_18
    assert number.canonical == "11010519491231002X"
    assert (number.area_code, number.birth, number.sex) == (
        "110105",
        date(1949, 12, 31),
        Sex.FEMALE,
    )


@pytest.mark.parametrize(
    ("written", "reason", "params"),
    [
        ("110105194912310021", IdentityReason.CHECK_WRONG, {"found": "1"}),
        ("110105194913310028", IdentityReason.BIRTH_IMPOSSIBLE, {"birth": "19491331"}),
        ("110105190002290021", IdentityReason.BIRTH_IMPOSSIBLE, {"birth": "19000229"}),
        ("110105150001010021", IdentityReason.BIRTH_IMPOSSIBLE, {"birth": "15000101"}),
        ("990105194912310021", IdentityReason.AREA_UNKNOWN, {"area": "990105"}),
        ("1101051949123100", IdentityReason.WRONG_LENGTH, {"length": "16"}),
        ("1101051949123100211", IdentityReason.WRONG_LENGTH, {"length": "19"}),
        (
            "11010519491231O02X",
            IdentityReason.WRONG_CHARACTER,
            {"found": "O", "position": "15"},
        ),
        ("110105********002X", IdentityReason.MASKED, {}),
        ("无", IdentityReason.FORM_UNKNOWN, {}),
        ("", IdentityReason.EMPTY, {}),
        (None, IdentityReason.EMPTY, {}),
        ("　", IdentityReason.EMPTY, {}),
    ],
)
def test_unsound_number_says_why_and_is_not_taken(written, reason, params):
    number = parse_identity(written)

    assert (number.reason, dict(number.params)) == (reason, params)
    assert number.canonical == ""
    assert not number.valid


def test_birth_after_today_is_refused_only_when_today_is_told():
    first_17 = "11010520300101002"
    written = first_17 + identity_check_digit(first_17)

    assert parse_identity(written).valid
    refused = parse_identity(written, today=date(2026, 11, 22))
    assert refused.reason is IdentityReason.BIRTH_IN_FUTURE


@pytest.mark.parametrize(
    "cell",
    [
        1.201011990030779e17,
        120101199003077888,
        "1.201011990030779E+17",
        "1.20101199003077E+17",
        "120101199003077888.0",
        "120101199003077000",
    ],
)
def test_number_cut_by_a_spreadsheet_keeps_fifteen_digits_and_is_not_repaired(cell):
    number = parse_identity(cell)

    assert number.reason is IdentityReason.TRUNCATED
    assert number.canonical == ""
    assert number.prefix == "120101199003077"
    assert (number.area_code, number.birth) == ("120101", date(1990, 3, 7))
    assert number.sex is None
    assert number.masked == "120101*********"


@given(resident_numbers(), st.integers(1, 17))
def test_no_kept_digit_is_one_that_the_display_rounded(written, places):
    number = parse_identity(f"{float(written[:15] + '000'):.{places}E}")

    assert number.reason is IdentityReason.TRUNCATED
    assert written.startswith(number.prefix)


def test_number_shown_in_short_scientific_form_keeps_what_is_sure():
    number = parse_identity("1.20101E+17")

    assert number.reason is IdentityReason.TRUNCATED
    assert number.prefix == "12010"
    assert number.birth is None
    assert dict(number.params) == {"kept": "5", "length": "18"}


def test_sound_number_ending_in_three_zeros_is_taken_but_doubted():
    first_14 = "12010119900307"
    ends = [f"{first_14}{digit}00" for digit in range(10)]
    sound = next(first for first in ends if identity_check_digit(first) == "0") + "0"

    number = parse_identity(sound)

    assert number.valid
    assert number.may_be_truncated


def test_old_number_is_read_also_from_a_spreadsheet_number():
    for cell in ("130503670401001", 130503670401001.0, 130503670401001):
        number = parse_identity(cell)
        assert number.kind is IdentityKind.RESIDENT_15
        assert number.valid
        assert (number.birth, number.sex) == (date(1967, 4, 1), Sex.MALE)
        assert number.canonical == "130503670401001"


def test_upgrade_of_an_old_number_is_the_standards_example():
    assert upgrade_15("130503670401001") == "130503196704010016"
    with pytest.raises(ValueError, match="fifteen"):
        upgrade_15("13050367040100")


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("H12345678", IdentityKind.HK_MO_TRAVEL_PERMIT),
        ("M1234567801", IdentityKind.HK_MO_TRAVEL_PERMIT),
        ("01234567", IdentityKind.TW_TRAVEL_PERMIT),
        ("A123456(3)", IdentityKind.HK_CARD),
        ("G123456（A）", IdentityKind.HK_CARD),
        ("A123456789", IdentityKind.TW_CARD),
        ("E12345678", IdentityKind.CN_PASSPORT),
        ("EA1234567", IdentityKind.CN_PASSPORT),
        ("G12345678", IdentityKind.CN_PASSPORT),
        ("C12345678", IdentityKind.EXIT_PERMIT),
        ("USA110012345678", IdentityKind.FOREIGN_RESIDENT),
        ("TZ1234567", IdentityKind.OTHER_PASSPORT),
        ("123456789", IdentityKind.OTHER_PASSPORT),
    ],
)
def test_other_documents_are_recognised_by_form(written, kind):
    number = parse_identity(written)

    assert (number.kind, number.valid) == (kind, True)


@pytest.mark.parametrize("written", ["A123456(4)", "A123456788"])
def test_document_with_a_wrong_check_character_is_refused(written):
    assert parse_identity(written).reason is IdentityReason.CHECK_WRONG


@pytest.mark.parametrize(
    ("area", "kind"),
    [
        ("810000", IdentityKind.RESIDENCE_PERMIT),
        ("830000", IdentityKind.RESIDENCE_PERMIT),
        ("911840", IdentityKind.FOREIGN_RESIDENT),
    ],
)
def test_permits_with_a_resident_number_are_told_by_area(area, kind):
    first_17 = f"{area}19800101001"

    number = parse_identity(first_17 + identity_check_digit(first_17))

    assert (number.kind, number.valid) == (kind, True)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("120101199003071234", "120101********1234"),
        ("11010519491231002x", "110105********002X"),
        ("130503670401001", "130503******001"),
        ("H12345678", "H1*****78"),
        ("123456", "******"),
        ("", ""),
    ],
)
def test_mask_identity_shows_only_what_a_list_may(written, shown):
    assert mask_identity(written) == shown


@given(resident_numbers())
def test_every_well_formed_number_is_read_back(written):
    number = parse_identity(written)

    assert number.canonical == written
    assert f"{number.birth:%Y%m%d}" == written[6:14]
    assert number.masked == f"{written[:6]}********{written[14:]}"


@given(resident_numbers(), st.integers(0, 17), st.sampled_from("0123456789"))
def test_every_single_wrong_digit_is_noticed(written, place, digit):
    assume(written[place] != digit)
    changed = written[:place] + digit + written[place + 1 :]

    assert not parse_identity(changed).valid


@given(resident_numbers())
def test_a_number_typed_into_a_spreadsheet_keeps_its_first_fifteen_digits(written):
    stored = float(f"{written[:15]}000")

    for cell in (stored, int(stored), f"{stored:.0f}.0", f"{stored:.14E}"):
        number = parse_identity(cell)
        assert number.reason is IdentityReason.TRUNCATED
        assert number.prefix == written[:15]
        assert number.canonical == ""


@given(resident_numbers().filter(str.isdigit))
def test_a_number_stored_whole_as_a_float_is_at_most_one_off_where_nearly_a_thousand(written):
    number = parse_identity(float(written))

    off = int(number.prefix) - int(written[:15])
    assert number.reason is IdentityReason.TRUNCATED
    assert off == 0 or (off == 1 and int(written[15:]) >= 1000 - 128)


@given(st.one_of(st.text(), st.text(alphabet="0123456789Xx.E+- *(H", max_size=22)))
def test_parse_and_mask_of_any_text_do_not_raise_and_show_no_middle(text):
    number = parse_identity(text)

    assert number.valid == (number.canonical != "")
    for shown, length in ((mask_identity(text), 4), (number.masked, 4)):
        visible = len(shown) - shown.count("*")
        assert visible <= length or "*" * 6 in shown


@given(st.one_of(st.floats(), st.integers(), st.just(10**5000), st.booleans()))
def test_parse_of_any_number_does_not_raise(value):
    number = parse_identity(value)

    assert number.valid == (number.canonical != "")


def test_fraction_of_a_spreadsheet_is_no_document_though_its_digits_look_like_one():
    assert parse_identity(0.7020001).reason is IdentityReason.FORM_UNKNOWN
    assert parse_identity(float("nan")).reason is IdentityReason.FORM_UNKNOWN
    assert parse_identity("07020001").valid
