"""Rate limits: as many as the bucket holds, then one as fast as it refills."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from muster.kernel import clock
from muster.kernel.errors import TooMany
from muster.platform.access.models import Bucket
from muster.platform.access.services import forget_idle_buckets, take

pytestmark = pytest.mark.django_db
START = datetime(2026, 2, 18, tzinfo=UTC)


def test_take_until_the_bucket_is_empty_then_refuses_with_the_wait():
    with clock.frozen(START):
        for _ in range(3):
            take("k", per_minute=6, burst=3)
        with pytest.raises(TooMany) as refused:
            take("k", per_minute=6, burst=3)

    assert refused.value.retry_after == 10
    assert "10" in refused.value.next_step


def test_take_after_the_wait_works_once_more():
    with clock.frozen(START):
        for _ in range(3):
            take("k", per_minute=6, burst=3)
    with clock.frozen(START + timedelta(seconds=10)):
        take("k", per_minute=6, burst=3)
        with pytest.raises(TooMany):
            take("k", per_minute=6, burst=3)


def test_take_of_another_key_is_not_slowed():
    with clock.frozen(START):
        take("a", per_minute=1)
        take("b", per_minute=1)
        with pytest.raises(TooMany):
            take("a", per_minute=1)


def test_a_refused_try_costs_nothing():
    with clock.frozen(START):
        take("k", per_minute=6, burst=1)
        for _ in range(5):
            with pytest.raises(TooMany):
                take("k", per_minute=6, burst=1)
    with clock.frozen(START + timedelta(seconds=10)):
        take("k", per_minute=6, burst=1)


def test_drill_does_not_refill_a_bucket():
    with clock.frozen(START):
        take("k", per_minute=1)
        with clock.drill(timedelta(days=1)), pytest.raises(TooMany):
            take("k", per_minute=1)


def test_forget_idle_buckets_leaves_those_in_use():
    with clock.frozen(START):
        take("old", per_minute=1)
    with clock.frozen(START + timedelta(days=1)):
        take("new", per_minute=1)

    assert forget_idle_buckets(START + timedelta(hours=1)) == 1
    assert list(Bucket.objects.values_list("key", flat=True)) == ["new"]


@settings(max_examples=examples(25), deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=12), st.integers(1, 5))
def test_never_more_than_burst_plus_what_refilled(gaps, burst):
    Bucket.objects.all().delete()
    now, taken = START, 0
    for gap in gaps:
        now += timedelta(seconds=gap)
        with clock.frozen(now):
            try:
                take("k", per_minute=6, burst=burst)
                taken += 1
            except TooMany:
                pass

    assert taken <= burst + (now - START).total_seconds() / 10
