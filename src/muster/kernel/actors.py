"""Who acts: a frozen summary of an account's grants, handed to every service and query."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

MaybeId = Any
"""A UUID where there is one, else None. Loose on purpose: services reach it only after `require`,
which has refused whoever has none."""


@dataclass(frozen=True, slots=True)
class GrantRef:
    """One grant in force: a role, the area it covers, and where narrower the one thing it covers.

    `area` is a code prefix (empty: the whole tenant). `scope_id` narrows the grant to one row, such
    as a clerk's own unit.
    """

    role: str
    area: str = ""
    scope_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone or something that acts within one tenant.

    `system` names a job or command acting for the installation; it may do everything inside its
    tenant and is recorded under that name.
    """

    account_id: MaybeId = None
    tenant_id: MaybeId = None
    name: str = ""
    grants: tuple[GrantRef, ...] = ()
    person_id: MaybeId = None
    device_id: MaybeId = None
    system: str = ""

    @property
    def is_anonymous(self) -> bool:
        """True where nobody has signed in."""
        return self.account_id is None and self.device_id is None and not self.system

    @property
    def roles(self) -> frozenset[str]:
        """Roles of the grants in force."""
        return frozenset(grant.role for grant in self.grants)


ANONYMOUS = Actor()


def system_actor(tenant_id: UUID | None, name: str) -> Actor:
    """Return the actor of a job or command named `name`."""
    return Actor(tenant_id=tenant_id, name=name, system=name)
