"""Small instances in the format of the public set, drawn or written, and all rosters of one."""

import itertools
import random

from muster.engines.planner.nrp.check import check_roster

TWO_SHIFTS = """\
# Two shifts, a late one is not followed by an early one
SECTION_HORIZON
7

SECTION_SHIFTS
E,480,
L,600,E

SECTION_STAFF
# ID, MaxShifts, Max, Min, MaxConsecutive, MinConsecutive, MinOff, MaxWeekends
A,E=7|L=2,2640,960,3,2,2,1
B,E=0|L=7,2640,600,4,1,1,0

SECTION_DAYS_OFF
A,2
B

SECTION_SHIFT_ON_REQUESTS
A,0,E,3
B,4,L,2

SECTION_SHIFT_OFF_REQUESTS
A,1,L,2

SECTION_COVER
0,E,1,100,1
1,L,2,100,1
3,L,1,100,1
5,E,1,100,1
6,E,1,50,1
"""


def draw(seed: int, *, people: int = 2, days: int = 5, weeks_minimum: int = 0) -> str:
    """Return a small instance with limits that bind; sometimes somebody has no legal roster."""
    chance = random.Random(seed)
    lines = ["SECTION_HORIZON", str(days), "SECTION_SHIFTS", "E,480,", "L,480,E"]
    lines += ["N,600,E|L"] if chance.random() < 0.5 else []
    shifts = [line.split(",")[0] for line in lines[3:]]
    lines.append("SECTION_STAFF")
    for p in range(people):
        caps = "|".join(f"{s}={chance.choice([0, 1, 2, days, days])}" for s in shifts)
        most = 480 * chance.randint(2, days)
        least = max(weeks_minimum, 480 * chance.randint(0, 2))
        runs = f"{chance.randint(2, 4)},{chance.randint(1, 2)},{chance.randint(1, 3)}"
        lines.append(f"P{p},{caps},{max(most, least)},{least},{runs},{chance.randint(0, 1)}")
    lines.append("SECTION_DAYS_OFF")
    lines += [f"P{p},{chance.randrange(days)}" for p in range(people) if chance.random() < 0.6]
    for section in ("SECTION_SHIFT_ON_REQUESTS", "SECTION_SHIFT_OFF_REQUESTS"):
        lines.append(section)
        for _ in range(people):
            who, day = chance.randrange(people), chance.randrange(days)
            lines.append(f"P{who},{day},{chance.choice(shifts)},{chance.randint(1, 3)}")
    lines.append("SECTION_COVER")
    lines += [
        f"{day},{shift},{chance.randint(0, 2)},{chance.choice([10, 100])},1"
        for day in range(days)
        for shift in shifts
        if chance.random() < 0.8 or day == days - 1  # else the file looks cut off
    ]
    return "\n".join(lines) + "\n"


def only(text: str, person: int) -> str:
    """Return the instance with one person, and nobody's requests but that person's."""
    kept, section, number = [], "", -1
    names = [
        line.split(",")[0]
        for line in text.split("SECTION_STAFF")[1].split("SECTION_", maxsplit=1)[0].splitlines()
        if line and not line.startswith("#")
    ]
    for line in text.splitlines():
        section = line if line.startswith("SECTION_") else section
        number = -1 if line == section else number + 1
        personal = section not in {"SECTION_HORIZON", "SECTION_SHIFTS", "SECTION_COVER"}
        if line == section or not personal or line.split(",")[0] == names[person]:
            kept.append(line)
    return "\n".join(kept) + "\n"


def legal_lines(text: str, person: int) -> list[str]:
    """Return every legal roster of one person, by trying all."""
    one = only(text, person)
    days = int(text.split("SECTION_HORIZON\n")[1].splitlines()[0])
    shifts = [
        line.split(",")[0]
        for line in text.split("SECTION_SHIFTS\n")[1].split("SECTION_", maxsplit=1)[0].splitlines()
        if line
    ]
    lines = map(" ".join, itertools.product(["-", *shifts], repeat=days))
    return [line for line in lines if not check_roster(one, line).broken]


def best_cost(text: str, people: int) -> int | None:
    """Return the least cost of all legal rosters, by trying all; None where there is none."""
    each = [legal_lines(text, person) for person in range(people)]
    rosters = itertools.product(*each)
    return min((check_roster(text, "\n".join(lines)).cost for lines in rosters), default=None)
