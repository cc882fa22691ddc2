"""`muster backup`: one consistent, encrypted file that restores onto SQLite and PostgreSQL alike.

Inside (see `archive`): `header.json` (versions, columns of each table), `tables/<table>/<part>` of
length-prefixed MessagePack rows, `files/…` with the attachments, `keys.json` where it was asked
for, and `manifest.json` with the number and digest of every table's rows. All tables are read in
one transaction with a single snapshot.
"""

import hashlib
import json
import os
import struct
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tarfile import TarFile
from typing import Any

import msgspec
import typer
from django.conf import settings
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from muster import __version__
from muster.delivery.cli import archive
from muster.delivery.cli.queries import LEFT_OUT_APPS, backed_up_models, columns, rows_of
from muster.delivery.cli.terminal import fail, out
from muster.kernel import clock
from muster.kernel.crosstenant import across_tenants
from muster.kernel.crypto.keyring import key_file

LENGTH = struct.Struct(">I")
PART_BYTES = 4_000_000
LEAST_PASSPHRASE = 12


def run(file: Path, *, include_keys: bool) -> None:
    """Write the backup and say what is in it."""
    if file.exists():
        sentence = _("%(file)s exists already. Choose another name, so that no backup is lost.")
        fail(sentence % {"file": file})
    folder = file.resolve().parent
    if not folder.is_dir():
        sentence = _("There is no folder %(folder)s. Make it, or choose another.")
        fail(sentence % {"folder": folder})
    if include_keys and not key_file().is_file():
        fail(_("There is no key file %(path)s to put in.") % {"path": key_file()})
    manifest = write(file, passphrase=ask_passphrase(confirm=True), include_keys=include_keys)
    rows = sum(table["rows"] for table in manifest["tables"].values())
    facts = {"file": file, "megabytes": file.stat().st_size / 1e6, "rows": f"{rows:,}"}
    out.print(
        _("Backup written: %(file)s (%(megabytes).1f MB, %(rows)s rows).") % facts, soft_wrap=True
    )
    if not include_keys:
        sentence = _("It cannot be read without the key file. Keep a copy of %(path)s elsewhere.")
        out.print(sentence % {"path": key_file()}, soft_wrap=True)


def write(file: Path, *, passphrase: str, include_keys: bool = False) -> dict[str, Any]:
    """Write the backup to `file` and return its manifest (rows and digest of each table).

    `file` appears only when all of it is on the disk.
    """
    handle, name = tempfile.mkstemp(dir=file.resolve().parent, prefix=".backup-")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            with archive.writing(target, passphrase) as tar:
                manifest = _write_body(tar, include_keys=include_keys)
            target.flush()
            os.fsync(target.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def ask_passphrase(*, confirm: bool) -> str:
    """Return the passphrase from MUSTER_BACKUP_PASSPHRASE, or ask for it."""
    given = os.environ.get("MUSTER_BACKUP_PASSPHRASE")
    if not given and not sys.stdin.isatty():
        fail(_("The passphrase is missing. Set MUSTER_BACKUP_PASSPHRASE, or type it when asked."))
    passphrase: str = given or typer.prompt(
        _("Passphrase of the backup"), hide_input=True, confirmation_prompt=confirm, err=True
    )
    if confirm and len(passphrase) < LEAST_PASSPHRASE:
        sentence = _("The passphrase is too short. Use at least %(count)d characters.")
        fail(sentence % {"count": LEAST_PASSPHRASE})
    return passphrase


def applied_migrations() -> dict[str, str]:
    """Return the newest migration of each app whose tables are backed up."""
    newest: dict[str, str] = {}
    for app, name in MigrationRecorder(connection).applied_migrations():
        if app not in LEFT_OUT_APPS:
            newest[app] = max(newest.get(app, ""), name)
    return newest


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything as of one moment."""
    with transaction.atomic(), across_tenants("backup.count"):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _write_body(tar: TarFile, *, include_keys: bool) -> dict[str, Any]:
    with snapshot():
        header = {
            "muster": __version__,
            "at": clock.real_now().isoformat(timespec="seconds"),
            "migrations": applied_migrations(),
            "columns": {
                model._meta.db_table: [field.attname for field in columns(model)]
                for model in backed_up_models()
            },
        }
        archive.add_bytes(tar, "header.json", json.dumps(header).encode())
        tables = {m._meta.db_table: _write_table(tar, m) for m in backed_up_models()}
    files = archive.add_files(tar, Path(settings.MEDIA_ROOT), "files")
    if include_keys:
        archive.add_bytes(tar, "keys.json", key_file().read_bytes())
    manifest = {"tables": tables, "files": files}
    archive.add_bytes(tar, "manifest.json", json.dumps(manifest).encode())
    return manifest


def _write_table(tar: TarFile, model: type[models.Model]) -> dict[str, Any]:
    """Write one table's rows in parts of a few megabytes; return their number and digest."""
    names = [field.attname for field in columns(model)]
    encode = msgspec.msgpack.Encoder(enc_hook=_plain, decimal_format="string").encode
    digest = hashlib.sha256()
    count = parts = 0
    part = bytearray()

    def flush() -> None:
        nonlocal parts
        if part:
            archive.add_bytes(tar, f"tables/{model._meta.db_table}/{parts:06d}", bytes(part))
            parts += 1
            part.clear()

    for row in rows_of(model, names):
        record = encode(row)
        digest.update(record)
        part += LENGTH.pack(len(record)) + record
        count += 1
        if len(part) >= PART_BYTES:
            flush()
    flush()
    return {"rows": count, "sha256": digest.hexdigest()}


def _plain(value: Any) -> Any:
    """Return what MessagePack can hold for a value it does not know, such as a sealed field."""
    if hasattr(value, "text"):
        return value.text
    return str(value)
