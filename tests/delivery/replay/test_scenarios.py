"""`muster replay`: the five reports, played in installations of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest

ON_POSTGRES = os.environ.get("MUSTER_DATABASE_URL", "").startswith("postgres")
LONG = [pytest.mark.long, pytest.mark.timeout(1800)]


@contextmanager
def empty_installation(home) -> Iterator[dict[str, str]]:
    """Give the environment of an installation that holds nothing."""
    ours = ("MUSTER_", "DJANGO_", "LC_", "LANG")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    kept |= {"MUSTER_HOME": str(home), "PYTHONWARNINGS": "ignore"}
    if not ON_POSTGRES:
        yield kept
        return
    server = urlsplit(os.environ["MUSTER_DATABASE_URL"])
    name = f"muster_replay_{os.getpid()}"
    with psycopg.connect(server._replace(path="/postgres").geturl(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        yield kept | {"MUSTER_DATABASE_URL": server._replace(path=f"/{name}").geturl()}
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def play(environment, *words):
    return subprocess.run(
        [sys.executable, "-m", "muster", "replay", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("scenario", "options"),
    [
        pytest.param("youth", [], marks=pytest.mark.timeout(300)),
        pytest.param("jingkai", [], marks=LONG),
        pytest.param("panji", [], marks=LONG),
        pytest.param("heping", [], marks=LONG),
        pytest.param("cangzhou", ["--scale", "0.02"], marks=LONG),
    ],
)
def test_scenario_meets_its_report(tmp_path, scenario, options):
    with empty_installation(tmp_path / "home") as environment:
        done = play(environment, scenario, "--json", *options)
        assert done.returncode in {0, 1}, done.stdout + done.stderr
        told = json.loads(done.stdout)
        # A loaded machine is slow and no test fails for it: `muster replay` itself says so.
        missed = [row for row in told["rows"] if row["met"] is False and row["reported"][0] != "≤"]
        assert missed == []
        assert done.returncode == (not told["met"])
        assert [row for row in told["rows"] if row["met"]]

        again = play(environment, scenario, *options)
        assert again.returncode == 2, again.stdout
        assert "holds a command already" in again.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["atlantis"], "youth, jingkai, heping, panji, cangzhou"),
        (["cangzhou", "--scale", "0"], "above 0 and at most 1"),
        (["youth", "--scale", "0.5"], "Only cangzhou can be played in part"),
    ],
)
def test_what_cannot_be_played_is_refused_in_one_line(tmp_path, words, said):
    with empty_installation(tmp_path / "home") as environment:
        done = play(environment, *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
