"""The chain: sealing, a thousand tamperings, destruction by rule, exported heads."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.crypto import Keyring, use_keyring
from muster.kernel.ids import new_id
from muster.platform.audit import queries, services, triggers
from muster.platform.audit.chain import SEALED_COLUMNS, digest_of, first_hash, link_hash
from muster.platform.audit.enums import Fault
from muster.platform.audit.models import (
    AuditDestruction,
    AuditEvent,
    AuditHead,
    AuditLink,
    AuditPending,
)

pytestmark = [pytest.mark.django_db, pytest.mark.unguarded]


def test_hash_covers_every_column():
    columns = {field.attname for field in AuditEvent._meta.concrete_fields}

    assert columns == {*SEALED_COLUMNS, "mac"}


def test_sealed_chain_holds_and_counts(chain):
    report = queries.verify_chain(chain)

    assert (report.ok, report.sealed, report.unsealed, report.fault) == (True, 12, 0, "")
    assert report.head == AuditHead.objects.get(tenant_id=chain).hash


def test_event_not_yet_sealed_is_counted_and_after_a_minute_overdue(chain, lead):
    services.record(lead, "ledger.person_seen")
    fresh = queries.verify_chain(chain)
    with clock.frozen(datetime.now(UTC) + timedelta(seconds=70)):
        late = fresh.overdue

    assert (fresh.ok, fresh.unsealed, late) == (True, 1, True)


def test_event_that_commits_late_with_an_older_id_is_sealed_after_newer_ones(chain, lead):
    late = services.record(lead, "ledger.person_seen", ("ledger.person", new_id()))
    AuditPending.objects.filter(tenant_id=chain, event_id=late).delete()
    newer = services.record(lead, "ledger.person_seen")
    services.seal(chain)
    event = AuditEvent.objects.get(tenant_id=chain, id=late)
    AuditPending.objects.create(tenant_id=chain, event_id=late, event_day=event.day)

    assert services.seal(chain) == 1
    order = AuditLink.objects.filter(tenant_id=chain).order_by("-seq").values_list("event_id")
    assert [row[0] for row in order[:2]] == [late, newer]
    assert queries.verify_chain(chain).ok


def test_sealing_twice_seals_nothing_new(chain):
    assert services.seal(chain) == 0


def test_tenants_have_chains_of_their_own(chain, other_tenant):
    services.record(system_actor(other_tenant.id, "t"), "p.v")
    services.record(system_actor(None, "t"), "p.v")

    assert services.seal_all() == 2
    assert queries.verify_chain(other_tenant.id).sealed == 1
    assert queries.verify_chain(chain).sealed == 12


TEXT_COLUMNS = ("verb", "system", "role", "actor_area", "object_kind", "object_id", "purpose")
UUID_COLUMNS = ("account_id", "device_id", "actor_scope_id", "subject_id")


def tamper(dice: random.Random, tenant_id: UUID) -> str:
    """Change something in the chain's tables, as someone with the database would."""
    return dice.choice(
        (
            change_event,
            delete_event,
            delete_event_and_link,
            swap_events,
            insert_event,
            truncate,
            change_link,
            rewrite_links,
            change_head,
            hide_event,
        )
    )(dice, tenant_id)


def pick(dice, tenant_id):
    return dice.choice(list(AuditLink.objects.filter(tenant_id=tenant_id).order_by("seq")))


def event_rows(tenant_id, link):
    return AuditEvent.objects.filter(tenant_id=tenant_id, id=link.event_id)


def change_event(dice, tenant_id):
    rows = event_rows(tenant_id, pick(dice, tenant_id))
    event = rows.get()
    column = dice.choice((*SEALED_COLUMNS, "mac"))
    value = getattr(event, column)
    if column in TEXT_COLUMNS or column == "area_code":
        new = value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x"
    elif column in UUID_COLUMNS or column in {"id", "tenant_id"}:
        new = UUID(int=(value.int if value else 0) ^ (1 << dice.randrange(64)))
    elif column == "at":
        new = value + timedelta(microseconds=1)
    elif column == "day":
        new = value + timedelta(days=1)
    elif column == "ids":
        new = {**value, "number": value["number"] + 1}
    else:
        new = ("0" if value[0] != "0" else "1") + value[1:]
    rows.update(**{column: new})
    return f"change {column}"


