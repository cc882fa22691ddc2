"""Putting somebody who said yes into the roster, in the name of who asked."""

from uuid import UUID

from muster.kernel.actors import Actor
from muster.operations.duty.breaches import BENDABLE
from muster.operations.duty.queries.load import Bend, Rule
from muster.operations.duty.queries.relief import Gap
from muster.operations.duty.services.changes import stand_in

MAY_BE_BENT = frozenset({Rule.REST, Rule.MUST_REST, Rule.HOURS, Rule.NIGHTS, Rule.DAYS})
"""Rules of rest that the commander may bend; limits, skills and ages nobody may."""
SYSTEM = "duty.relief"


def bendable(bend: Bend) -> bool:
    """True where whoever bends rules of the roster may bend this one."""
    return bend.rule in MAY_BE_BENT


def fill(gap: Gap, responder_id: UUID, *, asked_by_name: str, reason: str) -> None:
    """Give somebody the shift. Whether a rule may be bent was decided when they were asked.

    Raises:
        RuleBroken: a rule that nobody may bend would be broken by now.
        Conflict: no roster covers the day, or it has changed meanwhile.
    """
    stand_in(
        actor=Actor(tenant_id=gap.post.tenant_id, name=asked_by_name, system=SYSTEM),
        post_id=gap.post.id,
        day=gap.day,
        shift_id=gap.shift.id,
        responder_id=responder_id,
        reason=reason,
        despite=BENDABLE,
    )
