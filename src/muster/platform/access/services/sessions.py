"""Opening, proving and ending sessions."""

from typing import Any
from uuid import UUID

from django.contrib.auth import login, logout
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import NotAllowed, NotFound
from muster.kernel.models import Tenant
from muster.platform.access.enums import FACTOR_KEY, SIGN_IN_KEY, Factor
from muster.platform.access.identity import account_id_of
from muster.platform.access.models import Account, SignIn
from muster.platform.audit.services import record

BACKEND = "muster.platform.access.backends.PasswordBackend"
AGENT_LENGTH = 200


def open_session(request: Any, *, account: Account, factor: str) -> SignIn:
    """Sign the account in on this browser, under a fresh session key."""
    with transaction.atomic():
        login(request, account, backend=BACKEND)
        row = SignIn.objects.create(account=account, factor=factor, user_agent=user_agent(request))
        request.session[SIGN_IN_KEY] = str(row.pk)
        request.session[FACTOR_KEY] = str(factor)
        record(identity(account), "access.signed_in", account, factor=str(factor))
    return row


def open_demo_session(request: Any, *, tenant: Tenant, account: Account) -> SignIn:
    """Act as one of the invented people of a demo.

    Raises:
        NotAllowed: the tenant is no drill, or the account belongs to another.

    """
    if not tenant.drill or account.tenant_id != tenant.pk or not account.is_active:
        raise NotAllowed(_("Only the invented people of a drill can be acted as."))
    end_this_session(request)
    return open_session(request, account=account, factor=Factor.DEMO)


def strengthen_session(request: Any, *, account: Account, factor: str) -> None:
    """Note that a running session has just proved itself by `factor`."""
    with transaction.atomic():
        request.session.cycle_key()
        request.session[FACTOR_KEY] = str(factor)
        SignIn.objects.filter(pk=request.session.get(SIGN_IN_KEY), account=account).update(
            factor=factor, proved_at=clock.real_now()
        )
        record(identity(account), "access.session_proved", account, factor=str(factor))


def end_this_session(request: Any) -> None:
    """Sign out on this browser."""
    sign_in_id = request.session.get(SIGN_IN_KEY)
    account = request.user if request.user.is_authenticated else None
    with transaction.atomic():
        if account is not None and sign_in_id:
            SignIn.objects.filter(pk=sign_in_id, account=account, ended_at__isnull=True).update(
                ended_at=clock.real_now()
            )
            record(identity(account), "access.signed_out", account)
        logout(request)


def end_session(*, actor: Actor, sign_in_id: UUID) -> None:
    """End one session of the actor's own account; its next request finds it signed out.

    Raises:
        NotFound: no open session of this account has the id.

    """
    with transaction.atomic():
        ended = SignIn.objects.filter(
            pk=sign_in_id, account_id=account_id_of(actor), ended_at__isnull=True
        ).update(ended_at=clock.real_now())
        if not ended:
            raise NotFound(_("This session has ended already."))
        record(actor, "access.session_ended", ("access.signin", sign_in_id))


def end_other_sessions(*, actor: Actor, keep: UUID | str | None) -> int:
    """End every session of the actor's own account but `keep`; return how many."""
    with transaction.atomic():
        rows = SignIn.objects.filter(account_id=account_id_of(actor), ended_at__isnull=True)
        if keep is not None:
            rows = rows.exclude(pk=keep)
        ended = rows.update(ended_at=clock.real_now())
        record(
            actor, "access.sessions_ended", ("access.account", account_id_of(actor)), count=ended
        )
    return ended


def identity(account: Account) -> Actor:
    """Return the actor by whose name signing in is recorded: the person, without any role."""
    return Actor(
        account_id=account.pk,
        tenant_id=account.tenant_id,
        name=account.display_name,
        person_id=account.person_id,
    )


def user_agent(request: Any) -> str:
    """Return what the browser says it is, cut to what is kept."""
    return str(request.headers.get("User-Agent", ""))[:AGENT_LENGTH]
