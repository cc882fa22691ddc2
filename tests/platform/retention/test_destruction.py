"""Destruction: what is due goes, with a certificate; a restored backup forgets again."""

import hashlib
from datetime import timedelta

import pytest

from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.errors import Invalid, NotAllowed, NotFound
from muster.kernel.holdings import Holding, RetentionClock, holdings, register
from muster.kernel.ids import new_id
from muster.kernel.signatures import VerdictKind, check
from muster.platform.audit.models import AuditEvent
from muster.platform.retention import queries, replay_log, services
from muster.platform.retention.models import DestructionCertificate, RetentionRule

pytestmark = pytest.mark.django_db


class Shelf:
    """Rows of a package, by tenant: id and when they were written."""

    def __init__(self):
        self.rows = {}

    def put(self, tenant, count, age_days):
        at = clock.now() - timedelta(days=age_days)
        ids = [new_id() for _ in range(count)]
        self.rows.setdefault(tenant.id, {}).update(dict.fromkeys(ids, at))
        return ids

    def count(self, tenant_id):
        return len(self.rows.get(tenant_id, {}))

    def destroy(self, tenant_id, before, limit):
        rows = self.rows.get(tenant_id, {})
        due = sorted(row for row, at in rows.items() if at < before)[:limit]
        for row in due:
            del rows[row]
        return due


@pytest.fixture
def shelf(monkeypatch, settings, tmp_path):
    settings.HOME = tmp_path
    known = dict(holdings())
    holdings().clear()
    shelf = Shelf()
    register(
        Holding(
            name="shelf.rows",
            label="Rows",
            purpose="To test",
            clock=RetentionClock.CREATED,
            days=30,
            count=shelf.count,
            destroy=shelf.destroy,
        )
    )
    yield shelf
    holdings().clear()
    holdings().update(known)


@pytest.fixture
def commander(make_actor):
    return make_actor("commander")


def test_destruction_takes_what_is_due_and_leaves_the_rest(tenant, other_tenant, shelf):
    shelf.put(tenant, 3, age_days=31)
    kept = shelf.put(tenant, 2, age_days=29)

    assert services.destroy_due() == 3
    assert list(shelf.rows[tenant.id]) == kept
    assert DestructionCertificate.objects.of_tenant(other_tenant.id).count() == 0


def test_destruction_leaves_one_signed_certificate_however_many_lots(tenant, shelf):
    ids = shelf.put(tenant, services.LOT + 7, age_days=31)
    services.destroy_due()

    paper = DestructionCertificate.objects.of_tenant(tenant.id).get()
    digest = ""
    ordered = sorted(ids)
    for lot in (ordered[: services.LOT], ordered[services.LOT :]):
        listed = "\n".join(sorted(map(str, lot)))
        digest = hashlib.sha256(f"{digest}\n{listed}".encode()).hexdigest()
    assert (paper.count, paper.digest, paper.days, paper.rule) == (len(ids), digest, 30, None)
    verdict = check(paper.code, services.certificate_content(paper))
    assert verdict.kind == VerdictKind.GENUINE
    assert verdict.public["rows"] == len(ids)


def test_certificate_with_another_count_is_found_altered(tenant, shelf):
    shelf.put(tenant, 1, age_days=31)
    services.destroy_due()
    paper = DestructionCertificate.objects.of_tenant(tenant.id).get()
    paper.count = 2

    assert check(paper.code, services.certificate_content(paper)).kind == VerdictKind.ALTERED


def test_destruction_is_on_record(tenant, shelf):
    shelf.put(tenant, 4, age_days=31)
    services.destroy_due()

    event = AuditEvent.objects.get(tenant_id=tenant.id, verb="retention.destroyed")
    assert (event.system, event.ids["rows"], event.ids["holding"]) == ("retention", 4, "shelf.rows")


def test_destruction_with_nothing_due_leaves_no_paper(tenant, shelf):
    shelf.put(tenant, 4, age_days=3)

    assert services.destroy_due() == 0
    assert DestructionCertificate.objects.of_tenant(tenant.id).count() == 0
    assert not replay_log.path().exists()


def test_drill_destroys_by_its_own_clock(tenant, shelf):
    shelf.put(tenant, 1, age_days=1)
    tenant.drill, tenant.drill_offset = True, timedelta(days=40)
    tenant.save()

    assert services.destroy_due() == 1


def test_rule_of_the_command_counts_instead_of_the_declared_days(tenant, shelf, commander):
    shelf.put(tenant, 1, age_days=31)
    services.set_rule(actor=commander, holding="shelf.rows", days=60, reason="Court order 12")
    assert services.destroy_due() == 0

    services.set_rule(actor=commander, holding="shelf.rows", days=10, reason="Order lifted")
    assert services.destroy_due() == 1
    paper = DestructionCertificate.objects.of_tenant(tenant.id).get()
    assert (paper.days, paper.rule.reason) == (10, "Order lifted")


