"""Everything that is given: the Instance."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from muster.engines.planner.model.leaves import (
    Amount,
    Balance,
    Clock,
    Count,
    HomeRule,
    Id,
    Ids,
    Positive,
    Record,
    Text,
    Weekday,
)  # fmt: skip


class Horizon(Record, frozen=True):
    """The planned period: day 0 is `start_date`; `timezone` only where clocks change."""

    start_date: dt.date
    days: Annotated[int, Meta(ge=1, le=3660)]
    timezone: str | None = None

    def weekday(self, day: int) -> int:
        """0 = Monday; `day` may lie outside the horizon."""
        return (self.start_date.weekday() + day) % 7


class Shift(Record, frozen=True):
    """Clock times; `end <= start` means the next calendar day."""

    id: Id
    start: Clock
    end: Clock
    night: bool = False
    handover_minutes: Annotated[int, Meta(ge=0, le=720)] = 0


class PostType(Record, frozen=True):
    """A kind of work; a person on such a post needs all `skills`."""

    id: Id
    skills: Ids = ()
    under_weight: Amount = 1.0


class Rules(Record, frozen=True):
    """Hard limits; None is no such limit. Hours are hours, `night_age_limit` is in years."""

    min_rest_hours: Amount | None = None
    max_consecutive_days: Count | None = None
    max_consecutive_nights: Count | None = None
    max_nights: Count | None = None
    max_shifts: Count | None = None
    max_hours: Amount | None = None
    min_crew: Count | None = None
    night_age_limit: Count | None = None
    first_secretary: bool | None = None
    home_community: HomeRule | None = None
    mixed_experience: Count | None = None


class Weights(Record, frozen=True):
    """Price of one unit of each objective term; `target_shifts` is a number of shifts."""

    under_cover: Amount = 1000.0
    over_cover: Amount = 0.0
    night: Amount = 0.0
    weekend: Amount = 0.0
    overtime: Amount = 0.0
    target_shifts: Count = 0
    isolated_on: Amount = 0.0
    isolated_off: Amount = 0.0
    request: Amount = 1.0
    fragment: Amount = 0.0
    commute_km: Amount = 0.0
    changed_cell: Amount = 0.0
    person_touched: Amount = 0.0
    hardship: Amount = 0.0


class HoursPattern(Record, frozen=True):
    """When a post is open; `weekdays` None is every day."""

    shifts: Ids
    weekdays: tuple[Weekday, ...] | None = None


class Post(Record, frozen=True):
    """A place of work. `points` that share a reliever are one post of `len(points) + 1`."""

    id: Id
    type: Id
    crew_min: Positive
    hours_pattern: HoursPattern
    points: Ids = ()
    hardship: Amount = 0.0

    def is_open(self, shift: str, weekday: int) -> bool:
        """Whether it may be staffed in `shift` on a day of that weekday (0 = Monday)."""
        pattern = self.hours_pattern
        return shift in pattern.shifts and (pattern.weekdays is None or weekday in pattern.weekdays)


class Demand(Record, frozen=True):
    """People wanted in a whole community on a day, in a shift, for a post type."""

    day: int
    shift: Id
    post_type: Id
    count: Count


class Community(Record, frozen=True):
    """Where people are sent; coordinates in km."""

    id: Id
    subdistrict: Id
    x_km: float
    y_km: float
    posts: tuple[Post, ...] = ()
    demand: tuple[Demand, ...] = ()


class Unit(Record, frozen=True):
    """Who sends people; `local` with `community`: that community's own staff, fixed there."""

    id: Id
    name: Text = ""
    level: Text = ""
    people: Ids = ()
    keep_together: bool = False
    min_team: Positive = 1
    group: Id | None = None
    allowed_subdistricts: Ids | None = None
    local: bool = False
    community: Id | None = None


class History(Record, frozen=True):
    """State at the end of day -1; `hours` and `shifts` are balances carried over."""

    last_shift: Id | None = None
    consecutive_days: Count = 0
    consecutive_nights: Count = 0
    hours: Balance = 0.0
    shifts: Count | None = None

    @property
    def experience(self) -> int:
        """Shifts worked before day 0, as far as the file proves them."""
        return self.consecutive_days if self.shifts is None else self.shifts


class Request(Record, frozen=True):
    """A wish for one day; `shift` None is any shift of it, `want` False asks not to work it."""

    day: int
    want: bool
    shift: Id | None = None
    weight: Amount = 1.0


class Limits(Record, frozen=True):
    """One person's overrides; left out, the rule stays as it is; null lifts it."""

    min_rest_hours: Amount | UnsetType | None = UNSET
    max_consecutive_days: Count | UnsetType | None = UNSET
    max_consecutive_nights: Count | UnsetType | None = UNSET
    max_nights: Count | UnsetType | None = UNSET
    max_shifts: Count | UnsetType | None = UNSET
    max_hours: Amount | UnsetType | None = UNSET


class Availability(Record, frozen=True):
    """What a volunteer can give; None is all."""

    weekdays: tuple[Weekday, ...] | None = None
    shifts: Ids | None = None


class Person(Record, frozen=True):
    """Somebody who may be planned; coordinates in km, `age` None where it is not known."""

    id: Id
    unit: Id
    x_km: float
    y_km: float
    skills: Ids = ()
    lead: bool = False
    age: Annotated[int, Meta(ge=0, le=150)] | None = None
    excluded_shifts: Ids = ()
    night_opt_in: bool = False
    leave: tuple[tuple[int, int], ...] = ()
    history: History = History()
    requests: tuple[Request, ...] = ()
    limits: Limits | None = None
    home_community: Id | None = None
    together: Ids = ()
    apart: Ids = ()
    availability: Availability | None = None


class Lock(Record, frozen=True):
    """Fixed by hand: a cell of the roster (`day`, `shift`, perhaps `post`), or a `community`."""

    person: Id
    day: int | None = None
    shift: Id | None = None
    post: Id | None = None
    community: Id | None = None


class Declared(Record, frozen=True):
    """Totals as the source states them; never used to compute."""

    people: int | None = None
    by_level: dict[Text, int] = {}


class Instance(Record, frozen=True, kw_only=True):
    """Everything that is given."""

    schema: Literal["muster-plan-input/1"]
    id: Id
    horizon: Horizon
    shifts: tuple[Shift, ...]
    post_types: tuple[PostType, ...]
    rules: Rules = Rules()
    weights: Weights = Weights()
    communities: tuple[Community, ...]
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    locks: tuple[Lock, ...] = ()
    declared: Declared | None = None
    meta: dict[str, Any] = {}


LIMITS = tuple(Limits.__struct_fields__)


def limits_of(rules: Rules, person: Person) -> Mapping[str, float | None]:
    """The six personal limits that hold for this person, by name; None is no limit."""
    found: dict[str, float | None] = {name: getattr(rules, name) for name in LIMITS}
    if person.limits is not None:
        own = ((name, getattr(person.limits, name)) for name in LIMITS)
        found.update((name, value) for name, value in own if value is not UNSET)
    return found


def least_crew(rules: Rules, post: Post) -> int:
    """The least people a post has when it is staffed at all."""
    return max(rules.min_crew or 1, post.crew_min)
