"""A plan published while server and worker are killed: every person is told exactly once."""

import os
import signal
import subprocess
import sys
import time

import pytest
from tests.faults.publishing import PEOPLE, PREPARE, PUBLISH, TOLD
from tests.faults.test_import import ask

PATIENCE = 120


def publish(installation):
    """Start a process that publishes the plan; it says `begun` just before it does."""
    return subprocess.Popen(
        [sys.executable, "-c", PUBLISH],
        env=installation.env,
        stdout=subprocess.PIPE,
        text=True,
    )


def published_with_kills(installation, delays):
    """Kill the publishing process after each of the delays, then publish to the end."""
    installation.python(PREPARE)
    for delay in delays:
        with publish(installation) as process:
            assert process.stdout.readline().strip() == "begun"
            time.sleep(delay)
            os.kill(process.pid, signal.SIGKILL)
        all_or_nothing(installation)
    with publish(installation) as process:
        assert process.wait(PATIENCE) == 0
    return all_or_nothing(installation)


def all_or_nothing(installation):
    """Return how many were told: everybody on the roster once, or nobody."""
    told, different, on_roster, plans = ask(installation.home, TOLD)
    assert told == different == on_roster
    assert bool(told) == bool(plans)
    assert plans <= 1
    return told


def test_publication_that_is_killed_tells_everybody_once(installation):
    assert published_with_kills(installation, delays=(0.05, 0.2)) == PEOPLE


@pytest.mark.long
def test_publication_survives_kills_at_many_moments_with_the_server_running(installation):
    """The server and its worker are killed with it: what is kept is the one transaction."""
    installation.python(PREPARE)
    for number in range(8):
        with installation.serving() as serving, publish(installation) as process:
            assert process.stdout.readline().strip() == "begun"
            time.sleep(0.05 * number)
            os.kill(process.pid, signal.SIGKILL)
            serving.process.kill()
        all_or_nothing(installation)
    with installation.serving(), publish(installation) as process:
        assert process.wait(PATIENCE) == 0
    assert all_or_nothing(installation) == PEOPLE
