"""Who whistles and who answers."""

import pytest
from tests.operations.mobilise.whistles.parts import JINGYUAN

from muster.kernel.ids import new_id
from muster.operations.mobilise import services
from muster.platform.access import services as access


@pytest.fixture
def lead(make_actor):
    return make_actor("lead", area=JINGYUAN)


@pytest.fixture
def whistled(lead, incident):
    return services.whistle(actor=lead, area_code=JINGYUAN, kind="gate", people=12)


@pytest.fixture
def office(make_actor, education):
    return make_actor("clerk", area="", scope_id=education.id)


@pytest.fixture
def other_office(make_actor, statistics):
    return make_actor("clerk", area="", scope_id=statistics.id)


@pytest.fixture
def volunteer(make_actor, education):
    return make_actor("responder", person_id=education.ids[0])


@pytest.fixture
def signed_up(system):
    """Make an account with one role; messages need somebody to go to."""

    def make(role, area="120101", *, scope_id=None, name=""):
        account = access.create_account(
            actor=system, sign_in_name=f"{role}-{new_id().hex[-8:]}", display_name=name or role
        )
        access.grant(
            actor=system, account_id=account.id, role=role, area_code=area, scope_id=scope_id
        )
        return account

    return make
