"""`muster plan …` from drawing an instance to mending its plan."""

import json

import openpyxl
import pytest
import python_calamine
from typer.testing import CliRunner

from muster.delivery.cli import plan_tables
from muster.delivery.cli.plan import app
from muster.engines.planner import validate
from muster.engines.planner.validate import check_plan

QUICK = ("--effort", 0.4, "--no-prove", "--workers", 1)


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def load(path):
    book = python_calamine.load_workbook(path)
    return list(book.sheets_metadata)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plan")
    made = run("generate", "heping", "--seed", 1, "--scale", 0.03, "--out", folder / "in.json")
    assert made.exit_code == 0, made.output
    solved = run(
        "solve", folder / "in.json", "--out", folder / "plan.json", "--effort", 1, "--json"
    )
    assert solved.exit_code in {0, 1}, solved.output
    return folder, json.loads(solved.stdout)


def test_plan_is_written_with_figures_of_the_validator(drawn):
    folder, printed = drawn
    plan = json.loads((folder / "plan.json").read_text())

    assert printed["report"]["legal"]
    assert plan["meta"]["objective_terms"]["roster_objective"] > 0
    assert plan["meta"]["instance"]
    assert printed["capacity"]


def test_check_says_what_holds_and_what_is_broken(drawn, tmp_path):
    folder, _ = drawn
    good = run("check", folder / "in.json", folder / "plan.json")
    plan = json.loads((folder / "plan.json").read_text())
    person = plan["roster"][0]["person"]
    plan["roster"] = [row for row in plan["roster"] if row["person"] != person]
    (tmp_path / "bad.json").write_text(json.dumps(plan))
    bad = run("check", folder / "in.json", tmp_path / "bad.json", "--json")

    assert good.exit_code == 0
    assert "Every hard rule holds." in good.output
    assert bad.exit_code == 1
    assert "crew" in {finding["code"] for finding in json.loads(bad.stdout)["findings"]}


def test_repair_writes_a_legal_plan_and_says_who_changes(drawn, tmp_path):
    folder, _ = drawn
    plan = json.loads((folder / "plan.json").read_text())
    absent = [{"person": plan["roster"][0]["person"], "from_day": 3}]
    (tmp_path / "absent.json").write_text(json.dumps(absent))
    words = [
        "repair",
        folder / "in.json",
        folder / "plan.json",
        "--absent",
        tmp_path / "absent.json",
    ]

    done = run(*words, "--from-day", 3, "--out", tmp_path / "new.json", "--json")

    assert done.exit_code == 0, done.output
    printed = json.loads(done.stdout)
    assert printed["report"]["legal"]
    assert {change["reason"] for change in printed["changes"]} >= {"absent"}


def test_a_workbook_is_solved_checked_and_written(drawn, tmp_path):
    folder, _ = drawn
    made = run("generate", "heping", "--scale", 0.03, "--out", tmp_path / "in.xlsx")
    words = ["--effort", 1, "--no-prove", "--workbook", tmp_path / "plan.xlsx", "--json"]
    solved = run("solve", tmp_path / "in.xlsx", "--out", tmp_path / "plan.json", *words)
    checked = run("check", tmp_path / "in.xlsx", tmp_path / "plan.json", "--json")

    assert made.exit_code == solved.exit_code == checked.exit_code == 0, solved.output
    from_json = json.loads((folder / "plan.json").read_text())
    from_book = json.loads((tmp_path / "plan.json").read_text())
    assert from_book["roster"] == from_json["roster"]
    sheets = {sheet.name: sheet for sheet in load(tmp_path / "plan.xlsx")}
    names = {"Summary", "Shortages", "Point cards", "Reserve", *from_book["first_secretary"]}
    assert names <= sheets.keys()


def test_out_ending_in_xlsx_is_a_workbook(drawn, tmp_path):
    folder, _ = drawn

    done = run("solve", folder / "in.json", "--out", tmp_path / "p.xlsx", *QUICK)

    assert done.exit_code == 0, done.output
    assert load(tmp_path / "p.xlsx")[0].name == "Summary"


def test_faults_of_a_workbook_name_sheet_and_cell(drawn, tmp_path):
    run("generate", "heping", "--scale", 0.03, "--out", tmp_path / "in.xlsx")
    book = openpyxl.load_workbook(tmp_path / "in.xlsx")
    book["people"]["B3"] = "nobody's unit"
    book.save(tmp_path / "bad.xlsx")

    done = run("solve", tmp_path / "bad.xlsx", "--out", tmp_path / "plan.json")

    assert done.exit_code == 2
    assert 'people!B3: no unit "nobody\'s unit"' in done.output


