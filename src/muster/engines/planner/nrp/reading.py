"""Read the text format of the public roster set: `SECTION_*` blocks of comma-separated lines.

Every fault is named with its line, so that one reading mends them all. Lines that begin with `#`
are comments; sections may come in the order of the set only, as later ones name what earlier ones
define.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from muster.engines.planner.nrp.model import DAY_OFF, Cover, Instance, Person, Request, Shift

_STAFF_FIELDS = 8
_MOST = 10**9
_MOST_DAYS = 3660


@dataclass(frozen=True)
class LineFault:
    """What is wrong in line `line` (from 1; 0: the file as a whole)."""

    line: int
    sentence: str


class RosterFaults(ValueError):
    """The file cannot be used; `faults` are in the order of their lines."""

    def __init__(self, faults: list[LineFault]) -> None:
        super().__init__("; ".join(f"line {fault.line}: {fault.sentence}" for fault in faults))
        self.faults = faults


def read_roster_instance(content: bytes) -> Instance:
    """Return the instance in a file.

    Raises:
        RosterFaults: the file is no instance; carries every fault with its line.

    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise RosterFaults([LineFault(line, "is not in UTF-8.")]) from None
    reader = _Reader()
    reader.read(text)
    return reader.finish()


class _Follows(Exception):
    """The line names what a line above failed to define; that fault is told already."""


class _Wrong(Exception):
    """A fault of the line at hand."""


