"""Reading what is held, by which rule, and what was destroyed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from muster.kernel.actors import Actor
from muster.kernel.errors import NotFound
from muster.kernel.holdings import Holding, Listing, RetentionClock, holdings
from muster.kernel.permissions import allowed, require
from muster.kernel.querysets import ScopedQuerySet
from muster.kernel.signatures import Line, Verdict
from muster.platform.retention.contracts import Held
from muster.platform.retention.enums import ClockWords
from muster.platform.retention.models import ClockStart, DestructionCertificate, RetentionRule
from muster.platform.retention.rules import VIEW_HOLDINGS


def rule_of(tenant_id: UUID, holding: str) -> RetentionRule | None:
    """Return the command's own rule for a holding, the latest one."""
    rules = RetentionRule.objects.of_tenant(tenant_id).filter(holding=holding)
    return rules.order_by("-set_at", "-id").first()


def held(*, actor: Actor) -> list[Held]:
    """Everything that is held in the actor's command, with its purpose and its last day."""
    require(actor, VIEW_HOLDINGS)
    return [_held(actor, holding) for _name, holding in sorted(holdings().items())]


def held_one(*, actor: Actor, name: str) -> Held:
    """One holding of the actor's command.

    Raises:
        NotFound: no package declares it.

    """
    require(actor, VIEW_HOLDINGS)
    if name not in holdings():
        raise NotFound(_("Nothing of this kind is held here."))
    return _held(actor, holdings()[name])


def rules_of(*, actor: Actor, name: str) -> ScopedQuerySet[RetentionRule]:
    """Changes of a holding's rule, newest first."""
    rules = RetentionRule.objects.visible_to(actor).filter(holding=name)
    return rules.order_by("-set_at", "-id")


def certificates(*, actor: Actor, holding: str = "") -> ScopedQuerySet[DestructionCertificate]:
    """Certificates of destruction, newest first."""
    rows = DestructionCertificate.objects.visible_to(actor).order_by("-begun_at")
    return rows.filter(holding=holding) if holding else rows


def certificate(*, actor: Actor, certificate_id: UUID) -> DestructionCertificate:
    """Return one certificate.

    Raises:
        NotFound: there is none, or the actor may not see it.

    """
    return DestructionCertificate.objects.get_visible(actor, certificate_id)


def certificate_lines(verdict: Verdict) -> list[Line]:
    """Return what anybody who checks a certificate reads: what was destroyed, and how much."""
    says = verdict.public
    holding = holdings().get(says["holding"])
    return [
        (_("What was held"), str(holding.label if holding else says["holding"])),
        (_("Rows destroyed"), f"{says['rows']:,}"),
        (_("Older than"), says["older_than"]),
        (_("Destroyed"), says["destroyed"]),
        (_("Issued by"), verdict.command),
    ]


def ended_before(
    tenant_id: UUID, before: datetime, kind: RetentionClock = RetentionClock.INCIDENT_END
) -> list[UUID]:
    """Return the incidents (or periods) that ended before `before`.

    A package whose holding runs on such a clock asks here which of its rows are due.
    """
    rows = ClockStart.objects.of_tenant(tenant_id).filter(clock_kind=kind, ended_at__lt=before)
    return list(rows.values_list("of_id", flat=True))


def _held(actor: Actor, holding: Holding) -> Held:
    tenant_id = actor.tenant_id
    rule = rule_of(tenant_id, holding.name) if tenant_id else None
    count = holding.count(tenant_id) if tenant_id else 0
    return Held(
        name=holding.name,
        label=holding.label,
        purpose=holding.purpose,
        clock=ClockWords(holding.clock).label,
        days=rule.days if rule else holding.days,
        declared_days=holding.days,
        count=count,
        reason=rule.reason if rule else "",
        fields=holding.fields,
        listing=_listing_of_all(actor, holding, count),
        has_rows=holding.rows is not None,
    )


def rows_of(*, actor: Actor, name: str) -> Any:
    """Return the (id, begin) of what a holding has, oldest first.

    Raises:
        NotFound: nobody declares it, or its rows cannot be listed.

    """
    held = held_one(actor=actor, name=name)
    rows = holdings()[held.name].rows
    if rows is None:
        raise NotFound(_("The rows of this cannot be listed one by one."))
    return rows(actor.tenant_id)


def _listing_of_all(actor: Actor, holding: Holding, count: int) -> Listing | None:
    """Return the list of a holding's rows, unless the actor sees none or only some of them."""
    listing = holding.listing
    if listing is None or not allowed(actor, listing.permission):
        return None
    return listing if listing.count(actor) == count else None
