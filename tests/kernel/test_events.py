"""Events are told after the commit, never after a rollback, and one bad handler harms no other."""

import logging
from dataclasses import dataclass

import pytest
from django.db import transaction

from muster.kernel import events
from muster.kernel.ids import new_id

TENANT = new_id()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rang(events.Event):
    times: int


heard: list[int] = []


@events.subscribe(Rang)
def _fail(event: Rang) -> None:
    raise RuntimeError("a handler's own fault")


@events.subscribe(Rang)
def _hear(event: Rang) -> None:
    heard.append(event.times)


@pytest.fixture(autouse=True)
def _quiet(caplog):
    heard.clear()
    caplog.set_level(logging.CRITICAL, logger="muster.kernel.events")


def test_event_is_heard_after_the_commit_only(transactional_db):
    with transaction.atomic():
        events.on_commit(Rang(tenant_id=TENANT, times=1))
        assert heard == []

    assert heard == [1]


def test_event_of_a_rolled_back_transaction_is_never_heard(transactional_db):
    def fail() -> None:
        with transaction.atomic():
            events.on_commit(Rang(tenant_id=TENANT, times=2))
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()

    assert heard == []


def test_subscribing_twice_is_heard_once(transactional_db):
    events.subscribe(Rang)(_hear)

    with transaction.atomic():
        events.on_commit(Rang(tenant_id=TENANT, times=3))

    assert heard == [3]
