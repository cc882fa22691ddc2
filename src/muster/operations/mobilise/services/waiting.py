"""People beyond need: a waiting list with everybody's place shown, and a fair draw."""

import random
import secrets
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict
from muster.kernel.permissions import require
from muster.operations.mobilise import events, rules
from muster.operations.mobilise.enums import NominationState
from muster.operations.mobilise.models import CallUp, Nomination
from muster.operations.mobilise.services.differences import look_again
from muster.operations.mobilise.services.lists import changeable
from muster.platform.audit.services import record


def put_on_waiting_list(*, actor: Actor, nomination_ids: Sequence[UUID]) -> list[Nomination]:
    """Let people wait, in the order given, behind those who wait already.

    Raises:
        Conflict: somebody has arrived, or is not on a list.
    """
    with transaction.atomic():
        rows = [changeable(actor, one) for one in nomination_ids]
        for row in rows:
            require(actor, rules.SETTLE, row.call_up)
            if row.state not in {NominationState.NAMED, NominationState.CONFIRMED}:
                raise Conflict(_("Only people on a list can be put on the waiting list."))
            row.state = NominationState.WAITING
            row.place = _last(row.call_up_id) + 1
            row.save(update_fields=["state", "place"])
            record(actor, events.NAME_DRAWN, row, subject_id=row.responder_id, place=row.place)
        if rows:
            look_again(rows[0].call_up)
    return rows


def draw(
    *, actor: Actor, call_up_id: UUID, number: int, seed: int | None = None
) -> list[Nomination]:
    """Call `number` people from the waiting list by lot; each has the same chance.

    The seed is drawn here, or given, and goes into the record: whoever doubts the draw can repeat
    it (the people in the order of their ids, shuffled by Python's Mersenne Twister).
    """
    chosen_seed = secrets.randbelow(2**31) if seed is None else seed
    with transaction.atomic():
        call_up = CallUp.objects.get_for_update(actor, call_up_id)
        require(actor, rules.SETTLE, call_up)
        rows = list(
            Nomination.objects.filter(
                call_up_id=call_up.id, state=NominationState.WAITING
            ).order_by("id")
        )
        random.Random(chosen_seed).shuffle(rows)  # noqa: S311
        lucky = rows[: max(number, 0)]
        for row in lucky:
            row.state, row.place = NominationState.NAMED, None
        Nomination.objects.bulk_update(lucky, ["state", "place"])
        _close_ranks(call_up)
        record(actor, events.NAME_DRAWN, call_up, people=len(lucky), seed=chosen_seed)
        look_again(call_up)
    return lucky


def _last(call_up_id: UUID) -> int:
    rows = Nomination.objects.filter(call_up_id=call_up_id, state=NominationState.WAITING)
    return rows.aggregate(last=Max("place"))["last"] or 0


def _close_ranks(call_up: CallUp) -> None:
    """Give those who still wait the places 1, 2, 3 … in the order they had."""
    rows = list(
        Nomination.objects.filter(call_up_id=call_up.id, state=NominationState.WAITING).order_by(
            "place", "id"
        )
    )
    for place, row in enumerate(rows, start=1):
        row.place = place
    Nomination.objects.bulk_update(rows, ["place"])
