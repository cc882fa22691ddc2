"""Choices of the access tables."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Language(TextChoices):
    """Languages a person can read Muster in."""

    ZH_HANS = "zh-hans", "简体"
    ZH_HANT = "zh-hant", "繁體"
    EN = "en", "English"


class Factor(TextChoices):
    """How a sign-in was proved."""

    PASSWORD = "password", _("password")
    TOTP = "totp", _("password and authenticator code")
    RECOVERY = "recovery", _("password and recovery code")
    PASSKEY = "passkey", _("passkey")
    DEMO = "demo", _("demo")


STRONG_FACTORS = frozenset({Factor.TOTP, Factor.RECOVERY, Factor.PASSKEY, Factor.DEMO})
"""Proofs that open strong roles. A demo sign-in exists in drills only."""

SIGN_IN_KEY = "access_sign_in"
"""Session key of the id of the session's own row."""

FACTOR_KEY = "access_factor"
"""Session key of the factor the session was proved with."""
