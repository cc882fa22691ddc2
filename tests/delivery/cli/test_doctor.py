"""Each check of the doctor, well and not."""

import json
import re
import socket
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest
import typer
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from muster.delivery.cli import checks, doctor
from muster.delivery.cli.checks import Level
from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.crypto import Keyring, keycheck, use_keyring
from muster.platform.audit.models import AuditEvent, AuditHead
from muster.platform.audit.queries import export_head
from muster.platform.audit.services import record, seal_all
from muster.platform.audit.triggers import lifted
from muster.platform.jobs.models import Job

pytestmark = pytest.mark.django_db(databases="__all__")


class Usage(NamedTuple):
    """What the disk says of itself, in bytes."""

    total: int
    used: int
    free: int


@pytest.fixture
def home(settings, tmp_path, monkeypatch, keys):
    settings.HOME = tmp_path
    key_file = tmp_path / "keys.json"
    key_file.write_text(keys.dump())
    key_file.chmod(0o600)
    monkeypatch.setenv("MUSTER_KEYS_FILE", str(key_file))
    keycheck.confirm()
    return tmp_path


def levels(findings):
    return [finding.level for finding in findings]


def note(tenant, *, count=1):
    with transaction.atomic():
        for _ in range(count):
            record(system_actor(tenant.id, "tests"), "tests.noted", tenant)


def test_home_that_cannot_be_written_stops_the_checks(settings, tmp_path, home):
    assert levels(checks.check_home())[0] in {Level.OK, Level.WARN}

    settings.HOME = tmp_path / "keys.json" / "below"
    (finding,) = checks.check_home()
    assert (finding.name, finding.level, finding.stop) == ("Home", Level.BAD, True)


@pytest.mark.parametrize(
    ("free", "level"),
    [(6 * 10**9, Level.OK), (4 * 10**9, Level.WARN), (4 * 10**8, Level.BAD)],
)
def test_free_disk_is_judged_by_what_is_left(home, monkeypatch, free, level):
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _path: Usage(10**10, 0, free))

    (finding,) = checks.check_home()

    assert (finding.level, bool(finding.next_step)) == (level, level is not Level.OK)


def test_database_that_answers_is_well(home):
    assert set(levels(checks.check_database())) == {Level.OK}


def test_damaged_database_file_is_found(installation):
    path = installation.home / "muster.sqlite3"
    content = bytearray(path.read_bytes())
    for at in range(8192, len(content) - 4096, 4096):
        content[at : at + 64] = b"\xff" * 64
    path.write_bytes(content)

    done = installation.run("doctor", "--json")

    database = [f for f in json.loads(done.stdout)["findings"] if f["name"] == "Database"]
    assert (done.returncode, database[0]["level"]) == (1, "bad")


def test_unreachable_database_is_found(new_installation):
    url = "postgresql://a:b@127.0.0.1:1/muster"

    done = new_installation.run("doctor", "--json", env={"MUSTER_DATABASE_URL": url})

    last = json.loads(done.stdout)["findings"][-1]
    assert (done.returncode, last["name"], last["level"]) == (1, "Database", "bad")


def test_pending_migrations_are_found(home):
    assert levels(checks.check_migrations()) == [Level.OK]

    rows = MigrationRecorder(connection).migration_qs.filter(app="retention")
    rows.delete()
    (finding,) = checks.check_migrations()
    assert (finding.level, finding.stop) == (Level.BAD, True)


def test_keys_are_private_present_and_the_right_ones(home):
    assert levels(checks.check_keys()) == [Level.OK]

    (home / "keys.json").chmod(0o644)
    assert levels(checks.check_keys()) == [Level.BAD]

    with use_keyring(Keyring.generate()):
        (finding,) = checks.check_keys()
    assert (finding.level, finding.stop) == (Level.BAD, True)


