"""`muster plan explain`: for people, as JSON, and refused in one sentence."""

import json

import pytest
from typer.testing import CliRunner

from muster.delivery.cli.plan import app

HOURS = {"shifts": ["D", "N"]}


def run(*words):
    return CliRunner().invoke(app, ["explain", *(str(word) for word in words)])


def written(folder, name="in.json", wanted=1, **fields):
    person = {"unit": "u", "x_km": 0, "y_km": 0}
    document = {
        "schema": "muster-plan-input/1",
        "id": "short",
        "horizon": {"start_date": "2020-02-17", "days": 3},
        "shifts": [
            {"id": "D", "start": "06:00", "end": "14:00"},
            {"id": "N", "start": "22:00", "end": "06:00", "night": True},
        ],
        "post_types": [{"id": "gate"}],
        "rules": {"max_nights": 2, "min_crew": 1},
        "communities": [
            {
                "id": "c:1",
                "subdistrict": "s",
                "x_km": 0,
                "y_km": 0,
                "posts": [{"id": "g", "type": "gate", "crew_min": 1, "hours_pattern": HOURS}],
                "demand": [
                    {"day": day, "shift": "N", "post_type": "gate", "count": wanted}
                    for day in range(3)
                ],
            }
        ],
        "units": [{"id": "u", "people": ["p1"]}],
        "people": [{"id": "p1", **person}],
    } | fields
    path = folder / name
    path.write_text(json.dumps(document))
    return path


@pytest.fixture
def short(tmp_path):
    return written(tmp_path)


def test_people_read_the_rule_the_proof_and_the_menu(short):
    done = run(short)

    assert done.exit_code == 0, done.output
    assert "c:1: 1 short. max 2 nights exceeded by 1." in done.output
    assert "no smaller amount suffices" in done.output
    assert "1 more nights each" in done.output


def test_json_is_one_document_with_codes(short):
    done = run(short, "--json")
    printed = json.loads(done.stdout)

    assert done.exit_code == 0
    assert (printed["legal"], printed["missing"]) == (True, 1)
    (one,) = printed["communities"]
    assert [(cause["family"], cause["amount"]) for cause in one["causes"]] == [("max_nights", 1)]
    assert (one["minimal"], one["said"]["code"]) == (True, "explained")
    assert printed["menus"]["c:1"][0]["after"] == 0
    assert printed["lacks"][0]["families"] == ["max_nights"]


def test_nothing_short_says_so(tmp_path):
    done = run(written(tmp_path, rules={}))

    assert done.exit_code == 0
    assert "nothing to explain" in done.output


def test_a_plan_can_be_given(short, tmp_path):
    (tmp_path / "plan.json").write_text(json.dumps({"assignment": {"p1": "c:1"}, "roster": []}))
    done = run(short, "--plan", tmp_path / "plan.json", "--json", "--no-menu")
    printed = json.loads(done.stdout)

    assert printed["missing"] == 3
    assert printed["menus"] == {}


def test_why_this_shift(short):
    done = run(short, "--person", "p1", "--day", 0)
    read = json.loads(run(short, "--person", "p1", "--day", 0, "--json").stdout)

    assert done.exit_code == 0
    assert "p1" in done.output
    assert read["alternatives"]


def test_why_empty_with_a_colon_in_the_id(short):
    found = [run(short, "--gap", f"c:1:{day}:N:gate", "--json") for day in range(3)]
    read = [json.loads(one.stdout) for one in found]

    assert all(one.exit_code == 0 for one in found)
    (gap,) = [one for one in read if one["said"]["code"] == "gap"]
    assert gap["stopped"][0]["rule"] == "max_nights"
    shown = run(short, "--gap", f"c:1:{gap['said']['params']['day']}:N:gate")
    assert "too many nights" in shown.output


def test_no_legal_plan_is_explained_and_fails(tmp_path):
    done = run(written(tmp_path, rules={"first_secretary": True}))

    assert done.exit_code == 1
    assert "who may be first secretary: 1 more" in done.output


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--person", "p9", "--day", "0"], "Nobody in the instance has the id p9"),
        (["--person", "p1", "--day", "3"], "Day 3 lies outside the horizon"),
        (["--person", "p1"], "Give --person and --day together"),
        (["--gap", "c:1:0:N:door"], "c:1:0:N:door names no cell"),
        (["--gap", "c:1:0:N:gate", "--person", "p1", "--day", "0"], "not both"),
        (["--community", "c9"], "No community has the id c9"),
    ],
)
def test_wrong_words_are_refused(short, words, sentence):
    done = run(short, *words)

    assert done.exit_code == 2
    assert sentence in " ".join(done.output.split())
