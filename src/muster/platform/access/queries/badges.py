"""The badge somebody carries today, as far as it has been issued."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.models import SignedDocument, Tenant
from muster.kernel.permissions import require
from muster.kernel.signatures import Line, Verdict, VerdictKind
from muster.kernel.tenants import tenant_of
from muster.platform.access.contracts import BADGE_KIND, BadgeFacts, badge_facts, post_today
from muster.platform.access.rules import HOLD_BADGE


def badge_words(tenant: Tenant, facts: BadgeFacts) -> dict[str, Any]:
    """Return what a badge with these facts says to anyone today."""
    return {
        "name": facts.name,
        "unit": facts.unit,
        "post": facts.post,
        "day": clock.today(tenant.time_zone).isoformat(),
        "command": tenant.name,
    }


def facts_to_sign(actor: Actor) -> BadgeFacts:
    """Gather what a badge of the actor says today, in one language, whoever's page asks."""
    with override(settings.LANGUAGE_CODE):
        return badge_facts(actor)


def badge_saying(tenant: Tenant, subject_id: UUID, words: dict[str, Any]) -> SignedDocument | None:
    """Return the subject's valid badge where it says just these words."""
    current: SignedDocument | None = (
        SignedDocument.objects.of_tenant(tenant.pk)
        .filter(subject_id=subject_id, kind=BADGE_KIND, revoked_at__isnull=True)
        .order_by("-signed_at")
        .first()
    )
    return current if current is not None and current.public == words else None


def own_badge(actor: Actor) -> SignedDocument | None:
    """Return the actor's badge of today; None where there is none yet, or it is out of date.

    Raises:
        NotAllowed: the actor's role carries no badge.

    """
    require(actor, HOLD_BADGE)
    tenant = Tenant.objects.filter(pk=actor.tenant_id).first()
    subject_id = actor.person_id or actor.account_id
    if tenant is None or subject_id is None:
        return None
    return badge_saying(tenant, subject_id, badge_words(tenant, facts_to_sign(actor)))


def badge_today(actor: Actor, document: SignedDocument) -> dict[str, Any]:
    """Return what the holder reads on the badge of today: its words, the post in their language."""
    return {**document.public, "post": badge_facts(actor).post}


def badge_lines(verdict: Verdict) -> list[Line]:
    """Return what anybody who checks a badge reads: who, whose, where today, of which command.

    The post is what the roster says at this moment by the command's clock, not what it said when
    the badge was made. A badge that has ended sends nobody to look for its holder.
    """
    says = verdict.public
    lines: list[Line] = [
        (pgettext("badge", "Name"), says["name"]),
        (pgettext("badge", "Unit"), says["unit"]),
    ]
    if verdict.kind == VerdictKind.GENUINE:
        lines.append((_("Post today"), _post_now(verdict) or _("No post today")))
    day = date_format(date.fromisoformat(says["day"]), pgettext("date", "j M Y"))
    return [*lines, (_("Valid on"), day), (_("Issued by"), verdict.command)]


def _post_now(verdict: Verdict) -> str:
    if verdict.tenant_id is None or verdict.subject_id is None:
        return ""
    with clock.drill(tenant_of(verdict.tenant_id).drill_offset):
        return post_today(tenant_id=verdict.tenant_id, person_id=verdict.subject_id)
