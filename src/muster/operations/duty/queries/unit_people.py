"""Where a unit’s people are: who is deployed, and the hours each of them worked."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from muster.kernel.actors import Actor
from muster.operations.duty.models import CheckIn, Deployment


def deployed_of_unit(*, actor: Actor, unit_id: UUID, day: date) -> Sequence[Deployment]:
    """Return the unit's people whom the roster of a day sends somewhere, by name; each once."""
    rows: Any = Deployment.objects.visible_to(actor).filter(
        Q(edition__superseded_from__isnull=True) | Q(edition__superseded_from__gt=day),
        unit_id=unit_id,
        edition__withdrawn_at__isnull=True,
    )
    found: dict[UUID, Deployment] = {}
    ordered = rows.select_related("responder", "edition")
    for row in ordered.order_by("responder__name_key", "responder_id", "-edition__number"):
        found.setdefault(row.responder_id, row)
    return list(found.values())


def minutes_worked(
    *, actor: Actor, unit_id: UUID, since: datetime, until: datetime
) -> Mapping[UUID, int]:
    """Return how many minutes each of the unit's people was on duty, as recorded.

    Whoever has not been checked out counts until the end of the shift, or until now.
    """
    rows: Any = CheckIn.objects.visible_to(actor).filter(
        assignment__unit_id=unit_id, undone_at__isnull=True, came_at__gte=since, came_at__lt=until
    )
    minutes: dict[UUID, int] = defaultdict(int)
    for person, came, left, ends in rows.values_list(
        "assignment__responder_id", "came_at", "left_at", "assignment__ends_at"
    ):
        gone = min(left or ends, until)
        minutes[person] += max(int((gone - came).total_seconds() // 60), 0)
    return minutes
