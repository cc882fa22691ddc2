"""`muster backup` and `muster restore` as they are typed, and what restore refuses."""

import sqlite3
from contextlib import closing
from types import SimpleNamespace

import pytest
from tests.delivery.cli.conftest import Installation, refused
from tests.delivery.cli.test_keys_command import FILL, OPEN
from tests.prepared import copy

PASSPHRASE = {"MUSTER_BACKUP_PASSPHRASE": "a long enough passphrase"}
WRONG = {"MUSTER_BACKUP_PASSPHRASE": "quite another passphrase"}


@pytest.fixture(scope="module")
def saved(prepared_home, tmp_path_factory):
    """An installation with people in it, its backup, and the key file that belongs to it."""
    folder = tmp_path_factory.mktemp("saved")
    copy(prepared_home, folder / "home")
    full = Installation(folder / "home")
    full.python(FILL)
    backup = folder / "muster.backup"
    done = full.run("backup", str(backup), env=PASSPHRASE)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Backup written: {backup} (")
    assert backup.stat().st_mode & 0o077 == 0
    return SimpleNamespace(installation=full, backup=backup, keys=full.home / "keys.json")


@pytest.fixture
def empty(installation) -> Installation:
    """An installation with tables and nothing in them, as a refused restore leaves it."""
    (installation.home / "keys.json").unlink()
    with closing(sqlite3.connect(installation.home / "muster.sqlite3")) as database, database:
        database.execute("DELETE FROM kernel_keycheck")
    return installation


def test_backup_comes_back_with_its_keys(saved, empty):
    words = ("restore", str(saved.backup), "--keys", str(saved.keys))

    done = empty.run(*words, env=PASSPHRASE)

    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Restored ")
    assert lines[-1] == "The audit chain of 和平区 is intact."
    assert (empty.home / "keys.json").read_bytes() == saved.keys.read_bytes()
    assert (empty.home / "keys.json").stat().st_mode & 0o077 == 0
    assert empty.python(OPEN) == saved.installation.python(OPEN)


def test_wrong_words_restore_nothing(saved, empty, tmp_path):
    text = tmp_path / "[notes].txt"
    text.write_text("not a backup")
    asked = ("--keys", str(saved.keys))
    absent = tmp_path / "absent"
    refusals = {
        (str(absent), *asked): f"There is no file {absent}. Check its name.",
        (str(saved.backup), "--keys", str(absent)): f"There is no file {absent}. Check its name.",
        (str(text), *asked): f"{text} is not a backup of this edition of Muster.",
        (str(saved.backup),): "The key file is missing. Name its copy: muster restore FILE",
        (str(saved.backup), "--keys", str(text)): f"{text} is no key file, or is damaged.",
    }

    for words, says in refusals.items():
        assert refused(empty.run("restore", *words, env=PASSPHRASE)).startswith(says)

    assert not (empty.home / "keys.json").exists()
    assert not list(empty.home.glob(".restore-*"))


def test_wrong_or_missing_passphrase_restores_nothing(saved, empty):
    words = ("restore", str(saved.backup), "--keys", str(saved.keys))

    wrong = refused(empty.run(*words, env=WRONG))
    missing = refused(empty.run(*words))

    assert wrong == "The passphrase does not open this backup. Check it and try again."
    assert missing == (
        "The passphrase is missing. Set MUSTER_BACKUP_PASSPHRASE, or type it when asked."
    )
    assert not (empty.home / "keys.json").exists()


def test_installation_that_is_not_empty_keeps_what_it_has(saved):
    before = saved.installation.python(OPEN)

    line = refused(saved.installation.run("restore", str(saved.backup), env=PASSPHRASE))

    assert line.startswith(f"This installation ({saved.installation.home}) is not empty.")
    assert saved.installation.python(OPEN) == before
