"""What every command shares: start Django, speak the reader's language, fail in one line."""

import errno
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer
from rich.console import Console

from muster.settings.env import SettingsError

FAILURE = 1
WRONG_USE = 2
INTERRUPTED = 130
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_WAY_IN = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EISDIR}

# What people typed is printed as it is: [brackets] and :words: mean nothing here.
out = Console(highlight=False, markup=False, emoji=False)
err = Console(stderr=True, highlight=False, markup=False, emoji=False)


def start_django() -> None:
    """Load settings and models, and speak the language of the terminal.

    Raises:
        SettingsError: a setting is wrong.

    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.settings.base")
    import django
    from django.conf import settings
    from django.utils import translation

    if settings.DATABASES["default"].get("OPTIONS", {}).get("pool"):
        # A pool keeps trying in the background; at the terminal the first refusal is the answer.
        for database in settings.DATABASES.values():
            database["OPTIONS"].pop("pool", None)
            database["OPTIONS"]["connect_timeout"] = 5
    django.setup()
    translation.activate(terminal_language())


def print_json(document: Any) -> None:
    """Print one JSON document on standard output and nothing else."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n")


def fail(sentence: str, *, code: int = WRONG_USE) -> NoReturn:
    """Print one line that says what is wrong and how to mend it, and leave."""
    err.print(sentence, style="bold red", soft_wrap=True)
    raise typer.Exit(code)


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Turn faults a person can mend into one line and exit code 2; never a traceback."""
    try:
        yield
    except SettingsError as error:
        fail(str(error))
    except OSError as error:
        if sentence := file_sentence(error):
            fail(sentence)
        raise
    except Exception as error:
        if sentence := database_sentence(error) or _known_sentence(error):
            fail(sentence)
        raise


def file_sentence(error: OSError) -> str:
    """Return what a fault of the file system means; empty for one that nobody foresaw."""
    if error.errno in _NO_ROOM:
        return _("The disk is full (%(what)s). Free some space and start again.") % {
            "what": error.filename or error.strerror
        }
    if error.errno in _NO_WAY_IN and error.filename:
        return _("Cannot open %(path)s (%(reason)s). Check the path and who owns it.") % {
            "path": error.filename,
            "reason": error.strerror,
        }
    return ""


def database_sentence(error: Exception) -> str:
    """Return what a fault of the database means; empty for anything else."""
    from django.db.utils import DatabaseError, OperationalError

    if not isinstance(error, DatabaseError):
        return ""
    text = " ".join(str(error).split()) or type(error).__name__
    lowered = text.lower()
    served = bool(os.environ.get("MUSTER_DATABASE_URL")) and isinstance(error, OperationalError)
    meanings = (
        (
            # SQLite reports a file that may not grow as an I/O error.
            _says(lowered, "is full", "no space left", "disk i/o error"),
            _("The disk is full (%(what)s). Free some space and start again."),
        ),
        (
            _says(lowered, "no such table", "no such column") or _relation_missing(lowered),
            _(
                "The tables are not those of this version (%(what)s). "
                "Start muster serve once; it brings them up to date."
            ),
        ),
        (
            served,
            _(
                "Cannot use the database of MUSTER_DATABASE_URL (%(what)s). "
                "Check host, port, name and password, or unset it to use SQLite."
            ),
        ),
        (
            _says(lowered, "unable to open", "readonly", "not a database"),
            _(
                "Cannot use the database file (%(what)s). "
                "Check that MUSTER_HOME is a folder you may write to, or restore a backup."
            ),
        ),
        (
            _says(lowered, "is locked"),
            _("Another program holds the database (%(what)s). Wait for it, or stop it."),
        ),
    )
    return next((sentence % {"what": text} for fits, sentence in meanings if fits), "")


def _says(text: str, *words: str) -> bool:
    return any(word in text for word in words)


def _relation_missing(lowered: str) -> bool:
    """True where PostgreSQL misses a table or column; not where it misses the database or user."""
    return "does not exist" in lowered and lowered.startswith(("relation", "column"))


def _known_sentence(error: Exception) -> str:
    from muster.kernel.crypto import KeyringError
    from muster.kernel.errors import MusterError

    if isinstance(error, KeyringError):
        return _keys_sentence()
    if isinstance(error, MusterError):
        return str(error)
    return ""


def _keys_sentence() -> str:
    from muster.kernel.crypto.keyring import key_file

    path = key_file()
    if not path.is_file():
        return _(
            "The key file %(path)s is missing, and without it the sealed data cannot be read. "
            "Put it back from its copy."
        ) % {"path": path}
    return _(
        "The key file %(path)s does not open the data of this installation, or is damaged. "
        "Put the right one back from its copy."
    ) % {"path": path}


def _(sentence: str) -> str:
    """Translate, once Django can; before that the sentence stays English."""
    if "django" not in sys.modules:
        return sentence
    from django.apps import apps
    from django.utils.translation import gettext

    return gettext(sentence) if apps.ready else sentence


def terminal_language() -> str:
    """Return the language of who sits at the terminal: en, zh-hans or zh-hant."""
    value = next(
        (
            os.environ[name]
            for name in ("MUSTER_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
            if os.environ.get(name)
        ),
        "",
    ).lower()
    if value.startswith("zh"):
        return "zh-hant" if any(part in value for part in ("tw", "hk", "mo", "hant")) else "zh-hans"
    return "en"
