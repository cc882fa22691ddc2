"""Heat strips: nothing is lost by merging, and the steps are those of the legend."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ui.heat import runs, step_of
from muster.ui.parts import HeatRow

hours = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=48)


@pytest.mark.parametrize(
    ("needed", "present", "step"),
    [
        (0, 0, 0),
        (100, 100, 0),
        (100, 120, 0),
        (100, 96, 1),
        (100, 95, 2),
        (100, 90, 3),
        (100, 80, 3),
        (100, 79, 4),
        (1, 0, 4),
    ],
)
def test_step_follows_the_share_missing(needed, present, step):
    assert step_of(needed, present) == step


@given(hours, st.none() | st.integers(0, 47))
def test_runs_spread_out_again_are_the_hours(cells, now):
    merged = runs(HeatRow("row", cells), now=now)

    spread = [(run.missing, run.step) for run in merged for _hour in range(run.span)]
    assert spread == [(max(need - have, 0), step_of(need, have)) for need, have in cells]


@given(hours, st.integers(0, 47))
def test_the_hour_now_always_starts_a_run(cells, now):
    starts = [run.first for run in runs(HeatRow("row", cells), now=now) if run.starts_now]

    assert starts == ([now] if now < len(cells) else [])


def test_equal_neighbours_merge():
    merged = runs(HeatRow("row", [(10, 8)] * 3 + [(10, 10)] * 5))

    assert [(run.span, run.missing) for run in merged] == [(3, 2), (5, 0)]
