"""The evening that the benchmark clicks through, from the call to the published plan."""

import pytest

from benchmarks import evening


@pytest.mark.long
@pytest.mark.e2e
def test_two_people_call_up_plan_and_publish_within_five_minutes(tmp_path):
    found = evening.click_through(tmp_path)

    assert found["named"] == 3224
    assert found["alone"] == 0
    assert all(row["met"] for row in evening._rows(found))
