"""Putting somebody who said yes into the roster, in the name of who asked.

The judge of every change of a roster decides: once when somebody is asked, once when they say yes.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from muster.kernel.actors import Actor, system_actor
from muster.kernel.permissions import allowed
from muster.operations.duty import rules
from muster.operations.duty.queries.judging import Placement
from muster.operations.duty.queries.load import Bend, Rule
from muster.operations.duty.queries.relief import Gap
from muster.operations.duty.services.changes import stand_in, stand_in_wanted
from muster.operations.duty.services.rewriting import RuleBroken, preview

MAY_BE_BENT = frozenset({Rule.REST, Rule.MUST_REST, Rule.HOURS, Rule.NIGHTS, Rule.DAYS})
"""Rules of rest that the commander may bend; limits, skills and ages nobody may."""
SYSTEM = "duty.relief"
CREW = "crew"
"""Not judged when asking: the first of two for an empty shift would break it."""


def bendable(bend: Bend) -> bool:
    """True where whoever bends rules of the roster may bend this one."""
    return bend.rule in MAY_BE_BENT


def rules_to_bend(actor: Actor, gap: Gap, responder_id: UUID) -> Sequence[str]:
    """Return the rules of the roster that giving somebody the shift bends; none at best.

    Raises:
        RuleBroken: one of them nobody may bend, or the actor may not.
        Conflict: no roster covers the day.
    """
    put = [Placement(responder_id, gap.post.id, gap.shift.id, gap.day)]
    verdict = preview(
        actor=system_actor(actor.tenant_id, SYSTEM), wanted=stand_in_wanted(gap.post, put)
    )
    breaches = [one for one in verdict.breaches if one.code != CREW]
    firm = [one for one in breaches if not one.bendable]
    if firm or (breaches and not allowed(actor, rules.BEND_RULES, gap.post)):
        raise RuleBroken(firm or breaches)
    return sorted({one.code for one in breaches})


def fill(
    gap: Gap, responder_id: UUID, *, asked_by_name: str, reason: str, despite: Collection[str]
) -> None:
    """Give somebody the shift; `despite` are the rules that may be bent, settled when asking.

    Raises:
        RuleBroken: another rule would be broken by now.
        Conflict: no roster covers the day, or it has changed meanwhile.
    """
    stand_in(
        actor=Actor(tenant_id=gap.post.tenant_id, name=asked_by_name, system=SYSTEM),
        post_id=gap.post.id,
        day=gap.day,
        shift_id=gap.shift.id,
        responder_id=responder_id,
        reason=reason,
        despite=despite,
    )
