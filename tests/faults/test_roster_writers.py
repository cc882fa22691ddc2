"""Several writers on one roster: no rule broken, no change lost.

The full profile of `muster bench duty`, which `make test-long` runs, does 10,000 operations.
"""

from benchmarks.duty import contest, place


def rows_of(*, postgres, writers, operations):
    """What the contest found, by figure."""
    with place(postgres=postgres) as environment:
        rows = contest(environment, writers=writers, operations=operations)
    return {row["figure"]: row["value"] for row in rows}


def test_a_few_writers_break_no_rule_and_lose_no_change():
    found = rows_of(postgres=False, writers=3, operations=60)

    assert found["broken_rules"] == 0
    assert found["lost_changes"] == 0
