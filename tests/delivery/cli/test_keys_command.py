"""`muster keys` as it is typed: what it shows, what rotation leaves behind, what it refuses."""

import json

import pytest
from tests.delivery.cli.conftest import Installation, refused

FILL = """
from muster.delivery.cli.terminal import start_django
start_django()
from muster.kernel.tenants import open_tenant
from tests.delivery.cli.test_backup import fill
fill(open_tenant(area_code="120101", name="和平区"))
"""
OPEN = """
from muster.delivery.cli.terminal import start_django
start_django()
from muster.kernel.crosstenant import across_tenants
from muster.registers.responders.models import Responder
with across_tenants("backup.count"):
    people = list(Responder.objects.order_by("name"))
print([person.phone.open()[-11:] for person in people])
print({person.phone.text.partition(".")[0] for person in people})
"""


@pytest.fixture
def secrets(installation) -> set[str]:
    """Everything in the key file that may not be seen."""
    return {value for value in _leaves(_ring(installation)) if len(value) > 20}


def _ring(installation: Installation) -> dict:
    return json.loads((installation.home / "keys.json").read_text())


def _leaves(value):
    if isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, str):
        yield value


def test_keys_are_named_without_showing_them(installation, secrets):
    done = installation.run("keys")

    assert (done.returncode, done.stderr) == (0, "")
    current = _ring(installation)["current"]
    path = installation.home / "keys.json"
    assert done.stdout.splitlines()[:2] == [f"Key file: {path}", f"  {current} (in use)"]
    assert len(secrets) >= 3
    assert not any(secret in done.stdout for secret in secrets)


def test_rotation_seals_everything_anew_and_keeps_the_old_key(installation, secrets):
    installation.python(FILL)
    old = _ring(installation)["current"]

    done = installation.run("keys", "--rotate")

    ring = _ring(installation)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert lines[0] == "Sealed with the new key: 3 values."
    assert lines[2:4] == [old, f"{ring['current']} (in use)"]
    assert ring["current"] != old
    assert not any(secret in done.stdout for secret in secrets)
    assert (installation.home / "keys.json").stat().st_mode & 0o077 == 0
    phones, sealed_with = installation.python(OPEN).splitlines()
    assert phones == str([f"154{at:08d}" for at in range(3)])
    assert sealed_with == str({ring["current"]})


def test_rotation_waits_until_the_server_has_stopped(installation):
    before = _ring(installation)
    with installation.serving():
        line = refused(installation.run("keys", "--rotate"))
        shown = installation.run("keys")

    assert line == (f"Muster is serving from {installation.home}. Stop it first, then try again.")
    assert shown.returncode == 0
    assert _ring(installation) == before


def test_lost_key_file_is_named_and_no_other_is_made(installation):
    keys = installation.home / "keys.json"
    keys.unlink()

    lines = {refused(installation.run("keys")), refused(installation.run("keys", "--rotate"))}

    assert len(lines) == 1
    assert lines.pop().startswith(f"The key file {keys} is missing, and without it the sealed data")
    assert not keys.exists()


def test_installation_that_was_never_started_has_no_keys_to_show(new_installation):
    line = refused(new_installation.run("keys"))

    assert "Start muster serve once" in line
    assert "missing" not in line
    assert not (new_installation.home / "keys.json").exists()
