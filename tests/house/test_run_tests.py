"""The runner behind `make test`: how it counts, and what it says a machine lacks."""

import machine
import psycopg
import pytest
import run_tests

REPORT = """<?xml version="1.0"?>
<testsuites><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="20" time="9.1">
</testsuite></testsuites>
"""


def test_counts_are_read_from_pytests_report(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(REPORT)

    assert run_tests._counts(report) == {"failed": 2, "passed": 14, "skipped": 3, "errors": 1}


def test_closing_line_adds_the_runs_and_names_the_one_that_failed():
    outcomes = [
        run_tests.Outcome("SQLite", {"passed": 10, "skipped": 1}, fine=True),
        run_tests.Outcome("PostgreSQL", {"passed": 9, "failed": 1}, fine=False),
    ]

    assert run_tests.closing_line(outcomes, 61.5) == (
        "SQLite ok, PostgreSQL FAILED\n===== 1 failed, 19 passed, 1 skipped in 61.50s ====="
    )


def test_postgres_with_wrong_address_says_why(monkeypatch):
    monkeypatch.setenv("MUSTER_TEST_POSTGRES", "postgresql://nobody@127.0.0.1:1/x")

    with (
        pytest.raises(machine.Missing, match="MUSTER_TEST_POSTGRES cannot be used: connection"),
        machine.postgres(),
    ):
        pass


def test_missing_program_without_apt_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(machine.Missing, match=r"need a browser\. Install it with this system's"):
        machine.apt_install("a browser", "chromium")


def test_throwaway_server_takes_databases_and_is_gone_afterwards():
    if not (binaries := machine.server_binaries()):
        pytest.skip("PostgreSQL is on another machine here; none is installed to be started")

    with machine.throwaway_server(binaries) as url:
        reachable = machine.unreachable(url)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE made")

    assert reachable == ""
    assert "refused" in machine.unreachable(url)
