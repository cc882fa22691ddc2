"""What the validator says of a plan."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from muster.engines.planner.words import _

Param = str | int | float

#: English sentence of every code, by kind of finding. Callers translate by code.
VIOLATIONS: Mapping[str, str] = MappingProxyType(
    {
        # what a plan names must exist
        "no_person": _("{where}: nobody has the id {person}."),
        "no_community": _("{where}: no community has the id {community}."),
        "no_row": _("Row {row} ({person}, day {day}): {what} {id} does not exist."),
        "day_outside": _("Row {row}: {person} works on day {day}, outside the horizon."),
        # 1 to 5: one person's roster
        "two_shifts": _("{person} works {count} shifts on day {day}: {shifts}."),
        "rest": _(
            "{person} rests {hours:g} h, not {least:g}, between shift {before} of day {since} "
            "and shift {shift} of day {day}."
        ),
        "consecutive_days": _(
            "{person} works {found:g} days in a row up to day {day}; {most:g} may be."
        ),
        "consecutive_nights": _(
            "{person} works {found:g} nights in a row up to day {day}; {most:g} may be."
        ),
        "max_nights": _("{person} works {found:g} nights; {most:g} may be."),
        "max_shifts": _("{person} works {found:g} shifts; {most:g} may be."),
        "max_hours": _("{person} works {found:g} h; {most:g} may be."),
        "leave": _("{person} works shift {shift} on day {day}, which is leave."),
        "excluded_shift": _("{person} works shift {shift} on day {day} and is never to get it."),
        "night_age": _(
            "{person} is {age} and works night {shift} on day {day}; the limit is {most}."
        ),
        "availability": _("{person} works shift {shift} on day {day} and did not offer it."),
        "lock": _("{person} is fixed to shift {shift} on day {day} and does not work it."),
        "lock_post": _(
            "{person} is fixed to {post} in shift {shift} on day {day}, and is not there."
        ),
        # 6 to 9: posts and crews
        "skills": _("{person} works at {post} on day {day}, shift {shift}, and lacks {skills}."),
        "other_community": _(
            "{person} works at {post} in {community} on day {day}, shift {shift}, "
            "and is assigned to {assigned}."
        ),
        "not_assigned": _(
            "{person} works at {post} in {community} on day {day}, shift {shift}, "
            "and is assigned nowhere."
        ),
        "closed": _("{post} is staffed on day {day}, shift {shift}, when it is not open."),
        "crew": _(
            "{post} has a crew of {found} on day {day}, shift {shift}; {least} is the least."
        ),
        "together": _(
            "{person} works at {post} on day {day}, shift {shift}, without {other} in the crew."
        ),
        "apart": _("{person} and {other} are in one crew at {post} on day {day}, shift {shift}."),
        "mixed_experience": _(
            "Nobody of the crew at {post} on day {day}, shift {shift}, has {least} shifts behind "
            "them; the most is {found}."
        ),
        # 10, 11: who is sent where
        "min_team": _("{found} of unit {unit} are in {community}; {least} is the least."),
        "allowed_subdistricts": _(
            "{person} of unit {unit} is in {community}, in subdistrict {subdistrict}, "
            "where the unit may not be sent."
        ),
        "home_community": _("{person} lives in {community} and is assigned there."),
        "local": _("{person} is staff of {community} and is not assigned there."),
        "lock_community": _("{person} is fixed to {community} and is not assigned there."),
        "no_first_secretary": _("{community} has no first secretary."),
        "secretary_not_lead": _("{person}, first secretary of {community}, may not be one."),
        "secretary_elsewhere": _(
            "{person}, first secretary of {community}, is not assigned there."
        ),
        # repair
        "past_changed": _(
            "Day {day} is past and the row of {person} differs: {before} before, {after} now."
        ),
        "absent_works": _("{person} is absent on day {day} and works shift {shift}."),
        "absent_moved": _("{person} is absent; the assignment was {before} and is {after} now."),
    }
)
CLAIMS: Mapping[str, str] = MappingProxyType(
    {
        "claim": _("The plan claims {name} = {claimed:g}; it is {value:g}."),
        "claim_unclear": _("What the plan claims for {name} is no number."),
        "claim_unknown": _("The plan claims a value for {name}, which is no value of a plan."),
        "bound": _("The plan claims that {name} cannot be under {claimed:g}; it is {value:g}."),
        "bounds_elsewhere": _(
            "The bounds that the plan claims were proved for another assignment: they are left out."
        ),
        "claim_of_no_community": _(
            "The plan claims a bound for {community}, which does not exist."
        ),
    }
)
FINDING_MESSAGES: Mapping[str, str] = MappingProxyType({**VIOLATIONS, **CLAIMS})

TERMS = (
    "under_cover", "over_cover", "night", "weekend", "overtime", "isolated_on", "isolated_off",
    "request", "fragment", "commute_km",
)  # fmt: skip
ROSTER_TERMS = TERMS[:8]
ASSIGN_TERMS = TERMS[8:]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong. `rule` is the number of the format's hard rule, or "" for the others.

    `code` is a key of `FINDING_MESSAGES`; `params` say who, where and when.
    """

    code: str
    rule: str
    params: Mapping[str, Param]

    @property
    def message(self) -> str:
        """The English sentence with gaps, which is the id of its translation."""
        return FINDING_MESSAGES[self.code]

    @property
    def sentence(self) -> str:
        """The English sentence."""
        return self.message.format(**self.params)

    @property
    def violation(self) -> bool:
        """Whether the plan breaks a hard rule, and not just its word."""
        return self.code in VIOLATIONS


