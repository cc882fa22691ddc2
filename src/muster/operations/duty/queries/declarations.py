"""Who has said what of today: fit, not fit, nothing; and who travels until when."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import prefix_range
from muster.kernel.tenants import tenant_of
from muster.operations.duty.models import Assignment, Declaration, Trip
from muster.operations.duty.queries.roster import IN_FORCE


def own_declaration(*, actor: Actor, day: date) -> Declaration | None:
    """Return what one has said of a day; None where nothing was said or asked."""
    rows: Any = Declaration.objects.of_tenant(actor.tenant_id)
    if actor.person_id is None:
        return None
    found: Declaration | None = rows.filter(responder_id=actor.person_id, day=day).first()
    return found


def unfit(*, actor: Actor, area: str, day: date) -> QuerySet[Declaration]:
    """Those who said that they are not fit on a day, by community and name."""
    rows: Any = Declaration.objects.visible_to(actor).filter(
        prefix_range("area_code", area), day=day, fit=False
    )
    result: QuerySet[Declaration] = rows.select_related("responder__unit").order_by(
        "area_code", "responder__name_key", "id"
    )
    return result


def declared(*, actor: Actor, area: str, day: date) -> Mapping[UUID, bool | None]:
    """Return what the people of a community's day have said, by person."""
    rows: Any = Declaration.objects.visible_to(actor).filter(area_code=area, day=day)
    return dict(rows.values_list("responder_id", "fit"))


def fitness_by_area(*, actor: Actor, day: date) -> Mapping[str, int]:
    """Return how many said no on a day, by community."""
    found: dict[str, int] = {}
    for row in unfit(actor=actor, area="", day=day):
        found[row.area_code] = found.get(row.area_code, 0) + 1
    return found


def next_asked(*, actor: Actor, after: date) -> Assignment | None:
    """Return the own shift of a later day before which one is asked again."""
    rows: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(
        IN_FORCE, responder_id=actor.person_id, day__gt=after
    )
    found: Assignment | None = rows.order_by("starts_at").first()
    return found


def own_trips(*, actor: Actor) -> Sequence[Trip]:
    """Return the own trips that have not ended, the next first; only here is the place read."""
    if actor.person_id is None:
        return []
    today = clock.today(tenant_of(actor.tenant_id).time_zone)
    rows: Any = Trip.objects.of_tenant(actor.tenant_id).filter(
        responder_id=actor.person_id, ended_at__isnull=True, back_on__gte=today
    )
    return list(rows.order_by("leaves_on", "id"))


def trips(*, actor: Actor, area: str) -> QuerySet[Trip]:
    """Those of an area who travel or are about to, without where to."""
    today = clock.today(tenant_of(actor.tenant_id).time_zone)
    rows: Any = Trip.objects.visible_to(actor).filter(
        prefix_range("area_code", area), ended_at__isnull=True, back_on__gte=today
    )
    result: QuerySet[Trip] = (
        rows.select_related("responder").defer("place").order_by("leaves_on", "id")
    )
    return result
