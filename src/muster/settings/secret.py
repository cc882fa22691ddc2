"""The first-run secret: made once, kept beside the database, never in the code."""

import os
import secrets
from pathlib import Path

from muster.settings import env


def secret_key(home: Path) -> str:
    """Return the signing secret of sessions and forms, making it on the first run."""
    if value := env.text("MUSTER_SECRET_KEY"):
        return value
    path = home / "secret_key"
    if path.is_file():
        return path.read_text(encoding="ascii").strip()
    created = secrets.token_urlsafe(48)
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(created)
    except OSError as error:
        path.unlink(missing_ok=True)  # an empty secret must not be taken for one
        raise _unwritable(path, error) from None
    return created


def _unwritable(path: Path, error: OSError) -> env.SettingsError:
    return env.SettingsError(
        f"Cannot write {path} ({error.strerror}). "
        "Free some space, or set MUSTER_HOME to a folder you may write to."
    )
