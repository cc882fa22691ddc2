"""Instance and Plan, field by field as `muster-plan-input/1` writes them.

Everything is frozen and holds ids, never references. Lists of the file are tuples; a field that
the format marks optional, or whose absence can mean one thing only, has that as its default.

Where the format leaves a reading open, this is the one the whole engine follows:

- `History.shifts` (an addition) counts the shifts worked before day 0 and serves
  `mixed_experience` alone: experience at a shift is that count plus the person's earlier shifts in
  the horizon. Left out, it is `consecutive_days`, which is what the file does prove.
- `Person.together`: every crew of this person has all of them in it. It binds one way, as for a
  learner and a mentor; listed by both, the two work the same shifts. `Person.apart` binds both
  ways, whoever lists it.
- `Person.home_community` with rule `forbid`: not assigned there. With `prefer` assigned there
  where that costs no more than 2 km of way, and reported; it is no term of the objective.
- `Shift.handover_minutes`: the crew stays so long past `end`. It counts for rest and for hours.
- `Unit.local` people and a lock on a community stand in `Plan.assignment` like everybody else.
- A lock has either `community`, or `day` and `shift`. A day off fixed by hand is leave.
- `hardship` of a person is h(h-1)/2, never below 0, h being the sum over their shifts of the
  post's hardship. It is in neither of the two objectives: points are given after the shifts.
"""

from muster.engines.planner.model.decided import Absence, Plan, Row
from muster.engines.planner.model.given import (
    LIMITS,
    Availability,
    Community,
    Declared,
    Demand,
    History,
    Horizon,
    HoursPattern,
    Instance,
    Limits,
    Lock,
    Person,
    Post,
    PostType,
    Request,
    Rules,
    Shift,
    Unit,
    Weights,
    least_crew,
    limits_of,
)
from muster.engines.planner.model.leaves import SCHEMA

__all__ = [
    "LIMITS",
    "SCHEMA",
    "Absence",
    "Availability",
    "Community",
    "Declared",
    "Demand",
    "History",
    "Horizon",
    "HoursPattern",
    "Instance",
    "Limits",
    "Lock",
    "Person",
    "Plan",
    "Post",
    "PostType",
    "Request",
    "Row",
    "Rules",
    "Shift",
    "Unit",
    "Weights",
    "least_crew",
    "limits_of",
]
