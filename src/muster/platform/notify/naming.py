"""Tells the record, which stands below those who know names, how accounts and areas are called."""

from collections.abc import Mapping
from uuid import UUID

from muster.platform.audit.contracts import install_names
from muster.platform.notify import queries
from muster.platform.places.queries import area_names


def install() -> None:
    """Plug the names in."""
    install_names("account", queries.account_names)
    install_names("area", _areas)


def _areas(_tenant_id: UUID, codes: set[str]) -> Mapping[str, str]:
    return area_names(codes)
