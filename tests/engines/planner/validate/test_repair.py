"""A repair leaves the past alone, spares the absent, and its changes are counted."""

from tests.engines.planner.samples import Json
from tests.engines.planner.validate.worlds import PEOPLE, of, plan, rows, world

from muster.engines.planner.validate import Report, check_repair

PAST = rows("ab", [(0, "D"), (1, "D")])


def repair(old: Json, new: Json, absences: list[Json], document: Json | None = None) -> Report:
    document = document or world() | {"weights": {"changed_cell": 4, "person_touched": 8}}
    return check_repair(document, old, new, absences, 2)


def codes(report: Report) -> list[str]:
    assert all(finding.sentence for finding in report.findings)
    return [finding.code for finding in report.findings]


def test_a_repair_that_fills_the_gap_and_nothing_else() -> None:
    old = plan(PAST, rows("ab", [(3, "D"), (4, "D")]))
    new = plan(PAST, rows("cb", [(3, "D"), (4, "D")]))
    report = repair(old, new, [{"person": "a", "from_day": 2}])
    assert codes(report) == []
    assert report.repair is not None
    assert report.repair.cells == (("c", 3, None, "D"), ("c", 4, None, "D"))
    assert report.repair.people_touched == 1
    assert report.repair.lost_shifts == 2
    assert report.repair.cost == 2 * 4 + 8
    assert report.values["changed_cell"] == 2
    assert report.values["person_touched"] == 1


def test_cells_on_to_off_and_to_another_shift_count_and_another_post_counts_apart() -> None:
    old = plan(rows("abcd", [(3, "D")]), rows("cd", [(5, "D"), (7, "D")]))
    new = plan(rows("abc", [(3, "D")]), rows("cd", [(5, "E")]), rows("cd", [(7, "D")], "c1-other"))
    report = repair(old, new, [])
    assert report.repair is not None
    assert report.repair.cells == (("c", 5, "D", "E"), ("d", 3, "D", None), ("d", 5, "D", "E"))
    assert report.repair.people_touched == 2
    assert report.repair.post_changes == 2


def test_the_past_stays_to_the_post() -> None:
    old = plan(PAST)
    moved = plan(rows("ab", [(0, "D")]), rows("ab", [(1, "D")], "c1-other"))
    assert codes(repair(old, moved, [])) == ["past_changed"] * 2
    assert codes(repair(old, plan(PAST, rows("cd", [(1, "E")])), [])) == ["past_changed"] * 2
    assert codes(repair(old, plan(rows("ab", [(0, "D")])), [])) == ["past_changed"] * 2
    assert codes(repair(old, plan(PAST[::-1]), [])) == []


def test_an_absence_does_not_reach_into_the_past() -> None:
    old = plan(PAST, rows("ab", [(2, "D")]))
    new = plan(PAST, rows("bc", [(2, "D")]))
    assert codes(repair(old, new, [{"person": "a", "from_day": 0}])) == []


def test_nobody_works_while_absent_and_everybody_may_before_and_after() -> None:
    old = new = plan(PAST, rows("ab", [(3, "D"), (4, "D"), (5, "D"), (6, "D")]))
    assert codes(repair(old, new, [{"person": "a", "from_day": 4, "to_day": 5}])) == [
        "absent_works",
        "absent_works",
    ]
    kept = plan(PAST, rows("ab", [(3, "D"), (6, "D")]), rows("bc", [(4, "D"), (5, "D")]))
    report = repair(old, kept, [{"person": "a", "from_day": 4, "to_day": 5}])
    assert codes(report) == []
    assert report.repair is not None
    assert [cell[0] for cell in report.repair.cells] == ["c", "c"]


def test_who_is_back_is_not_dropped_any_more() -> None:
    old = plan(PAST, rows("ab", [(4, "D")]))
    new = plan(PAST, rows("bc", [(4, "D")]), rows("ad", [(8, "D")]))
    report = repair(old, new, [{"person": "a", "from_day": 4, "to_day": 5}])
    assert report.repair is not None
    assert {cell[0] for cell in report.repair.cells} == {"a", "c", "d"}


def test_the_absent_keep_their_assignment() -> None:
    new = plan(PAST, assignment=dict.fromkeys("bcde", "c1"))
    report = repair(plan(PAST), new, [{"person": "a", "from_day": 2}])
    assert codes(report) == ["absent_moved", "not_assigned", "not_assigned"]
    kept = plan(PAST, assignment=dict.fromkeys(PEOPLE, "c1"))
    assert codes(repair(plan(PAST), kept, [{"person": "a", "from_day": 2}])) == []


def test_a_lock_does_not_bind_the_absent() -> None:
    document = world()
    document["locks"] = [{"person": "a", "day": day, "shift": "D"} for day in (3, 6)]
    old = plan(rows("ab", [(3, "D"), (6, "D")]))
    new = plan(rows("bc", [(3, "D")]), rows("ab", [(6, "D")]))
    absences = [{"person": "a", "from_day": 3, "to_day": 4}]
    assert codes(repair(old, new, absences, document)) == []
    assert codes(repair(old, new, [], document)) == ["lock"]


def test_the_rules_hold_for_a_repaired_plan_too() -> None:
    document = world()
    of(document, "c")["leave"] = [[3, 3]]
    new = plan(rows("bc", [(3, "D")]))
    absences = [{"person": "a", "from_day": 3}]
    assert codes(repair(plan(rows("ab", [(3, "D")])), new, absences, document)) == ["leave"]


def test_claims_of_a_repair_are_compared() -> None:
    meta = {"objective_terms": {"changed_cell": 1, "person_touched": 0}}
    report = repair(plan(PAST), plan(PAST, meta=meta), [])
    assert codes(report) == ["claim"]
