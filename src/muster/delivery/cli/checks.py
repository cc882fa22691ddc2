"""The checks of `muster doctor`, each a function that returns its findings."""

import json
import shutil
import ssl
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import connections
from django.db.utils import DatabaseError
from django.utils.translation import gettext as _

from muster.delivery.cli import first_run
from muster.delivery.cli.terminal import fail
from muster.kernel import clock
from muster.kernel.crypto import KeyringError, keycheck
from muster.kernel.crypto.keyring import key_file
from muster.kernel.tenants import all_tenants
from muster.platform.audit.contracts import INSTALLATION, ChainReport
from muster.platform.audit.queries import newest_event_at, verify_chain, verify_head
from muster.platform.jobs.queries import backlog

WARN_FREE_BYTES = 5 * 10**9
BAD_FREE_BYTES = 5 * 10**8
LONGEST_WAIT = timedelta(minutes=5)


class Level(StrEnum):
    """How urgent a finding is."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. `stop` means that the checks after it cannot run.

    `name` is a code that programs may rely on; people read `doctor.title_of`.
    """

    name: str
    level: Level
    says: str
    next_step: str = ""
    stop: bool = False


Check = Callable[[], list[Finding]]


def all_checks(head: Path | None) -> Iterator[Check]:
    """Return the checks in order; each may rely on those before it."""
    yield from (check_python, check_home, check_database, check_migrations, check_keys)
    yield from (check_clock, check_time_zone)
    yield partial(check_audit, head)
    yield from (check_jobs, check_public_address)


def check_python() -> list[Finding]:
    """Say which Python runs."""
    version = ".".join(map(str, sys.version_info[:3]))
    return [Finding("Python", Level.OK, version)]


def check_home() -> list[Finding]:
    """Check that the home can be written and the disk has room."""
    home = Path(settings.HOME)
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = home / ".doctor"
        probe.write_text("x", encoding="ascii")
        probe.unlink()
    except OSError as error:
        says = _("%(home)s cannot be written (%(reason)s).")
        says %= {"home": home, "reason": error.strerror}
        step = _("Give it to the user that runs Muster, or free some space.")
        return [Finding("Home", Level.BAD, says, step, stop=True)]
    free = shutil.disk_usage(home).free
    level = Level.OK if free > WARN_FREE_BYTES else Level.WARN
    level = Level.BAD if free < BAD_FREE_BYTES else level
    step = _("Free some space, or move MUSTER_HOME to a larger disk.")
    says = _("%(free).1f GB free in %(home)s") % {"free": free / 1e9, "home": home}
    return [Finding("Disk", level, says, "" if level is Level.OK else step)]


def check_database() -> list[Finding]:
    """Check that every database answers and, for SQLite, that its pages are sound."""
    findings = []
    for alias in connections:
        connection = connections[alias]
        try:
            with connection.cursor() as cursor:
                sound = "ok"
                if connection.vendor == "sqlite":
                    cursor.execute("PRAGMA quick_check(1)")
                    sound = cursor.fetchone()[0]
                else:
                    cursor.execute("SELECT 1")
        except DatabaseError as error:
            says = _("%(database)s does not answer (%(reason)s).")
            says %= {"database": alias, "reason": " ".join(str(error).split())}
            step = _("Check MUSTER_DATABASE_URL and that the server runs.")
            return [Finding("Database", Level.BAD, says, step, stop=True)]
        facts = {"database": alias, "vendor": connection.vendor, "fault": sound}
        if sound == "ok":
            says = _("%(database)s is sound (%(vendor)s).") % facts
            findings.append(Finding("Database", Level.OK, says))
        else:
            says = _("%(database)s is damaged (%(fault)s).") % facts
            step = _("Stop Muster and restore the newest backup.")
            findings.append(Finding("Database", Level.BAD, says, step, stop=True))
    return findings


def check_migrations() -> list[Finding]:
    """Check that the tables are those of this version."""
    pending = sum(first_run.pending_migrations(alias).total() for alias in connections)
    if pending:
        step = _("Start muster serve once; it brings them up to date.")
        says = _("Changes of tables that are still to be made: %(count)d.") % {"count": pending}
        return [Finding("Tables", Level.BAD, says, step, stop=True)]
    return [Finding("Tables", Level.OK, _("up to date"))]


def check_keys() -> list[Finding]:
    """Check that the key file is there, private, and opens the data."""
    path = key_file()
    if not path.is_file() and not keycheck.known_keys():
        step = _("They are made when muster serve starts for the first time.")
        return [Finding("Keys", Level.WARN, _("none yet"), step)]
    try:
        keycheck.confirm()
    except KeyringError:
        says = _("The key file is missing, damaged or not the one of this data.")
        step = _("Put the right one back: %(path)s") % {"path": path}
        return [Finding("Keys", Level.BAD, says, step, stop=True)]
    if path.stat().st_mode & 0o077:
        says = _("%(path)s can be read by other users.") % {"path": path}
        return [Finding("Keys", Level.BAD, says, f"chmod 600 {path}")]
    return [Finding("Keys", Level.OK, _("present, private, and they open the data"))]


