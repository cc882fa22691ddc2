"""Backup, wipe, restore: the same rows, or one line that says why not."""

import hashlib
import io
import json
import shutil
from uuid import uuid4

import pytest
import typer
from django.apps import apps
from django.core.management import call_command

from muster.delivery.cli import archive, backup, first_run, queries, restore
from muster.kernel.actors import system_actor
from muster.kernel.crosstenant import across_tenants
from muster.kernel.crypto import Keyring, keycheck
from muster.kernel.holdings import Holding, RetentionClock, holdings, register
from muster.kernel.models import Tenant
from muster.platform.audit.queries import verify_chain
from muster.platform.audit.services import seal_all
from muster.platform.files import storage
from muster.platform.retention.services import destroy_due
from muster.registers.responders.contracts import PersonDraft
from muster.registers.responders.models import Responder
from muster.registers.responders.services import add_responder, add_unit

PASSPHRASE = "a long enough passphrase"
everything = pytest.mark.django_db(transaction=True, databases="__all__")


def digests():
    """A digest of every table's rows, whatever database holds them."""
    found = {}
    with across_tenants("backup.count"):
        for model in queries.backed_up_models():
            names = [field.attname for field in queries.columns(model)]
            digest = hashlib.sha256()
            for row in model._base_manager.order_by("pk").values_list(*names):
                digest.update(repr([in_order(value) for value in row]).encode())
            found[model._meta.db_table] = digest.hexdigest()
    return found


def in_order(value):
    """PostgreSQL keeps a document's keys in an order of its own."""
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value


def wipe():
    with across_tenants("backup.count"):
        call_command("flush", interactive=False, verbosity=0)


def fill(tenant, people=3):
    """People with sealed numbers, a sealed audit chain with a rest, an attachment."""
    keycheck.confirm()
    system = system_actor(tenant.id, "tests")
    unit = add_unit(actor=system, name="市统计局", level="city", area_code="120101")
    for at in range(people):
        draft = PersonDraft(name=f"李芳{at}", unit_id=unit.id, phone=f"154{at:08d}", skills=())
        add_responder(actor=system, draft=draft)
    seal_all()
    add_unit(actor=system, name="区统计局", level="district", area_code="120101")
    storage.write(uuid4(), tenant.id, b"x" * 100_000)


@pytest.fixture
def home(settings, tmp_path, monkeypatch, keys):
    """An installation's folder, with the keys of the tests."""
    settings.HOME = tmp_path / "home"
    settings.MEDIA_ROOT = settings.HOME / "files"
    settings.STATIC_ROOT = settings.HOME / "static"
    settings.STATIC_ROOT.mkdir(parents=True)
    (settings.STATIC_ROOT / ".build").write_text(first_run._build())
    key_file = tmp_path / "keys" / "keys.json"
    key_file.parent.mkdir()
    key_file.write_text(keys.dump())
    monkeypatch.setenv("MUSTER_KEYS_FILE", str(key_file))
    return settings.HOME


@pytest.fixture(autouse=True)
def cheap_lock(monkeypatch):
    """A lock takes some tenths of a second on purpose; these tests need none of it."""
    monkeypatch.setitem(archive._SCRYPT, "n", 16)


def test_lock_costs_the_same_wherever_it_is_made(monkeypatch):
    """One that was made where time is plenty opens on a slow and busy machine."""
    monkeypatch.undo()
    assert archive._SCRYPT == {"n": 2**17, "r": 8, "p": 1}
    target = io.BytesIO()
    with archive.writing(target, PASSPHRASE) as tar:
        archive.add_bytes(tar, "one", b"1")
    target.seek(0)

    with archive.reading(target, PASSPHRASE) as tar:
        assert [member.name for member in tar] == ["one"]
    target.seek(0)
    with pytest.raises(archive.WrongPassphrase), archive.reading(target, "another one, too"):
        pass


@pytest.fixture(scope="module")
def shelf():
    """The one backup that many tests restore: locking a backup takes a second on purpose."""
    return {}


