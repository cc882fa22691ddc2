"""What is held, for what and until when: declared here, acted on by `platform.retention`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from muster.kernel.actors import Actor
from muster.kernel.errors import Text


class RetentionClock(StrEnum):
    """What starts the days of a holding."""

    CREATED = "created"
    INCIDENT_END = "incident_end"
    PERIOD_END = "period_end"


@dataclass(frozen=True, slots=True)
class Listing:
    """The list in which the rows of a holding stand: URL name, query, and who may open it.

    `count(actor)` says how many rows the actor would find there.
    """

    url_name: str
    permission: str
    count: Callable[[Actor], int]
    query: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """Rows held for one purpose.

    `rows(tenant_id)` are the (id, moment at which the clock started) of exactly the rows that are
    counted, oldest first: whoever answers for the command may see that they are there and when they
    end, never whose they are or what they say.
    `destroy(tenant_id, before, limit)` destroys at most `limit` rows whose clock started before
    `before` and returns their ids; `count(tenant_id)` says how many are held. What nobody may list,
    such as the letters of others, has no `listing`.
    """

    name: str
    label: Text
    purpose: Text
    clock: RetentionClock
    days: int
    count: Callable[[UUID], int]
    destroy: Callable[[UUID, datetime, int], list[UUID]]
    fields: tuple[str, ...] = ()
    listing: Listing | None = None
    rows: Callable[[UUID], Any] | None = None


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Declare a holding; its name is `<package>.<what>`."""
    _holdings[holding.name] = holding


def holdings() -> Mapping[str, Holding]:
    """Return every holding by name."""
    return _holdings
