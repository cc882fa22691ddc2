"""Keys, sealed fields and blind indexes: sensitive values rest encrypted, keys live elsewhere."""

from muster.kernel.crypto.fields import BlindIndexField, Sealed, SealedField, blind_index
from muster.kernel.crypto.keyring import Keyring, KeyringError, keyring, use_keyring

__all__ = [
    "BlindIndexField",
    "Keyring",
    "KeyringError",
    "Sealed",
    "SealedField",
    "blind_index",
    "keyring",
    "use_keyring",
]
