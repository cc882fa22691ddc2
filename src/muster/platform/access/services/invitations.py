"""Inviting people: a code on paper becomes an account with one role, once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.crosstenant import across_tenants
from muster.kernel.errors import Conflict, Gone, NotFound
from muster.kernel.permissions import require
from muster.platform.access.codes import code_hash, new_code
from muster.platform.access.contracts import (
    CodeMessage,
    person_ref,
    require_sees_all,
    send_code,
)
from muster.platform.access.enums import Language
from muster.platform.access.identity import tenant_id_of
from muster.platform.access.models import Account, Invitation
from muster.platform.access.rules import INVITE
from muster.platform.access.services.accounts import create_account, require_without_account
from muster.platform.access.services.grants import grant, require_may_grant
from muster.platform.audit.services import record

INVITATION_DAYS = 7


@dataclass(frozen=True, slots=True)
class Invited:
    """A fresh invitation with its code, which nobody can read again afterwards."""

    invitation: Invitation
    code: str
    sent: bool


def invite(
    *,
    actor: Actor,
    role: str,
    area_code: str = "",
    scope_id: UUID | None = None,
    person_id: UUID | None = None,
    display_name: str = "",
    grant_until: datetime | None = None,
    contact: str = "",
    language: str = Language.ZH_HANS,
    days: int = INVITATION_DAYS,
) -> Invited:
    """Invite someone to one role; the same limits hold as for giving it directly.

    The account will belong to the person on record with `person_id`, where one is chosen. With a
    `contact` (phone number or e-mail address) the link is sent there as well, where a channel
    serves it; the contact is not kept.

    Raises:
        NotAllowed: the actor could not give this role here so long, or sees less of the person.
        NotFound: the person lies outside the actor's area.
        Conflict: the person has an account already.
    """
    require(actor, INVITE)
    require_may_grant(actor, role, area_code, scope_id, grant_until)
    if person_id is not None:
        person = person_ref(actor, person_id)
        require_without_account(tenant_id_of(actor), person.id)
        require_sees_all(actor, person.id)
        display_name = display_name.strip() or person.name
    code = new_code()
    now = clock.real_now()
    with transaction.atomic():
        invitation = Invitation.objects.create(
            tenant_id=tenant_id_of(actor),
            role=role,
            area_code=area_code,
            scope_id=scope_id,
            person_id=person_id,
            display_name=display_name.strip(),
            grant_until=grant_until,
            code_hash=code_hash(code),
            invited_by=actor.account_id,
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        record(actor, "access.invited", invitation, subject_id=person_id, area=area_code, role=role)
        sent = bool(contact) and _send(invitation, code, contact, language)
    return Invited(invitation, code, sent)


def _send(invitation: Invitation, code: str, contact: str, language: str) -> bool:
    return send_code(
        CodeMessage(
            tenant_id=invitation.tenant_id,
            contact=contact,
            language=language,
            code=code,
            path=f"/invite/{code}/",
            expires_at=invitation.expires_at,
        )
    )


def open_invitation(code: str) -> Invitation:
    """Return the invitation a code opens.

    Raises:
        NotFound: no invitation has it.
        Gone: it was used, withdrawn or has expired.

    """
    with across_tenants("access.code"):
        row = Invitation.objects.select_related("tenant").filter(code_hash=code_hash(code)).first()
    if row is None:
        raise NotFound(
            _("This code does not open an invitation."),
            next_step=_("Compare it with the paper, or ask whoever invited you for a new one."),
        )
    if row.used_at is not None:
        raise Gone(
            _("This invitation has been used."),
            next_step=_("Sign in with the name chosen then, or ask for a new invitation."),
        )
    if row.revoked_at is not None or row.expires_at <= clock.real_now():
        raise Gone(
            _("This invitation has ended."), next_step=_("Ask whoever invited you for a new one.")
        )
    return row


def accept_invitation(
    *, code: str, sign_in_name: str, display_name: str, password: str, language: str
) -> Account:
    """Make the account an invitation stands for and give it its role.

    Raises:
        NotFound, Gone: as `open_invitation`.
        Conflict: somebody used the same code a moment before, or the person it is for has an
            account by now.
        Invalid: the sign-in name is taken, or the password too weak.

    """
    invitation = open_invitation(code)
    host = system_actor(invitation.tenant_id, "access.invitation")
    with clock.drill(invitation.tenant.drill_offset), transaction.atomic():
        row = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if row.used_at is not None:
            raise Conflict(_("This invitation was used a moment ago."))
        account = create_account(
            actor=host,
            sign_in_name=sign_in_name,
            display_name=display_name,
            password=password,
            person_id=row.person_id,
            language=language,
        )
        grant(
            actor=host,
            account_id=account.pk,
            role=row.role,
            area_code=row.area_code,
            scope_id=row.scope_id,
            valid_to=row.grant_until,
        )
        row.used_at, row.account = clock.real_now(), account
        row.save(update_fields=["used_at", "account"])
        newcomer = Actor(account_id=account.pk, tenant_id=row.tenant_id, name=account.display_name)
        record(
            newcomer, "access.invitation_used", row, subject_id=row.person_id, area=row.area_code
        )
    return account


def withdraw_invitation(*, actor: Actor, invitation_id: UUID) -> None:
    """Make an invitation useless before anybody uses it.

    Raises:
        NotFound: no such invitation in the actor's area.
        Conflict: it has been used or withdrawn already.

    """
    require(actor, INVITE)
    with transaction.atomic():
        row = Invitation.objects.get_for_update(actor, invitation_id)
        if row.used_at is not None or row.revoked_at is not None:
            raise Conflict(_("This invitation has been used or withdrawn already."))
        row.revoked_at = clock.real_now()
        row.save(update_fields=["revoked_at"])
        record(actor, "access.invitation_withdrawn", row, area=row.area_code)
