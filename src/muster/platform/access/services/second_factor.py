"""Authenticator codes (RFC 6238), recovery codes and passkeys of an account."""

import hmac
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, NotFound
from muster.platform.access.enums import Factor
from muster.platform.access.models import Account
from muster.platform.access.queries import needs_second_factor, second_factors
from muster.platform.access.services.limits import take
from muster.platform.access.services.sessions import identity
from muster.platform.audit.services import record

STEP_SECONDS = 30
STEPS_EITHER_SIDE = 1
"""A phone's clock may be off by half a minute; more would only help a guesser."""

TOTP_DIGITS = 6


def new_totp_secret() -> str:
    """Return a fresh key for an authenticator app, in base 32."""
    return str(generate_totp_secret())


def add_totp(*, account: Account, secret: str, code: str) -> list[str]:
    """Set up an authenticator app once it shows a right code; return the recovery codes, if new.

    Raises:
        Invalid: the code does not fit the key.
        Conflict: the account has an authenticator app already.

    """
    step = _matching_step(secret, code)
    if step is None:
        raise Invalid(
            _("This code does not fit."),
            errors={"code": [_("Enter the six digits the app shows now.")]},
        )
    with transaction.atomic():
        _lock(account)
        if second_factors(account).filter(type=Authenticator.Type.TOTP).exists():
            raise Conflict(
                _("This account has an authenticator app already."),
                next_step=_("Remove it first to set up another."),
            )
        authenticator = TOTP.activate(account, secret).instance
        authenticator.data["step"] = step
        authenticator.save(update_fields=["data"])
        record(identity(account), "access.factor_added", account, factor=Factor.TOTP.value)
        return _new_recovery_codes(account)


def prove(*, account: Account, code: str) -> Factor:
    """Check an authenticator or recovery code; each works once.

    Raises:
        Invalid: it is neither, or it was right and is used already.
        TooMany: too many tries for this account.

    """
    take(f"factor:{account.pk}", per_minute=2, burst=10)
    digits = "".join(code.split())
    with transaction.atomic():
        _lock(account)
        if (step := _step_shown(account, digits)) is not None:
            _spend(account, step)
            return Factor.TOTP
        if _uses_recovery_code(account, digits):
            record(identity(account), "access.recovery_code_used", account)
            return Factor.RECOVERY
    raise Invalid(
        _("This code is not right."),
        errors={"code": [_("Enter the code the app shows now, or an unused recovery code.")]},
    )


def renew_recovery_codes(*, account: Account) -> list[str]:
    """Replace the recovery codes; the old ones stop working. Returns the new ones, shown once.

    Raises:
        Conflict: there is no second factor that they could stand in for.

    """
    with transaction.atomic():
        _lock(account)
        rows = second_factors(account)
        if not rows.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
            raise Conflict(
                _("Recovery codes stand in for a second factor, and there is none yet."),
                next_step=_("Set up an authenticator app or a passkey first."),
            )
        rows.filter(type=Authenticator.Type.RECOVERY_CODES).delete()
        record(identity(account), "access.recovery_codes_renewed", account)
        return _new_recovery_codes(account)


def remove_factor(*, actor: Actor, account: Account, authenticator_id: int) -> None:
    """Remove an authenticator app or a passkey of the actor's own account.

    Raises:
        NotFound: the account has no such factor.
        Conflict: the account's roles need a second factor and this is the last.

    """
    with transaction.atomic():
        _lock(account)
        rows = second_factors(account).exclude(type=Authenticator.Type.RECOVERY_CODES)
        row = rows.filter(pk=authenticator_id).first()
        if row is None or account.pk != actor.account_id:
            raise NotFound(_("There is no such second factor."))
        last = rows.count() == 1
        if last and needs_second_factor(account):
            raise Conflict(
                _("Your role needs a second factor, and this is the only one."),
                next_step=_("Add another first, then remove this one."),
            )
        row.delete()
        if last:
            second_factors(account).delete()
        record(actor, "access.factor_removed", account)


