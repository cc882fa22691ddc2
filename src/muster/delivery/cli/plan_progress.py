"""What `muster plan` shows while it works; Ctrl-C asks it to stop and keep the best so far."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, TypeVar

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from muster.delivery.cli.plan_words import gettext as _
from muster.delivery.cli.terminal import err

Result = TypeVar("Result")
_LISTEN_SECONDS = 0.1


@contextmanager
def progress(*, quiet: bool) -> Iterator[Any]:
    """Show the stages as they go; Ctrl-C ends the work and keeps the best so far, a second leaves.

    A listener is heard at the end of a task, some seconds apart at most.
    """
    from muster.engines.planner.planning import Cancelled

    asked: list[int] = []

    def ask(number: int, _frame: Any) -> None:
        if asked:
            _leave()
        asked.append(number)
        err.print(_("Finishing the shortest way. Ctrl-C again leaves at once, without a plan."))

    before = signal.signal(signal.SIGINT, ask)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[note]}"),
        TimeElapsedColumn(),
        console=err,
        transient=True,
        disable=quiet or not err.is_terminal,
    )
    tasks: dict[str, Any] = {}

    def listen(now: Any) -> None:
        if now.stage not in tasks:
            tasks[now.stage] = bar.add_task(now.stage, total=now.of, note="")
        note = ""
        if now.cost is not None and now.bound is not None and now.cost > 0:
            note = f"gap {max(1 - now.bound / now.cost, 0):.1%}"
        if now.short:
            note += f"  {now.short:,} short"
        bar.update(tasks[now.stage], completed=now.done, total=now.of, note=note)
        if asked:
            raise Cancelled

    try:
        with bar:
            yield listen
    finally:
        signal.signal(signal.SIGINT, before)


def heard(work: Callable[[], Result]) -> Result:
    """Do the work beside this thread, which stays free to hear Ctrl-C at once.

    Python hears a signal in its first thread alone, and not before compiled code comes back; the
    exact searches take seconds.
    """
    with ThreadPoolExecutor(1) as beside:
        going = beside.submit(work)
        while not wait([going], _LISTEN_SECONDS).done:
            continue
        return going.result()


def _leave() -> None:
    """End this process and its workers now; a search in compiled code would not be heard."""
    for worker in multiprocessing.active_children():
        worker.kill()
    err.show_cursor()
    os._exit(128 + signal.SIGINT)
