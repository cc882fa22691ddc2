"""`muster restore`: a backup onto an empty installation; what was destroyed stays destroyed."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tarfile import TarFile, TarInfo
from typing import Any, BinaryIO

import msgspec
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from muster.delivery.cli import archive, first_run, running
from muster.delivery.cli.backup import (
    LENGTH,
    applied_migrations,
    ask_passphrase,
)
from muster.delivery.cli.queries import any_rows, backed_up_models, columns
from muster.delivery.cli.services import empty_apps
from muster.delivery.cli.terminal import FAILURE, fail, out
from muster.kernel.crosstenant import across_tenants
from muster.kernel.crypto import Keyring, KeyringError, keycheck, use_keyring
from muster.kernel.crypto.keyring import key_file, write_keyring
from muster.kernel.tenants import all_tenants
from muster.platform.audit.queries import verify_chain
from muster.platform.retention.services import replay_destructions

ROWS_AT_ONCE = 2000
FILLED_BY_DJANGO = ("auth", "contenttypes")
"""Apps whose tables a migration fills by itself; the backup's rows replace them."""
LOG = "destructions.jsonl"


@dataclass
class Report:
    """What came back. `chains` says by the command's name whether its audit chain is intact."""

    at: str = ""
    tables: int = 0
    rows: int = 0
    files: int = 0
    destroyed: int = 0
    chains: dict[str, bool] = field(default_factory=dict)


def run(file: Path, *, keys: Path | None, destructions: Path | None) -> None:
    """Restore `file`, replay destructions, check the audit chain, and say what came back."""
    for path in filter(None, (file, keys, destructions)):
        if not path.is_file():
            fail(_("There is no file %(path)s. Check its name.") % {"path": path})
    report = read(
        file, passphrase=ask_passphrase(confirm=False), keys=keys, destructions=destructions
    )
    sentence = _("Restored %(rows)s rows of %(tables)d tables and %(files)d files as of %(at)s.")
    facts = {"rows": f"{report.rows:,}", "tables": report.tables, "files": report.files}
    out.print(sentence % {**facts, "at": report.at}, soft_wrap=True)
    if (Path(settings.HOME) / LOG).is_file():
        sentence = _("Destroyed again, because it had been destroyed before: %(count)d rows.")
        out.print(sentence % {"count": report.destroyed})
    else:
        sentence = _(
            "No log of destructions was named: what was destroyed after the backup is back until "
            "its next day of destruction."
        )
        out.print(sentence, style="yellow", soft_wrap=True)
    for name, intact in report.chains.items():
        sentence = (
            _("The audit chain of %(command)s is intact.")
            if intact
            else _("The audit chain of %(command)s is broken. Type muster doctor to see where.")
        )
        out.print(sentence % {"command": name}, style="" if intact else "bold red", soft_wrap=True)
    if not all(report.chains.values()):
        raise SystemExit(FAILURE)


def read(
    file: Path, *, passphrase: str, keys: Path | None = None, destructions: Path | None = None
) -> Report:
    """Restore a backup; nothing is kept unless all of it could be."""
    first_run.make_home()
    with running.while_stopped():
        first_run.migrate()
        _refuse_unless_empty()
        with (
            tempfile.TemporaryDirectory(dir=settings.HOME, prefix=".restore-") as folder,
            file.open("rb") as source,
            _named_faults(file),
            archive.reading(source, passphrase) as tar,
        ):
            report = _Restore(tar, Path(folder), keys, destructions).run()
        first_run.collect_static()
    report.chains = {tenant.name: verify_chain(tenant.id).ok for tenant in all_tenants()}
    return report


