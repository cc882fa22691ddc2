"""The responder's badge: a signed statement of who someone is, whose, and where today."""

import json
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock, signatures
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, NotFound
from muster.kernel.models import SignedDocument, Tenant
from muster.kernel.permissions import require
from muster.platform.access.contracts import BADGE_KIND, BadgeFacts
from muster.platform.access.identity import tenant_id_of
from muster.platform.access.queries.badges import badge_saying, badge_words, facts_to_sign
from muster.platform.access.rules import HOLD_BADGE
from muster.platform.audit.services import record


def today_badge(*, actor: Actor) -> SignedDocument:
    """Return the actor's badge of today, signing a new one where facts or day have changed.

    It shows name, unit and today's post, or that there is no post today, and it ends with the
    local day. A badge with other facts is revoked, so that an old print does not pass.

    Raises:
        NotAllowed: the actor's role carries no badge.

    """
    require(actor, HOLD_BADGE)
    if actor.tenant_id is None or actor.account_id is None:
        raise NotFound(_("There is no such command."))
    facts = facts_to_sign(actor)
    return issue_badge(actor=actor, subject_id=actor.person_id or actor.account_id, facts=facts)


def issue_badge(*, actor: Actor, subject_id: UUID, facts: BadgeFacts) -> SignedDocument:
    """Sign a badge of today with these facts, or return the one that says the same."""
    tenant = Tenant.objects.filter(pk=tenant_id_of(actor)).first()
    if tenant is None:
        raise NotFound(_("There is no such command."))
    words = badge_words(tenant, facts)
    with transaction.atomic():
        current = badge_saying(tenant, subject_id, words)
        if current is not None:
            return current
        signatures.revoke(tenant_id=tenant.pk, subject_id=subject_id, kind=BADGE_KIND)
        tomorrow = clock.today(tenant.time_zone) + timedelta(days=1)
        zone = clock.local(clock.now(), tenant.time_zone).tzinfo
        document = signatures.sign_document(
            tenant_id=tenant.pk,
            kind=BADGE_KIND,
            content=json.dumps(words, sort_keys=True, ensure_ascii=False).encode(),
            public=words,
            subject_id=subject_id,
            expires_at=datetime.combine(tomorrow, time(), zone),
        )
        record(actor, "access.badge_issued", document, subject_id=actor.person_id)
    return document


def revoke_badges(*, actor: Actor, subject_id: UUID) -> int:
    """Revoke every valid badge of a person, as when a phone with one is lost.

    Raises:
        Conflict: there is none.

    """
    if actor.tenant_id is None:
        raise NotFound(_("There is no such command."))
    if subject_id not in {actor.person_id, actor.account_id}:
        from muster.platform.access.rules import GRANT_ROLE

        require(actor, GRANT_ROLE)
    with transaction.atomic():
        count = signatures.revoke(tenant_id=actor.tenant_id, subject_id=subject_id, kind=BADGE_KIND)
        if not count:
            raise Conflict(_("There is no badge to revoke."))
        record(actor, "access.badges_revoked", None, subject_id=actor.person_id, count=count)
    return count
