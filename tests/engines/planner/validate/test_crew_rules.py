"""A tiny case for each rule of crews and of who is sent where; each breaks only it."""

import ast
import sys
from pathlib import Path

import pytest
from tests.engines.planner.samples import Json
from tests.engines.planner.validate.worlds import PEOPLE, of, plan, rows, world

from muster.engines.planner import validate
from muster.engines.planner.reading import read_instance
from muster.engines.planner.validate import FINDING_MESSAGES, check_plan


def codes(document: Json, *parts: list[Json], **changes: object) -> list[str]:
    read_instance(document)
    report = check_plan(document, plan(*parts, **changes))
    assert report.legal == (not report.findings)
    return [finding.code for finding in report.findings]


def gate(names: str, day: int = 0, shift: str = "D", post: str = "c1-gate") -> list[Json]:
    return rows(names, [(day, shift)], post)


def test_rule_6_everybody_at_a_post_has_all_its_skills() -> None:
    document = world()
    document["post_types"][1]["skills"] = ["k", "m"]
    for name, skills in (("a", ["k", "m"]), ("b", ["m", "k", "x"]), ("c", ["k"])):
        of(document, name)["skills"] = skills
    assert codes(document, gate("ab", post="c1-key")) == []
    assert codes(document, gate("abc", post="c1-key")) == ["skills"]
    report = check_plan(document, plan(gate("abc", post="c1-key")))
    assert report.findings[0].sentence == "c works at c1-key on day 0, shift D, and lacks m."


def test_rule_7_people_work_where_they_are_assigned() -> None:
    together = {**dict.fromkeys(PEOPLE, "c1"), "d": "c2", "e": "c2"}
    assert codes(world(), gate("de", post="c2-gate"), assignment=together) == []
    assert codes(world(), gate("abd"), assignment=together) == ["other_community"]
    reserve = dict.fromkeys("abcd", "c1")
    assert codes(world(), gate("ab"), assignment=reserve) == []
    assert codes(world(), gate("abe"), assignment=reserve) == ["not_assigned"]


@pytest.mark.parametrize(
    ("day", "shift", "legal"),
    [(4, "D", True), (4, "N", True), (5, "D", False), (4, "E", False), (7, "D", True)],
)
def test_rule_8_posts_are_staffed_only_when_open(day: int, shift: str, legal: bool) -> None:
    """A night that starts on Friday ends on a Saturday on which the post is closed: it may."""
    document = world()
    document["post_types"][1]["skills"] = []
    assert codes(document, gate("ab", day, shift, "c1-key")) == ([] if legal else ["closed"])


def test_rule_9_a_crew_is_never_one() -> None:
    assert codes(world(), gate("a")) == ["crew"]
    assert codes(world(), gate("ab")) == []
    assert codes(world(), gate("a"), gate("b", post="c1-other")) == ["crew", "crew"]


def test_rule_9_the_larger_of_the_two_least_crews_holds() -> None:
    document = world()
    document["communities"][0]["posts"][0]["crew_min"] = 3
    assert codes(document, gate("ab")) == ["crew"]
    assert codes(document, gate("abc")) == []
    document["rules"]["min_crew"] = 4
    assert codes(document, gate("abc")) == ["crew"]
    document["rules"]["min_crew"] = None
    assert codes(document, gate("abc")) == []
    document["communities"][0]["posts"][0]["crew_min"] = 1
    assert codes(document, gate("a")) == []


def test_rule_9_points_that_share_a_reliever_need_one_more_than_there_are() -> None:
    document = world()
    document["communities"][0]["posts"][0] |= {"points": ["x", "y"], "crew_min": 3}
    assert codes(document, gate("ab")) == ["crew"]
    assert codes(document, gate("abc")) == []
    document["communities"][0]["posts"][0]["crew_min"] = 2  # no reader lets this pass
    assert [finding.code for finding in check_plan(document, plan(gate("ab"))).findings] == ["crew"]


def test_rule_9_one_person_named_twice_is_no_crew() -> None:
    found = {finding.code for finding in check_plan(world(), plan(gate("aa"))).findings}
    assert "crew" in found


def test_together_binds_the_one_who_lists_it() -> None:
    document = world()
    of(document, "a")["together"] = ["b"]
    assert codes(document, gate("abc")) == []
    assert codes(document, gate("bc")) == []
    assert codes(document, gate("ac")) == ["together"]
    assert codes(document, gate("ac"), gate("bd", post="c1-other")) == ["together"]
    assert codes(document, gate("ac"), gate("bd", shift="E")) == ["together"]


def test_apart_binds_both_and_is_noted_once() -> None:
    document = world()
    of(document, "b")["apart"] = ["a"]
    assert codes(document, gate("abc")) == ["apart"]
    of(document, "a")["apart"] = ["b"]
    assert codes(document, gate("abc")) == ["apart"]
    assert codes(document, gate("ac"), gate("bd", post="c1-other")) == []
    assert codes(document, gate("ac"), gate("bc", day=1)) == []


