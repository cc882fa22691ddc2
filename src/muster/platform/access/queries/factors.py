"""Second factors of an account, and the lock after wrong passwords."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import QuerySet

from muster.kernel import clock
from muster.platform.access.models import Account


def second_factors(account: Account) -> QuerySet[Authenticator]:
    """Return authenticator app, passkeys and recovery codes of an account."""
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=account.pk)
    return rows.order_by("created_at")


def has_second_factor(account: Account) -> bool:
    """Tell whether the account can prove itself twice."""
    return second_factors(account).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def has_passkey(account: Account) -> bool:
    """Tell whether the account can sign in by passkey."""
    return second_factors(account).filter(type=Authenticator.Type.WEBAUTHN).exists()


def locked_until(sign_in_name: str, address: str) -> datetime:
    """Return when a name locked after wrong passwords can be tried from `address` again."""
    last: datetime | None = (
        AccessAttempt.objects.filter(username=sign_in_name, ip_address=address)
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    return (last or clock.real_now()) + settings.AXES_COOLOFF_TIME
