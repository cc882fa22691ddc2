"""Who of a unit can go to a whistle: age, leave, the roster, limits; why not, in words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.tenants import tenant_of
from muster.operations.duty.queries import Bend, Standing, standings
from muster.operations.mobilise.models import CallUp, Whistle
from muster.operations.mobilise.queries.reconciliation import born_since, elsewhere_called
from muster.registers.responders.queries import born_after

FIRST_SHIFT = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Fitness:
    """Why somebody cannot go, "" where nothing is against it; and what a rule of rest says."""

    against: str = ""
    rest: str = ""


def fitness(*, actor: Actor, row: Whistle, people: Collection[UUID]) -> Mapping[UUID, Fitness]:
    """Return how these people stand for the time of a whistle, by the rules of call-ups."""
    begins = max(row.from_at or clock.now(), clock.now())
    ends = begins if row.is_task else row.deadline_at
    zone = tenant_of(row.tenant_id).time_zone
    young = born_after(actor=actor, ids=people, day=born_since(clock.local(begins, zone).date()))
    found = standings(row.tenant_id, people, begins, max(ends, begins))
    return {one: _fitness(found.get(one, Standing()), zone, young=one in young) for one in people}


def engaged(*, actor: Actor, call_up: CallUp, people: Collection[UUID]) -> Mapping[UUID, str]:
    """Return what keeps people of a unit from stepping in at the assembly; the free are left out.

    Absent then, on duty by the roster then, on the list of another open call-up, under age.
    """
    at = call_up.assembly_at
    zone = tenant_of(call_up.tenant_id).time_zone
    young = born_after(actor=actor, ids=people, day=born_since(clock.local(at, zone).date()))
    other = elsewhere_called(call_up, people)
    found = {}
    for one, standing in standings(call_up.tenant_id, people, at, at + FIRST_SHIFT).items():
        words = _fitness(standing, zone, young=one in young).against
        if one in other:
            called = _("on the list of call-up %(call_up)s") % {"call_up": other[one]}
            words = f"{words}{pgettext('between names', ', ')}{called}" if words else called
        if words:
            found[one] = words
    return found


def _fitness(standing: Standing, zone: str, *, young: bool) -> Fitness:
    words = []
    if young:
        words.append(_("under 18"))
    if standing.away:
        words.append(_("reported absent at that time"))
    if standing.shift is not None:
        shift = standing.shift
        said = {"post": standing.at, "when": _hours(shift.starts_at, shift.ends_at, zone)}
        words.append(_("on duty by the roster: %(post)s, %(when)s") % said)
    words += [_bend(one, zone) for one in standing.limits]
    between = pgettext("between names", ", ")
    return Fitness(between.join(words), between.join(_bend(one, zone) for one in standing.rest))


def _bend(one: Bend, zone: str) -> str:
    return one.words(f"{clock.local(one.until, zone):%m-%d %H:%M}" if one.until else "")


def _hours(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    begins, ends = clock.local(starts_at, zone), clock.local(ends_at, zone)
    return f"{date_format(begins.date(), 'm-d')} {begins:%H:%M}–{ends:%H:%M}"
