"""Reading what an actor may see: every query of a tenant table starts here."""

from typing import Any, Self, TypeVar, cast
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.areas import prefix_range
from muster.kernel.errors import NotFound
from muster.kernel.permissions import areas_for, scopes_for

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """A queryset of a tenant table that knows whom it may show its rows to."""

    def of_tenant(self, tenant_id: UUID | None) -> Self:
        """Rows of one tenant; none where there is no tenant."""
        return self.none() if tenant_id is None else self.filter(tenant_id=tenant_id)

    def visible_to(self, actor: Actor, permission: str | None = None) -> Self:
        """Rows the actor may see: of the actor's tenant, in the areas and things granted, or own.

        `permission` is the model's `view_permission` where none is given.
        """
        rows = self.of_tenant(actor.tenant_id)
        if actor.system:
            return rows
        model = cast("Any", self.model)
        name = permission or model.view_permission
        areas = areas_for(actor, name)
        if "" in areas or (areas and model.area_field is None):
            return rows
        condition = Q(pk__in=[])
        for area in areas:
            condition |= prefix_range(model.area_field, area)
        if model.scope_field and (scopes := scopes_for(actor, name)):
            condition |= Q(**{f"{model.scope_field}__in": scopes})
        if model.own_field and actor.person_id is not None:
            condition |= Q(**{model.own_field: actor.person_id})
        return rows.filter(condition)

    def in_area(self, code: str) -> Self:
        """Rows at or below the area with this code."""
        field = cast("Any", self.model).area_field
        return self.filter(prefix_range(field, code)) if field else self

    def get_visible(self, actor: Actor, pk: Any, permission: str | None = None) -> M:
        """Return the row, or raise NotFound alike for none and none to be seen."""
        return self._one(self.visible_to(actor, permission), pk)

    def get_for_update(self, actor: Actor, pk: Any, permission: str | None = None) -> M:
        """Return the row locked until the transaction ends (SQLite locks the file instead)."""
        return self._one(self.visible_to(actor, permission).select_for_update(), pk)

    def _one(self, rows: Self, pk: Any) -> M:
        row = rows.filter(pk=pk).first()
        if row is None:
            raise NotFound(
                _("There is no such %(thing)s here, or it is outside your area."),
                thing=self.model._meta.verbose_name,
            )
        return row