def test_no_keys_yet_is_worth_a_look(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("MUSTER_KEYS_FILE", str(tmp_path / "none.json"))

    assert levels(checks.check_keys()) == [Level.WARN]


def test_clock_before_the_newest_record_is_found(home, tenant, monkeypatch):
    note(tenant)
    assert levels(checks.check_clock()) == [Level.OK]

    early = clock.real_now() - timedelta(hours=1)
    monkeypatch.setattr(checks.clock, "real_now", lambda: early)
    assert levels(checks.check_clock()) == [Level.BAD]


def test_unknown_time_zone_is_found(home, tenant):
    assert set(levels(checks.check_time_zone())) == {Level.OK}

    tenant.time_zone = "Asia/Nowhere"
    tenant.save()
    assert Level.BAD in levels(checks.check_time_zone())


def test_audit_chain_is_checked_for_every_command(home, tenant, other_tenant):
    note(tenant, count=3)
    seal_all()
    assert levels(checks.check_audit(None)) == [Level.OK] * 3

    with lifted(connection):
        AuditEvent.objects.filter(tenant_id=tenant.id).update(verb="tests.other")
    findings = {finding.name: finding for finding in checks.check_audit(None)}
    assert findings["Audit 120101"].level is Level.BAD
    assert findings["Audit 120101"].says.endswith("(record 1)")
    assert findings["Audit 120102"].level is Level.OK


def test_records_that_wait_too_long_for_their_seal_are_found(home, tenant, monkeypatch):
    note(tenant)
    assert Level.WARN not in levels(checks.check_audit(None))

    late = clock.real_now() + timedelta(minutes=2)
    monkeypatch.setattr("muster.platform.audit.contracts.clock.real_now", lambda: late)
    assert levels(checks.check_audit(None))[0] is Level.WARN


def test_exported_head_is_held_or_not(home, tenant, tmp_path):
    note(tenant, count=2)
    seal_all()
    head = tmp_path / "head.json"
    head.write_text(json.dumps(export_head(tenant.id)))
    assert checks.check_audit(head)[-1].level is Level.OK

    with lifted(connection):
        AuditHead.objects.filter(tenant_id=tenant.id).delete()
        connection.cursor().execute("DELETE FROM audit_auditlink")
        AuditEvent.objects.filter(tenant_id=tenant.id).delete()
    assert checks.check_audit(head)[-1].level is Level.BAD


@pytest.mark.parametrize("content", ["{}", "no document", "[1]"])
def test_file_that_is_no_head_is_wrong_use(home, tmp_path, capsys, content):
    head = tmp_path / "head.json"
    head.write_text(content)

    with pytest.raises(typer.Exit) as left:
        checks.check_audit(head)

    assert left.value.exit_code == 2
    assert "is not an exported audit head" in capsys.readouterr().err


def test_jobs_that_wait_too_long_are_found(home, tenant):
    assert levels(checks.check_jobs()) == [Level.OK]

    job = Job.objects.create(tenant=tenant, name="tests.slow", system="tests")
    Job.objects.filter(pk=job.pk).update(run_after=clock.real_now() - timedelta(minutes=10))
    assert levels(checks.check_jobs()) == [Level.WARN]


class Healthy(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_words):
        """Print nothing."""


def test_public_address_is_asked(home, settings):
    settings.DOMAIN = ""
    assert levels(checks.check_public_address()) == [Level.OK]

    server = HTTPServer(("127.0.0.1", 0), Healthy)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    settings.DOMAIN = "127.0.0.1"
    settings.PUBLIC_URL = f"http://127.0.0.1:{server.server_port}"
    assert levels(checks.check_public_address()) == [Level.WARN]
    thread.join()
    server.server_close()

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.PUBLIC_URL = f"https://127.0.0.1:{probe.getsockname()[1]}"
        assert levels(checks.check_public_address()) == [Level.BAD]


def test_document_says_whether_all_is_well(home, tenant, capsys, monkeypatch):
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _path: Usage(10**10, 0, 9 * 10**9))
    doctor.run(as_json=True, head=None)
    assert json.loads(capsys.readouterr().out)["ok"] is True

    (home / "keys.json").chmod(0o644)
    with pytest.raises(SystemExit) as left:
        doctor.run(as_json=True, head=None)
    assert left.value.code == 1
    assert json.loads(capsys.readouterr().out)["ok"] is False


def test_table_names_the_next_step(home, tenant, capsys, monkeypatch):
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _path: Usage(10**10, 0, 10**8))

    with pytest.raises(SystemExit):
        doctor.run(as_json=False, head=None)

    printed = " ".join(capsys.readouterr().out.split())
    assert "■ mend Disk" in printed
    assert "Free some space" in printed


def test_titles_speak_the_language_of_the_terminal(installation):
    told = installation.run("doctor", env={"LANG": "zh_CN.UTF-8"}).stdout

    for title in ("磁盘", "数据库", "数据表", "密钥", "时钟", "时区", "审计 本机", "任务", "网址"):
        assert title in told
    assert not re.search("Disk|Database|Tables|Keys|Clock|Time zone|Audit|Jobs|Address", told)


def test_every_check_has_a_title():
    source = Path(checks.__file__).read_text(encoding="utf-8")
    names = set(re.findall(r'Finding\(\s*"([^"]+)"', source))

    assert names <= doctor.TITLES.keys()


def test_first_start_says_once_that_it_prepares_the_tables(new_installation):
    told = new_installation.python(
        "from muster.delivery.cli.terminal import start_django\n"
        "start_django()\n"
        "from muster.delivery.cli import first_run\n"
        "first_run.prepare()"
    )

    assert told.count("Preparing the tables") == 1
