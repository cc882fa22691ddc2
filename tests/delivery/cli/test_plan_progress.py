"""Ctrl-C while a plan is made."""

import os
import signal
import threading
import time

import pytest

from muster.delivery.cli.plan_progress import heard, progress
from muster.engines.planner.planning import Cancelled, Progress


def test_ctrl_c_is_heard_while_the_work_does_not_listen(capsys):
    said = threading.Event()

    def work(listener):
        os.kill(os.getpid(), signal.SIGINT)
        until = time.monotonic() + 20
        while "Ctrl-C again" not in capsys.readouterr().err:
            assert time.monotonic() < until
            time.sleep(0.05)
        said.set()
        listener(Progress("first rosters", 1, 2, 0.1, None, None, None))

    before = signal.getsignal(signal.SIGINT)
    with progress(quiet=True) as listener, pytest.raises(Cancelled):
        heard(lambda: work(listener))

    assert said.is_set()
    assert signal.getsignal(signal.SIGINT) is before


def test_what_the_work_gives_or_raises_comes_back():
    assert heard(lambda: 7) == 7
    with pytest.raises(KeyError):
        heard(lambda: {}["x"])