def check_clock() -> list[Finding]:
    """Check that the clock does not stand before what has been recorded."""
    newest = newest_event_at()
    if newest and newest > clock.real_now() + timedelta(minutes=5):
        says = _("The clock stands before the newest record, of %(newest)s UTC.")
        says %= {"newest": f"{newest:%Y-%m-%d %H:%M}"}
        return [Finding("Clock", Level.BAD, says, _("Set the machine's clock (timedatectl)."))]
    return [Finding("Clock", Level.OK, f"{clock.real_now():%Y-%m-%d %H:%M:%S} UTC")]


def check_time_zone() -> list[Finding]:
    """Check that every command's time zone is known here."""
    findings = []
    for name in {settings.TIME_ZONE, *(tenant.time_zone for tenant in all_tenants())}:
        try:
            offset = clock.real_now().astimezone(ZoneInfo(name)).strftime("%z")
            findings.append(Finding("Time zone", Level.OK, f"{name} (UTC{offset})"))
        except (ZoneInfoNotFoundError, ValueError):
            says = _("There is no time zone %(name)s.") % {"name": name}
            step = _("Set MUSTER_TIME_ZONE to a name such as Asia/Shanghai.")
            findings.append(Finding("Time zone", Level.BAD, says, step))
    return findings


def check_audit(head: Path | None) -> list[Finding]:
    """Check every command's audit chain, and against an exported head where one is given."""
    reports = [(tenant.area_code, verify_chain(tenant.id)) for tenant in all_tenants()]
    reports.append(("installation", verify_chain(INSTALLATION)))
    findings = [_chain_finding(name, report) for name, report in reports]
    return findings + ([_head_finding(head)] if head else [])


def _chain_finding(name: str, report: ChainReport) -> Finding:
    name = f"Audit {name}"
    facts = {"sealed": report.sealed, "unsealed": report.unsealed}
    if not report.ok:
        says = report.reason
        if report.first_bad_seq is not None:
            says = _("%(fault)s (record %(number)d)")
            says %= {"fault": report.reason, "number": report.first_bad_seq}
        step = _("Keep the database as it is, back it up, and ask who had access.")
        return Finding(name, Level.BAD, says, step)
    if report.overdue:
        says = _("%(sealed)d records sealed; %(unsealed)d wait for longer than 60 s.") % facts
        step = _("Check that the scheduler and the worker run (muster serve).")
        return Finding(name, Level.WARN, says, step)
    says = _("intact, %(sealed)d records sealed, %(unsealed)d waiting") % facts
    return Finding(name, Level.OK, says)


def _head_finding(head: Path) -> Finding:
    try:
        document: dict[str, Any] = json.loads(head.read_text(encoding="utf-8"))
        good = verify_head(document)
    except ValueError:
        fail(_("%(path)s is not an exported audit head.") % {"path": head})
    if good:
        return Finding("Audit head", Level.OK, _("The chain holds the exported head."))
    says = _("The chain does not hold the exported head.")
    step = _("Records were cut off or replaced since it was exported. Ask who had access.")
    return Finding("Audit head", Level.BAD, says, step)


def check_jobs() -> list[Finding]:
    """Check that waiting work is being done."""
    waiting = backlog()
    facts = {"queued": waiting.queued, "failed": waiting.failed}
    if waiting.oldest_seconds > LONGEST_WAIT.total_seconds():
        says = _("%(queued)d jobs wait, the oldest for %(minutes)d min.")
        says %= {**facts, "minutes": waiting.oldest_seconds // 60}
        step = _("Start muster serve; it runs the worker.")
        return [Finding("Jobs", Level.WARN, says, step)]
    return [Finding("Jobs", Level.OK, _("%(queued)d waiting, %(failed)d failed") % facts)]


def check_public_address() -> list[Finding]:
    """Check that the public address answers, over HTTPS where phones are meant to use it."""
    if not settings.DOMAIN:
        return [Finding("Address", Level.OK, _("local only (no MUSTER_DOMAIN)"))]
    url = f"{settings.PUBLIC_URL}/healthz"
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
            answer.read(1)
    except (urllib.error.URLError, ssl.SSLError, OSError) as error:
        says = _("%(url)s does not answer (%(reason)s).") % {"url": url, "reason": error}
        step = _("Check DNS, the firewall, the certificate and the reverse proxy (docs/operate).")
        return [Finding("Address", Level.BAD, says, step)]
    if not url.startswith("https:"):
        says = _("%(url)s answers without HTTPS.") % {"url": url}
        step = _("Phones open the camera only over HTTPS: muster serve --cert … --key …")
        return [Finding("Address", Level.WARN, says, step)]
    says = _("%(url)s answers.") % {"url": url}
    return [Finding("Address", Level.OK, says)]