def delete_event(dice, tenant_id):
    event_rows(tenant_id, pick(dice, tenant_id)).delete()
    return "delete event"


def delete_event_and_link(dice, tenant_id):
    link = pick(dice, tenant_id)
    event_rows(tenant_id, link).delete()
    AuditLink.objects.filter(tenant_id=tenant_id, seq=link.seq).delete()
    return "delete event and link"


def swap_events(dice, tenant_id):
    one, two = dice.sample(list(AuditLink.objects.filter(tenant_id=tenant_id)), 2)
    rows = AuditLink.objects.filter(tenant_id=tenant_id)
    rows.filter(seq=one.seq).update(event_id=new_id())
    rows.filter(seq=two.seq).update(event_id=one.event_id, digest=one.digest)
    rows.filter(seq=one.seq).update(event_id=two.event_id, digest=two.digest)
    return "reorder"


def insert_event(dice, tenant_id):
    event = event_rows(tenant_id, pick(dice, tenant_id)).get()
    event.id = new_id()
    event.save(force_insert=True)
    if dice.random() < 0.5:
        AuditPending.objects.create(tenant_id=tenant_id, event_id=event.id, event_day=event.day)
        services.seal(tenant_id)
    return "insert"


def truncate(dice, tenant_id):
    keep = dice.randrange(12)
    gone = AuditLink.objects.filter(tenant_id=tenant_id, seq__gt=keep)
    ids = list(gone.values_list("event_id", flat=True))
    AuditEvent.objects.filter(tenant_id=tenant_id, id__in=ids).delete()
    gone.delete()
    if dice.random() < 0.5:
        last = AuditLink.objects.filter(tenant_id=tenant_id, seq=keep).first()
        AuditHead.objects.filter(tenant_id=tenant_id).update(
            seq=keep, hash=last.hash if last else first_hash(tenant_id)
        )
    return f"truncate to {keep}"


def change_link(dice, tenant_id):
    rows = AuditLink.objects.filter(tenant_id=tenant_id, seq=pick(dice, tenant_id).seq)
    column = dice.choice(("hash", "digest", "event_day", "event_id", "seq"))
    link = rows.get()
    value = {
        "hash": "f" * 64,
        "digest": "f" * 64,
        "event_day": link.event_day + timedelta(days=1),
        "event_id": new_id(),
        "seq": 1000,
    }[column]
    rows.update(**{column: value})
    return f"change link {column}"


def rewrite_links(dice, tenant_id):
    """Change an event's purpose and all the hashes after it, as who knows the method would."""
    first = pick(dice, tenant_id).seq
    links = AuditLink.objects.filter(tenant_id=tenant_id).order_by("seq")
    before = first_hash(tenant_id)
    for link in links:
        if link.seq == first:
            event_rows(tenant_id, link).update(purpose="nothing")
            link.digest = digest_of(event_rows(tenant_id, link).get())
        link.hash = link_hash(before, link)
        links.filter(seq=link.seq).update(hash=link.hash, digest=link.digest)
        before = link.hash
    AuditHead.objects.filter(tenant_id=tenant_id).update(hash=before)
    return "rewrite"


def change_head(dice, tenant_id):
    rows = AuditHead.objects.filter(tenant_id=tenant_id)
    how = dice.choice(("seq", "hash", "signature", "key_id", "signed_at", "delete"))
    if how == "delete":
        rows.delete()
        return "delete head"
    value = {
        "seq": 11,
        "hash": "0" * 64,
        "signature": "A" * 86 + "==",
        "key_id": "k000000",
        "signed_at": datetime(2020, 1, 1, tzinfo=UTC),
    }[how]
    rows.update(**{how: value})
    return f"change head {how}"


