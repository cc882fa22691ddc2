"""Making, changing and closing accounts."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Text
from muster.kernel.permissions import require
from muster.platform.access.enums import Language
from muster.platform.access.identity import account_id_of
from muster.platform.access.models import Account, Grant, SignIn, fold_sign_in_name
from muster.platform.access.queries import account_of_person
from muster.platform.access.rules import GRANT_ROLE
from muster.platform.access.services.choosing import password_fault, sign_in_name_fault
from muster.platform.access.services.naming import NAME_FIELDS, name_account
from muster.platform.audit.services import record


def create_account(
    *,
    actor: Actor,
    sign_in_name: str,
    display_name: str,
    password: str | None = None,
    person_id: UUID | None = None,
    language: str = Language.ZH_HANS,
    tenant_id: UUID | None = None,
    account_id: UUID | None = None,
    phone_only: bool = False,
) -> Account:
    """Make an account without any role; `grant` gives it one.

    Without a password it can be entered by a passkey, a phone's token or a demo only; `phone_only`
    says that it is for one phone. The tenant is the actor's, unless a command of the installation
    names another.

    Raises:
        NotAllowed: the actor gives no roles, so has nobody to make accounts for.
        Conflict: the person has an account already.
        Invalid: the sign-in name is taken or too short, or the password too weak.

    """
    require(actor, GRANT_ROLE)
    home = tenant_id if actor.system and tenant_id else actor.tenant_id
    account = Account(
        tenant_id=home,
        sign_in_name=fold_sign_in_name(sign_in_name),
        person_id=person_id,
        language=language,
        phone_only=phone_only,
    )
    name_account(account, display_name)
    if account_id is not None:
        account.id = account_id
    _check_names(account)
    if person_id is not None and not phone_only:
        require_without_account(home, person_id)
    if password is None:
        account.set_unusable_password()
    else:
        _check_password(password, account)
        account.set_password(password)
    with transaction.atomic():
        account.save(force_insert=True)
        record(actor, "access.account_created", account, subject_id=person_id)
    return account


def update_own_account(
    *,
    actor: Actor,
    display_name: str | None = None,
    language: str | None = None,
    elder: bool | None = None,
    email: str | None = None,
) -> Account:
    """Change the actor's own name, language, text size or e-mail; None leaves a field as it is."""
    with transaction.atomic():
        account = _own_account(actor)
        changes = {
            "display_name": display_name,
            "language": language,
            "elder": elder,
            "email": email,
        }
        fields = [name for name, value in changes.items() if value is not None]
        for name in fields:
            setattr(account, name, changes[name])
        if display_name is not None:
            name_account(account, display_name)
        account.save(update_fields=[*fields, *NAME_FIELDS])
        record(actor, "access.account_changed", account)
    return account


def set_password(
    *, actor: Actor, current: str, password: str, keep: UUID | str | None = None
) -> Account:
    """Replace the actor's own password.

    Every session of the account but `keep` ends with it: whoever knew the old one is out.

    Raises:
        NotAllowed: the actor is a phone; a lost phone must not outlive its revocation.
        Invalid: the current password is wrong, or the new one too weak.

    """
    if actor.device_id is not None:
        raise NotAllowed(
            _("A phone cannot set the password of its account."),
            next_step=_("Sign in with name and password, or ask for an invitation."),
        )
    with transaction.atomic():
        account = _own_account(actor)
        if account.has_usable_password() and not account.check_password(current):
            raise Invalid(
                _("The current password is not right."),
                errors={"current": [_("The current password is not right.")]},
            )
        _check_password(password, account)
        account.set_password(password)
        account.save(update_fields=["password"])
        others = SignIn.objects.filter(account=account, ended_at__isnull=True)
        if keep:
            others = others.exclude(pk=keep)
        others.update(ended_at=clock.real_now())
        record(actor, "access.password_changed", account)
    return account


def close_account(*, actor: Actor, account_id: UUID) -> None:
    """Close an account at once: its grants, sessions and phones end with it.

    Raises:
        NotFound: none of its grants is in the actor's area.
        NotAllowed: it holds a role the actor may not end.

    """
    from muster.platform.access.services.grants import end_row, require_may_end

    with transaction.atomic():
        account = visible_account(actor, account_id)
        now = clock.real_now()
        rows = Grant.objects.of_tenant(actor.tenant_id).filter(account=account)
        for row in rows.select_for_update():
            if row.holds_at(now):
                require_may_end(actor, row)
                end_row(actor, row, now)
        account.is_active = False
        account.save(update_fields=["is_active"])
        SignIn.objects.filter(account=account, ended_at__isnull=True).update(ended_at=now)
        account.devices.of_tenant(actor.tenant_id).filter(revoked_at__isnull=True).update(
            revoked_at=now
        )
        record(actor, "access.account_closed", account)


def require_without_account(tenant_id: UUID | None, person_id: UUID) -> None:
    """Raise where the person has an open account that is more than a phone's.

    Raises:
        Conflict: carries the name of that account.

    """
    if (taken := account_of_person(tenant_id, person_id)) is not None and not taken.phone_only:
        raise Conflict(
            _("This person has an account already: %(account)s."),
            next_step=_("Give that account the role, or close it first."),
            account=taken.display_name,
        )


def _own_account(actor: Actor) -> Account:
    account = Account.objects.select_for_update().filter(pk=account_id_of(actor)).first()
    if account is None:
        raise NotFound(_("This account is not there any more."))
    return account


def visible_account(actor: Actor, account_id: UUID) -> Account:
    """Return an account of which the actor sees a role, locked; raises NotFound for any other."""
    visible = Grant.objects.visible_to(actor).filter(account_id=account_id)
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None or not visible.exists():
        raise NotFound(_("There is no such account here, or it is outside your area."))
    return account


def _check_names(account: Account) -> None:
    errors: dict[str, list[Text]] = {}
    if fault := sign_in_name_fault(account.sign_in_name):
        errors["sign_in_name"] = [fault]
    if not account.display_name:
        errors["display_name"] = [_("Enter the name colleagues know this person by.")]
    if errors:
        raise Invalid(_("The account was not made. Mend the marked fields."), errors=errors)


def _check_password(password: str, account: Account) -> None:
    if fault := password_fault(password, account):
        raise Invalid(_("This password is too easy to guess."), errors={"password": [fault]})
