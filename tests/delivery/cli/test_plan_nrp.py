"""`muster plan nrp`: a roster written and checked; faults named with their lines."""

import json

from typer.testing import CliRunner

from muster.delivery.cli.plan import app

WEEK = """\
SECTION_HORIZON
7
SECTION_SHIFTS
E,480,
L,480,E
SECTION_STAFF
A,E=7|L=7,2400,960,5,1,1,1
B,E=7|L=0,{most},960,5,1,1,1
SECTION_DAYS_OFF
A,3
SECTION_SHIFT_ON_REQUESTS
A,0,L,2
SECTION_SHIFT_OFF_REQUESTS
SECTION_COVER
0,E,1,100,1
1,L,1,100,1
3,E,1,100,1
6,E,0,0,0
"""


def run(folder, text, *words):
    (folder / "in.txt").write_text(text)
    # It ends as soon as the roster is proved; the time counts from the start of the process.
    command = ["nrp", folder / "in.txt", "--out", folder / "out.txt", "--seconds", 600, *words]
    return CliRunner().invoke(app, [str(word) for word in command])


def test_roster_has_a_line_a_person_and_the_checkers_figures(tmp_path):
    done = run(tmp_path, WEEK.format(most=2400), "--json", "--workers", 1)
    printed = json.loads(done.stdout)
    lines = [line.split() for line in (tmp_path / "out.txt").read_text().splitlines()]

    assert done.exit_code == 0
    assert [len(line) for line in lines] == [7, 7]
    assert {word for line in lines for word in line} <= {"E", "L", "-"}
    assert (lines[0][0], lines[0][3], lines[1][3]) == ("L", "-", "E")
    assert (printed["cost"], printed["bound"], printed["broken"]) == (0, 0, [])


def test_people_read_a_table(tmp_path):
    done = run(tmp_path, WEEK.format(most=2400))

    assert done.exit_code == 0
    assert "no roster costs less than" in done.output


def test_faults_are_named_with_their_lines_and_nothing_is_written(tmp_path):
    done = run(tmp_path, WEEK.format(most="many").replace("3,E,1", "8,E,1"))

    assert done.exit_code == 2
    assert 'line 8: MaxTotalMinutes is "many"' in done.output
    assert "line 17: day 8 is outside" in done.output
    assert not (tmp_path / "out.txt").exists()


def test_somebody_without_a_legal_roster_is_named(tmp_path):
    done = run(
        tmp_path, WEEK.format(most=960).replace("5,1,1,1\nSECTION_DAYS", "1,1,6,1\nSECTION_DAYS")
    )

    assert done.exit_code == 1
    assert "B: 0 minutes, allowed are 960 to 960" in done.output
    assert (tmp_path / "out.txt").exists()
