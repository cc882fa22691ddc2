"""Rows are what `muster bench` prints, and a long run finds again what it has measured."""

import json

import pytest

from benchmarks import planner, planner_heping, planner_plots, planner_rows, repair
from muster.engines.planner.assign import Cohesion

KEYS = {"figure", "value", "unit", "low", "high", "reach", "better", "met", "peer", "note"}


def test_a_row_is_the_median_between_extremes():
    found = planner_rows.row("wall", [3.0, 1.0, 2.0], "s", 2.0, peer=("another", 9.0))

    assert set(found) == KEYS
    assert (found["value"], found["low"], found["high"], found["met"]) == (2.0, 1.0, 3.0, True)
    assert found["peer"] == {"name": "another", "value": 9.0}


def test_a_row_of_every_seed_is_the_worst():
    found = planner_rows.row("ratio", [0.001, 0.02, 0.001], "", 0.01, every=True)

    assert (found["value"], found["met"]) == (0.02, False)


def test_what_was_not_measured_is_missed_with_its_cause():
    found = planner_rows.unmeasured("wall", "s", 10.0, "the machine went away")

    assert set(found) == KEYS
    assert (found["value"], found["met"], found["note"]) == (None, False, "the machine went away")


def test_a_journal_goes_on_where_it_stopped(tmp_path):
    path, calls = tmp_path / "bench" / "full.json", []

    def measure():
        calls.append(1)
        return [planner_rows.row("wall", [1.0], "s")]

    first = planner_rows.Journal(path).rows("wall", measure)
    again = planner_rows.Journal(path).rows("wall", measure)
    kept = json.loads(path.read_text())
    path.write_text(json.dumps({**kept, "key": "another commit"}))
    planner_rows.Journal(path).rows("wall", measure)

    assert first == again
    assert len(calls) == 2


def test_a_figure_that_breaks_says_why_and_is_tried_again(tmp_path):
    journal = planner_rows.Journal(tmp_path / "full.json")

    def breaks():
        raise ValueError("no room")

    (found,) = journal.rows("wall", breaks)

    assert found["note"] == "ValueError: no room"
    assert not found["met"]
    assert journal.rows("wall", list) == []


def test_the_full_profile_measures_more():
    quick, full = (set(planner.groups(profile)) for profile in ("quick", "full"))

    assert full - quick == {"heping_soft_gap_60s", "heping_soft_gap_600s", "cangzhou_wall_s"}


def test_shortage_is_taken_out_of_value_and_bound():
    place = {"cost": 2210.0, "short": 2.0}
    bound = {"value": 2150.0, "method": "column generation"}
    closed = place | {"bound": bound, "proved": {"value": 2.0}}
    rough = place | {"bound": {"value": 1900.0, "method": "Lagrangian prices"}, "proved": None}
    found = {"under_cover": 1000.0, "places": {"a": closed}}

    assert planner_heping.parts(found) == (60.0, 210.0, 0.0)
    assert planner_heping.avoidable(found) == 0.0
    found["places"]["b"] = rough
    assert planner_heping.avoidable(found) == 2.0
    assert [planner_heping.is_rough(one) for one in found["places"].values()] == [False, True]


@pytest.mark.parametrize(("share", "value"), [(50, 2.0), (75, 3.0), (99, 4.0), (100, 4.0)])
def test_a_quantile_is_a_value_that_was_measured(share, value):
    assert repair.quantile([4.0, 1.0, 3.0, 2.0], share) == value


def test_equal_figures_give_equal_plots(tmp_path):
    curve = [Cohesion(0, 9, 100.0, 100.0, 98.0), Cohesion(20, 5, 120.0, 220.0, 210.0)]
    drawn = []
    for name in ("one", "two"):
        planner_plots.gap([(0.1, 9.0)], [(1.0, 12.0)], 8.0, 40, tmp_path / f"{name}-gap.svg")
        planner_plots.scaling([(1e3, 0.2), (1e4, 0.21)], tmp_path / f"{name}-scaling.svg")
        planner_plots.cohesion(curve, tmp_path / f"{name}-cohesion.svg")
        drawn.append([path.read_text() for path in sorted(tmp_path.glob(f"{name}-*.svg"))])

    assert drawn[0] == drawn[1]
    assert all("<svg" in text and "/work" not in text for text in drawn[0])