def test_mixed_experience_counts_what_came_before_the_shift() -> None:
    document = world()
    document["rules"]["mixed_experience"] = 2
    for name in PEOPLE:
        of(document, name)["history"]["shifts"] = 0
    assert codes(document, gate("ab")) == ["mixed_experience"]
    of(document, "a")["history"]["shifts"] = 2
    assert codes(document, gate("ab")) == []
    assert codes(document, gate("ab"), gate("bc", day=1)) == ["mixed_experience"]
    assert codes(document, *(gate("ab", day) for day in (0, 1)), gate("bc", 2)) == []


def test_mixed_experience_without_a_count_is_what_the_history_proves() -> None:
    document = world()
    document["rules"]["mixed_experience"] = 2
    assert codes(document, gate("ab")) == ["mixed_experience"]
    of(document, "a")["history"] |= {"last_shift": "D", "consecutive_days": 2}
    assert codes(document, gate("ab")) == []


def test_rule_10_a_part_of_a_unit_is_a_team() -> None:
    split = {"a": "c1", "b": "c1", "c": "c1", "d": "c1", "e": "c2"}
    assert codes(world(), assignment=split) == ["min_team"]
    assert codes(world(), assignment={**split, "d": "c2"}) == []
    assert codes(world(), assignment=dict.fromkeys("abcd", "c1")) == []
    loose = world()
    loose["units"][0]["keep_together"] = False
    assert codes(loose, assignment=split) == []


def test_rule_10_a_unit_smaller_than_a_team_is_a_team() -> None:
    document = world()
    document["units"][0]["people"] = ["a", "b", "c", "d"]
    document["units"].append({**document["units"][0], "id": "v", "people": ["e"]})
    of(document, "e")["unit"] = "v"
    assert codes(document) == []
    document["units"][0]["min_team"] = 9
    assert codes(document) == []
    assert codes(document, assignment=dict.fromkeys("abce", "c1")) == ["min_team"]


def test_rule_10_units_stay_in_their_subdistricts() -> None:
    document = world()
    document["units"][0]["allowed_subdistricts"] = ["s1"]
    assert codes(document) == []
    two = {**dict.fromkeys("abc", "c1"), "d": "c2", "e": "c2"}
    assert codes(document, assignment=two) == ["allowed_subdistricts"] * 2
    document["units"][0]["allowed_subdistricts"] = ["s1", "s2"]
    assert codes(document, assignment=two) == []


def test_rule_11_a_first_secretary_for_each_community() -> None:
    document = world()
    document["rules"]["first_secretary"] = True
    of(document, "d")["lead"] = True
    two = {**dict.fromkeys("abc", "c1"), "d": "c2", "e": "c2"}

    def found(first_secretary: dict[str, str]) -> list[str]:
        return codes(document, assignment=two, first_secretary=first_secretary)

    assert found({"c1": "a", "c2": "d"}) == []
    assert found({"c1": "a"}) == ["no_first_secretary"]
    assert found({"c1": "a", "c2": "e"}) == ["secretary_not_lead"]
    assert found({"c1": "a", "c2": "a"}) == ["secretary_elsewhere"]
    assert found({"c1": "a", "c2": "z"}) == ["no_person"]
    assert found({"c1": "a", "c2": "d", "c9": "d"}) == ["no_community"]
    document["rules"]["first_secretary"] = None
    assert found({}) == []


def test_nobody_is_sent_home_where_that_is_forbidden() -> None:
    document = world()
    of(document, "a")["home_community"] = "c1"
    for rule in (None, "prefer", "ignore"):
        document["rules"]["home_community"] = rule
        assert codes(document) == []
    document["rules"]["home_community"] = "forbid"
    assert codes(document) == ["home_community"]
    of(document, "a")["home_community"] = "c2"
    assert codes(document) == []


def test_local_staff_stay_and_count_in_crews() -> None:
    document = world()
    document["units"][0]["people"] = ["a", "b", "c", "d"]
    guard = {"id": "g", "people": ["e"], "local": True, "community": "c1", "keep_together": False}
    document["units"].append({**document["units"][0], **guard})
    of(document, "e").update(unit="g", home_community="c1")
    document["rules"]["home_community"] = "forbid"
    assert codes(document, gate("ae")) == []
    assert codes(document, assignment=dict.fromkeys(PEOPLE, "c1") | {"e": "c2"}) == ["local"]
    assert codes(document, assignment=dict.fromkeys("abcd", "c1")) == ["local"]


def test_a_lock_on_a_community() -> None:
    document = world()
    document["locks"] = [{"person": "a", "community": "c1"}]
    assert codes(document) == []
    assert codes(document, assignment=dict.fromkeys("bcde", "c1")) == ["lock_community"]


def test_the_validator_shares_no_code_with_what_it_checks() -> None:
    own = ("muster.engines.planner.validate", "muster.engines.planner.words")
    for path in sorted(Path(validate.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0
                names = [node.module or ""]
            for name in names:
                assert name.startswith(own) or name.split(".")[0] in sys.stdlib_module_names


def test_every_finding_has_a_sentence() -> None:
    used = set()
    for path in Path(validate.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "find":
                used.add(getattr(node.args[0], "value", None))
    assert used - {None} | {"consecutive_days", "consecutive_nights", "max_nights", "max_shifts",
                            "max_hours"} == set(FINDING_MESSAGES)  # fmt: skip
