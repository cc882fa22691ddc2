"""What is wrong with a file: every fault with its path, so that one reading mends them all."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from muster.engines.planner.model import Instance
from muster.engines.planner.words import _

Param = str | int | float
Params = Mapping[str, Param]

#: English sentence of every code; the codes are the contract, the sentences a default.
FAULT_MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        # the file
        "not_utf8": _("the file is not in UTF-8"),
        "not_json": _("line {line}, column {column}: not JSON ({reason})"),
        "too_deep": _("lists and objects are nested too deeply"),
        "duplicate_key": _('the key "{key}" stands here twice'),
        "wrong_schema": _('the format must be "{expected}", not {found}'),
        "not_workbook": _("the file is no .xlsx workbook that can be read"),
        "workbook_too_large": _("unpacked, the workbook has more than {most} MB"),
        "no_sheet": _('there is no sheet "{sheet}"'),
        "no_column": _('there is no column "{column}"'),
        # one value
        "missing": _("is missing"),
        "not_object": _("{found} is no object"),
        "not_list": _("{found} is no list"),
        "wrong_length": _("must hold {expected} values, not {found}"),
        "not_text": _("{found} is no text"),
        "empty_text": _("must not be empty"),
        "too_long": _("has more than {most} characters"),
        "bad_text": _("holds characters that cannot be shown"),
        "not_whole": _("{found} is no whole number"),
        "not_number": _("{found} is no number"),
        "not_finite": _("{found} is no finite number"),
        "too_small": _("{found} is less than {least}"),
        "too_large": _("{found} is more than {most}"),
        "too_far": _("{found:g} km is further away than {most:g} km"),
        "not_bool": _("{found} is neither true nor false"),
        "not_date": _("{found} is no date like 2020-02-18"),
        "not_clock": _("{found} is no time from 00:00 to 23:59"),
        "not_choice": _("{found} is none of: {choices}"),
        "not_right": _("{reason}"),
        # tables
        "empty_list": _("the list is empty"),
        "duplicate_id": _('"{id}" stands already at {first}'),
        "calendar_ends": _("the whole horizon must lie from {first} to {last}"),
        "unknown_timezone": _('no time zone "{zone}"'),
        "no_shift": _('no shift "{id}"'),
        "no_post_type": _('no post type "{id}"'),
        "no_post": _('no post "{id}"'),
        "no_community": _('no community "{id}"'),
        "no_subdistrict": _('no community is in subdistrict "{id}"'),
        "no_unit": _('no unit "{id}"'),
        "no_person": _('no person "{id}"'),
        "day_outside": _("day {day} is outside the horizon of {days} days (0 to {last})"),
        "reversed": _("ends on day {to}, before it begins on day {since}"),
        "crew_of_points": _(
            "{points} points with one reliever need crew_min {expected}, not {found}"
        ),
        "duplicate_demand": _("the same day, shift and post type stand already at {first}"),
        "no_open_post": _(
            'no post of type "{type}" is open in community "{community}" '
            'in shift "{shift}" on day {day}'
        ),
        "nobody_qualified": _("such posts are wanted and nobody has all their skills: {skills}"),
        # people and units
        "listed_twice": _('"{id}" stands already at {first}'),
        "unit_without_person": _('unit "{unit}" does not list "{person}"'),
        "person_of_other_unit": _('"{person}" says unit "{unit}"'),
        "local_without_community": _("a local unit needs its community"),
        "more_nights": _("{nights} nights in a row are more than {days} days in a row"),
        "with_oneself": _("names the person themselves"),
        "together_and_apart": _('"{id}" stands in together and in apart'),
        # locks
        "lock_unclear": _("a lock has either community, or day and shift"),
        "lock_twice": _("contradicts {first}"),
        "lock_closed": _('post "{post}" is not open in shift "{shift}" on day {day}'),
        "lock_elsewhere": _('"{person}" belongs to community "{community}", the post does not'),
        "lock_leave": _('"{person}" is on leave on day {day}'),
        "lock_excluded": _('"{person}" is never to get shift "{shift}"'),
        "lock_age": _('"{person}" is {age}; nights end at {limit}'),
        "lock_unavailable": _('"{person}" is not available for shift "{shift}" on day {day}'),
        "lock_skills": _('"{person}" lacks {skills}'),
        "lock_subdistrict": _('unit "{unit}" may not be sent to subdistrict "{subdistrict}"'),
        "lock_home": _('"{person}" lives in community "{community}"'),
        "lock_local": _('unit "{unit}" is fixed in community "{community}"'),
        "lock_rest": _("{hours:g} hours of rest after {before}, {least:g} are needed"),
        "lock_limit": _('{rule}: {found:g} locked for "{person}", {most:g} allowed'),
        "lock_apart": _('"{person}" and "{other}" are never to be in one crew'),
        # grids of a plan's workbook
        "no_grid": _("no sheet is the grid of a community of the instance"),
        "other_title": _("here stands {found}, not {expected}: were columns moved?"),
        "post_unsaid": _("{found} is more than one shift: say at which post, as {shift}@post"),
        # edits by hand
        "stale": _('"{person}" has {found} on day {day}, not {expected}'),
        "not_sent": _('"{person}" is sent to no community: say to which, or name the post'),
        "no_post_open": _('no post of "{community}" is open in shift "{shift}" on day {day}'),
    }
)  # fmt: skip

SHOWN = 200
_TABLES = {name: at for at, name in enumerate(("", *Instance.__struct_fields__))}
QUOTED = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: `path` as `people[17].unit` ("" is the file), `sentence` in English.

    `code` is a key of `FAULT_MESSAGES` and `params` fill it; callers translate by code.
    """

    path: str
    code: str
    sentence: str
    params: Params

    @property
    def message(self) -> str:
        """The English sentence with gaps, which is the id of its translation."""
        return FAULT_MESSAGES[self.code]

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}" if self.path else self.sentence


