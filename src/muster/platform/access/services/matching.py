"""Connecting an account with a person on record, and ending that: the person sees both."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, NotAllowed
from muster.kernel.permissions import require
from muster.platform.access.contracts import person_ref, require_sees_all
from muster.platform.access.models import Account
from muster.platform.access.rules import GRANT_ROLE
from muster.platform.access.services.accounts import require_without_account, visible_account
from muster.platform.audit.services import record


def match_person(*, actor: Actor, account_id: UUID, person_id: UUID) -> Account:
    """Connect an account with a person on record: whoever holds it sees that person's own record.

    Nobody says of themselves who they are, because the own record opens without a purpose.

    Raises:
        NotFound: account or person lie outside the actor's area.
        NotAllowed: it is the actor's own account, or it would show more than the actor may see.
        Conflict: the account is closed or connected, or the person has another account.

    """
    require(actor, GRANT_ROLE)
    with transaction.atomic():
        account = _others_account(actor, account_id)
        if not account.is_active:
            raise Conflict(_("This account is closed."))
        if account.person_id is not None:
            raise Conflict(
                _("This account belongs to a person on the register already."),
                next_step=_("End that connection first, then choose again."),
            )
        person = person_ref(actor, person_id)
        if not account.phone_only:
            require_without_account(account.tenant_id, person.id)
            require_sees_all(actor, person.id)
        account.person_id = person.id
        try:
            with transaction.atomic():
                account.save(update_fields=["person_id"])
        except IntegrityError:
            raise Conflict(
                _("Somebody connected this person with an account a moment ago.")
            ) from None
        record(actor, "access.person_matched", account, subject_id=person.id)
    return account


def unmatch_person(*, actor: Actor, account_id: UUID) -> Account:
    """End the connection of an account with its person; what it did before stays on record.

    Raises:
        NotFound: the account lies outside the actor's area.
        NotAllowed: it is the actor's own account.
        Conflict: it is connected with nobody.

    """
    require(actor, GRANT_ROLE)
    with transaction.atomic():
        account = _others_account(actor, account_id)
        was = account.person_id
        if was is None:
            raise Conflict(_("This account belongs to nobody on the register."))
        account.person_id = None
        account.save(update_fields=["person_id"])
        record(actor, "access.person_unmatched", account, subject_id=was)
    return account


def _others_account(actor: Actor, account_id: UUID) -> Account:
    if account_id == actor.account_id:
        raise NotAllowed(
            _("Nobody connects their own account with a person."),
            next_step=_("Ask somebody else who gives roles here."),
        )
    return visible_account(actor, account_id)