@pytest.fixture
def saved(home, shelf, db, tmp_path):
    """A backup of a filled installation, here an empty one, and what was in it."""
    if not shelf:
        tenant = Tenant.objects.create(area_code="120101", name="和平区")
        fill(tenant)
        backup.write(tmp_path / "first", passphrase=PASSPHRASE)
        shelf.update(content=(tmp_path / "first").read_bytes(), digests=digests())
        wipe()
        shutil.rmtree(home / "files")
    file = tmp_path / "muster.backup"
    file.write_bytes(shelf["content"])
    return file, shelf["digests"]


def refuse(capsys, file, **options):
    """Restore, see it refused with exit code 2 and nothing kept, and return the line."""
    with pytest.raises(typer.Exit) as left:
        restore.read(file, **{"passphrase": PASSPHRASE, **options})
    assert left.value.exit_code == 2
    with across_tenants("backup.count"):
        assert Tenant.objects.count() + Responder.objects.count() == 0
    assert not (restore.Path(first_run.settings.HOME) / "files").exists()
    return capsys.readouterr().err.strip()


@everything
def test_restored_rows_files_and_chain_are_the_same(saved, home):
    file, before = saved

    report = restore.read(file, passphrase=PASSPHRASE)

    assert digests() == before
    assert report.chains == {"和平区": True}
    tenant = Tenant.objects.get()
    assert verify_chain(tenant.id).sealed > 0
    assert [path.stat().st_size > 100_000 for path in (home / "files").rglob("*") if path.is_file()]
    person = Responder.objects.of_tenant(tenant.id).order_by("name").first()
    assert person.phone.open().endswith("15400000000")


@everything
def test_backup_shows_nothing_without_its_passphrase(saved):
    file, _before = saved

    content = file.read_bytes()

    assert content.startswith(archive.MAGIC)
    assert "李芳".encode() not in content
    assert [path.name for path in file.parent.glob(".backup-*")] == []


@everything
def test_wrong_passphrase_is_refused(saved, capsys):
    line = refuse(capsys, saved[0], passphrase="something else")

    assert line == "The passphrase does not open this backup. Check it and try again."


@everything
@pytest.mark.parametrize("share", [0.3, 0.9, 1.0])
def test_damaged_backup_is_refused_and_nothing_is_kept(saved, capsys, share):
    content = bytearray(saved[0].read_bytes())
    content[min(len(content) - 1, int(len(content) * share))] ^= 1
    saved[0].write_bytes(content)

    assert "is damaged or cut off. Nothing was restored" in refuse(capsys, saved[0])


@everything
@pytest.mark.parametrize("share", [0.5, 0.99])
def test_cut_backup_is_refused_and_nothing_is_kept(saved, capsys, share):
    content = saved[0].read_bytes()
    saved[0].write_bytes(content[: int(len(content) * share)])

    assert "is damaged or cut off. Nothing was restored" in refuse(capsys, saved[0])


@everything
def test_other_file_is_no_backup(home, capsys, tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"PK" * 100)

    assert "is not a backup of this edition of Muster" in refuse(capsys, file)


@everything
@pytest.mark.parametrize(
    ("here", "says"),
    [
        ("0000_before", "was made by a newer Muster (0.1.0)."),
        ("9999_after", "was made by Muster 0.1.0, whose tables were older."),
    ],
)
def test_backup_of_another_version_is_refused(saved, capsys, monkeypatch, here, says):
    known = {**backup.applied_migrations(), "audit": here}
    monkeypatch.setattr(restore, "applied_migrations", lambda: known)

    assert says in refuse(capsys, saved[0])


@everything
def test_installation_that_is_not_empty_is_refused(saved, capsys):
    Tenant.objects.create(area_code="120102", name="河东区")

    with pytest.raises(typer.Exit):
        restore.read(saved[0], passphrase=PASSPHRASE)

    assert "is not empty" in capsys.readouterr().err
    assert [tenant.name for tenant in Tenant.objects.all()] == ["河东区"]