def passkey_options(*, account: Account) -> dict[str, Any]:
    """Begin to make a passkey: options for the browser; the challenge waits in the session."""
    options: dict[str, Any] = webauthn.begin_registration(account, passwordless=True)
    return options


def add_passkey(*, account: Account, name: str, credential: dict[str, Any]) -> list[str]:
    """Keep a passkey the browser made; return the recovery codes, if new.

    Raises:
        Invalid: the browser's answer does not fit the challenge.

    """
    try:
        webauthn.parse_registration_response(credential)
        webauthn.complete_registration(credential)
    except (ValidationError, ValueError, KeyError, TypeError):
        raise Invalid(_("The passkey could not be checked. Please try once more.")) from None
    with transaction.atomic():
        _lock(account)
        webauthn.WebAuthn.add(account, name.strip()[:80] or str(_("Passkey")), credential)
        record(identity(account), "access.factor_added", account, factor=Factor.PASSKEY.value)
        return _new_recovery_codes(account)


def passkey_challenge(*, account: Account | None = None) -> dict[str, Any]:
    """Begin to sign in by passkey: options for the browser; the challenge waits in the session."""
    options: dict[str, Any] = webauthn.begin_authentication(account)
    return options


def prove_by_passkey(*, credential: dict[str, Any]) -> Account:
    """Return the account whose passkey answered the challenge.

    Raises:
        Invalid: no active account has this passkey, or the answer does not fit.

    """
    refused = Invalid(_("This passkey does not open an account here."))
    try:
        webauthn.parse_authentication_response(credential)
        account = webauthn.extract_user_from_response(credential)
        authenticator = webauthn.complete_authentication(account, credential)
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError):
        raise refused from None
    if not isinstance(account, Account) or not account.is_active:
        raise refused
    authenticator.last_used_at = clock.real_now()
    authenticator.save(update_fields=["last_used_at"])
    return account


def _matching_step(secret: str, code: str) -> int | None:
    """Return the time step whose code this is, within one step either side of now."""
    digits = "".join(code.split())
    if len(digits) != TOTP_DIGITS or not digits.isascii() or not digits.isdigit():
        return None
    now = int(clock.real_now().timestamp()) // STEP_SECONDS
    for step in range(now - STEPS_EITHER_SIDE, now + STEPS_EITHER_SIDE + 1):
        if hmac.compare_digest(format_hotp_value(hotp_value(secret, step)), digits):
            return step
    return None


def _step_shown(account: Account, digits: str) -> int | None:
    """Return the time step whose code the account's app shows; None where it fits none."""
    row = second_factors(account).filter(type=Authenticator.Type.TOTP).first()
    return _matching_step(decrypt(row.data["secret"]), digits) if row else None


def _spend(account: Account, step: int) -> None:
    """Mark the code of a time step used: a code seen over a shoulder is spent.

    Raises:
        Invalid: it, or a later one, was used before.
    """
    row = second_factors(account).get(type=Authenticator.Type.TOTP)
    if step <= row.data.get("step", 0):
        raise Invalid(
            _("This code has been used already; each code works once."),
            errors={
                "code": [
                    _("This code has been used already. The app shows another within 30 seconds.")
                ]
            },
        )
    row.data["step"] = step
    row.last_used_at = clock.real_now()
    row.save(update_fields=["data", "last_used_at"])


def _uses_recovery_code(account: Account, digits: str) -> bool:
    row = second_factors(account).filter(type=Authenticator.Type.RECOVERY_CODES).first()
    return row is not None and bool(digits) and RecoveryCodes(row).validate_code(digits)


def _new_recovery_codes(account: Account) -> list[str]:
    """Make recovery codes where there are none; otherwise nothing is shown again."""
    if second_factors(account).filter(type=Authenticator.Type.RECOVERY_CODES).exists():
        return []
    return list(RecoveryCodes.activate(account).generate_codes())


def _lock(account: Account) -> UUID:
    Account.objects.select_for_update().get(pk=account.pk)
    return account.pk
