"""Who a request acts as: accounts, phones and sessions become actors."""

import hmac
from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor, GrantRef
from muster.kernel.areas import covers
from muster.kernel.crosstenant import across_tenants
from muster.kernel.errors import NotFound
from muster.kernel.roles import DEVICE_ROLES, STRONG_ROLES
from muster.platform.access.codes import token_hash
from muster.platform.access.models import (
    Account,
    Device,
    Grant,
    PeriodQuerySet,
    SignIn,
    fold_sign_in_name,
)

LOOKUP_CHUNK = 500
SEEN_EVERY = timedelta(minutes=5)
"""How often "last seen" is written: often enough to spot a stranger, too rarely to cost."""


def grants_in_force(account: Account) -> PeriodQuerySet:
    """Grants of an account that hold now."""
    rows = Grant.objects.of_tenant(account.tenant_id)
    return rows.filter(account=account).in_force(clock.real_now())


def actor_of(account: Account, *, strong: bool = True) -> Actor:
    """Return the actor an account acts as.

    Without a second factor (`strong` false) roles that need one are left out.
    """
    refs = tuple(
        ref for ref in _refs(grants_in_force(account)) if strong or ref.role not in STRONG_ROLES
    )
    return Actor(
        account_id=account.id,
        tenant_id=account.tenant_id,
        name=account.display_name,
        grants=refs,
        person_id=account.person_id,
    )


def actor_of_device(device: Device) -> Actor:
    """Return the actor a phone acts as: its account's device roles inside the phone's area."""
    account = device.account
    refs = tuple(
        ref
        for ref in _refs(grants_in_force(account))
        if ref.role in DEVICE_ROLES and covers(device.area_code, ref.area)
    )
    return Actor(
        account_id=account.id,
        tenant_id=device.tenant_id,
        name=account.display_name,
        grants=refs,
        person_id=account.person_id,
        device_id=device.id,
    )


def actor_again(account_id: UUID, *, device_id: UUID | None = None) -> Actor | None:
    """Return the actor of an earlier request with the grants in force now; None where closed."""
    if device_id is not None:
        device = Device.objects.select_related("account").filter(pk=device_id).first()
        gone = device is None or device.revoked_at is not None or not device.account.is_active
        return None if device is None or gone else actor_of_device(device)
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    return actor_of(account) if account else None


def needs_second_factor(account: Account) -> bool:
    """Tell whether the account holds a role that must prove itself twice."""
    return grants_in_force(account).filter(role__in=[str(r) for r in STRONG_ROLES]).exists()


def active_account(account_id: UUID | str) -> Account | None:
    """Return an account that is open, with its tenant."""
    return Account.objects.select_related("tenant").filter(pk=account_id, is_active=True).first()


def account_by_sign_in_name(typed: str) -> Account | None:
    """Return the account with this sign-in name, closed ones too; the name is folded first."""
    with across_tenants("access.sign_in"):
        return Account.objects.filter(sign_in_name=fold_sign_in_name(typed)).first()


def account_of_person(tenant_id: UUID | None, person_id: UUID) -> Account | None:
    """Return a person's open account, one with a password before one that only a phone opens."""
    if tenant_id is None:
        return None
    rows = Account.objects.filter(tenant_id=tenant_id, person_id=person_id, is_active=True)
    return rows.order_by("phone_only", "created_at").first()


def accounts_of_people(tenant_id: UUID, people: Collection[UUID]) -> dict[UUID, Account]:
    """Return the open account of each of these people who has one, as `account_of_person` does."""
    wanted: list[UUID] = list(people)
    found: dict[UUID, Account] = {}
    for start in range(0, len(wanted), LOOKUP_CHUNK):
        rows = Account.objects.filter(
            tenant_id=tenant_id, person_id__in=wanted[start : start + LOOKUP_CHUNK], is_active=True
        )
        for row in rows.order_by("-phone_only", "-created_at"):
            if row.person_id is not None:
                found[row.person_id] = row
    return found


def account_by_id(account_id: UUID) -> Account:
    """Return an active account with its tenant.

    Raises:
        NotFound: there is none with this id, or it is closed.

    """
    row = active_account(account_id)
    if row is None:
        raise NotFound(_("There is no such account."))
    return row


def device_of_token(token: str) -> Device | None:
    """Return the phone a token belongs to, unless it is revoked or the account is closed."""
    identifier, _, _secret = token.partition(".")
    try:
        pk = UUID(hex=identifier)
    except ValueError:
        return None
    device = Device.objects.select_related("account", "tenant").filter(pk=pk).first()
    if device is None or device.revoked_at is not None or not device.account.is_active:
        return None
    if not device.token_hash or not hmac.compare_digest(device.token_hash, token_hash(token)):
        return None
    now = clock.real_now()
    if device.last_seen_at is None or now - device.last_seen_at > SEEN_EVERY:
        Device.objects.filter(pk=device.pk).update(last_seen_at=now)
    return device


def open_sign_in(sign_in_id: Any, account: Account) -> SignIn | None:
    """Return the session row of a request while nobody has ended it, and note that it was seen."""
    row = SignIn.objects.filter(pk=sign_in_id, account=account, ended_at__isnull=True).first()
    now = clock.real_now()
    if row is not None and now - row.last_seen_at > SEEN_EVERY:
        SignIn.objects.filter(pk=row.pk).update(last_seen_at=now)
    return row


def _refs(rows: QuerySet[Grant]) -> list[GrantRef]:
    return [
        GrantRef(role, area, scope)
        for role, area, scope in rows.values_list("role", "area_code", "scope_id")
    ]
