"""How allauth keeps and names second factors here: secrets sealed, the maker named."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter

from muster.kernel.crypto import keyring

_CONTEXT = "mfa_authenticator|secret"
MAKER = "Muster 集结"


class SealedAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """allauth's adapter with secrets sealed by the installation's keys."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return keyring().seal(text, _CONTEXT)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret."""
        return keyring().open(encrypted_text, _CONTEXT)

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        """Name the host a passkey is made for."""
        return {"id": context.request.get_host().partition(":")[0], "name": MAKER}

    def get_totp_issuer(self) -> str:
        """Name the maker in the authenticator app."""
        return MAKER
