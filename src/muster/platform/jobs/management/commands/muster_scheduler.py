"""The scheduler: starts periodic jobs when they are due and wakes jobs that were forgotten."""

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from muster.platform.jobs import services

log = logging.getLogger(__name__)

TICK_SECONDS = 2.0


class Command(BaseCommand):
    """Keep the schedule until told to end. Several schedulers do no harm."""

    help = "Start periodic jobs when they are due, and wake forgotten ones, until told to end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer a single round."""
        parser.add_argument("--once", action="store_true", help="Do one round and end.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Go round until a signal comes."""
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        while not ended.is_set():
            close_old_connections()
            self._round()
            if options["once"]:
                return
            ended.wait(TICK_SECONDS)

    def _round(self) -> None:
        """Do one round; a database that is away for a moment only costs this one."""
        try:
            services.start_due()
            services.sweep()
        except DatabaseError as error:
            log.warning("This round of the schedule was skipped: %s", error)
