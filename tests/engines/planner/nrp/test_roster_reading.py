"""The text format: what is read, and every fault with its line."""

import pytest
from tests.engines.planner.nrp.tiny import TWO_SHIFTS

from muster.engines.planner.nrp.model import Cover, Request
from muster.engines.planner.nrp.reading import RosterFaults, read_roster_instance


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(RosterFaults) as refused:
        read_roster_instance(text.encode())
    return [(fault.line, fault.sentence) for fault in refused.value.faults]


def changed(before: str, after: str) -> tuple[int, str]:
    """The one fault of the instance with one line changed, told from that line's number."""
    assert before in TWO_SHIFTS
    line = TWO_SHIFTS[: TWO_SHIFTS.index(before)].count("\n") + 1
    (found,) = faults(TWO_SHIFTS.replace(before, after, 1))
    assert found[0] == line
    return found


def test_instance_is_read_whole():
    instance = read_roster_instance(TWO_SHIFTS.encode())

    assert instance.days == 7
    assert [shift.name for shift in instance.shifts] == ["E", "L"]
    assert instance.shifts[1].not_after == {0}
    a, b = instance.people
    assert (a.caps, a.max_minutes, a.min_minutes) == ((7, 2), 2640, 960)
    assert (a.max_run, a.min_run, a.min_rest, a.max_weekends) == (3, 2, 2, 1)
    assert (a.days_off, b.days_off) == ({2}, frozenset())
    assert instance.requests[-1] == Request(person=0, day=1, shift=1, weight=2, on=False)
    assert instance.cover[0] == Cover(day=0, shift=0, need=1, under=100, over=1)


def test_line_ends_of_other_systems_and_a_byte_order_mark_are_no_matter():
    windows = "\ufeff" + TWO_SHIFTS.replace("\n", "\r\n")

    assert read_roster_instance(windows.encode()) == read_roster_instance(TWO_SHIFTS.encode())


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("L,600,E", "L,600", "has 2 fields"),
        ("L,600,E", "L,long,E", '"long", no whole number'),
        ("L,600,E", "L,600,X", 'no shift "X"'),
        ("SECTION_STAFF", "E,600,\nSECTION_STAFF", "already in line 6"),
        ("A,E=7|L=2,2640", "A,E=7,2640", "how many L"),
        ("A,E=7|L=2,2640", "A,E=7|L=2,900", "above MaxTotalMinutes"),
        ("B,E=0|L=7", "A,E=0|L=7,9,0,4,1,1,0\nB,E=0|L=7", "stands already"),
        ("A,2\n", "C,2\n", 'no person "C"'),
        ("A,2\n", "A,7\n", "outside the horizon of 7 days"),
        ("B,4,L,2", "B,4,N,2", 'no shift "N"'),
        ("B,4,L,2", "B,4,L,-2", '"-2", no whole number'),
        ("6,E,1,50,1", "5,E,1,50,1", "already above"),
        ("6,E,1,50,1", "6,E,1,50", "has 4 fields"),
        ("SECTION_COVER", "SECTION_COVERS", "there is no section SECTION_COVERS"),
    ],
)
def test_a_fault_is_named_with_its_line(before, after, words):
    assert words in changed(before, after)[1]


def test_all_faults_are_named_at_once():
    text = TWO_SHIFTS.replace("A,2\n", "C,2\n").replace("6,E,1,50,1", "9,E,1,50,1")

    assert len(faults(text)) == 2


def test_what_is_missing_altogether_and_no_text_are_named():
    (found,) = faults(TWO_SHIFTS[: TWO_SHIFTS.index("SECTION_COVER")])
    assert found == (0, "SECTION_COVER is missing or empty.")
    assert faults("SECTION_HORIZON\n7\n")[0] == (0, "SECTION_SHIFTS is missing or empty.")
    with pytest.raises(RosterFaults, match="line 2: is not in UTF-8"):
        read_roster_instance(b"SECTION_HORIZON\n\xff\n")


def test_a_file_that_was_cut_off_in_its_cover_is_refused():
    rows = [f"{day},{shift},1,100,1" for day in range(7) for shift in "EL"]
    whole = TWO_SHIFTS[: TWO_SHIFTS.index("SECTION_COVER")] + "SECTION_COVER\n"
    read_roster_instance((whole + "\n".join(rows)).encode())
    (found,) = faults(whole + "\n".join(rows[:-3]))
    assert found[1].startswith("SECTION_COVER ends with day 5 of 0 to 6: days are missing.")
    (found,) = faults(whole + "\n".join(rows[:-1]))
    assert found[1].startswith("SECTION_COVER ends without L of day 6, the last: lines")
    assert found[1].endswith("Where nobody is wanted, write 0.")
    read_roster_instance((whole + "\n".join([*rows[:-1], "6,L,0,0,0"])).encode())
