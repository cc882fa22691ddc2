import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.engines.text import (
    PhoneKind,
    PhoneReason,
    mask_phone,
    parse_phone,
    parse_phones,
)

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@pytest.mark.parametrize(
    "written",
    [
        "13800006021",
        "138 0000 6021",
        "138-0000-6021",
        "+86 138-0000-6021",
        "(+86)13800006021",
        "0086-138-0000-6021",
        "8613800006021",
        "013800006021",
        "１３８００００６０２１",
        "电话：13800006021（家）",
        "13800006021.0",
        "1.3800006021E+10",
        13800006021.0,
        13800006021,
    ],
)
def test_mobile_written_in_any_way_is_one_number(written):
    phone = parse_phone(written)

    assert (phone.kind, phone.canonical) == (PhoneKind.MOBILE, "+8613800006021")
    assert phone.can_sms
    assert phone.masked == "138****6021"
    assert phone.national == "13800006021"


@pytest.mark.parametrize(
    ("written", "kind", "canonical", "national", "shown"),
    [
        ("022-27123456", "landline", "+862227123456", "022-27123456", "022-****3456"),
        ("022 2712 3456", "landline", "+862227123456", "022-27123456", "022-****3456"),
        ("+86 22 27123456", "landline", "+862227123456", "022-27123456", "022-****3456"),
        ("0317-2123456", "landline", "+863172123456", "0317-2123456", "0317-***3456"),
        ("2227123456", "landline", "+862227123456", "022-27123456", "022-****3456"),
        (
            "(022)27123456-801",
            "landline",
            "+862227123456;ext=801",
            "022-27123456-801",
            "022-****3456",
        ),
        (
            "022-27123456 转 801",
            "landline",
            "+862227123456;ext=801",
            "022-27123456-801",
            "022-****3456",
        ),
        ("27123456", "local", "27123456", "27123456", "******56"),
        ("400-800-1234", "service", "+864008001234", "4008001234", "4008001234"),
        ("0400-810-1234", "service", "+864008101234", "4008101234", "4008101234"),
        ("12345", "service", "12345", "12345", "12345"),
        ("+852 9123 4567", "foreign", "+85291234567", "+85291234567", "**********67"),
        ("0082-10-1234-5678", "foreign", "+821012345678", "+821012345678", "***********78"),
        (
            "17012345678转1234",
            "mobile",
            "+8617012345678;ext=1234",
            "17012345678-1234",
            "170****5678",
        ),
    ],
)
def test_other_numbers_are_told_apart(written, kind, canonical, national, shown):
    phone = parse_phone(written)

    assert (phone.kind, phone.canonical, phone.national, phone.masked) == (
        kind,
        canonical,
        national,
        shown,
    )
    assert not phone.can_sms


def test_local_number_is_completed_by_the_area_of_the_sheet():
    assert parse_phone("27123456", area="022").canonical == "+862227123456"
    assert parse_phone("13800006021", area="022").canonical == "+8613800006021"


@pytest.mark.parametrize(
    "cell",
    [
        "13800006021/13900001234",
        "13800006021、13900001234",
        "13800006021，13900001234",
        "13800006021；13900001234",
        "13800006021 13900001234",
        "138 0000 6021 139 0000 1234",
        "13800006021\n13900001234",
        "张三13800006021；李四 13900001234",
        "13800006021或13900001234",
    ],
)
def test_two_numbers_in_a_cell_are_both_read(cell):
    found = [phone.canonical for phone in parse_phones(cell)]

    assert found == ["+8613800006021", "+8613900001234"]
    assert parse_phone(cell).reason is PhoneReason.SEVERAL
    assert mask_phone(cell) == "138****6021 / 139****1234"


def test_unreadable_number_beside_a_readable_one_is_kept():
    whole, rest = parse_phones("13800006021 139000")

    assert whole.canonical == "+8613800006021"
    assert (rest.reason, rest.written) == (PhoneReason.TOO_SHORT, "139000")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("1.38E+10", PhoneReason.TRUNCATED),
        ("138****6021", PhoneReason.MASKED),
        ("1380000602", PhoneReason.TOO_SHORT),
        ("138000060211", PhoneReason.TOO_LONG),
        ("12800006021", PhoneReason.NOT_ISSUED),
        ("无", PhoneReason.NO_DIGITS),
        ("", PhoneReason.EMPTY),
        (None, PhoneReason.EMPTY),
    ],
)
def test_unreadable_number_says_why(cell, reason):
    phone = parse_phone(cell)

    assert (phone.reason, phone.canonical, phone.valid) == (reason, "", False)


@given(MOBILES)
def test_every_mobile_is_read_back_and_masked(number):
    phone = parse_phone(number)

    assert phone.canonical == f"+86{number}"
    assert phone.masked == f"{number[:3]}****{number[-4:]}"
    assert parse_phone(phone.canonical) == parse_phone(f"+86{number}")


@given(st.lists(MOBILES, min_size=1, max_size=6), st.sampled_from(["/", "、", " ", ", ", "；"]))
def test_every_list_of_mobiles_is_read_in_order(numbers, separator):
    phones = parse_phones(separator.join(numbers))

    assert [phone.canonical for phone in phones] == [f"+86{number}" for number in numbers]


@given(st.text(alphabet="0123456789+-()/、 转#*extX.E张", max_size=40))
def test_canonical_numbers_are_read_back_as_themselves(text):
    for phone in parse_phones(text):
        if phone.valid:
            assert parse_phone(phone.canonical).canonical == phone.canonical


@given(st.one_of(st.text(), st.text(alphabet="0123456789+-()/、 转#*E.", max_size=60)))
def test_parse_and_mask_of_any_text_do_not_raise_and_show_no_middle(text):
    for phone in parse_phones(text):
        if phone.kind in {PhoneKind.MOBILE, PhoneKind.LANDLINE}:
            assert phone.masked.count("*") >= 3
            assert len(phone.masked) <= 14
        elif phone.kind is not PhoneKind.SERVICE:
            assert len(phone.masked) - phone.masked.count("*") <= 2
    parse_phone(text)
    mask_phone(text)


@given(st.one_of(st.floats(), st.integers(), st.just(10**5000)))
def test_parse_of_any_number_does_not_raise(value):
    assert len(parse_phones(value)) == 1


def test_a_whole_page_in_a_cell_is_one_unreadable_number():
    assert len(parse_phones("说明1" * 20_000)) == 1


@pytest.mark.parametrize("written", ["022-27123456 转 801", "13800006021 分机 9", "4008101234#1"])
def test_stored_number_with_an_extension_is_read_back_and_masked_as_one(written):
    phone = parse_phone(written)

    assert ";ext=" in phone.canonical
    assert parse_phone(phone.canonical).canonical == phone.canonical
    assert mask_phone(phone.canonical) == phone.masked


def test_fraction_of_a_spreadsheet_is_no_number_though_its_digits_look_like_one():
    phone = parse_phone(1380000.6021)

    assert (phone.valid, phone.written) == (False, "1380000.6021")
    assert parse_phone("138.0000.6021").valid
