"""Changing how long something is held, starting clocks, destroying what is due."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.errors import Invalid, NotFound, Text
from muster.kernel.holdings import Holding, RetentionClock, holdings
from muster.kernel.models import Tenant
from muster.kernel.permissions import require
from muster.kernel.signatures import sign_document
from muster.kernel.tenants import all_tenants
from muster.platform.audit.services import record
from muster.platform.retention import queries, replay_log
from muster.platform.retention.contracts import DOCUMENT_KIND
from muster.platform.retention.models import ClockStart, DestructionCertificate, RetentionRule
from muster.platform.retention.rules import CHANGE_RULE

LOT = 500
MAX_DAYS = 3650


def set_rule(*, actor: Actor, holding: str, days: int, reason: str) -> RetentionRule:
    """Hold something for another number of days in the actor's command, for a written reason.

    Raises:
        NotFound: no package declares the holding.
        Invalid: the days are out of range or the reason is missing.

    """
    require(actor, CHANGE_RULE)
    if holding not in holdings():
        raise NotFound(_("Nothing of this kind is held here."))
    errors: dict[str, list[Text]] = {}
    if not 1 <= days <= MAX_DAYS:
        errors["days"] = [_("Give a number of days from 1 to %(most)d.") % {"most": MAX_DAYS}]
    if not reason.strip():
        errors["reason"] = [_("Write down why: whoever looks at this later will ask.")]
    if errors:
        raise Invalid(_("The rule was not changed."), errors=errors)
    with transaction.atomic():
        before = queries.held_one(actor=system_actor(actor.tenant_id, "retention"), name=holding)
        rule = RetentionRule.objects.create(
            tenant_id=actor.tenant_id,
            holding=holding,
            days=days,
            reason=reason.strip()[:200],
            set_by=actor.account_id,
        )
        record(actor, "retention.rule_changed", rule, holding=holding, days=days, was=before.days)
    return rule


def start_clocks(
    *,
    actor: Actor,
    of_id: UUID,
    ended_at: datetime,
    kind: RetentionClock = RetentionClock.INCIDENT_END,
) -> None:
    """Start the days of everything held for an incident (or period) that ended at `ended_at`.

    Starting twice keeps the first moment: an end is not moved by saying it again.
    """
    with transaction.atomic():
        _start, made = ClockStart.objects.get_or_create(
            tenant_id=actor.tenant_id, clock_kind=kind, of_id=of_id, defaults={"ended_at": ended_at}
        )
        if made:
            record(actor, "retention.clocks_started", ("retention.clock", of_id), clock=kind)


def stop_clocks(
    *, actor: Actor, of_id: UUID, kind: RetentionClock = RetentionClock.INCIDENT_END
) -> None:
    """Take back an end, where an incident was opened again."""
    with transaction.atomic():
        rows = ClockStart.objects.filter(tenant_id=actor.tenant_id, clock_kind=kind, of_id=of_id)
        if rows.delete()[0]:
            record(actor, "retention.clocks_stopped", ("retention.clock", of_id), clock=kind)


def destroy_due(progress: Callable[[int, int], None] | None = None) -> int:
    """Destroy what is due in every command; return how many rows."""
    work = [(tenant, holding) for tenant in all_tenants() for holding in holdings().values()]
    total = 0
    for place, (tenant, holding) in enumerate(work):
        if progress:
            progress(place, len(work))
        with clock.drill(tenant.drill_offset):
            total += _destroy_due_of(tenant, holding)
    return total


def replay_destructions(log: Path | None = None) -> int:
    """Destroy again what a restored backup has brought back; return how many rows.

    Called by restore before anybody can see the data. `log` is the log of destructions of the
    installation that was lost; the one in the installation's home otherwise.
    """
    tenants = {tenant.id: tenant for tenant in all_tenants()}
    total = 0
    for (tenant_id, name), before in sorted(replay_log.latest(log).items(), key=str):
        tenant, holding = tenants.get(tenant_id), holdings().get(name)
        if tenant is not None and holding is not None:
            with clock.drill(tenant.drill_offset):
                total += _destroy(tenant, holding, before, replayed=True)
    return total


def _destroy_due_of(tenant: Tenant, holding: Holding) -> int:
    rule = queries.rule_of(tenant.id, holding.name)
    days = rule.days if rule else holding.days
    return _destroy(tenant, holding, clock.now() - timedelta(days=days), rule=rule)


def _destroy(
    tenant: Tenant,
    holding: Holding,
    before: datetime,
    *,
    rule: RetentionRule | None = None,
    replayed: bool = False,
) -> int:
    """Destroy lot by lot, each its own transaction, then sign the certificate."""
    total = 0
    while lot := _destroy_lot(tenant, holding, before, rule=rule, replayed=replayed):
        total += lot
    _sign_open(tenant, holding)
    return total


def _destroy_lot(
    tenant: Tenant,
    holding: Holding,
    before: datetime,
    *,
    rule: RetentionRule | None,
    replayed: bool,
) -> int:
    """Destroy one lot and write it down; the log is on disk before the destruction commits."""
    with transaction.atomic():
        ids = holding.destroy(tenant.id, before, LOT)
        if not ids:
            return 0
        paper = _open_certificate(tenant, holding, before, rule=rule, replayed=replayed)
        paper.count += len(ids)
        paper.before = max(paper.before, before)
        listed = "\n".join(sorted(str(row_id) for row_id in ids))
        paper.digest = hashlib.sha256(f"{paper.digest}\n{listed}".encode()).hexdigest()
        paper.save()
        replay_log.append(
            tenant_id=tenant.id,
            holding=holding.name,
            before=before,
            count=len(ids),
            digest=paper.digest,
        )
    return len(ids)


def _open_certificate(
    tenant: Tenant,
    holding: Holding,
    before: datetime,
    *,
    rule: RetentionRule | None,
    replayed: bool,
) -> DestructionCertificate:
    """Return the certificate that is not signed yet: a run cut off goes on with the same one."""
    paper = (
        DestructionCertificate.objects.select_for_update()
        .filter(tenant_id=tenant.id, holding=holding.name, code="")
        .first()
    )
    return paper or DestructionCertificate(
        tenant=tenant,
        holding=holding.name,
        clock_kind=holding.clock,
        days=rule.days if rule else holding.days,
        rule=rule,
        before=before,
        replayed=replayed,
    )


def _sign_open(tenant: Tenant, holding: Holding) -> None:
    with transaction.atomic():
        papers = DestructionCertificate.objects.select_for_update()
        paper = papers.filter(tenant_id=tenant.id, holding=holding.name, code="").first()
        if paper is None:
            return
        paper.signed_at = clock.now()
        document = sign_document(
            tenant_id=tenant.id,
            kind=DOCUMENT_KIND,
            content=certificate_content(paper),
            public={
                "holding": paper.holding,
                "rows": paper.count,
                "older_than": paper.before.date().isoformat(),
                "destroyed": paper.signed_at.date().isoformat(),
            },
        )
        paper.code = document.code
        paper.save()
        record(
            system_actor(tenant.id, "retention"),
            "retention.destroyed",
            paper,
            holding=paper.holding,
            rows=paper.count,
            days=paper.days,
            code=paper.code,
        )


def certificate_content(paper: DestructionCertificate) -> bytes:
    """Return the bytes under a certificate's signature."""
    return json.dumps(
        {
            "tenant": str(paper.tenant_id),
            "certificate": str(paper.id),
            "holding": paper.holding,
            "clock": str(paper.clock_kind),
            "days": paper.days,
            "rule": str(paper.rule_id or ""),
            "before": paper.before.isoformat(),
            "count": paper.count,
            "digest": paper.digest,
        },
        sort_keys=True,
    ).encode()
