"""Everything that is decided: the Plan, and who drops out of it."""

from typing import Any

from muster.engines.planner.model.leaves import Id, Record


class Row(Record, frozen=True):
    """One working day of one person."""

    person: Id
    day: int
    shift: Id
    post: Id


class Plan(Record, frozen=True, omit_defaults=False):
    """Everything that is decided; `meta` is what the solver claims of it. What is empty is said."""

    assignment: dict[str, str] = {}
    first_secretary: dict[str, str] = {}
    roster: tuple[Row, ...] = ()
    meta: dict[str, Any] = {}


class Absence(Record, frozen=True):
    """Somebody drops out from `from_day` to `to_day`, both included; None is to the end."""

    person: Id
    from_day: int
    to_day: int | None = None
