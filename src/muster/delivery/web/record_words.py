"""What the record needs to be readable: the names behind its ids, and the drill's own verbs.

The audit stands below those who know names, so they are plugged in from above.
"""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import system_actor
from muster.platform.access import queries as access
from muster.platform.audit.contracts import describe_verb, install_names
from muster.platform.places import queries as places
from muster.registers.responders import queries as responders


def declare() -> None:
    """Plug in the names of accounts, areas and units; describe what the drill puts on record."""
    install_names("account", _accounts)
    install_names("area", _areas)
    install_names("unit", _units)
    describe_verb("web.drill_clock_moved", _("Moved the drill's clock"))


def _accounts(tenant_id: UUID, ids: set[str]) -> Mapping[str, str]:
    return access.account_names(tenant_id, ids)


def _areas(tenant_id: UUID, codes: set[str]) -> Mapping[str, str]:
    del tenant_id  # official areas are everybody's
    return places.area_names(codes)


def _units(tenant_id: UUID, ids: set[str]) -> Mapping[str, str]:
    named = responders.names_of(
        actor=system_actor(tenant_id, "record"), ids=[UUID(one) for one in ids]
    )
    return {str(unit_id): name for unit_id, name in named.items()}
