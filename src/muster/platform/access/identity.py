"""The ids an actor must have to do anything here."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.errors import SignInRequired


def account_id_of(actor: Actor) -> UUID:
    """Return the actor's own account.

    Raises:
        SignInRequired: nobody has signed in, or a job acts.

    """
    account_id: UUID | None = actor.account_id
    if account_id is None:
        raise SignInRequired(_("You need to sign in for this."))
    return account_id


def tenant_id_of(actor: Actor) -> UUID:
    """Return the command the actor works in.

    Raises:
        SignInRequired: there is none.

    """
    tenant_id: UUID | None = actor.tenant_id
    if tenant_id is None:
        raise SignInRequired(_("You need to sign in for this."))
    return tenant_id
