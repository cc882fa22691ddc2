"""What an instance of the public roster set says, as its file says it."""

from dataclasses import dataclass

DAYS_A_WEEK = 7
SATURDAY, SUNDAY = 5, 6
"""Every instance starts on a Monday."""
DAY_OFF = "-"
"""A day off in a written roster."""


@dataclass(frozen=True)
class Shift:
    """One kind of shift; `not_after` are the indexes of shifts that may not follow it next day."""

    name: str
    minutes: int
    not_after: frozenset[int]


@dataclass(frozen=True)
class Person:
    """One person's hard rules. `caps` has one number a shift, `days_off` are days from 0."""

    name: str
    caps: tuple[int, ...]
    max_minutes: int
    min_minutes: int
    max_run: int
    min_run: int
    min_rest: int
    max_weekends: int
    days_off: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Request:
    """A shift that somebody asks for (`on`) or asks to be spared; `weight` where it is not met."""

    person: int
    day: int
    shift: int
    weight: int
    on: bool


@dataclass(frozen=True)
class Cover:
    """How many people a shift of a day should have, and what each one less or more costs."""

    day: int
    shift: int
    need: int
    under: int
    over: int


@dataclass(frozen=True)
class Instance:
    """A whole instance; people, shifts and days are meant by their index everywhere."""

    days: int
    shifts: tuple[Shift, ...]
    people: tuple[Person, ...]
    requests: tuple[Request, ...]
    cover: tuple[Cover, ...]
