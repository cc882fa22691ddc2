"""What passes between this register and those who build on it: drafts in, planning facts out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.platform.files.contracts import register_title
from muster.registers.responders.enums import FiveOnes, LimitKind, Position

PEOPLE_LIST = register_title("responders.people", _("Responders"))
UNIT_LIST = register_title("responders.units", _("List of sending units"))
"""What lists of the register are called where they are exported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDraft:
    """A person as somebody enters them. Numbers are as written; services bring them into form.

    `skills` are keys of skills (`enums.STANDARD_SKILLS` or a command's own); coordinates are in km
    on the command's schematic plane.
    """

    name: str
    unit_id: UUID
    sex: str = ""
    birth_date: date | None = None
    identity_number: str = ""
    phone: str = ""
    home_place: str = ""
    home_area_code: str = ""
    home_x_km: float | None = None
    home_y_km: float | None = None
    position: str = Position.STAFF
    can_lead: bool = False
    licence: str = ""
    night_opt_in: bool = False
    skills: tuple[str, ...] = ()
    limits: tuple[LimitKind, ...] = ()
    joined_on: date | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """A time in which a person does not come; `ends_at` None: until they are back."""

    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningPerson:
    """What a plan may know of a person: no numbers, no address, no causes.

    `limits` maps each limit in force to its number (None where it has none). `week` holds the hours
    given on each day, Monday first; None means all of them.
    """

    id: UUID
    unit_id: UUID
    name: str
    level: str
    age: int | None
    can_lead: bool
    night_opt_in: bool
    licence: str
    home_area_code: str
    x_km: float | None
    y_km: float | None
    skills: tuple[str, ...] = ()
    limits: dict[str, int | None] = field(default_factory=dict)
    week: tuple[frozenset[int], ...] | None = None
    absences: tuple[Absence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningUnit:
    """What a plan may know of a unit. `local_community` is set for people who stay in theirs."""

    id: UUID
    name: str
    level: str
    group: str
    keep_together: bool
    min_team: int
    local_community: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDraft:
    """A temporary team of a published roster: `key` says what for, among those of one roster."""

    key: str
    name: str
    community_code: str
    leader_id: UUID | None
    members: frozenset[UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingDraft:
    """A pairing as a sheet gives it: people found on the register by id, else what was written."""

    unit_id: UUID
    community_code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PairingRef:
    """A pairing as others show it; `parts` says each of the five ones, "" where missing."""

    id: UUID
    unit_id: UUID
    unit: str
    community_code: str
    parts: Mapping[FiveOnes, str]

    @property
    def missing(self) -> list[FiveOnes]:
        """Which of the five ones are not there yet."""
        return [part for part, words in self.parts.items() if not words]

    @classmethod
    def of(cls, pairing: Any) -> "PairingRef":
        """Describe a row of `queries.pairings`."""
        return cls(
            pairing.id,
            pairing.unit_id,
            pairing.unit.name,
            pairing.community_code,
            {part: pairing.words_of(part) for part in FiveOnes},
        )
