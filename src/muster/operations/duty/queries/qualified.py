"""Whether somebody may do a post at all: duty limits, skills, nights by own wish."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from muster.operations.duty.enums import Strain
from muster.operations.duty.queries.availability import STRAIN_LIMITS
from muster.operations.duty.queries.load import STANDARD, WEEK, Bend, Rule, Span
from muster.registers.responders.contracts import PlanningPerson
from muster.registers.responders.enums import STANDARD_SKILLS, LimitKind

HOUR = timedelta(hours=1)


def bends_of_person(one: PlanningPerson, gap: Any, spans: Sequence[Span]) -> list[Bend]:
    """Return what stands against giving somebody this shift besides rest."""
    return [*_limits(one, gap, spans), *_skills(one, gap.post), *_nights(one, gap)]


def _limits(one: PlanningPerson, gap: Any, spans: Sequence[Span]) -> Iterable[Bend]:
    hours = (gap.ends_at - gap.starts_at) / HOUR
    if LimitKind.NO_NIGHTS in one.limits and gap.night:
        yield Bend(Rule.NO_NIGHTS)
    if (most := one.limits.get(LimitKind.MAX_HOURS_DAY)) and hours > most:
        yield Bend(Rule.SHIFT_HOURS, round(hours), most)
    if most := one.limits.get(LimitKind.MAX_HOURS_WEEK):
        since = gap.ends_at - WEEK
        week = hours + sum(
            max(0.0, (min(span.ends_at, gap.ends_at) - max(span.starts_at, since)) / HOUR)
            for span in spans
        )
        if week > most:
            yield Bend(Rule.WEEK_HOURS, round(week), most)
    barred = {
        strain
        for kind in one.limits
        if kind in STRAIN_LIMITS
        for strain in STRAIN_LIMITS[LimitKind(kind)]
    }
    asked = [
        str(Strain(strain).label) for strain in gap.post.kind.strains if Strain(strain) in barred
    ]
    if asked and not (gap.post.indoors and set(gap.post.kind.strains) <= {Strain.OUTDOORS}):
        yield Bend(Rule.BODY, what=", ".join(asked))


def _skills(one: PlanningPerson, post: Any) -> Iterable[Bend]:
    lacking = [skill for skill in post.skills if skill not in one.skills]
    if lacking:
        words = ", ".join(str(STANDARD_SKILLS.get(skill, skill)) for skill in lacking)
        yield Bend(Rule.SKILL, what=words)


def _nights(one: PlanningPerson, gap: Any) -> Iterable[Bend]:
    old = one.age is not None and one.age > STANDARD.night_age_limit
    if gap.night and old and not one.night_opt_in:
        yield Bend(Rule.NIGHT_AGE, limit=STANDARD.night_age_limit)