class _Restore:
    """One pass over the tar: rows into one transaction, files into a folder beside their place."""

    def __init__(
        self, tar: TarFile, folder: Path, keys: Path | None, destructions: Path | None
    ) -> None:
        self.tar = tar
        self.folder = folder
        self.keys = keys
        self.destructions = destructions
        self.header: dict[str, Any] = {}
        self.counts: dict[str, int] = {}
        self.digests: dict[str, Any] = {}
        self.manifest: dict[str, Any] | None = None
        self.report = Report()

    def run(self) -> Report:
        with transaction.atomic(), across_tenants("backup.count"):
            self._read_members()
            if self.manifest is None:
                raise archive.Damaged
            self._compare()
            _reset_sequences()
            with use_keyring(self._keyring()) as ring:
                _confirm_keys()
                self.report.destroyed = self._replay()
                # The last steps before the rows count: what they make is harmless without them.
                self._place_files()
                if not key_file().is_file():
                    write_keyring(ring, key_file())
        return self.report

    def _read_members(self) -> None:
        models_by_table = {model._meta.db_table: model for model in backed_up_models()}
        for member in self.tar:
            kind, _slash, rest = member.name.partition("/")
            if kind == "header.json":
                self.header = json.loads(self._bytes(member))
                _refuse_other_version(self.header)
                empty_apps(FILLED_BY_DJANGO)
                self.report.at = self.header["at"]
            elif kind == "tables":
                self._insert(models_by_table[rest.partition("/")[0]], self._content(member))
            elif kind in {"files", "keys.json"}:
                self.tar.extract(member, self.folder, filter="data")
                self.report.files += kind == "files"
            elif kind == "manifest.json":
                self.manifest = json.loads(self._bytes(member))

    def _content(self, member: TarInfo) -> BinaryIO:
        content = self.tar.extractfile(member)
        if content is None:
            raise archive.Damaged
        return content  # type: ignore[return-value]

    def _bytes(self, member: TarInfo) -> bytes:
        return self._content(member).read()

    def _insert(self, model: type[models.Model], part: BinaryIO) -> None:
        """Insert the rows of one part as they were, past every default and automatic value."""
        table = model._meta.db_table
        digest = self.digests.setdefault(table, hashlib.sha256())
        fields = {known.attname: known for known in columns(model)}
        wanted = [fields[name] for name in self.header["columns"][table]]
        quote = connection.ops.quote_name
        names = ", ".join(quote(str(known.column)) for known in wanted)
        marks = ", ".join(["%s"] * len(wanted))
        statement = f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})"
        with connection.cursor() as cursor:
            for records in _batches(part):
                for record in records:
                    digest.update(record)
                rows = [_row(wanted, msgspec.msgpack.decode(record)) for record in records]
                cursor.executemany(statement, rows)
                self.counts[table] = self.counts.get(table, 0) + len(rows)

    def _compare(self) -> None:
        """Check that every row that was written has come back."""
        assert self.manifest is not None  # noqa: S101
        empty = hashlib.sha256()
        for table, described in self.manifest["tables"].items():
            digest = self.digests.get(table, empty).hexdigest()
            if (self.counts.get(table, 0), digest) != (described["rows"], described["sha256"]):
                raise archive.Damaged
        if self.report.files != self.manifest["files"]:
            raise archive.Damaged
        self.report.tables = len(self.manifest["tables"])
        self.report.rows = sum(self.counts.values())

    def _keyring(self) -> Keyring:
        """Return the keys the backup was sealed with: named, inside it, or at their place."""
        inside = self.folder / "keys.json"
        source = self.keys or (inside if inside.is_file() else key_file())
        if not source.is_file():
            fail(_("The key file is missing. Name its copy: muster restore FILE --keys keys.json"))
        ring = _load_keyring(source)
        if key_file().is_file() and _load_keyring(key_file()) != ring:
            sentence = _("Another key file is at %(path)s already. Move it away, then try again.")
            fail(sentence % {"path": key_file()})
        return ring

    def _replay(self) -> int:
        """Destroy again what the log names, before anybody can see it; keep the log."""
        own = Path(settings.HOME) / LOG
        if self.destructions and not (own.exists() and own.samefile(self.destructions)):
            with self.destructions.open("rb") as named, own.open("ab") as log:
                shutil.copyfileobj(named, log)
        return replay_destructions()

    def _place_files(self) -> None:
        if (self.folder / "files").is_dir():
            shutil.copytree(self.folder / "files", settings.MEDIA_ROOT, dirs_exist_ok=True)


def _refuse_unless_empty() -> None:
    """Refuse where any table has a row that no migration put there."""
    with across_tenants("backup.count"):
        filled = any_rows(
            model for model in backed_up_models() if model._meta.app_label not in FILLED_BY_DJANGO
        )
    if filled:
        sentence = _(
            "This installation (%(home)s) is not empty. "
            "Restore into a new one: set MUSTER_HOME to an empty folder, or name an empty database."
        )
        fail(sentence % {"home": settings.HOME})


@contextmanager
def _named_faults(file: Path) -> Iterator[None]:
    """Refuse in one line where the file or the passphrase is wrong."""
    try:
        yield
    except archive.NotABackup:
        fail(_("%(file)s is not a backup of this edition of Muster.") % {"file": file})
    except archive.WrongPassphrase:
        fail(_("The passphrase does not open this backup. Check it and try again."))
    except archive.Damaged:
        sentence = _(
            "The backup %(file)s is damaged or cut off. Nothing was restored; try another copy."
        )
        fail(sentence % {"file": file})


def _refuse_other_version(header: dict[str, Any]) -> None:
    here = applied_migrations()
    for app, name in header["migrations"].items():
        if name > here.get(app, ""):
            sentence = _("The backup was made by a newer Muster (%(version)s). Update, then retry.")
            fail(sentence % {"version": header["muster"]})
        if name < here.get(app, ""):
            sentence = _(
                "The backup was made by Muster %(version)s, whose tables were older. "
                "Restore with that version, then update."
            )
            fail(sentence % {"version": header["muster"]})


def _load_keyring(path: Path) -> Keyring:
    try:
        return Keyring.load(path.read_text(encoding="utf-8", errors="replace"))
    except KeyringError:
        fail(_("%(path)s is no key file, or is damaged. Name another copy.") % {"path": path})


def _confirm_keys() -> None:
    try:
        keycheck.confirm()
    except KeyringError:
        fail(
            _(
                "The key file does not open this backup. "
                "Name the one that belongs to it: muster restore FILE --keys keys.json"
            )
        )


def _batches(part: BinaryIO) -> Iterator[list[bytes]]:
    """Yield the records of a part, some at a time."""
    records: list[bytes] = []
    while head := part.read(LENGTH.size):
        records.append(part.read(LENGTH.unpack(head)[0]))
        if len(records) == ROWS_AT_ONCE:
            yield records
            records = []
    if records:
        yield records


def _row(wanted: list["models.Field"], values: list[Any]) -> list[Any]:
    return [_column(known, value) for known, value in zip(wanted, values, strict=True)]


def _column(known: "models.Field", value: Any) -> Any:
    """Return a value as the database's driver takes it."""
    if value is None and isinstance(known, models.JSONField) and not known.null:
        return connection.ops.adapt_json_value(None, known.encoder)
    return known.get_db_prep_save(known.to_python(value), connection)


def _reset_sequences() -> None:
    statements = connection.ops.sequence_reset_sql(no_style(), backed_up_models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