@everything
def test_missing_keys_are_asked_for(saved, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("MUSTER_KEYS_FILE", str(tmp_path / "none.json"))

    assert "The key file is missing. Name its copy" in refuse(capsys, saved[0])


@everything
def test_wrong_keys_are_refused_and_not_kept(saved, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("MUSTER_KEYS_FILE", str(tmp_path / "none.json"))
    wrong = tmp_path / "wrong.json"
    wrong.write_text(Keyring.generate().dump())

    assert "The key file does not open this backup" in refuse(capsys, saved[0], keys=wrong)
    assert not (tmp_path / "none.json").exists()


@everything
def test_named_keys_do_not_replace_others(saved, capsys, tmp_path):
    other = tmp_path / "other.json"
    other.write_text(Keyring.generate().dump())

    assert "Another key file is at" in refuse(capsys, saved[0], keys=other)


@everything
def test_included_keys_come_back(home, tenant, keys, monkeypatch, tmp_path):
    fill(tenant)
    backup.write(tmp_path / "b", passphrase=PASSPHRASE, include_keys=True)
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600
    wipe()
    shutil.rmtree(home / "files")
    monkeypatch.setenv("MUSTER_KEYS_FILE", str(tmp_path / "new" / "keys.json"))

    restore.read(tmp_path / "b", passphrase=PASSPHRASE)

    placed = tmp_path / "new" / "keys.json"
    assert Keyring.load(placed.read_text()) == keys
    assert placed.stat().st_mode & 0o777 == 0o600


@everything
def test_what_was_destroyed_after_the_backup_stays_destroyed(home, tenant, tmp_path, monkeypatch):
    """The log of the lost installation is replayed before anybody can see the rows."""

    def destroy(tenant_id, before, limit):
        rows = Responder.objects.of_tenant(tenant_id).filter(name="李芳1")
        ids = list(rows.values_list("id", flat=True)[:limit])
        rows.filter(id__in=ids).delete()
        return ids

    known = dict(holdings())
    holdings().clear()
    register(
        Holding(
            name="tests.people",
            label="People",
            purpose="To test",
            clock=RetentionClock.CREATED,
            days=1,
            count=lambda _tenant: 1,
            destroy=destroy,
        )
    )
    try:
        fill(tenant)
        backup.write(tmp_path / "b", passphrase=PASSPHRASE)
        assert destroy_due() == 1
        log = tmp_path / "destructions.jsonl"
        shutil.move(home / "destructions.jsonl", log)
        wipe()
        shutil.rmtree(home / "files")

        report = restore.read(tmp_path / "b", passphrase=PASSPHRASE, destructions=log)
    finally:
        holdings().clear()
        holdings().update(known)

    people = Responder.objects.of_tenant(tenant.id)
    assert report.destroyed == 1
    assert sorted(people.values_list("name", flat=True)) == ["李芳0", "李芳2"]
    assert log.read_text() in (home / "destructions.jsonl").read_text()


@everything
def test_disk_that_fills_while_backing_up_leaves_no_file(home, tenant, tmp_path, monkeypatch):
    fill(tenant)

    class Full:
        def __init__(self, target):
            self.target = target
            self.room = 20_000

        def write(self, content):
            self.room -= len(content)
            if self.room < 0:
                raise OSError(28, "No space left on device")
            return self.target.write(content)

    real = archive.writing
    monkeypatch.setattr(archive, "writing", lambda target, word: real(Full(target), word))

    with pytest.raises(OSError, match="No space left"):
        backup.write(tmp_path / "b", passphrase=PASSPHRASE)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "keys"]


def test_existing_file_is_never_overwritten(tmp_path, capsys):
    file = tmp_path / "b"
    file.write_text("yesterday's")

    with pytest.raises(typer.Exit):
        backup.run(file, include_keys=False)

    assert "exists already" in capsys.readouterr().err
    assert file.read_text() == "yesterday's"


def test_every_app_is_backed_up_or_left_out_by_name():
    kept = {model._meta.app_label for model in queries.backed_up_models()}
    labels = {model._meta.app_label for model in apps.get_models()}

    assert labels - kept == {"django_tasks_database", "sessions", "axes"} & labels
