"""Who holds a job: workers' names, and whether a worker of this machine still lives."""

import os
import socket
from datetime import timedelta
from pathlib import Path

LEASE = timedelta(seconds=90)
"""How long a job stays with a worker that says nothing; longer than any write lock lasts."""

HEARTBEAT_SECONDS = 10.0

_START_FIELD = 19
"""Place of the start time in /proc/PID/stat, counted after the command's closing bracket."""


def worker_name() -> str:
    """Return the name of this process: machine, process id and when the process started."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{_started(os.getpid())}"


def is_gone(worker: str) -> bool:
    """True where the worker ran on this machine and has certainly ended."""
    host, _, rest = worker.rpartition(":")
    host, _, pid = host.rpartition(":")
    if host != socket.gethostname()[:60] or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return _started(int(pid)) != rest or _is_zombie(int(pid))


def _stat(pid: int) -> list[str]:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def _started(pid: int) -> str:
    fields = _stat(pid)
    return fields[_START_FIELD] if len(fields) > _START_FIELD else ""


def _is_zombie(pid: int) -> bool:
    return _stat(pid)[:1] == ["Z"]
