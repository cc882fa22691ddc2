"""What passes between the posts and those who build on them: drafts in, plans and lists out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from muster.operations.duty.enums import ALL_WEEK, Basis


@dataclass(frozen=True, slots=True)
class GearLine:
    """A thing a post needs: key of a standard item or an own label, how many, counted for what."""

    item: str
    quantity: int
    basis: str = Basis.POST
    label: str = ""

    def plain(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return {**asdict(self), "basis": str(self.basis)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDraft:
    """A post as somebody enters it. What is None or "" comes from its kind.

    `kind` and `pattern` are keys, `letters` the shifts of the pattern in which it is open, such as
    "DEN". `crew_min` None is the kind's, or one more than its `points`; `wanted` None the crew.
    """

    area_code: str
    kind: str
    number: int | None = None
    name: str = ""
    site: str = ""
    place: str = ""
    premises_code: str = ""
    contacts: str = ""
    pattern: str = ""
    letters: str = ""
    weekdays: int = ALL_WEEK
    points: int = 0
    crew_min: int | None = None
    wanted: int | None = None
    skills: tuple[str, ...] | None = None
    indoors: bool = False
    tent: bool = False
    heater: bool = False
    power: bool = False
    toilet: bool = False
    gear: tuple[GearLine, ...] | None = None
    joint_unit_ids: tuple[UUID, ...] = ()
    x_km: float | None = None
    y_km: float | None = None
    opens_on: date | None = None
    closes_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftDraft:
    """A shift of a command's own pattern; times are `HH:MM`."""

    letter: str
    starts: str
    ends: str
    label: str = ""
    night: bool = False
    handover_minutes: int = 15


@dataclass(frozen=True, slots=True)
class StepDraft:
    """A step of a checklist: a standard one by key, or an own word with what is done."""

    key: str = ""
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class SetUp:
    """What setting up several communities did: posts added by area, and those already there."""

    added: Mapping[str, int]
    there: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many posts were added in all."""
        return sum(self.added.values())


@dataclass(frozen=True, slots=True)
class Clash:
    """A field two people changed: what it was, what the other made it, what one wanted."""

    field: str
    was: Any
    now: Any
    wanted: Any
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShiftRef:
    """A shift of an instance: `id` is what the planner calls it."""

    id: str
    shift_id: UUID
    letter: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRules:
    """Hard rules of a plan, as in the planner's format (hours, days, counts, years)."""

    min_rest_hours: float | None = 11
    max_consecutive_days: int | None = 6
    max_consecutive_nights: int | None = 3
    max_nights: int | None = 5
    max_shifts: int | None = 12
    max_hours: float | None = None
    min_crew: int = 2
    night_age_limit: int | None = 55
    first_secretary: bool = True
    home_community: str | None = None
    mixed_experience: int | None = None

    def document(self) -> dict[str, Any]:
        """Return them as the format writes them."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWeights:
    """Price of one unit of each objective term, as in the planner's format."""

    under_cover: float = 1000
    over_cover: float = 10
    night: float = 1
    weekend: float = 1
    overtime: float = 1
    target_shifts: int = 10
    isolated_on: float = 2
    isolated_off: float = 1
    request: float = 1
    fragment: float = 20
    commute_km: float = 1
    changed_cell: float = 4
    person_touched: float = 8
    hardship: float = 1

    def document(self) -> dict[str, Any]:
        """Return them as the format writes them."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceRequest:
    """What a plan is asked for.

    `people` are ids of responders; `areas` narrows the posts to those below these codes, `post_ids`
    to certain ones, even closed. `everybody` keeps locals of communities that have no post. Shifts
    that have ended at `not_before`, when people assemble, are not asked for, nor what others keep:
    `staffed` has people by post, day and shift as the planner calls it. `history`, `requests` and
    `locks` are handed on as the format writes them: state at the end of day -1 and wishes by
    person, cells fixed by hand.
    """

    incident_id: UUID
    people: Sequence[UUID]
    starts_on: date
    days: int
    rules: PlanRules = field(default_factory=PlanRules)
    weights: PlanWeights = field(default_factory=PlanWeights)
    areas: Sequence[str] = ()
    post_ids: Sequence[UUID] = ()
    everybody: bool = False
    not_before: datetime | None = None
    staffed: Mapping[tuple[UUID, date, str], int] = field(default_factory=dict)
    history: Mapping[UUID, Mapping[str, Any]] = field(default_factory=dict)
    requests: Mapping[UUID, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    locks: Sequence[Mapping[str, Any]] = ()
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentDraft:
    """Where a plan sends a person: a community's code, or a site as the planner calls it."""

    responder_id: UUID
    area_code: str
    first_secretary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentDraft:
    """A shift of a plan: `day` counts from 0, `shift` is what the planner calls it."""

    responder_id: UUID
    post_id: UUID
    day: int
    shift: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MyShift:
    """A shift as the person sees it, with the names of the same crew and whom to call.

    `mark` is what `ui` draws: morning, evening or night.
    """

    assignment_id: UUID
    incident_id: UUID
    post_id: UUID
    post: str
    area_code: str
    place: str
    contacts: str
    day: date
    label: str
    mark: str
    starts_at: datetime
    ends_at: datetime
    crew: tuple[str, ...] = ()
    lead: str = ""
    what_to_bring: str = ""
    came_at: datetime | None = None
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrewMember:
    """Somebody on a roster: who, in which shift, came or not."""

    assignment_id: UUID
    responder_id: UUID
    name: str
    unit_id: UUID
    unit: str
    post_id: UUID
    post: str
    day: date
    label: str
    mark: str
    starts_at: datetime
    ends_at: datetime
    first_secretary: bool = False
    came_at: datetime | None = None
    left_at: datetime | None = None
    late_minutes: int = 0
    clock_off_minutes: int | None = None

    @property
    def present(self) -> bool:
        """True while on duty."""
        return self.came_at is not None and self.left_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPerson:
    """What one person is told of an edition; `first` is the first shift, None without any."""

    responder_id: UUID
    name: str
    unit_id: UUID
    area_code: str
    first_secretary: bool
    code: str
    shifts: int
    nights: int
    first: CrewMember | None
    place: str = ""
    lead: str = ""
