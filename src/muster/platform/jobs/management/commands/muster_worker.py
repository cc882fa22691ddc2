"""The worker: reads messages from the queue and runs the jobs they name."""

import logging
import signal
import sys
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django_tasks_db.management.commands.db_worker import Worker

from muster.platform.jobs import runner, services
from muster.platform.jobs.lease import worker_name

log = logging.getLogger(__name__)

POLL_SECONDS = 0.5


class JobWorker(Worker):
    """The queue's own worker, which lets a long job leave at its next step when asked to end."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Ask the running job to leave; a second signal ends the process where it stands."""
        again = not self.running
        self.running = False
        runner.stopping.set()
        if again or not self.running_task:
            self.reset_signals()
            sys.exit(1 if again else 0)
        log.warning("%s: the job at hand goes back to the queue", signal.Signals(signum).name)


class Command(BaseCommand):
    """Run jobs until told to end."""

    help = "Run waiting jobs until told to end (SIGTERM)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to stop when nothing waits."""
        parser.add_argument("--once", action="store_true", help="End when nothing waits.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Take back what workers of this machine left behind, then serve the queue."""
        services.sweep()
        worker = JobWorker(
            queue_names=["default"],
            interval=POLL_SECONDS,
            batch=bool(options["once"]),
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_name()[:64],
            excluded_queue_names=[],
        )
        worker.configure_signals()
        worker.run()
