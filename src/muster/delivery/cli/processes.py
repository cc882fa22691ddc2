"""What each process of an installation does. Called in the process itself."""

from functools import partial
from pathlib import Path

from muster.delivery.cli.address import Address
from muster.delivery.cli.process_group import Child
from muster.delivery.cli.terminal import start_django

WEB_THREADS = 4
KILL_WEB_AFTER_SECONDS = 5


def children(address: Address, *, workers: int) -> list[Child]:
    """Return the processes of an installation; the web server decides when the group ends."""
    return [
        Child("web", partial(serve_web, address, workers), vital=True),
        Child("worker", partial(run_command, "muster_worker")),
        Child("scheduler", partial(run_command, "muster_scheduler")),
    ]


def serve_web(address: Address, workers: int) -> None:
    """Serve pages until told to end."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    _start()
    Granian(
        "muster.delivery.web.wsgi:application",
        address=address.host,
        port=address.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=WEB_THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        ssl_cert=_path(address.cert),
        ssl_key=_path(address.key),
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_WEB_AFTER_SECONDS,
    ).serve()


def run_command(name: str) -> None:
    """Run the worker or the scheduler until told to end."""
    _start()
    from django.core.management import call_command

    call_command(name)


def _start() -> None:
    """Load Django where the parent has not; the language is the installation's from here on."""
    start_django()
    from django.utils import translation

    translation.deactivate()


def _path(path: Path | None) -> Path | None:
    return path.resolve() if path else None