@dataclass(frozen=True, slots=True)
class Shortage:
    """People missing in a community, by day, shift and post type."""

    community: str
    day: int
    shift: str
    post_type: str
    wanted: int
    present: int

    @property
    def missing(self) -> int:
        """How many are not there."""
        return self.wanted - self.present


@dataclass(frozen=True, slots=True)
class Spread:
    """How evenly something is shared among `people`; `gini` and `jain` None where undefined."""

    people: int
    total: float
    least: float
    most: float
    gini: float | None
    jain: float | None

    @property
    def max_min(self) -> float:
        """The most minus the least."""
        return self.most - self.least


@dataclass(frozen=True, slots=True)
class Bound:
    """A lower bound that the plan claims, beside the value; `community` "" is the whole plan.

    `holds_for`: the plans it is claimed for, `targets` or `assignment`; "" is every plan.
    """

    name: str
    community: str
    bound: float
    value: float
    method: str
    holds_for: str = ""

    @property
    def gap(self) -> float | None:
        """(value - bound) / value; None where the value is 0 and the bound below it."""
        if self.value == self.bound:
            return 0.0
        return (self.value - self.bound) / self.value if self.value else None


@dataclass(frozen=True, slots=True)
class RepairFigures:
    """What a repair changed from `from_day` on, and what it had to replace.

    `cells` lists (person, day, shift before or None, shift after or None). A person is dropped on
    the days of the absence only; `post_changes` are cells with the same shift at another post.
    """

    cells: tuple[tuple[str, int, str | None, str | None], ...]
    people_touched: int
    post_changes: int
    lost_shifts: int
    cost: float


@dataclass(frozen=True)
class Report:
    """Everything about a plan. `values` holds amounts of the terms and the weighted sums.

    `by_community` has the same values for each community: people count where they are assigned.
    """

    findings: tuple[Finding, ...] = ()
    values: Mapping[str, float] = field(default_factory=dict)
    by_community: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    shortages: tuple[Shortage, ...] = ()
    spreads: Mapping[str, Spread] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)
    bounds: tuple[Bound, ...] = ()
    repair: RepairFigures | None = None

    @property
    def violations(self) -> tuple[Finding, ...]:
        """Hard rules broken."""
        return tuple(finding for finding in self.findings if finding.violation)

    @property
    def legal(self) -> bool:
        """Whether no hard rule is broken."""
        return not self.violations

    @property
    def missing(self) -> int:
        """People-shifts short of the demand."""
        return sum(shortage.missing for shortage in self.shortages)

    def document(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {
            "legal": self.legal,
            "findings": [
                {
                    "code": finding.code, "rule": finding.rule, "violation": finding.violation,
                    "sentence": finding.sentence, "params": dict(finding.params),
                }
                for finding in self.findings
            ],
            "values": dict(self.values),
            "by_community": {name: dict(values) for name, values in self.by_community.items()},
            "missing": self.missing,
            "shortages": [
                {**dataclasses.asdict(shortage), "missing": shortage.missing}
                for shortage in self.shortages
            ],
            "spreads": {
                name: {**dataclasses.asdict(spread), "max_min": spread.max_min}
                for name, spread in self.spreads.items()
            },
            "figures": dict(self.figures),
            "bounds": [{**dataclasses.asdict(bound), "gap": bound.gap} for bound in self.bounds],
            "repair": None if self.repair is None else dataclasses.asdict(self.repair),
        }  # fmt: skip
