"""A chain to look at and to tamper with."""

import pytest

from muster.kernel.actors import Actor, GrantRef
from muster.kernel.ids import new_id
from muster.platform.audit import services


@pytest.fixture
def lead(tenant):
    return Actor(
        account_id=new_id(), tenant_id=tenant.id, grants=(GrantRef("lead", "120101001001"),)
    )


@pytest.fixture
def chain(tenant, lead):
    """Twelve sealed events of a tenant, in three batches."""
    for number in range(12):
        services.record(
            lead,
            "ledger.phone_revealed",
            ("ledger.person", new_id()),
            subject_id=new_id(),
            area="120101001001",
            purpose="delivery",
            number=number,
            rows=[new_id()],
        )
        if number % 4 == 3:
            services.seal(tenant.id)
    return tenant.id
