"""Web server, worker and scheduler: started together, watched, stopped together.

Each child is forked from a parent that has Django loaded already, so a start imports it once.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any

STOP_SECONDS = 10.0
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
_STEADY_SECONDS = 60.0
_PR_SET_PDEATHSIG = 1
_TASKS: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


@dataclass
class Child:
    """One process. One that is `vital` ends the group when it ends; others are started again.

    `run` is a function of a module, called in the new process. A child leads a process group of its
    own: Ctrl-C reaches the parent alone, and what the child leaves behind can be found.
    """

    name: str
    run: Callable[[], None]
    vital: bool = False
    process: BaseProcess | None = None
    started_at: float = 0.0
    pause: float = FIRST_PAUSE_SECONDS

    def start(self) -> None:
        """Start the process; on Linux it ends when the parent dies."""
        self.process = _TASKS.Process(
            target=_begin, args=(self.run, os.getpid()), name=f"muster-{self.name}"
        )
        self.process.start()
        self.started_at = time.monotonic()
        with suppress(OSError):
            os.setpgid(self._pid, self._pid)

    @property
    def exit_code(self) -> int | None:
        """Exit code, or None while it runs or has not been started."""
        return None if self.process is None else self.process.exitcode

    @property
    def running(self) -> bool:
        """True from start to end."""
        return self.process is not None and self.process.exitcode is None

    def signal(self, number: signal.Signals) -> None:
        """Send the child a signal; nothing where it has ended."""
        if self.running:
            with suppress(ProcessLookupError):
                os.kill(self._pid, number)

    def kill_group(self) -> None:
        """End the child and whatever it started, at once."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._pid, signal.SIGKILL)
            self.process.join()

    def rest_over(self) -> bool:
        """True when an ended child may start again; one that keeps ending waits longer."""
        lived = time.monotonic() - self.started_at
        if lived >= _STEADY_SECONDS:
            self.pause = FIRST_PAUSE_SECONDS
        if lived < self.pause:
            return False
        self.pause = min(2 * self.pause, LONGEST_PAUSE_SECONDS)
        return True

    @property
    def _pid(self) -> int:
        return (self.process.pid if self.process else None) or 0


class ProcessGroup:
    """Runs children until a vital one ends or somebody stops the group."""

    def __init__(
        self, children: Sequence[Child], *, on_end: Callable[[Child, int], None] | None = None
    ) -> None:
        self.children = list(children)
        self._on_end = on_end or (lambda _child, _code: None)
        self._asked_to_stop = 0

    def run(self, *, until_ready: Callable[[], bool], on_ready: Callable[[], None]) -> int:
        """Start all, call `on_ready` once `until_ready` says so, watch until the end.

        Returns the exit code: 0 after Ctrl-C, SIGTERM or a closed terminal, 1 where a vital child
        ended by itself.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._ask_to_stop)
        ready = False
        try:
            for child in self.children:
                child.start()
            while not self._asked_to_stop:
                if self._vital_ended():
                    return 1
                if not ready and until_ready():
                    ready = True
                    on_ready()
                time.sleep(0.2 if ready else 0.05)
        finally:
            self.stop()
        return 0

    def stop(self) -> None:
        """Ask every child to end; kill what is left after ten seconds or a second Ctrl-C."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while any(child.running for child in self.children):
            if time.monotonic() > deadline or self._asked_to_stop > 1:
                break
            time.sleep(0.02)
        for child in self.children:
            child.kill_group()

    def _vital_ended(self) -> bool:
        """Start ended children again; True where a vital one ended."""
        for child in self.children:
            if child.exit_code is None:
                continue
            if child.vital:
                self._on_end(child, child.exit_code)
                return True
            if child.rest_over():
                self._on_end(child, child.exit_code)
                child.kill_group()
                child.start()
        return False

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._asked_to_stop += 1


def _begin(run: Callable[[], None], parent: int) -> None:
    """Set the new process apart from its parent, then do its work."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    with suppress(OSError):
        os.setpgid(0, 0)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            return  # it died before the line above could tell
    run()
