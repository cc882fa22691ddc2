"""`muster plan cover | curve`, the preset of tiers, workbooks read back, the reader's language."""

import json

import openpyxl
import pytest
from typer.testing import CliRunner

from muster.delivery.cli.plan import app


def run(*words, **environment):
    return CliRunner().invoke(app, [str(word) for word in words], env=environment)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A drawn instance with two communities, a plan of tiers, and where they lie."""
    folder = tmp_path_factory.mktemp("choices")
    drawn = run("generate", "heping", "--seed", 2, "--scale", 0.03, "--out", folder / "in.json")
    assert drawn.exit_code == 0, drawn.output
    work = ("--effort", 1, "--workers", 1, "--preset", "tiers", "--json")
    solved = run("solve", folder / "in.json", "--out", folder / "plan.json", *work)
    assert solved.exit_code == 0, solved.output
    return folder, json.loads((folder / "in.json").read_text()), json.loads(solved.stdout)


def cell(folder):
    """The first post that is staffed, its day and shift."""
    return json.loads((folder / "plan.json").read_text())["roster"][0]


def cover(folder, *words, **environment):
    return run("cover", folder / "in.json", folder / "plan.json", *words, **environment)


def test_cover_ranks_who_can_stand_in_with_the_rules_bent(made):
    folder, _, _ = made
    row = cell(folder)
    where = ("--day", row["day"], "--shift", row["shift"], "--post", row["post"])
    found = json.loads(cover(folder, *where, "--limit", 5, "--json").stdout)

    assert found["present"] >= 2
    assert len(found["stand_ins"]) == 5 < found["people"]
    bends = [len(one["bends"]) for one in found["stand_ins"]]
    assert bends[0] == min(bends)
    assert row["person"] not in {one["person"] for one in found["stand_ins"]}
    shown = cover(folder, *where, "--limit", 5, MUSTER_LANGUAGE="zh_CN")
    assert shown.exit_code == 0
    assert "可以顶班的人" in shown.stdout
    assert found["stand_ins"][0]["person"] in shown.stdout


def test_cover_by_type_and_elsewhere_asks_more_people(made):
    folder, instance, _ = made
    row = cell(folder)
    place = next(
        place
        for place in instance["communities"]
        if row["post"] in {p["id"] for p in place["posts"]}
    )
    kind = next(post["type"] for post in place["posts"] if post["id"] == row["post"])
    where = ("--day", row["day"], "--shift", row["shift"], "--post-type", kind)
    where += ("--community", place["id"], "--json")
    near, far = (json.loads(cover(folder, *where, *more).stdout) for more in ((), ("--elsewhere",)))
    assert far["people"] > near["people"]
    assert near["wanted"] == next(
        one["count"] for one in place["demand"]
        if (one["day"], one["shift"], one["post_type"]) == (row["day"], row["shift"], kind)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--day", 99, "--shift", "D", "--post", "x"), "--day 99"),
        (("--day", 0, "--shift", "X", "--post", "x"), "--shift X"),
        (("--day", 0, "--shift", "D", "--post", "nowhere"), "--post nowhere"),
        (("--day", 0, "--shift", "D"), "--post-type"),
        (("--day", 0, "--shift", "D", "--post-type", "gate"), "--community"),
        (("--day", 0, "--shift", "D", "--post-type", "x", "--community", "y"), "--community y"),
    ],
)
def test_cover_refuses_what_does_not_exist(made, words, said):
    refused = cover(made[0], *words)
    assert refused.exit_code == 2
    assert said in refused.stderr


def test_curve_gives_points_to_choose_from_and_marks_the_files_own(made):
    folder, instance, _ = made
    words = ("curve", folder / "in.json", "--points", 3, "--effort", 1)
    found = json.loads(run(*words, "--json").stdout)

    assert [point["of_the_file"] for point in found["points"]].count(True) == 1
    assert found["file_weight"] == instance["weights"]["fragment"]
    fragments = [point["fragments"] for point in found["points"] if not point["worse"]]
    assert fragments == sorted(fragments, reverse=True)
    shown = run(*words)
    assert shown.exit_code == 0
    assert "weights.fragment" in shown.stdout


def test_curve_of_a_bad_file_names_the_path(made, tmp_path):
    _, instance, _ = made
    bad = json.loads(json.dumps(instance))
    bad["people"][3]["unit"] = "U9"
    (tmp_path / "bad.json").write_text(json.dumps(bad))
    refused = run("curve", tmp_path / "bad.json", MUSTER_LANGUAGE="zh_CN")
    assert refused.exit_code == 2
    assert "people[3].unit: 没有单位“U9”" in refused.stderr
    assert run("curve", tmp_path / "bad.json", "--points", 1).exit_code == 2


def test_tiers_are_named_in_the_plan_and_its_bounds_are_true_of_the_file(made):
    folder, instance, printed = made
    preset = printed["meta"]["preset"]
    assert preset["name"] == "tiers"
    assert preset["tiers"][0] == ["under_cover"]
    assert preset["weights"]["under_cover"] > instance["weights"]["under_cover"]
    assert preset["holds"]
    assert "roster_objective" not in printed["meta"]["lower_bounds"]
    checked = run("check", folder / "in.json", folder / "plan.json", "--json")
    assert checked.exit_code == 0
    assert not [f for f in json.loads(checked.stdout)["findings"] if not f["violation"]]
    refused = run("solve", folder / "in.json", "--out", folder / "x.json", "--preset", "x")
    assert refused.exit_code == 2
    assert "no preset x" in refused.stderr


def test_a_plans_workbook_is_checked_like_the_plan_and_a_changed_cell_is_found(made, tmp_path):
    folder, _, _ = made
    work = ("--effort", 0.4, "--workers", 1, "--no-prove")
    solved = run("solve", folder / "in.json", "--out", tmp_path / "plan.xlsx", *work)
    assert solved.exit_code == 0, solved.output
    assert run("check", folder / "in.json", tmp_path / "plan.xlsx").exit_code == 0
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    sheet = next(sheet for sheet in book if sheet["A4"].value and sheet["C3"].value == "02-18")
    for column in range(3, 17):
        sheet.cell(4, column).value = "N"
    book.save(tmp_path / "plan.xlsx")

    found = run("check", folder / "in.json", tmp_path / "plan.xlsx", MUSTER_LANGUAGE="zh_CN")

    assert found.exit_code == 1
    assert "连续工作" in found.stdout
    assert "违反硬性规则" in found.stdout
    sheet["C4"] = "?"
    book.save(tmp_path / "plan.xlsx")
    refused = run("check", folder / "in.json", tmp_path / "plan.xlsx")
    assert refused.exit_code == 2
    assert f"{sheet.title}!C4" in refused.stderr


def test_capacity_and_explanations_follow_the_reader(made, tmp_path):
    _, instance, _ = made
    tight = json.loads(json.dumps(instance))
    tight["rules"]["max_nights"] = 0
    (tmp_path / "tight.json").write_text(json.dumps(tight))
    shown = run("explain", tmp_path / "tight.json", "--no-menu", MUSTER_LANGUAGE="zh_TW")
    assert shown.exit_code in (0, 1), shown.output
    assert "夜班" in shown.stdout
    assert "person-shifts" not in shown.stdout
