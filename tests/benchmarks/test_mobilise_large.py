"""The scale case as the benchmark plays it, cut to a size that a test can wait for."""

import pytest

from benchmarks import mobilise_large
from benchmarks.duty import place


@pytest.mark.long
def test_each_service_of_the_case_is_timed():
    with place(postgres=True) as environment:
        found = mobilise_large.play(environment, scale=0.005)

    rows = {one["figure"]: one for one in mobilise_large._rows(found)}
    assert set(found["took"]) == {"begin_plan", "solve_plan", "publish_plan"}
    assert rows["plan_of_80000_people_s"]["met"]