def fault(path: str, code: str, **params: Param) -> Fault:
    """A fault with the English sentence of its code."""
    return Fault(path, code, FAULT_MESSAGES[code].format(**params), params)


class InstanceFaults(Exception):
    """A file that cannot be used.

    `faults` are the first 200 found, `more` the number of those left out, and
    `counts` how many of each code there are altogether.
    """

    def __init__(self, faults: Iterable[Fault], counts: Mapping[str, int]) -> None:
        self.faults = tuple(faults)
        self.counts = dict(counts)
        self.more = sum(self.counts.values()) - len(self.faults)
        lines = [str(found) for found in self.faults]
        super().__init__("\n".join([*lines, f"and {self.more} more"] if self.more else lines))


class Faults:
    """Collects faults; at most one for a path, so that a broken value is not blamed twice."""

    def __init__(self) -> None:
        self.shown: list[Fault] = []
        self.counts: Counter[str] = Counter()
        self._paths: set[str] = set()

    def add(self, path: str, code: str, **params: Param) -> None:
        """Note a fault, unless something is known to be wrong at `path` or around it."""
        if self.known(path):
            return
        self._paths.add(path)
        self.counts[code] += 1
        if len(self.shown) < SHOWN:
            self.shown.append(fault(path, code, **params))

    def known(self, path: str) -> bool:
        """Whether a fault stands at `path` or at something that holds it."""
        while path not in self._paths:
            cut = max(path.rfind("."), path.rfind("["))
            if cut <= 0:
                return False
            path = path[:cut]
        return True

    def inside(self, path: str) -> bool:
        """Whether a fault stands at something that `path` holds."""
        held = (f"{path}.", f"{path}[") if path else ""
        return any(found.startswith(held) for found in self._paths)

    def stop(self) -> None:
        """Raise what was found.

        Raises:
            InstanceFaults: where something was.
        """
        if self.counts:
            raise InstanceFaults(sorted(self.shown, key=_place), self.counts)


def _place(found: Fault) -> tuple[int, list[int]]:
    """Where in the file a fault stands: tables in the order of the format, then row by row."""
    table, *_rest = re.split(r"[.\[]", found.path)
    numbers = [int(number) for number in re.findall(r"\[(\d+)\]", found.path)]
    return _TABLES.get(table, len(_TABLES)), numbers


def shown(value: object) -> str:
    """A value of the file as a message quotes it."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            text = '"' + value.encode("utf-8", "replace").decode() + '"'
        case list() | tuple():
            return "a list"
        case Mapping():
            return "an object"
        case _:
            text = str(value)
    return text if len(text) <= QUOTED else text[: QUOTED - 1] + "…"
