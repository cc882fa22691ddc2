"""Writing the audit: recording in the caller's transaction, sealing, destroying by rule."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import models, transaction

from muster.kernel import clock
from muster.kernel.actors import Actor, GrantRef
from muster.kernel.areas import covers
from muster.kernel.ids import day_of, new_id
from muster.kernel.models import Tenant
from muster.platform.audit import chain
from muster.platform.audit.contracts import INSTALLATION, AuditError
from muster.platform.audit.models import (
    AREA_LENGTH,
    AuditDestruction,
    AuditEvent,
    AuditHead,
    AuditLink,
    AuditPending,
)

SEAL_BATCH = 1000
MAX_LIST = 1000
LARGEST_COUNT = 10**10
"""Whole numbers from here on look like telephone numbers, and no count is that large."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/\-]{0,79}\Z")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_VERB = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\Z")
_PHONE = re.compile(r"(?:\+?86)?-?1[3-9]\d{9}\Z")
_ID_NUMBER = re.compile(
    r"[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]\Z"
)

ObjectRef = models.Model | tuple[str, UUID | str] | None


def record(
    actor: Actor,
    verb: str,
    obj: ObjectRef = None,
    *,
    subject_id: UUID | None = None,
    area: str = "",
    purpose: str = "",
    **ids: Any,
) -> UUID:
    """Record that `actor` did `verb` to `obj`, inside the transaction that does it.

    `obj` is a row or (kind, id). `subject_id` is the person the event is about, who may read it.
    `area` is the code of the place (taken from the row where it has one), `purpose` a code such as
    "delivery", `ids` further ids, codes and counts. Returns the id of the event.

    Raises:
        AuditError: there is no transaction, the row is another tenant's, or a value is no id, code
            or count. All three are mistakes in the calling code.

    """
    if not transaction.get_connection().in_atomic_block:
        raise AuditError(f"{verb} must be recorded inside the transaction that does it")
    kind, object_id = _reference(obj)
    place = area or _area_of(obj)
    grant = _grant_used(actor, place)
    event_id = new_id()
    event = AuditEvent(
        tenant_id=_tenant_of(actor, obj),
        day=day_of(event_id),
        id=event_id,
        at=clock.now(),
        verb=_matched(_VERB, verb, "verb"),
        account_id=actor.account_id,
        device_id=actor.device_id,
        system=actor.system,
        role=_roles_used(actor, place),
        actor_area=grant.area if grant else "",
        actor_scope_id=grant.scope_id if grant else None,
        object_kind=kind,
        object_id=object_id,
        subject_id=subject_id,
        area_code=_area(place),
        purpose=_matched(_CODE, purpose, "purpose") if purpose else "",
        ids={_matched(_NAME, name, "name"): _safe(name, value) for name, value in ids.items()},
    )
    event.mac = chain.mac_of(event)
    event.save(force_insert=True)
    AuditPending.objects.create(tenant_id=event.tenant_id, event_id=event.id, event_day=event.day)
    return event_id


def seal_all() -> int:
    """Seal what is pending in every tenant and for the installation; return how many events."""
    tenants = [INSTALLATION, *Tenant.objects.values_list("id", flat=True)]
    return sum(seal(tenant_id) for tenant_id in tenants)


def seal(tenant_id: UUID) -> int:
    """Put the tenant's pending events into its chain, oldest id first; return how many.

    Events that commit late follow later, whatever their id says: the order of the chain is the
    order of sealing. An event that the program did not write is left out, so that the check
    reports it instead of vouching for it.
    """
    total = 0
    while sealed := _seal_batch(tenant_id):
        total += sealed
    return total


def _seal_batch(tenant_id: UUID) -> int:
    with transaction.atomic():
        head = _locked_head(tenant_id)
        pending = AuditPending.objects.filter(tenant_id=tenant_id).order_by("event_id")
        waiting = dict(pending.values_list("event_id", "event_day")[:SEAL_BATCH])
        events = AuditEvent.objects.filter(
            tenant_id=tenant_id, day__in=set(waiting.values()), id__in=waiting
        ).order_by("id")
        links = [_next_link(head, event) for event in events if chain.mac_holds(event)]
        if not links:
            return 0
        AuditLink.objects.bulk_create(links)
        AuditPending.objects.filter(
            tenant_id=tenant_id, event_id__in=[link.event_id for link in links]
        ).delete()
        head.signed_at = clock.real_now()
        chain.sign_head(head)
        head.save()
    return len(links)


def _locked_head(tenant_id: UUID) -> AuditHead:
    head = AuditHead.objects.select_for_update().filter(tenant_id=tenant_id).first()
    return head or AuditHead(tenant_id=tenant_id, seq=0, hash=chain.first_hash(tenant_id))


