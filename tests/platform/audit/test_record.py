"""Recording: what is kept, and what is refused."""

from enum import StrEnum

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from muster.kernel.actors import Actor, GrantRef, system_actor
from muster.kernel.ids import day_of, new_id
from muster.kernel.models import SignedDocument
from muster.platform.audit import services
from muster.platform.audit.contracts import INSTALLATION, AuditError
from muster.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db

COMMUNITY = "120101001001"


class Shade(StrEnum):
    AMBER = "amber"


def test_record_keeps_who_did_what_in_which_capacity(tenant, frozen_clock):
    unit, person = new_id(), new_id()
    actor = Actor(
        account_id=new_id(),
        tenant_id=tenant.id,
        grants=(GrantRef("lead", COMMUNITY), GrantRef("clerk", "120101", unit)),
    )
    with frozen_clock(2020, 2, 18, 0, 5):
        event_id = services.record(
            actor,
            "ledger.phone_revealed",
            ("ledger.person", person),
            subject_id=person,
            area=COMMUNITY,
            purpose="delivery",
            count=3,
            rows=[unit, person],
            shade=Shade.AMBER,
        )

    event = AuditEvent.objects.get(tenant_id=tenant.id, id=event_id)
    assert event.day == day_of(event_id)
    assert (event.verb, event.purpose, event.area_code) == (
        "ledger.phone_revealed",
        "delivery",
        COMMUNITY,
    )
    assert (event.role, event.actor_area, event.actor_scope_id) == ("clerk,lead", "120101", unit)
    assert (event.object_kind, event.object_id) == ("ledger.person", str(person))
    assert event.at.isoformat() == "2020-02-18T00:05:00+00:00"
    assert event.ids == {"count": 3, "rows": [str(unit), str(person)], "shade": "amber"}


def test_record_of_a_row_takes_its_kind_and_tenant(tenant):
    event_id = services.record(system_actor(None, "seed"), "kernel.tenant_made", tenant)

    event = AuditEvent.objects.get(tenant_id=INSTALLATION, id=event_id)
    assert (event.object_kind, event.object_id) == ("kernel.tenant", str(tenant.id))
    assert event.system == "seed"


@pytest.mark.parametrize(
    "value",
    [
        "张三",
        "two words",
        "13812345678",
        "+8613812345678",
        13812345678,
        "11010519491231002X",
        1.5,
        b"x",
        {"name": "李 四"},
        ["ok", "not ok"],
        "a" * 81,
        object(),
    ],
)
def test_record_with_a_value_is_refused(tenant, value):
    with pytest.raises(AuditError):
        services.record(system_actor(tenant.id, "t"), "pkg.did", count=value)

    assert AuditEvent.objects.filter(tenant_id=tenant.id).count() == 0


@pytest.mark.parametrize(
    ("verb", "area", "purpose"),
    [("did it", "", ""), ("pkg", "", ""), ("p.v", "somewhere", ""), ("p.v", "", "for my friend")],
)
def test_record_with_text_for_a_code_is_refused(tenant, verb, area, purpose):
    with pytest.raises(AuditError):
        services.record(system_actor(tenant.id, "t"), verb, area=area, purpose=purpose)


def test_record_of_another_tenants_row_is_refused(tenant, other_tenant):
    row = SignedDocument(tenant=other_tenant)

    with pytest.raises(AuditError):
        services.record(system_actor(tenant.id, "t"), "p.v", row)


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused():
    with pytest.raises(AuditError):
        services.record(system_actor(None, "t"), "p.v")


@pytest.mark.django_db(transaction=True)
def test_record_in_a_transaction_that_rolls_back_leaves_nothing(tenant):
    with transaction.atomic():
        services.record(system_actor(tenant.id, "t"), "p.v")
        transaction.set_rollback(True)

    assert AuditEvent.objects.filter(tenant_id=tenant.id).count() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET verb = 'x.y'",
        "DELETE FROM audit_auditevent",
        "UPDATE audit_auditlink SET hash = 'x'",
        "DELETE FROM audit_auditlink",
        "UPDATE audit_audithead SET seq = 0",
        "DELETE FROM audit_audithead",
    ],
)
def test_database_refuses_to_change_what_was_recorded(tenant, statement):
    services.record(system_actor(tenant.id, "t"), "p.v")
    services.seal(tenant.id)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_record_that_commits_stays(tenant):
    with transaction.atomic():
        services.record(system_actor(tenant.id, "t"), "p.v")

    assert AuditEvent.objects.filter(tenant_id=tenant.id).count() == 1