class _Reader:
    def __init__(self) -> None:
        self.faults: list[LineFault] = []
        self.days = 0
        self.shifts: dict[str, tuple[int, int, tuple[str, ...]]] = {}  # index, minutes, not after
        self.people: dict[str, tuple[int, Person]] = {}
        self.requests: list[Request] = []
        self.cover: dict[tuple[int, int], Cover] = {}
        self.shift_lines: dict[str, int] = {}
        self.seen: dict[str, int] = {}
        self.failed: set[str] = set()  # people and shifts whose own line has a fault
        self.sections: dict[str, Callable[[list[str]], None]] = {
            "SECTION_HORIZON": self._horizon,
            "SECTION_SHIFTS": self._shift,
            "SECTION_STAFF": self._person,
            "SECTION_DAYS_OFF": self._days_off,
            "SECTION_SHIFT_ON_REQUESTS": lambda row: self._request(row, on=True),
            "SECTION_SHIFT_OFF_REQUESTS": lambda row: self._request(row, on=False),
            "SECTION_COVER": self._cover,
        }

    def read(self, text: str) -> None:
        """Take every line; keep the faults."""
        section: Callable[[list[str]], None] | None = None
        for number, whole in enumerate(text.splitlines(), start=1):
            line = whole.strip()
            if not line or line.startswith("#"):
                continue
            self.line = number
            try:
                if line.startswith("SECTION_"):
                    section = None
                    section = self._begin(line)
                elif section is not None:
                    section([part.strip() for part in line.split(",")])
                elif not self.seen:
                    raise _Wrong("stands before the first section.")  # noqa: TRY301
            except _Wrong as wrong:
                self.faults.append(LineFault(number, str(wrong)))
                self.failed.add(line.partition(",")[0].strip())
            except _Follows:
                self.failed.add(line.partition(",")[0].strip())

    def finish(self) -> Instance:
        """Return the instance, or raise every fault."""
        known = {name: index for name, (index, _, _) in self.shifts.items()}
        for name, (_, _, forbidden) in self.shifts.items():
            for other in forbidden:
                if other not in known and other not in self.failed:
                    line = self.shift_lines[name]
                    self.faults.append(LineFault(line, f'there is no shift "{other}".'))
        for section, found in (
            ("SECTION_HORIZON", self.days),
            ("SECTION_SHIFTS", self.shifts),
            ("SECTION_STAFF", self.people),
            ("SECTION_COVER", self.cover),
        ):
            if not found and not self.faults:
                self.faults.append(LineFault(0, f"{section} is missing or empty."))
        if not self.faults and (cut := self._cut_off()):
            self.faults.append(LineFault(self.line, f"{cut} Where nobody is wanted, write 0."))
        if self.faults:
            raise RosterFaults(sorted(self.faults, key=lambda fault: fault.line))
        return Instance(
            days=self.days,
            shifts=tuple(
                Shift(name, minutes, frozenset(known[other] for other in forbidden))
                for name, (_, minutes, forbidden) in self.shifts.items()
            ),
            people=tuple(person for _, person in self.people.values()),
            requests=tuple(self.requests),
            cover=tuple(self.cover.values()),
        )

    def _cut_off(self) -> str | None:
        """Say so where the cover ends before the horizon, as in a file that was cut off."""
        last = max(day for day, _ in self.cover)
        if last < self.days - 1:
            return f"SECTION_COVER ends with day {last} of 0 to {self.days - 1}: days are missing."
        daily = set.intersection(
            *({shift for at, shift in self.cover if at == day} for day in range(last))
        ) if last else set()  # fmt: skip
        missing = sorted(daily - {shift for day, shift in self.cover if day == last})
        if not missing:
            return None
        names = ", ".join(name for name, (at, _, _) in self.shifts.items() if at in missing)
        return f"SECTION_COVER ends without {names} of day {last}, the last: lines are missing."

    def _begin(self, line: str) -> Callable[[list[str]], None]:
        if line not in self.sections:
            raise _Wrong(f"there is no section {line}. Known: {', '.join(self.sections)}.")
        if line in self.seen:
            raise _Wrong(f"{line} stands already in line {self.seen[line]}.")
        self.seen[line] = self.line
        return self.sections[line]

    def _horizon(self, row: list[str]) -> None:
        if self.days:
            raise _Wrong("the horizon is given already; its section holds one number of days.")
        self.days = _whole(_fields(row, 1)[0], "the horizon", least=1, most=_MOST_DAYS)

    def _shift(self, row: list[str]) -> None:
        name, minutes, forbidden = _fields(row, 3)
        if name in self.shifts:
            raise _Wrong(f'the shift "{name}" stands already in line {self.shift_lines[name]}.')
        if not name or name == DAY_OFF or any(c.isspace() or c in "=|" for c in name):
            raise _Wrong(
                f'"{name}" cannot name a shift: it is empty, "-", or holds a space, = or |.'
            )
        length = _whole(minutes, "the length", least=1)
        others = tuple(other.strip() for other in forbidden.split("|") if other.strip())
        self.shifts[name] = len(self.shifts), length, others
        self.shift_lines[name] = self.line

    def _person(self, row: list[str]) -> None:
        name, caps, *rest = _fields(row, _STAFF_FIELDS)
        if not name:
            raise _Wrong("the person has no name.")
        if name in self.people:
            raise _Wrong(f'the person "{name}" stands already above.')
        words = (
            "MaxTotalMinutes",
            "MinTotalMinutes",
            "MaxConsecutiveShifts",
            "MinConsecutiveShifts",
            "MinConsecutiveDaysOff",
            "MaxWeekends",
        )
        numbers = [_whole(field, word) for field, word in zip(rest, words, strict=True)]
        if numbers[1] > numbers[0]:
            raise _Wrong(f"MinTotalMinutes {numbers[1]} is above MaxTotalMinutes {numbers[0]}.")
        if numbers[3] > max(numbers[2], 1):
            raise _Wrong(
                f"MinConsecutiveShifts {numbers[3]} is above MaxConsecutiveShifts {numbers[2]}."
            )
        most, least, *runs = numbers
        person = Person(name, self._caps(caps), most, least, runs[0], runs[1], runs[2], runs[3])
        self.people[name] = len(self.people), person

    def _caps(self, text: str) -> tuple[int, ...]:
        given: dict[str, int] = {}
        for part in filter(None, (part.strip() for part in text.split("|"))):
            shift, equals, most = part.partition("=")
            if equals and shift.strip() in self.failed - self.shifts.keys():
                raise _Follows
            if not equals or shift.strip() not in self.shifts:
                raise _Wrong(f'"{part}" is no SHIFT=MOST of a shift defined above.')
            if shift.strip() in given:
                raise _Wrong(f'the shift "{shift.strip()}" is limited twice.')
            given[shift.strip()] = _whole(most, f"the most shifts {shift.strip()}")
        if missing := [shift for shift in self.shifts if shift not in given]:
            raise _Wrong(f"MaxShifts does not say how many {', '.join(missing)} are allowed.")
        return tuple(given[shift] for shift in self.shifts)

    def _days_off(self, row: list[str]) -> None:
        index, person = self._who(row[0])
        days = frozenset(self._day(field) for field in row[1:])
        self.people[person.name] = index, replace(person, days_off=person.days_off | days)

    def _request(self, row: list[str], *, on: bool) -> None:
        name, day, shift, weight = _fields(row, 4)
        who, _ = self._who(name)
        request = Request(who, self._day(day), self._which(shift), _whole(weight, "the weight"), on)
        self.requests.append(request)

    def _cover(self, row: list[str]) -> None:
        fields = _fields(row, 5)
        day, shift = self._day(fields[0]), self._which(fields[1])
        if (day, shift) in self.cover:
            raise _Wrong(f'day {day}, shift "{fields[1]}" has its cover already above.')
        words = "the requirement", "the weight for under", "the weight for over"
        numbers = [_whole(field, word) for field, word in zip(fields[2:], words, strict=True)]
        self.cover[day, shift] = Cover(day, shift, *numbers)

    def _who(self, name: str) -> tuple[int, Person]:
        if name not in self.people:
            if name in self.failed:
                raise _Follows
            raise _Wrong(f'there is no person "{name}".')
        return self.people[name]

    def _which(self, shift: str) -> int:
        if shift not in self.shifts:
            if shift in self.failed:
                raise _Follows
            raise _Wrong(f'there is no shift "{shift}".')
        return self.shifts[shift][0]

    def _day(self, field: str) -> int:
        day = _whole(field, "the day")
        if not self.days:
            raise _Follows
        if day >= self.days:
            raise _Wrong(f"day {day} is outside the horizon of {self.days} days.")
        return day


def _fields(row: list[str], count: int) -> list[str]:
    if len(row) != count:
        raise _Wrong(f"has {len(row)} fields between commas, not {count}.")
    return row


def _whole(field: str, what: str, *, least: int = 0, most: int = _MOST) -> int:
    if not (field.isascii() and field.isdigit() and len(field) <= len(str(_MOST))):
        raise _Wrong(f'{what} is "{field}", no whole number.')
    number = int(field)
    if not least <= number <= most:
        raise _Wrong(f"{what} is {number}; it must be from {least} to {most}.")
    return number
