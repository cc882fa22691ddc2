"""Typed reading of environment variables, failing with one line that says what to change."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse


class SettingsError(Exception):
    """A setting is wrong; the message is one line for the person at the terminal."""


def text(name: str, default: str = "") -> str:
    """Return the variable, or `default` where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """Return true for 1, true, yes, on; false for 0, false, no, off."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SettingsError(f"{name}={value} is neither yes nor no. Set it to 1 or 0.")


def number(name: str, default: int) -> int:
    """Return a whole number."""
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise SettingsError(f"{name}={value} is not a whole number. Set it to one.") from None


def home() -> Path:
    """Folder that holds the database, the keys and the attachments of this installation.

    `MUSTER_HOME` where it is set; `var/` beside `pyproject.toml` in a checkout; otherwise the
    user's data folder.
    """
    if value := text("MUSTER_HOME"):
        return Path(value).expanduser().resolve()
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").is_file():
        return checkout / "var"
    return Path(text("XDG_DATA_HOME", "~/.local/share")).expanduser() / "muster"


def postgres(url: str) -> dict[str, Any]:
    """Turn `postgresql://user:password@host:port/name` into Django's connection settings."""
    parts = urlparse(url)
    name = parts.path.lstrip("/")
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in {"postgres", "postgresql"} or not name or port == -1:
        raise SettingsError(
            "MUSTER_DATABASE_URL cannot be read. "
            "Write it as postgresql://user:password@host:5432/database, or unset it for SQLite."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(name),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}},
    }
