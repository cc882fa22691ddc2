"""The drill of the demo: who can be played, and how far the clock moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.models import Tenant
from muster.kernel.roles import Role
from muster.operations.duty import queries as duty

SHIFT_STARTS = (6, 14, 22)
"""Hours at which shifts begin in a command that has neither a roster nor posts yet."""


@dataclass(frozen=True, slots=True)
class CastMember:
    """One of the people whom a visitor of the demo can act as."""

    account_id: UUID
    name: str
    role: Role

    @property
    def role_label(self) -> str:
        """The role in the reader's language."""
        return str(self.role.label)


def cast_of(tenant: Tenant) -> list[CastMember]:
    """Return the people of the demo, in the order of the command."""
    return [
        CastMember(UUID(row["account"]), row["name"], Role(row["role"]))
        for row in tenant.settings.get("cast", [])
    ]


def plays(actor: Actor, people: Sequence[CastMember]) -> bool:
    """Tell whether the actor is one of these people, signed in whole and not by a phone alone."""
    return actor.device_id is None and any(one.account_id == actor.account_id for one in people)


def until_next_shift(tenant: Tenant, now: datetime) -> timedelta:
    """Return the time from `now` to the next start of a shift in the command (strictly later)."""
    actor = system_actor(tenant.pk, "drill")
    start = duty.next_start(actor=actor, after=now) or _usual_start(now, tenant.time_zone)
    return start - now


def _usual_start(now: datetime, time_zone: str) -> datetime:
    local = clock.local(now, time_zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    starts = [
        midnight.replace(hour=hour) + timedelta(days=day) for day in (0, 1) for hour in SHIFT_STARTS
    ]
    return min(start for start in starts if start > local)
