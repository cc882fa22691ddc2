"""Who sees an incident: whoever works in an area it touches."""

from typing import Any, Self, TypeVar, cast

from django.db import models
from django.db.models import Q

from muster.kernel.actors import Actor
from muster.kernel.areas import prefix_range
from muster.kernel.models import TenantModel
from muster.kernel.permissions import grants_for
from muster.kernel.querysets import ScopedQuerySet
from muster.registers.measures import rules

M = TypeVar("M", bound=models.Model)


class IncidentQuerySet(ScopedQuerySet[M]):
    """Rows of an incident, shown to every grant whose area lies in, or contains, the incident's.

    The rule of other tables, at or below the grant's area, would hide the district's incident from
    the lead of a community and from a clerk, whose grant names one unit.
    """

    def visible_to(self, actor: Actor, permission: str | None = None) -> Self:
        """Rows of incidents that touch an area in which the actor has the permission."""
        rows = self.of_tenant(actor.tenant_id)
        if actor.system:
            return rows
        model = cast("Any", self.model)
        field = model.area_field
        grants = grants_for(actor, permission or model.view_permission)
        if any(not grant.area for grant in grants):
            return rows
        touched = Q(pk__in=[])
        for area in {grant.area for grant in grants}:
            above = [area[:length] for length in range(1, len(area))]
            touched |= prefix_range(field, area) | Q(**{f"{field}__in": above})
        return rows.filter(touched)


class OfIncident(TenantModel):
    """A row that belongs to an incident and is seen by whoever sees the incident."""

    view_permission = rules.VIEW
    area_field = "incident__area_code"

    objects = IncidentQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True
