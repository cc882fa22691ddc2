"""Spread pure tasks over workers; a result depends on the task alone, never on who did it.

One task is one community. `Local` uses processes of this machine, forked where the system can, so
that they share the compiled kernels and the instance; `Inline` works in this process. A worker that
dies costs its tasks' time: they are given out again.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
_PATIENCE = 3


class Engine(Protocol):
    """Runs `work(shared, task)` for every task and yields (number of the task, result)."""

    def run(
        self, work: Callable[[Any, Task], Result], shared: Any, tasks: Iterable[Task]
    ) -> Iterator[tuple[int, Result]]:
        """Yield results as they are done; the order is the engine's own."""
        ...


class Inline:
    """Does one task after the other in this process."""

    def run(
        self, work: Callable[[Any, Task], Result], shared: Any, tasks: Iterable[Task]
    ) -> Iterator[tuple[int, Result]]:
        """Yield results in the order of the tasks."""
        for number, task in enumerate(tasks):
            yield number, work(shared, task)


_shared: Any = None


def _adopt(shared: Any) -> None:
    global _shared  # noqa: PLW0603
    # Ctrl-C reaches every process of the terminal; the first one decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _shared = shared


def _do(work: Callable[[Any, Any], Any], task: Any) -> Any:
    return work(_shared, task)


class Local:
    """Does tasks in `workers` processes of this machine."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1

    def run(
        self, work: Callable[[Any, Task], Result], shared: Any, tasks: Iterable[Task]
    ) -> Iterator[tuple[int, Result]]:
        """Yield results as they come; tasks of a worker that died are done again."""
        left = dict(enumerate(tasks))
        if self.workers == 1 or len(left) <= 1:
            yield from ((number, work(shared, task)) for number, task in left.items())
            return
        for attempt in range(_PATIENCE):
            try:
                for number, result in self._once(work, shared, left):
                    del left[number]
                    yield number, result
            except BrokenProcessPool:
                if attempt + 1 == _PATIENCE:
                    raise
            else:
                return

    def _once(
        self, work: Callable[[Any, Task], Result], shared: Any, tasks: dict[int, Task]
    ) -> Iterator[tuple[int, Result]]:
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        pool = ProcessPoolExecutor(
            self.workers, mp_context=context, initializer=_adopt, initargs=(shared,)
        )
        try:
            waiting: dict[Future[Result], int] = {
                pool.submit(_do, work, task): number for number, task in tasks.items()
            }
            while waiting:
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield waiting.pop(future), future.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
