"""Checking a chain: from its first link to its signed head, and against a head kept elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from muster.kernel.ids import day_of, time_of
from muster.platform.audit import chain
from muster.platform.audit.contracts import ChainReport
from muster.platform.audit.enums import Fault
from muster.platform.audit.models import (
    AuditDestruction,
    AuditEvent,
    AuditHead,
    AuditLink,
    AuditPending,
)

HEAD_EDITION = 1
PAGE = 2000
_NEVER = datetime.fromtimestamp(0, tz=UTC)


def verify_chain(tenant_id: UUID) -> ChainReport:
    """Check a tenant's chain from its first link to its signed head, and what is not sealed yet.

    Every link must follow the one before, hold the digest of its event, and end at the head. An
    event may be missing only where a signed record of destruction covers its link. Memory is
    constant: links and events are read in pages.
    """
    return _Check(tenant_id).run()


def export_head(tenant_id: UUID) -> dict[str, Any]:
    """Return the signed head as a small document to keep elsewhere; empty chain: `seq` 0."""
    head = AuditHead.objects.filter(tenant_id=tenant_id).first()
    document: dict[str, Any] = {"kind": "muster-audit-head", "edition": HEAD_EDITION}
    if head is None:
        return {**document, "tenant": str(tenant_id), "seq": 0, "hash": chain.first_hash(tenant_id)}
    return {
        **document,
        "tenant": str(tenant_id),
        "seq": head.seq,
        "hash": head.hash,
        "signed_at": head.signed_at.isoformat(),
        "key": head.key_id,
        "signature": head.signature,
    }


def verify_head(exported: Mapping[str, Any]) -> bool:
    """True where the chain holds and still contains the exported head."""
    return verify_against_head(exported).ok


def verify_against_head(exported: Mapping[str, Any]) -> ChainReport:
    """Check a chain, and that it still contains the end it had when `exported` was written.

    This finds what a check of the database alone cannot: a whole chain, head included, put back to
    an earlier state or made anew.

    Raises:
        ValueError: the document is not an exported head.

    """
    head = _read_head(exported)
    report = verify_chain(head.tenant_id)
    if head.seq == 0:
        return report
    if not chain.head_holds(head):
        return replace(report, ok=False, fault=Fault.EXPORT_FORGED)
    link = AuditLink.objects.filter(tenant_id=head.tenant_id, seq=head.seq).first()
    if report.ok and (link is None or link.hash != head.hash):
        return replace(report, ok=False, fault=Fault.EXPORT_DIFFERS, first_bad_seq=head.seq)
    return report


def _read_head(exported: Mapping[str, Any]) -> AuditHead:
    try:
        if exported["kind"] != "muster-audit-head" or exported["edition"] != HEAD_EDITION:
            raise ValueError("This is not an exported audit head.")
        signed = exported.get("signed_at")
        return AuditHead(
            tenant_id=UUID(exported["tenant"]),
            seq=int(exported["seq"]),
            hash=str(exported["hash"]),
            signed_at=datetime.fromisoformat(signed) if signed else _NEVER,
            key_id=str(exported.get("key", "")),
            signature=str(exported.get("signature", "")),
        )
    except (KeyError, TypeError, AttributeError):
        raise ValueError("This is not an exported audit head.") from None


class _Check:
    """One pass over a tenant's chain; the first fault ends it."""

    def __init__(self, tenant_id: UUID) -> None:
        self.tenant_id = tenant_id
        self.sealed = 0
        self.hash = chain.first_hash(tenant_id)
        self.destroyed = 0
        self.destructions: list[AuditDestruction] = []

    def run(self) -> ChainReport:
        """Check everything and report."""
        fault, seq = self._destructions()
        if not fault:
            fault, seq = self._links()
        if not fault:
            fault = self._head()
        pending_fault, unsealed, oldest = self._unsealed()
        fault = fault or pending_fault
        return ChainReport(
            tenant_id=self.tenant_id,
            ok=not fault,
            sealed=self.sealed,
            head=self.hash,
            fault=str(fault),
            first_bad_seq=seq,
            unsealed=unsealed,
            oldest_unsealed=oldest,
            destroyed=self.destroyed,
        )

    def _destructions(self) -> tuple[str, int | None]:
        rows = AuditDestruction.objects.filter(tenant_id=self.tenant_id).order_by("from_seq")
        self.destructions = list(rows)
        for row in self.destructions:
            if not chain.destruction_holds(row):
                return Fault.DESTRUCTION_FORGED, row.from_seq
        return "", None

    def _links(self) -> tuple[str, int | None]:
        while page := self._page(self.sealed):
            events = self._events_of(page)
            for link in page:
                if fault := self._link(link, events.get(link.event_id)):
                    return fault, self.sealed + 1
                self.sealed, self.hash = link.seq, link.hash
        return "", None

    def _page(self, after: int) -> list[AuditLink]:
        rows = AuditLink.objects.filter(tenant_id=self.tenant_id, seq__gt=after)
        return list(rows.order_by("seq")[:PAGE])

    def _events_of(self, links: Iterable[AuditLink]) -> dict[UUID, AuditEvent]:
        days = {link.event_day for link in links}
        ids = [link.event_id for link in links]
        rows = AuditEvent.objects.filter(tenant_id=self.tenant_id, day__in=days, id__in=ids)
        return {event.id: event for event in rows}

    def _link(self, link: AuditLink, event: AuditEvent | None) -> str:
        if link.seq != self.sealed + 1:
            return Fault.LINK_MISSING
        if link.hash != chain.link_hash(self.hash, link):
            return Fault.LINK_CHANGED
        covered = self._destroyed_at(link.seq)
        if event is None:
            self.destroyed += covered
            return "" if covered else Fault.EVENT_MISSING
        intact = chain.mac_holds(event) and link.digest == chain.digest_of(event)
        return "" if intact else Fault.EVENT_CHANGED

    def _destroyed_at(self, seq: int) -> bool:
        return any(d.from_seq <= seq <= d.to_seq for d in self.destructions)

    def _head(self) -> str:
        head = AuditHead.objects.filter(tenant_id=self.tenant_id).first()
        if head is None:
            return Fault.HEAD_MISSING if self.sealed else ""
        if not chain.head_holds(head):
            return Fault.HEAD_FORGED
        same = (head.seq, head.hash) == (self.sealed, self.hash)
        return "" if same else Fault.HEAD_DIFFERS

    def _unsealed(self) -> tuple[str, int, datetime | None]:
        """Check events without a link: written by the program, and waiting to be sealed."""
        linked = AuditLink.objects.filter(tenant_id=self.tenant_id, event_id=OuterRef("id"))
        rows = AuditEvent.objects.filter(~Exists(linked), tenant_id=self.tenant_id).order_by("id")
        waiting = set(
            AuditPending.objects.filter(tenant_id=self.tenant_id).values_list("event_id", flat=True)
        )
        fault, count, oldest = "", 0, None
        for event in rows.iterator(chunk_size=PAGE):
            if not chain.mac_holds(event) or day_of(event.id) != event.day:
                fault = fault or Fault.EVENT_FORGED
            elif event.id not in waiting:
                fault = fault or Fault.EVENT_UNQUEUED
            count += 1
            oldest = oldest or time_of(event.id)
        return fault, count, oldest
