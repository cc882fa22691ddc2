"""Choosing the area of a role or phone: in the tree, from one's own area on."""

import pytest

from muster.kernel.actors import Actor, GrantRef
from muster.kernel.ids import new_id
from muster.platform.access.forms import GrantForm, InvitationForm, PhoneForm

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("made", [GrantForm, InvitationForm, PhoneForm])
def test_the_area_is_chosen_in_the_tree_from_ones_own_area_on(tenant, made):
    actor = Actor(
        account_id=new_id(), tenant_id=tenant.id, grants=(GrantRef("commander", tenant.area_code),)
    )
    html = str(made(actor=actor, tenant=tenant)["area_code"])

    assert f'data-url="/places/picker/?within={tenant.area_code}"' in html
    assert f'<option value="{tenant.area_code}"' in html
