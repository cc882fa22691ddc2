"""Rows are seen only in one's tenant, in one's areas, or where the grant names their one thing."""

from datetime import timedelta

import pytest
from django.utils import translation

from muster.kernel import clock, signatures
from muster.kernel.actors import ANONYMOUS, system_actor
from muster.kernel.areas import covers, prefix_range
from muster.kernel.errors import NotFound
from muster.kernel.ids import new_id
from muster.kernel.models import SignedDocument, Tenant


def sign(tenant):
    return signatures.sign_document(
        tenant_id=tenant.id, kind="k", content=b"", public={},
        expires_at=clock.now() + timedelta(days=1),
    )  # fmt: skip


def test_visible_rows_are_those_of_the_actors_tenant(tenant, other_tenant):
    mine, theirs = sign(tenant), sign(other_tenant)
    actor = system_actor(tenant.id, "test")

    assert list(SignedDocument.objects.visible_to(actor)) == [mine]
    with pytest.raises(NotFound):
        SignedDocument.objects.get_visible(actor, theirs.pk)


def test_without_a_tenant_nothing_is_visible(tenant):
    sign(tenant)

    assert not SignedDocument.objects.visible_to(system_actor(None, "test")).exists()
    assert not SignedDocument.objects.of_tenant(ANONYMOUS.tenant_id).exists()


def test_get_visible_of_a_missing_row_names_the_thing(tenant):
    with translation.override("en"), pytest.raises(NotFound, match="signed document"):
        SignedDocument.objects.get_visible(system_actor(tenant.id, "test"), new_id())


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("12", {"120101", "120102"}),
        ("120101", {"120101"}),
        ("1201", {"120101", "120102"}),
        ("13", set()),
        ("", {"120101", "120102"}),
    ],
)
def test_prefix_range_is_the_subtree(tenant, other_tenant, code, found):
    rows = Tenant.objects.filter(prefix_range("area_code", code))

    assert {row.area_code for row in rows} == found


def test_covers_is_by_prefix():
    assert covers("120101", "120101001001")
    assert covers("", "120101")
    assert not covers("120101001", "120101")
