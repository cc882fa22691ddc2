"""Whether keys and data belong together, found out before anything is read or written."""

from django.db import transaction

from muster.kernel.crypto.keyring import KeyringError, keyring
from muster.kernel.models import KeyCheck

_WORD = "muster"


def known_keys() -> list[str]:
    """Return the ids of the keys that this installation's data was sealed with."""
    return list(KeyCheck.objects.order_by("created_at").values_list("key_id", flat=True))


def confirm() -> None:
    """Check every key that data was sealed with, and note the current one.

    Raises:
        KeyringError: a key is missing or another one of the same name.
    """
    ring = keyring()
    rows = {row.key_id: row.sealed for row in KeyCheck.objects.all()}
    for key_id, sealed in rows.items():
        if ring.open(sealed, f"keycheck|{key_id}") != _WORD:
            raise KeyringError(f"Key {key_id} is not the one this data was sealed with.")
    if ring.current not in rows:
        with transaction.atomic():
            KeyCheck.objects.create(
                key_id=ring.current, sealed=ring.seal(_WORD, f"keycheck|{ring.current}")
            )
