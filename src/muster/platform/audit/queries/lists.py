"""Reading the audit: lists for those who answer for an area, and for the person it is about."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _

from muster.kernel.actors import Actor
from muster.kernel.areas import covers, prefix_range
from muster.kernel.ids import time_of
from muster.kernel.models import Tenant
from muster.kernel.permissions import areas_for
from muster.kernel.querysets import ScopedQuerySet
from muster.kernel.roles import Role
from muster.platform.audit.contracts import (
    INSTALLATION,
    Line,
    field_labels,
    kind_labels,
    names_of,
    pages_of,
    purpose_labels,
    verb_labels,
)
from muster.platform.audit.models import AuditEvent, AuditPending
from muster.platform.audit.rules import VIEW_EVENT

Events = ScopedQuerySet[AuditEvent]
SEALED, WAITING = "sealed", "waiting"
UUID_LENGTH, SHORT_ID = 36, 6


def count_events(tenant_id: UUID) -> int:
    """Return how many events are held."""
    return AuditEvent.objects.filter(tenant_id=tenant_id).count()


def newest_event_at() -> datetime | None:
    """Return when the latest event of any command was recorded, by the wall clock."""
    newest: datetime | None = None
    for tenant_id in [INSTALLATION, *Tenant.objects.values_list("id", flat=True)]:
        last = AuditEvent.objects.filter(tenant_id=tenant_id).order_by("-id").first()
        if last is not None:
            newest = max(newest or time_of(last.id), time_of(last.id))
    return newest


def events(
    *,
    actor: Actor,
    verb: str = "",
    account_id: UUID | None = None,
    object_kind: str = "",
    area: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    seal: str = "",
) -> Events:
    """Events the actor may read, newest first; `verb` also matches a package ("access").

    `seal` is "sealed", "waiting" (for the next seal) or empty for both.
    """
    rows = _readable(actor).order_by("-id")
    if seal:
        unsealed = AuditPending.objects.filter(tenant_id=actor.tenant_id or INSTALLATION)
        waits = Q(id__in=unsealed.values("event_id"))
        rows = rows.filter(waits if seal == WAITING else ~waits)
    if area:
        rows = rows.filter(prefix_range("area_code", area))
    if verb:
        rows = rows.filter(verb=verb) if "." in verb else rows.filter(verb__startswith=f"{verb}.")
    if account_id:
        rows = rows.filter(account_id=account_id)
    if object_kind:
        rows = rows.filter(object_kind=object_kind)
    if since:
        rows = rows.filter(at__gte=since)
    return rows.filter(at__lt=until) if until else rows


def events_about(*, actor: Actor) -> Events:
    """Events about the signed-in person, newest first: everyone may see who looked at them.

    Ordered by the time that is shown: in a drill the clock may stand still or go back, and ids
    follow the clock of the wall. Events of one moment keep the order they were recorded in.
    """
    if actor.person_id is None:
        return AuditEvent.objects.none()
    return (
        AuditEvent.objects.of_tenant(actor.tenant_id)
        .filter(subject_id=actor.person_id)
        .order_by("-at", "-id")
    )


def events_of_object(*, actor: Actor, kind: str, object_id: UUID | str) -> Events:
    """History of one object as far as the actor may read it, newest first."""
    return _readable(actor).filter(object_kind=kind, object_id=str(object_id)).order_by("-id")


def _readable(actor: Actor) -> Events:
    """Events the actor may read: the whole record for who answers for all of the command's area.

    A record without an area (a sign-in, a setting, what retention destroyed) belongs to the whole
    command, so a grant for a part of it does not show it.
    """
    areas = areas_for(actor, VIEW_EVENT)
    home = Tenant.objects.filter(id=actor.tenant_id).values_list("area_code", flat=True).first()
    if home is not None and any(covers(area, home) for area in areas):
        return AuditEvent.objects.of_tenant(actor.tenant_id)
    return AuditEvent.objects.visible_to(actor)


def lines(events: Sequence[AuditEvent], *, actor: Actor | None = None) -> list[Line]:
    """Return events as people read them; names are asked for once for all of them.

    With an `actor`, a line leads to its object where that actor may open it.
    """
    if not events:
        return []
    tenant_id = events[0].tenant_id
    people = names_of("account", tenant_id, {str(e.account_id or "") for e in events})
    codes = {e.area_code for e in events} | {e.actor_area for e in events}
    areas = names_of("area", tenant_id, codes)
    units = names_of("unit", tenant_id, {str(e.actor_scope_id or "") for e in events})
    pages = _pages(events, actor) if actor else {}
    return [
        _line(event, people, areas, units, pages.get((event.object_kind, event.object_id), ""))
        for event in events
    ]


def _pages(events: Sequence[AuditEvent], actor: Actor) -> dict[tuple[str, str], str]:
    """Return the pages the actor may open, asked for once a kind."""
    wanted: dict[str, set[str]] = {}
    for event in events:
        wanted.setdefault(event.object_kind, set()).add(event.object_id)
    return {
        (kind, one): url
        for kind, ids in wanted.items()
        for one, url in pages_of(kind, actor, ids).items()
    }


def _line(
    event: AuditEvent,
    people: Mapping[str, str],
    areas: Mapping[str, str],
    units: Mapping[str, str],
    url: str,
) -> Line:
    roles = [str(Role(role).label) for role in event.role.split(",") if role in set(Role)]
    capacity = units.get(str(event.actor_scope_id), "") or areas.get(event.actor_area, "")
    who = people.get(str(event.account_id), "") if event.account_id else ""
    return Line(
        at=event.at,
        who=who or (_("Muster itself") if event.system else _("Someone with a phone or account")),
        role=" · ".join(part for part in (", ".join(roles), capacity) if part),
        what=_what(event),
        object=kind_of(event.object_kind),
        area=areas.get(event.area_code, event.area_code),
        purpose=str(purpose_labels().get(event.purpose, event.purpose)),
        account_id=event.account_id,
        object_id=short_id(event.object_id),
        url=url,
    )


def _what(event: AuditEvent) -> str:
    """Return what was done, and to which sealed field where it was to one."""
    words = str(verb_labels().get(event.verb, event.verb))
    field = event.ids.get("field")
    if not isinstance(field, str):
        return words
    return _("%(what)s: %(field)s") % {"what": words, "field": field_labels().get(field, field)}


def short_id(object_id: str) -> str:
    """Return what tells the objects of a page apart: ids of one hour begin alike, none end so."""
    return object_id[-SHORT_ID:] if len(object_id) == UUID_LENGTH else object_id


def kind_of(kind: str) -> str:
    """Return what kind of thing it was, in the reader's language where the program has a word."""
    if kind in kind_labels():
        return str(kind_labels()[kind])
    try:
        return str(apps.get_model(kind)._meta.verbose_name) if "." in kind else kind
    except LookupError:
        return kind
