"""The district in which the four actors ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client
from tests.platform.access.conftest import session_for

from muster.kernel.actors import Actor, system_actor
from muster.kernel.ids import new_id
from muster.kernel.models import Tenant
from muster.kernel.roles import Role
from muster.platform.access import services
from muster.platform.access.enums import Factor

DISTRICT = "120101"
COMMUNITY = "120101001001"
OTHER_COMMUNITY = "120101002001"
PREFERRED = (
    Role.LEAD,
    Role.COMMANDER,
    Role.RESPONDER,
    Role.CLERK,
    Role.PLANNER,
    Role.MAINTAINER,
    Role.INSPECTOR,
    Role.STOREKEEPER,
    Role.CARER,
    Role.GUARD,
    Role.RESIDENT,
)
"""The order in which a right role is picked; the wrong one is picked from the end."""


@dataclass(slots=True)
class Scene:
    """A district with one community the samples lie in and one they do not."""

    tenant: Tenant
    system: Actor
    area: str = COMMUNITY
    other_area: str = OTHER_COMMUNITY

    @classmethod
    def of(cls, tenant: Tenant) -> Scene:
        """Open the scene in a tenant."""
        return cls(tenant=tenant, system=system_actor(tenant.id, "matrix"))

    def account(
        self, role: str, area: str, *, scope_id: UUID | None = None, person_id: UUID | None = None
    ) -> Any:
        """Make an account with one role."""
        account = services.create_account(
            actor=self.system,
            sign_in_name=f"matrix-{new_id().hex}",
            display_name=f"Matrix {role}",
            person_id=person_id,
        )
        services.grant(
            actor=self.system,
            account_id=account.id,
            role=role,
            area_code=area,
            scope_id=scope_id,
        )
        return account

    def client(self, account: Any = None) -> Client:
        """Return a browser, signed in where an account is given."""
        client = Client()
        if account is not None:
            session_for(client, account, Factor.TOTP)
        return client
