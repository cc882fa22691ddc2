"""`muster keys`: which keys are in use, and rotation."""

from django.utils.translation import gettext as _
from rich.progress import track

from muster.delivery.cli import running
from muster.delivery.cli.queries import sealed_by_others, sealed_columns
from muster.delivery.cli.services import seal_again
from muster.delivery.cli.terminal import fail, out
from muster.kernel.crosstenant import across_tenants
from muster.kernel.crypto import keycheck, keyring, use_keyring
from muster.kernel.crypto.keyring import key_file, write_keyring


def run(*, rotate: bool) -> None:
    """Show the keys; with `rotate` make a new one and seal everything with it."""
    if not key_file().is_file() and not keycheck.known_keys():
        fail(_("This installation has no keys yet. Start muster serve once; it makes them."))
    keycheck.confirm()
    ring = keyring()
    if rotate:
        with running.while_stopped():
            count = rotate_keys()
        out.print(_("Sealed with the new key: %(count)d values.") % {"count": count})
        ring = keyring().load(key_file().read_text(encoding="ascii"))
    out.print(_("Key file: %(path)s") % {"path": key_file()}, soft_wrap=True)
    for key_id in ring.field_keys:
        out.print(f"  {key_id}", _("(in use)") if key_id == ring.current else "")
    out.print(_("Keep a copy of the key file away from this machine and from the backups."))


def rotate_keys() -> int:
    """Seal every sealed field with a new key; return how many. Old keys stay.

    They still open attachments, second factors and old backups. The key file is written first:
    whatever interrupts the work, both keys open what is there. Where an earlier rotation was
    interrupted, its key is used instead of another new one.
    """
    ring = keyring()
    columns = list(sealed_columns())
    with across_tenants("backup.count"):
        if not any(sealed_by_others(*column, ring.current).exists() for column in columns):
            ring = ring.rotated()
            write_keyring(ring, key_file())
        with use_keyring(ring):
            keycheck.confirm()
            shown = track(columns, transient=True, console=out, disable=not out.is_terminal)
            return sum(seal_again(*column, ring.current) for column in shown)
