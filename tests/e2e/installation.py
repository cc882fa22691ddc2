"""An installation of one's own to drive a browser against: `muster demo` in a temporary folder."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 300
"""At rest the demo is ready within half a minute; beside ten programs it took three."""
ROOT = Path(__file__).resolve().parents[2]
PREPARED = "import sys, django; django.setup()\n"


class NotStarted(Exception):
    """The demo did not answer; the message holds the end of what it printed."""


@dataclass
class Server:
    """A running installation."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]
    environment: dict[str, str]

    @property
    def printed(self) -> str:
        """What it has printed so far."""
        return (self.home / "serve.log").read_text(encoding="utf-8", errors="replace")

    def run(self, script: str, *arguments: str) -> str:
        """Run Python beside the server, on its data; return what it prints."""
        done = subprocess.run(
            [sys.executable, "-c", PREPARED + script, *arguments],
            env=self.environment | {"DJANGO_SETTINGS_MODULE": "muster.settings.base"},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def stop(self) -> int:
        """Ask it to stop and return its exit code."""
        self.process.terminate()
        return self.process.wait(timeout=60)


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment() -> dict[str, str]:
    """Return the environment of a newcomer: nothing of Muster's or of this test run's."""
    ours = ("MUSTER_", "DJANGO_", "PYTEST_", "PYTHONPATH", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def start_demo(home: Path, database: dict[str, str]) -> Server:
    """Start `muster demo` with everything it keeps in `home`, and wait for its first page."""
    port = free_port()
    environment = {
        **clean_environment(),
        "MUSTER_HOME": str(home),
        "MUSTER_LANGUAGE": "en",
        "PYTHONUNBUFFERED": "1",
        **database,
    }
    with (home / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "muster", "demo", "--port", str(port)],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
        )
    server = Server(f"http://127.0.0.1:{port}", home, process, environment)
    if not answers_in_time(server.url, process):
        process.kill()
        raise NotStarted(server.printed[-4000:])
    return server


def answers_in_time(
    url: str, process: subprocess.Popen[bytes], seconds: int = START_SECONDS
) -> bool:
    """Wait until the address answers; False where the process ends or the time is over."""
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2):  # noqa: S310  # our own address
                return True
        except OSError:
            time.sleep(0.2)
    return False
