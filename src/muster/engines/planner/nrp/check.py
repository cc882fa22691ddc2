"""Check a written roster against its instance: a slow reader and counter of its own.

Shares no code with what reads and solves, so that a fault there does not hide itself.
"""

from dataclasses import dataclass, field
from itertools import groupby, pairwise

_OFF = "-"


@dataclass
class RosterReport:
    """What a roster costs, and every rule it breaks.

    `uncovered` and `overfull` are people short and too many, summed over days and shifts.
    """

    requests: int = 0
    cover: int = 0
    uncovered: int = 0
    overfull: int = 0
    broken: list[str] = field(default_factory=list)

    @property
    def cost(self) -> int:
        """The objective of the set: requests not met and cover missed."""
        return self.requests + self.cover


def check_roster(instance: str, solution: str) -> RosterReport:
    """Return what the roster in `solution` costs by the rules of `instance`, both as text."""
    sections = _sections(instance)
    days = int(sections["SECTION_HORIZON"][0][0])
    staff = sections["SECTION_STAFF"]
    shifts = {row[0]: (int(row[1]), row[2].split("|")) for row in sections["SECTION_SHIFTS"]}
    lines = [line.split() for line in solution.splitlines() if line.strip()]
    report = RosterReport()
    if len(lines) != len(staff):
        report.broken.append(f"{len(lines)} lines for {len(staff)} people")
        return report
    roster = {row[0]: line for row, line in zip(staff, lines, strict=True)}
    for name, line in roster.items():
        if len(line) != days:
            report.broken.append(f"{name}: {len(line)} days of {days}")
        report.broken += [f"{name}: no shift {x}" for x in line if x != _OFF and x not in shifts]
    if report.broken:
        return report
    off = {row[0]: {int(day) for day in row[1:]} for row in sections["SECTION_DAYS_OFF"]}
    for row in staff:
        line = roster[row[0]]
        found = _limits(row, line, shifts) + _runs(row, line)
        found += [f"works on day {d}, a day off" for d in off.get(row[0], ()) if line[d] != _OFF]
        for day, (before, after) in enumerate(pairwise(line), start=1):
            if before != _OFF and after in shifts[before][1]:
                found.append(f"{after} on day {day} follows {before}")
        report.broken += [f"{row[0]}: {what}" for what in found]
    _count(sections, roster, report)
    return report


def _sections(text: str) -> dict[str, list[list[str]]]:
    optional = "DAYS_OFF", "SHIFT_ON_REQUESTS", "SHIFT_OFF_REQUESTS", "COVER"
    sections: dict[str, list[list[str]]] = {f"SECTION_{name}": [] for name in optional}
    rows: list[list[str]] = []
    for line in map(str.strip, text.splitlines()):
        if line.startswith("SECTION_"):
            rows = sections[line] = []
        elif line and not line.startswith("#"):
            rows.append([part.strip() for part in line.split(",")])
    return sections


def _limits(row: list[str], line: list[str], shifts: dict[str, tuple[int, list[str]]]) -> list[str]:
    """Counts: shifts of a kind, minutes, weekends."""
    found = []
    for pair in row[1].split("|"):
        shift, most = pair.split("=")
        if line.count(shift.strip()) > int(most):
            found.append(f"{line.count(shift.strip())} times {shift.strip()}, at most {most}")
    minutes = sum(shifts[x][0] for x in line if x != _OFF)
    if not int(row[3]) <= minutes <= int(row[2]):
        found.append(f"{minutes} minutes, allowed are {row[3]} to {row[2]}")
    weeks = [line[start : start + 7] for start in range(0, len(line), 7)]
    weekends = sum(any(x != _OFF for x in week[5:7]) for week in weeks)
    if weekends > int(row[7]):
        found.append(f"{weekends} weekends, at most {row[7]}")
    return found


def _runs(row: list[str], line: list[str]) -> list[str]:
    """Runs of work and of rest; one at an edge of the horizon may be short."""
    found = []
    start = 0
    for works, days in groupby(line, key=lambda x: x != _OFF):
        length = len(list(days))
        inside = start > 0 and start + length < len(line)
        if works and length > int(row[4]):
            found.append(f"{length} days of work from day {start}, at most {row[4]}")
        if works and inside and length < int(row[5]):
            found.append(f"{length} days of work from day {start}, at least {row[5]}")
        if not works and inside and length < int(row[6]):
            found.append(f"{length} days off from day {start}, at least {row[6]}")
        start += length
    return found


def _count(
    sections: dict[str, list[list[str]]], roster: dict[str, list[str]], report: RosterReport
) -> None:
    for name, day, shift, weight in sections["SECTION_SHIFT_ON_REQUESTS"]:
        report.requests += int(weight) * (roster[name][int(day)] != shift)
    for name, day, shift, weight in sections["SECTION_SHIFT_OFF_REQUESTS"]:
        report.requests += int(weight) * (roster[name][int(day)] == shift)
    for day, shift, need, under, over in sections["SECTION_COVER"]:
        there = sum(line[int(day)] == shift for line in roster.values())
        short, many = max(int(need) - there, 0), max(there - int(need), 0)
        report.cover += short * int(under) + many * int(over)
        report.uncovered += short
        report.overfull += many
