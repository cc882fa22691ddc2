"""What other packages hold of a place: codes and names, never rows."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from os.path import commonprefix
from uuid import UUID

from muster.kernel.actors import Actor
from muster.platform.places.enums import PremisesKind

OFFICIAL_LENGTHS = (2, 4, 6, 9, 12)
COMMUNITY_LENGTH = 12
TILE_CHARACTERS = 6
"""What a tile holds: four characters and a second line of two beside the count."""
CODE_LENGTHS: Mapping[PremisesKind, int] = {
    PremisesKind.COMMUNITY: COMMUNITY_LENGTH,
    PremisesKind.COMPOUND: 15,
    PremisesKind.BUILDING: 18,
    PremisesKind.ENTRANCE: 20,
    PremisesKind.DWELLING: 24,
    PremisesKind.SHOP: 24,
    PremisesKind.WORKPLACE: 24,
    PremisesKind.INSTITUTION: 24,
}
"""Digits of a code by kind: community 12, compound + 3, building + 3, entrance + 2, door + 4."""

PREMISES_LENGTHS = (15, 18, 20, 24)
DOOR_LENGTH = 24


@dataclass(frozen=True, slots=True)
class AreaRef:
    """An official area as others show it. `name` is the place without its office (静园社区)."""

    code: str
    name: str
    level: int = field(compare=False)
    short_name: str = field(compare=False, default="")
    has_children: bool = field(compare=False, default=False)

    @property
    def tile_name(self) -> str:
        """The short name as far as a tile holds it, both ends kept. Beside others: `tile_names`."""
        name = self.short_name or self.name
        return name if len(name) <= TILE_CHARACTERS else f"{name[:2]}…{name[-2:]}"


def tile_names(areas: Sequence[AreaRef]) -> dict[str, str]:
    """Return by code what each area of a group is called on its tile, no two alike.

    Long names that differ in the middle alone keep that part: 友谊北里东区第一 and 友谊南里东区第一
    are 北里东区第一 and 南里东区第一.
    """
    alike: dict[str, list[AreaRef]] = {}
    for area in areas:
        alike.setdefault(area.tile_name, []).append(area)
    names = {area.code: area.tile_name for area in areas}
    for group in alike.values():
        if len(group) > 1:
            shared = commonprefix([each.short_name or each.name for each in group])  # noqa: RUF071
            begin = len(shared)
            for area in group:
                whole = area.short_name or area.name
                name = whole[begin:] or whole
                names[area.code] = (
                    name if len(name) <= TILE_CHARACTERS else f"{name[:2]}…{name[-2:]}"
                )
    return names


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """An area that fits what was typed; `path` holds the names above it."""

    area: AreaRef
    path: tuple[str, ...]
    valid_to: date | None = None
    also_called: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """What the official edition has at or below an area."""

    areas: int
    communities: int


@dataclass(frozen=True, slots=True)
class Stats:
    """What is shipped and what is loaded."""

    areas: int
    communities: int
    loaded_areas: int
    loaded_communities: int
    data_date: date


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import of areas did; `added` and the rest count areas."""

    areas: int
    communities: int
    added: int
    renamed: int
    ended: int


@dataclass(frozen=True, slots=True)
class PremisesRef:
    """A place below the community. `path` holds the names from the community down to it."""

    id: UUID
    code: str
    kind: PremisesKind
    name: str
    path: tuple[str, ...] = ()


InUse = Callable[[UUID, Collection[str]], Iterable[str]]
"""Given a tenant and codes of premises, return those that something still refers to."""

_uses: dict[str, InUse] = {}


def register_use(name: str, in_use: InUse) -> None:
    """Let a package that keeps codes of premises say which must not be taken back."""
    _uses[name] = in_use


def codes_in_use(tenant_id: UUID, codes: Collection[str]) -> set[str]:
    """Return the codes that some package still refers to."""
    return {code for in_use in _uses.values() for code in in_use(tenant_id, codes)}


@dataclass(frozen=True, slots=True)
class People:
    """What a register of people answers: names by id, and who could answer for an area.

    Places knows a responsible person by id alone and asks for the name.
    """

    names: Callable[[Actor, Collection[UUID]], Mapping[UUID, str]]
    candidates: Callable[[Actor, str], Sequence[tuple[UUID, str]]]


_installed: list[People] = []


def install_people(people: People) -> None:
    """Plug in the register of people; the last one installed is asked."""
    _installed[:] = [people]


def names_of(actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the names of people; a person nobody knows has none."""
    return _installed[0].names(actor, ids) if _installed and ids else {}


def candidates_for(actor: Actor, area_code: str) -> Sequence[tuple[UUID, str]]:
    """Return (id, name) of people who could answer for a grid of the area."""
    return _installed[0].candidates(actor, area_code) if _installed else ()
