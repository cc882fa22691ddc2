"""Identifiers carry their time and survive being read aloud."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.kernel import ids


def test_new_id_is_a_uuid7_of_now():
    made = ids.new_id()

    assert made.version == 7
    assert abs(ids.time_of(made) - datetime.now(UTC)) < timedelta(seconds=2)


def test_new_ids_sort_in_the_order_they_were_made():
    made = [ids.new_id() for _ in range(1000)]

    assert sorted(made) == made
    assert len(set(made)) == 1000


def test_time_of_a_random_uuid_is_refused():
    with pytest.raises(ValueError, match="not a UUIDv7"):
        ids.time_of(uuid4())


def test_day_of_an_id_made_before_midnight_is_that_day_however_late_it_arrives():
    milliseconds = int(datetime(2020, 2, 18, 23, 59, 59, tzinfo=UTC).timestamp() * 1000)
    identifier = UUID(int=(milliseconds << 80) | (7 << 76) | (2 << 62))

    assert ids.day_of(identifier).isoformat() == "2020-02-18"


@given(st.integers(min_value=1, max_value=30))
def test_short_code_folds_to_itself(length):
    code = ids.short_code(length)

    assert len(code) == length
    assert ids.fold_code(code) == code


@pytest.mark.parametrize(
    ("typed", "folded"), [("ab-1O", "AB10"), (" il 0o ", "1100"), ("uvw", "VVW"), ("Ｏ", "Ｏ")]
)
def test_fold_code_mends_what_people_mix_up(typed, folded):
    assert ids.fold_code(typed) == folded