def _next_link(head: AuditHead, event: AuditEvent) -> AuditLink:
    """Return the link after `head` and move the head to it."""
    link = AuditLink(
        tenant_id=event.tenant_id,
        seq=head.seq + 1,
        event_id=event.id,
        event_day=event.day,
        digest=chain.digest_of(event),
    )
    link.hash = chain.link_hash(head.hash, link)
    head.seq, head.hash = link.seq, link.hash
    return link


def destroy_before(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Destroy the oldest events of the chain that happened before `before`, at most `limit`.

    Only a run from the oldest kept link on is destroyed, and a signed record of the run is written
    first: the database refuses any other deletion, and the chain stays verifiable without content.
    """
    with transaction.atomic():
        last = AuditDestruction.objects.filter(tenant_id=tenant_id).order_by("-from_seq").first()
        first_kept = last.to_seq + 1 if last else 1
        links = AuditLink.objects.filter(
            tenant_id=tenant_id, seq__gte=first_kept, seq__lt=first_kept + limit
        ).order_by("seq")
        due = _due(tenant_id, list(links), before)
        if not due:
            return []
        destruction = AuditDestruction(
            tenant_id=tenant_id,
            from_seq=due[0].seq,
            to_seq=due[-1].seq,
            end_hash=due[-1].hash,
            destroyed_at=clock.real_now(),
        )
        chain.sign_destruction(destruction)
        destruction.save(force_insert=True)
        ids = [link.event_id for link in due]
        AuditEvent.objects.filter(
            tenant_id=tenant_id, day__in={link.event_day for link in due}, id__in=ids
        ).delete()
    return ids


def _due(tenant_id: UUID, links: Sequence[AuditLink], before: datetime) -> list[AuditLink]:
    """Return the leading links whose events happened before `before`."""
    times = dict(
        AuditEvent.objects.filter(
            tenant_id=tenant_id,
            day__in={link.event_day for link in links},
            id__in=[link.event_id for link in links],
        ).values_list("id", "at")
    )
    due: list[AuditLink] = []
    for link in links:
        at = times.get(link.event_id)
        if at is None or at >= before:
            break
        due.append(link)
    return due


def _tenant_of(actor: Actor, obj: ObjectRef) -> UUID:
    owner = getattr(obj, "tenant_id", None)
    if owner is not None and actor.tenant_id is not None and owner != actor.tenant_id:
        raise AuditError("A row of another tenant cannot be recorded under this actor's")
    return actor.tenant_id or owner or INSTALLATION


def _reference(obj: ObjectRef) -> tuple[str, str]:
    if obj is None:
        return "", ""
    if isinstance(obj, models.Model):
        return obj._meta.label_lower, str(obj.pk)
    kind, identifier = obj
    return _matched(_CODE, kind, "kind"), str(_safe("id", identifier))


def _area_of(obj: ObjectRef) -> str:
    field = getattr(obj, "area_field", None)
    value = getattr(obj, field, "") if field and "__" not in field else ""
    return value or ""


def _area(code: str) -> str:
    if code and not (code.isascii() and code.isdigit() and len(code) <= AREA_LENGTH):
        raise AuditError("The area of a record is an area code")
    return code


def _roles_used(actor: Actor, area: str) -> str:
    covering = {g.role for g in actor.grants if covers(g.area, area)} or actor.roles
    return ",".join(sorted(map(str, covering)))[:120]


def _grant_used(actor: Actor, area: str) -> GrantRef | None:
    """Return the narrowest grant that covers the area: the capacity in which the actor acted."""
    covering = [g for g in actor.grants if covers(g.area, area)] or list(actor.grants)
    return max(covering, key=lambda g: (g.scope_id is not None, len(g.area)), default=None)


def _matched(pattern: re.Pattern[str], value: str, what: str) -> str:
    if not isinstance(value, str) or not pattern.match(value):
        raise AuditError(f"The {what} of a record is a code, not text")
    return str(value)


def _safe(name: str, value: Any) -> Any:
    """Return the value as it is kept, or refuse what could be more than an id, code or count."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, int) and abs(value) < LARGEST_COUNT:
        return value
    if isinstance(value, str) and _is_code(value):
        return value
    if isinstance(value, list | tuple | set | frozenset) and len(value) <= MAX_LIST:
        return [_safe(name, item) for item in value]
    if isinstance(value, Mapping) and len(value) <= MAX_LIST:
        return {str(_safe(name, key)): _safe(name, item) for key, item in value.items()}
    raise AuditError(f"{name} is no id, code or count: records hold no values")


def _is_code(value: str) -> bool:
    return value == "" or bool(
        _CODE.match(value) and not _PHONE.match(value) and not _ID_NUMBER.match(value)
    )