def test_every_fault_of_a_file_is_said_at_once(tmp_path):
    bad = {"schema": "muster-plan-input/1", "id": "x", "people": [{"id": "p", "unit": "u9"}]}
    (tmp_path / "bad.json").write_text(json.dumps(bad))

    done = run("solve", tmp_path / "bad.json", "--out", tmp_path / "plan.json")

    assert done.exit_code == 2
    assert "horizon: is missing" in done.output
    assert "shifts: is missing" in done.output
    assert not (tmp_path / "plan.json").exists()


def test_what_is_no_plan_is_refused_and_never_called_legal(drawn, tmp_path):
    folder, _ = drawn
    plan = json.loads((folder / "plan.json").read_text())
    del plan["roster"][0]["day"]
    (tmp_path / "cut.json").write_text(json.dumps(plan))
    (tmp_path / "list.json").write_text("[]")

    cut = run("check", folder / "in.json", tmp_path / "cut.json")
    other = run("check", folder / "in.json", folder / "in.json")
    listed = run("check", folder / "in.json", tmp_path / "list.json")

    assert cut.exit_code == other.exit_code == listed.exit_code == 2
    assert "roster[0].day: is missing" in cut.output
    assert "is no plan" in other.output


def test_place_that_cannot_be_written_is_refused_before_the_work(drawn, tmp_path):
    folder, _ = drawn

    nowhere = run("solve", folder / "in.json", "--out", tmp_path / "none" / "plan.json")
    book = run("solve", folder / "in.json", "--out", tmp_path / "p.json", "--workbook", tmp_path)

    assert nowhere.exit_code == book.exit_code == 2
    assert "Nothing can be written" in nowhere.output
    assert not (tmp_path / "p.json").exists()


def test_wrong_words_are_refused_in_one_line(tmp_path):
    unknown = run("generate", "atlantis", "--out", tmp_path / "x.json")
    both = run("solve", "x", "--out", "y", "--effort", 1, "--seconds", 1)

    assert unknown.exit_code == both.exit_code == 2
    assert "atlantis" in unknown.output
    assert "not both" in both.output


@pytest.mark.parametrize(("taken", "said"), [(221.4, True), (12.0, False)])
def test_a_clock_that_could_not_be_kept_is_owned_up_to(capsys, taken, said):
    plan_tables.show_late(10.0, taken)
    plan_tables.show_late(None, taken)
    assert capsys.readouterr().err.count("Took 221 s, not 10") == said


@pytest.mark.parametrize("option", ["--effort", "--seconds"])
@pytest.mark.parametrize("number", ["inf", "nan", "1e300", "-1"])
def test_numbers_that_are_none_are_refused(drawn, tmp_path, option, number):
    folder, _ = drawn
    words = (f"{option}={number}", "--out", tmp_path / "p.json")

    done = run("solve", folder / "in.json", *words)

    assert done.exit_code == 2, done.exception
    assert not (tmp_path / "p.json").exists()
    assert done.stderr.strip()
    if option == "--seconds":
        assert run("nrp", folder / "in.json", *words).exit_code == 2


@pytest.mark.parametrize(
    "words", [("atlantis",), ("heping", "--shifts", "5x5"), ("heping", "--scale", "nan"),
              ("heping", "--utilisation", "inf"), ("heping", "--utilisation", "0")],
)  # fmt: skip
def test_what_cannot_be_drawn_is_said_in_the_readers_language(tmp_path, words):
    done = CliRunner().invoke(
        app, ["generate", *words, "--out", str(tmp_path / "x")], env={"MUSTER_LANGUAGE": "zh_CN"}
    )

    assert done.exit_code == 2
    assert any("\u4e00" <= sign <= "\u9fff" for sign in done.stderr)


def test_check_reads_the_instance_itself_and_not_what_the_engine_made_of_it(
    drawn, monkeypatch, tmp_path
):
    folder, _ = drawn
    seen = []

    def checked(facts, plan):
        seen.append(facts)
        return check_plan(facts, plan)

    monkeypatch.setattr(validate, "check_plan", checked)
    instance = json.loads((folder / "in.json").read_text())
    instance["people"][0] |= {"of_another_program": 1, "night_opt_in": False}
    (tmp_path / "in.json").write_text(json.dumps(instance), encoding="utf-8-sig")

    done = run("check", tmp_path / "in.json", folder / "plan.json")

    assert done.exit_code == 0, done.output
    assert seen == [instance]