def hide_event(dice, tenant_id):
    """Keep an event out of the chain by taking it off the list of what waits."""
    late = services.record(system_actor(tenant_id, "t"), "p.v")
    AuditPending.objects.filter(tenant_id=tenant_id, event_id=late).delete()
    return "hide"


def test_a_thousand_random_tamperings_are_all_found(chain):
    dice = random.Random(20200218)
    missed = []
    with triggers.lifted(connection):
        for _ in range(1000):
            point = transaction.savepoint()
            what = tamper(dice, chain)
            if queries.verify_chain(chain).ok:
                missed.append(what)
            transaction.savepoint_rollback(point)

    assert missed == []
    assert queries.verify_chain(chain).ok


def test_destruction_by_rule_keeps_the_chain_verifiable(chain):
    later = clock.now() + timedelta(days=1)

    first = services.destroy_before(chain, later, 5)
    second = services.destroy_before(chain, later, 3)

    report = queries.verify_chain(chain)
    assert (len(first), len(second)) == (5, 3)
    assert (report.ok, report.sealed, report.destroyed) == (True, 12, 8)
    assert AuditEvent.objects.filter(tenant_id=chain).count() == 4


def test_destruction_spares_what_is_younger(chain):
    assert services.destroy_before(chain, clock.now() - timedelta(days=1), 100) == []
    assert queries.count_events(chain) == 12


def test_forged_destruction_does_not_excuse_a_missing_event(chain):
    end = AuditLink.objects.get(tenant_id=chain, seq=3)
    AuditDestruction.objects.create(
        tenant_id=chain,
        from_seq=1,
        to_seq=3,
        end_hash=end.hash,
        destroyed_at=clock.real_now(),
        key_id=AuditHead.objects.get(tenant_id=chain).key_id,
        signature="A" * 86 + "==",
    )
    AuditEvent.objects.filter(tenant_id=chain, id=end.event_id).delete()

    report = queries.verify_chain(chain)
    assert (report.ok, report.fault) == (False, Fault.DESTRUCTION_FORGED)


def test_event_without_a_record_of_destruction_cannot_be_deleted(chain):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.filter(tenant_id=chain).delete()


def test_exported_head_holds_while_the_chain_grows(chain, lead):
    head = queries.export_head(chain)
    services.record(lead, "ledger.person_seen")
    services.seal(chain)

    assert queries.verify_head(head)


def test_chain_made_anew_by_the_program_itself_differs_from_the_exported_head(chain, lead):
    head = queries.export_head(chain)
    with triggers.lifted(connection):
        for table in (AuditEvent, AuditLink, AuditHead):
            table.objects.filter(tenant_id=chain).delete()
    for _ in range(13):
        services.record(lead, "ledger.person_seen")
    services.seal(chain)

    assert queries.verify_chain(chain).ok
    assert queries.verify_against_head(head).fault == Fault.EXPORT_DIFFERS


def test_head_exported_elsewhere_is_not_believed(chain):
    head = queries.export_head(chain) | {"seq": 7}

    assert queries.verify_against_head(head).fault == Fault.EXPORT_FORGED


@pytest.mark.parametrize("document", [{}, {"kind": "x", "edition": 1}, {"kind": None}])
def test_document_that_is_no_head_is_refused(document):
    with pytest.raises(ValueError, match="not an exported audit head"):
        queries.verify_head(document)


def test_chain_under_other_keys_does_not_hold(chain):
    with use_keyring(Keyring.generate()):
        assert not queries.verify_chain(chain).ok


def test_triggers_stand_and_their_absence_is_seen(chain):
    assert triggers.missing(connection) == []
    with triggers.lifted(connection):
        assert triggers.missing(connection) == triggers.names()
