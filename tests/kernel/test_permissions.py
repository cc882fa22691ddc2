"""A permission holds where a grant has the role and covers the row; never across tenants."""

from dataclasses import dataclass, replace
from types import SimpleNamespace
from uuid import UUID

import pytest

from muster.kernel import permissions
from muster.kernel.actors import ANONYMOUS, Actor, GrantRef, system_actor
from muster.kernel.errors import NotAllowed, SignInRequired
from muster.kernel.ids import new_id

TENANT = new_id()
UNIT = new_id()
VIEW = permissions.declare("test.view_thing", roles=("lead", "clerk"), label="see a thing")


@dataclass
class Thing:
    tenant_id: UUID = TENANT
    area_code: str = "120101001001"
    unit_id: UUID = UNIT
    area_field: str = "area_code"
    scope_field: str = "unit_id"


def actor(*grants: GrantRef) -> Actor:
    return Actor(account_id=new_id(), tenant_id=TENANT, grants=grants)


@pytest.mark.parametrize(
    ("who", "holds"),
    [
        (actor(GrantRef("lead", "120101001001")), True),
        (actor(GrantRef("lead", "120101")), True),
        (actor(GrantRef("lead", "")), True),
        (actor(GrantRef("lead", "120101001002")), False),
        (actor(GrantRef("guard", "120101")), False),
        (actor(GrantRef("clerk", "120101", UNIT)), True),
        (actor(GrantRef("clerk", "120101", new_id())), False),
        (actor(), False),
        (system_actor(TENANT, "job"), True),
        (system_actor(new_id(), "job"), False),
        (replace(actor(GrantRef("lead", "")), tenant_id=new_id()), False),
    ],
)
def test_allowed_for_a_row(who, holds):
    assert permissions.allowed(who, VIEW, Thing()) is holds


def test_allowed_without_a_row_asks_anywhere_at_all():
    assert permissions.allowed(actor(GrantRef("lead", "120101001002")), VIEW)
    assert not permissions.allowed(actor(GrantRef("guard", "")), VIEW)


def test_condition_must_hold_as_well():
    odd = SimpleNamespace(test=lambda who, row: row.area_code.endswith("2"))
    permissions.declare("test.odd", roles=("lead",), label="odd", when=odd)
    lead = actor(GrantRef("lead", "120101"))

    assert not permissions.allowed(lead, "test.odd", Thing())
    assert permissions.allowed(lead, "test.odd", Thing(area_code="120101001002"))


def test_require_tells_the_anonymous_to_sign_in_and_others_what_they_lack():
    with pytest.raises(SignInRequired):
        permissions.require(ANONYMOUS, VIEW)
    with pytest.raises(NotAllowed, match="see a thing"):
        permissions.require(actor(GrantRef("guard", "")), VIEW)


def test_declaring_a_name_for_other_roles_is_refused():
    with pytest.raises(ValueError, match="declared twice"):
        permissions.declare(VIEW, roles=("guard",), label="again")


def test_undeclared_permission_is_a_mistake_in_the_code():
    with pytest.raises(LookupError):
        permissions.allowed(ANONYMOUS, "test.nothing")


def test_requires_guards_the_view_and_marks_it():
    view = permissions.requires(VIEW)(lambda request: "page")

    assert view.access == permissions.Access("permission", permission=VIEW)
    assert view(SimpleNamespace(actor=actor(GrantRef("lead", "")))) == "page"
    with pytest.raises(NotAllowed):
        view(SimpleNamespace(actor=actor(GrantRef("guard", ""))))


def test_signed_in_refuses_the_anonymous_only():
    view = permissions.signed_in(lambda request: "page")

    assert view(SimpleNamespace(actor=actor())) == "page"
    with pytest.raises(SignInRequired):
        view(SimpleNamespace(actor=ANONYMOUS))
