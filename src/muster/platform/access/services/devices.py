"""Phones that work without a password: issued by a lead in a minute, revoked in one tap."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import covers
from muster.kernel.crosstenant import across_tenants
from muster.kernel.errors import Conflict, Gone, Invalid, NotAllowed, NotFound
from muster.kernel.ids import new_id, short_code
from muster.kernel.permissions import allowed, require
from muster.kernel.roles import DEVICE_ROLES
from muster.platform.access.codes import code_hash, new_code, new_token, token_hash
from muster.platform.access.contracts import person_ref
from muster.platform.access.enums import Language
from muster.platform.access.identity import account_id_of, tenant_id_of
from muster.platform.access.models import Account, Device, Grant
from muster.platform.access.queries import account_of_person
from muster.platform.access.rules import ISSUE_DEVICE
from muster.platform.access.services.accounts import create_account
from muster.platform.access.services.grants import end_row, grant
from muster.platform.access.services.sessions import identity
from muster.platform.audit.services import record

CODE_MINUTES = 15
LABEL_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Issued:
    """A phone about to be set up, with the code it opens; the code is shown once."""

    device: Device
    code: str


def issue_device(*, actor: Actor, account_id: UUID, area_code: str, label: str = "") -> Issued:
    """Issue a code with which one phone acts for an account inside `area_code`.

    Raises:
        NotAllowed: the area is not the actor's.
        NotFound: no account here has a role for phones in the area.

    """
    require(actor, ISSUE_DEVICE)
    with transaction.atomic():
        account = Account.objects.filter(pk=account_id, is_active=True).first()
        if account is None or not _has_device_role(actor, account, area_code):
            raise NotFound(
                _("Nobody with this account works with a phone in this area."),
                next_step=_("Give them the role of guard, responder or carer first."),
            )
        return _issue(actor, account, area_code, label)


def issue_device_to_new(
    *,
    actor: Actor,
    display_name: str,
    role: str,
    area_code: str,
    label: str = "",
    person_id: UUID | None = None,
) -> Issued:
    """Issue a phone to somebody who has no account yet: one form, one minute.

    The account has no password; only this phone opens it. A person on record who has an account
    keeps it: it gets the role, and the phone acts for it.

    Raises:
        Invalid: the role is not one for phones.
        NotAllowed: the actor cannot give the role here.
        NotFound: the person lies outside the actor's area.

    """
    require(actor, ISSUE_DEVICE)
    if role not in DEVICE_ROLES:
        raise Invalid(
            _("This role needs a password and a second factor, so a phone alone is not enough."),
            errors={"role": [_("Choose guard, responder or carer, or invite the person.")]},
        )
    person = person_ref(actor, person_id) if person_id is not None else None
    with transaction.atomic():
        given = None
        account = account_of_person(tenant_id_of(actor), person.id) if person else None
        if account is None:
            account = create_account(
                actor=actor,
                sign_in_name=f"phone-{short_code(12)}",
                display_name=display_name,
                person_id=person.id if person else None,
                phone_only=True,
            )
        if not _has_device_role(actor, account, area_code, (role,)):
            given = grant(actor=actor, account_id=account.pk, role=role, area_code=area_code)
        return _issue(actor, account, area_code, label, given)


def open_device_code(code: str) -> Device:
    """Return the phone a code would set up.

    Raises:
        NotFound: no phone has it.
        Gone: it was used, revoked or is older than fifteen minutes.

    """
    with across_tenants("access.code"):
        row = (
            Device.objects.select_related("account", "tenant")
            .filter(code_hash=code_hash(code))
            .first()
        )
    if row is None:
        raise NotFound(
            _("This code does not set up a phone."),
            next_step=_("Compare it with the screen it came from, or ask for a new one."),
        )
    used = row.redeemed_at is not None or row.revoked_at is not None
    if used or row.code_expires_at <= clock.real_now() or not row.account.is_active:
        raise Gone(
            _("This code has been used or is too old."),
            next_step=_("Ask for a new one; it takes a minute."),
        )
    return row


def redeem_device(*, code: str, user_agent: str = "", language: str = "") -> tuple[Device, str]:
    """Bind the phone that sends this code; return it with its token, which only it will ever know.

    An account that only phones open has had nobody to choose a language: its first phone brings
    the `language` that the phone itself asks for.

    Raises:
        NotFound, Gone: as `open_device_code`.
        Conflict: another phone used the same code a moment before.

    """
    opened = open_device_code(code)
    with transaction.atomic():
        row = (
            Device.objects.select_related("account", "tenant")
            .select_for_update(of=("self",))
            .get(pk=opened.pk)
        )
        if row.redeemed_at is not None:
            raise Conflict(_("Another phone used this code a moment ago."))
        _take_language(row, language)
        token = new_token(row.pk)
        row.token_hash = token_hash(token)
        row.user_agent = user_agent[:200]
        row.redeemed_at = row.last_seen_at = clock.real_now()
        row.save(update_fields=["token_hash", "user_agent", "redeemed_at", "last_seen_at"])
        record(identity(row.account), "access.device_bound", row, area=row.area_code)
    return row, token


def _take_language(row: Device, language: str) -> None:
    first = not row.account.devices.filter(redeemed_at__isnull=False).exists()
    if language in Language.values and row.account.phone_only and first:
        row.account.language = language
        row.account.save(update_fields=["language"])


def revoke_device(*, actor: Actor, device_id: UUID) -> list[Grant]:
    """Revoke a phone of the actor's area at once: its next request is a stranger's.

    Returns the roles that ended with it: those given for a phone alone that no other phone uses.

    Raises:
        NotFound: no such phone in the actor's area.
        Conflict: it was revoked already.

    """
    require(actor, ISSUE_DEVICE)
    with transaction.atomic():
        return _revoke(actor, Device.objects.get_for_update(actor, device_id))


def revoke_own_device(*, actor: Actor, device_id: UUID) -> list[Grant]:
    """Revoke a phone that acts in the actor's own name, as when it is lost.

    Returns the roles that ended with it.

    Raises:
        NotFound: the actor has no such phone.
        Conflict: it was revoked already.

    """
    with transaction.atomic():
        row = (
            Device.objects.of_tenant(actor.tenant_id)
            .select_for_update()
            .filter(pk=device_id, account_id=account_id_of(actor))
            .first()
        )
        if row is None:
            raise NotFound(_("You have no such phone."))
        return _revoke(actor, row)


def _revoke(actor: Actor, row: Device) -> list[Grant]:
    if row.revoked_at is not None:
        raise Conflict(_("This phone was revoked already."))
    row.revoked_at = clock.real_now()
    row.token_hash = ""
    row.save(update_fields=["revoked_at", "token_hash"])
    record(actor, "access.device_revoked", row, area=row.area_code)
    return _end_unused(actor, row.account)


def _end_unused(actor: Actor, account: Account) -> list[Grant]:
    """End the roles given for phones that none of the account's phones uses any more."""
    now = clock.real_now()
    phones = list(Device.objects.of_tenant(account.tenant_id).filter(account=account))
    live = [
        phone.area_code
        for phone in phones
        if phone.revoked_at is None and (phone.redeemed_at or phone.code_expires_at > now)
    ]
    given = Grant.objects.of_tenant(account.tenant_id).filter(
        pk__in={phone.grant_id for phone in phones if phone.grant_id}
    )
    unused = [
        row
        for row in given.in_force(now).select_for_update()
        if not any(covers(area, row.area_code) for area in live)
    ]
    for row in unused:
        end_row(actor, row, now)
    return unused


def _issue(
    actor: Actor, account: Account, area_code: str, label: str, given: Grant | None = None
) -> Issued:
    now = clock.real_now()
    code = new_code()
    device = Device(
        id=new_id(),
        tenant_id=tenant_id_of(actor),
        account=account,
        area_code=area_code,
        label=label.strip()[:LABEL_LENGTH],
        grant=given,
        code_hash=code_hash(code),
        code_expires_at=now + timedelta(minutes=CODE_MINUTES),
        issued_by=actor.account_id,
        issued_at=now,
    )
    if not allowed(actor, ISSUE_DEVICE, device):
        raise NotAllowed(
            _("You cannot issue phones for this area."),
            next_step=_("Choose an area inside your own."),
        )
    device.save(force_insert=True)
    record(actor, "access.device_issued", device, subject_id=account.person_id, area=area_code)
    return Issued(device, code)


def _has_device_role(
    actor: Actor, account: Account, area_code: str, roles: Iterable[str] = DEVICE_ROLES
) -> bool:
    rows = Grant.objects.of_tenant(actor.tenant_id)
    held = rows.filter(account=account, role__in=[str(r) for r in roles])
    return any(covers(area_code, row.area_code) for row in held.in_force(clock.real_now()))
