"""Buildings and dwellings by pattern: 12 buildings × 3 entrances × 18 floors × 4 doors."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from muster.platform.places.codes import code_below, highest_number
from muster.platform.places.enums import PremisesKind

MOST_PLACES = 20_000
"""Places one batch may add: more is more likely a slip of the finger than a neighbourhood."""

_LETTERS = 26


class BuildingStyle(TextChoices):
    """How buildings are called; `{n}` is the number."""

    HAO_LOU = "{n}号楼", _("3号楼")
    LOU = "{n}楼", _("3楼")
    DONG = "{n}栋", _("3栋")
    ZHUANG = "{n}幢", _("3幢")
    ZUO = "{n}座", _("3座")
    LETTER = "{a}座", _("C座")


class EntranceStyle(TextChoices):
    """How entrances are called."""

    DANYUAN = "{n}单元", _("2单元")
    MEN = "{n}门", _("2门")


class DoorStyle(TextChoices):
    """How dwellings are called: by floor and door, or counted through an entrance."""

    FLOOR_DOOR = "{floor}{door:02d}", "1801"
    DASHED = "{floor}-{door}", "18-1"
    COUNTED = "{n}", _("69, counted from the ground")


class PatternFault(ValueError):
    """A pattern cannot be laid out; `field` names the number that is wrong, `highest` its limit."""

    def __init__(self, field: str, highest: int) -> None:
        super().__init__(f"{field} goes beyond {highest}")
        self.field = field
        self.highest = highest


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to lay out. Every number counts what stands there: skipped numbers are not places.

    Without entrances (0) dwellings lie directly in the building; without doors (0) there are no
    dwellings. `doors_run_on` numbers doors through all entrances of a floor (1801–1804 in the
    first, 1805–1808 in the second) instead of anew in each.
    """

    buildings: int
    entrances: int = 0
    floors: int = 0
    doors: int = 0
    first_building: int = 1
    skip_buildings: frozenset[int] = frozenset()
    skip_floors: frozenset[int] = frozenset()
    skip_doors: frozenset[int] = frozenset()
    building_style: str = BuildingStyle.HAO_LOU
    entrance_style: str = EntranceStyle.DANYUAN
    door_style: str = DoorStyle.FLOOR_DOOR
    doors_run_on: bool = False

    @property
    def total(self) -> int:
        """How many places it adds."""
        entrances = self.buildings * self.entrances
        dwellings = self.buildings * max(self.entrances, 1) * self.floors * self.doors
        return self.buildings + entrances + dwellings


@dataclass(frozen=True, slots=True)
class PlannedPlace:
    """A place a pattern would add."""

    code: str
    kind: PremisesKind
    name: str
    floor: int | None = None


def lay_out(pattern: Pattern, parent: str) -> Iterator[PlannedPlace]:
    """Yield the places of a pattern below `parent` (a community or compound), buildings in order.

    Raises:
        PatternFault: a number does not fit into a code.

    """
    _check(pattern)
    for number in building_numbers(pattern):
        code = code_below(parent, PremisesKind.BUILDING, number)
        yield PlannedPlace(code, PremisesKind.BUILDING, building_name(pattern, number))
        if not pattern.entrances:
            yield from _dwellings(pattern, code, 0)
        for entrance in range(pattern.entrances):
            entrance_code = code_below(code, PremisesKind.ENTRANCE, entrance + 1)
            name = pattern.entrance_style.format(n=entrance + 1)
            yield PlannedPlace(entrance_code, PremisesKind.ENTRANCE, name)
            yield from _dwellings(pattern, entrance_code, entrance)


def building_numbers(pattern: Pattern) -> list[int]:
    """Return the numbers of the buildings."""
    return _numbers(pattern.buildings, pattern.skip_buildings, pattern.first_building)


def building_name(pattern: Pattern, number: int) -> str:
    """Return what a building is called."""
    letter = chr(ord("A") + (number - 1) % _LETTERS)
    return pattern.building_style.format(n=number, a=letter)


def parse_skipped(text: str) -> frozenset[int]:
    """Return the numbers a person listed as not used: "4, 13、14" → {4, 13, 14}.

    Raises:
        ValueError: something in it is not a number.

    """
    for mark in "，、；; \t":
        text = text.replace(mark, ",")
    return frozenset(int(part) for part in text.split(",") if part)


def _numbers(many: int, skipped: frozenset[int], first: int = 1) -> list[int]:
    return list(islice((n for n in count(first) if n not in skipped), many))


def _dwellings(pattern: Pattern, parent: str, entrance: int) -> Iterator[PlannedPlace]:
    floors = _numbers(pattern.floors, pattern.skip_floors)
    before = entrance * pattern.doors if pattern.doors_run_on else 0
    doors = _numbers(before + pattern.doors, pattern.skip_doors)[before:]
    counted = count(entrance * len(floors) * len(doors) + 1 if pattern.doors_run_on else 1)
    for floor in floors:
        for door in doors:
            n = next(counted)
            number = n if pattern.door_style == DoorStyle.COUNTED else floor * 100 + door
            code = code_below(parent, PremisesKind.DWELLING, number)
            name = pattern.door_style.format(floor=floor, door=door, n=n)
            yield PlannedPlace(code, PremisesKind.DWELLING, name, floor)


def _check(pattern: Pattern) -> None:
    numbers = building_numbers(pattern)
    letters = _LETTERS if pattern.building_style == BuildingStyle.LETTER else 10**9
    most_buildings = min(highest_number(PremisesKind.BUILDING), letters)
    if not numbers or numbers[0] < 1 or numbers[-1] > most_buildings:
        raise PatternFault("buildings", most_buildings)
    if pattern.entrances > (most := highest_number(PremisesKind.ENTRANCE)):
        raise PatternFault("entrances", most)
    if pattern.total > MOST_PLACES:
        raise PatternFault("total", MOST_PLACES)
    entrances = max(pattern.entrances, 1)
    across = entrances if pattern.doors_run_on else 1
    if pattern.door_style == DoorStyle.COUNTED:
        if pattern.floors * pattern.doors * across > (
            most := highest_number(PremisesKind.DWELLING)
        ):
            raise PatternFault("doors", most)
        return
    most = 99
    if pattern.floors and _numbers(pattern.floors, pattern.skip_floors)[-1] > most:
        raise PatternFault("floors", most)
    if pattern.doors and _numbers(pattern.doors * across, pattern.skip_doors)[-1] > most:
        raise PatternFault("doors", most)