def test_rule_change_is_on_record_with_both_numbers(tenant, shelf, commander):
    rule = services.set_rule(actor=commander, holding="shelf.rows", days=60, reason="Order 12")

    event = AuditEvent.objects.get(tenant_id=tenant.id, verb="retention.rule_changed")
    assert (event.object_id, event.ids) == (
        str(rule.id),
        {"holding": "shelf.rows", "days": 60, "was": 30},
    )
    assert queries.held_one(actor=commander, name="shelf.rows").days == 60


@pytest.mark.parametrize(
    ("days", "reason", "fields"),
    [(0, "x", {"days"}), (99999, "x", {"days"}), (5, " ", {"reason"}), (0, "", {"days", "reason"})],
)
def test_rule_without_sense_is_refused_at_the_field(shelf, commander, days, reason, fields):
    with pytest.raises(Invalid) as refused:
        services.set_rule(actor=commander, holding="shelf.rows", days=days, reason=reason)

    assert set(refused.value.errors) == fields


def test_rule_by_someone_else_is_refused(shelf, make_actor):
    with pytest.raises(NotAllowed):
        services.set_rule(actor=make_actor("lead"), holding="shelf.rows", days=5, reason="x")


def test_rule_of_an_unknown_holding_is_not_found(shelf, commander):
    with pytest.raises(NotFound):
        services.set_rule(actor=commander, holding="no.such", days=5, reason="x")


def test_restored_backup_forgets_again(tenant, shelf):
    shelf.put(tenant, 3, age_days=31)
    saved = dict(shelf.rows[tenant.id])
    services.destroy_due()
    shelf.rows[tenant.id] = dict(saved)
    fresh = shelf.put(tenant, 2, age_days=1)

    assert services.replay_destructions() == 3
    assert list(shelf.rows[tenant.id]) == fresh
    newest = DestructionCertificate.objects.of_tenant(tenant.id).order_by("-id").first()
    assert (newest.replayed, newest.count) == (True, 3)


def test_replay_reads_a_log_from_elsewhere_and_skips_what_was_cut_off(tenant, shelf, tmp_path):
    shelf.put(tenant, 1, age_days=31)
    line = (
        f'{{"tenant": "{tenant.id}", "holding": "shelf.rows", '
        f'"before": "{clock.now().isoformat()}"}}\n'
    )
    unknown = line.replace(str(tenant.id), str(new_id()))
    log = tmp_path / "old.jsonl"
    log.write_text(unknown + line + line[:40])

    assert services.replay_destructions(log) == 1


def test_log_goes_on_after_a_torn_line(tenant, shelf):
    replay_log.path().write_text('{"tenant": "')
    shelf.put(tenant, 1, age_days=31)
    services.destroy_due()

    assert list(replay_log.latest()) == [(tenant.id, "shelf.rows")]


def test_destruction_that_fails_to_be_logged_does_not_happen(tenant, shelf, settings, tmp_path):
    shelf.put(tenant, 1, age_days=31)
    (tmp_path / "file").write_text("")
    settings.HOME = tmp_path / "file"

    with pytest.raises(OSError, match="file"):
        services.destroy_due()
    assert DestructionCertificate.objects.of_tenant(tenant.id).count() == 0


def test_clock_of_an_incident_starts_once_and_can_be_taken_back(tenant):
    actor, incident = system_actor(tenant.id, "test"), new_id()
    ended = clock.now() - timedelta(days=10)
    services.start_clocks(actor=actor, of_id=incident, ended_at=ended)
    services.start_clocks(actor=actor, of_id=incident, ended_at=clock.now())

    assert queries.ended_before(tenant.id, clock.now() - timedelta(days=9)) == [incident]
    assert queries.ended_before(tenant.id, ended) == []
    services.stop_clocks(actor=actor, of_id=incident)
    assert queries.ended_before(tenant.id, clock.now()) == []


def test_rules_are_kept_newest_first(tenant, shelf, commander):
    for days in (60, 45):
        services.set_rule(actor=commander, holding="shelf.rows", days=days, reason="x")

    rows = queries.rules_of(actor=commander, name="shelf.rows")
    assert [rule.days for rule in rows] == [45, 60]
    assert RetentionRule.objects.of_tenant(tenant.id).count() == 2


def test_holdings_of_another_command_are_not_seen(shelf, tenant, other_tenant, make_actor):
    shelf.put(tenant, 3, age_days=1)

    here = queries.held(actor=make_actor("commander"))
    there = queries.held(actor=make_actor("commander", tenant_id=other_tenant.id))
    assert [held.count for held in here] == [3]
    assert [held.count for held in there] == [0]
