"""What happened, told to those who react, after the transaction has committed."""

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db import transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened in one tenant: ids and values, never rows."""

    tenant_id: UUID


E = TypeVar("E", bound=Event)
_handlers: dict[type[Event], list[Callable[[Event], None]]] = defaultdict(list)


def subscribe(event_type: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Call the decorated function with every event of this type that commits."""

    def decorate(handler: Callable[[E], None]) -> Callable[[E], None]:
        if handler not in _handlers[event_type]:
            _handlers[event_type].append(handler)  # type: ignore[arg-type]
        return handler

    return decorate


def on_commit(event: Event) -> None:
    """Tell the event's handlers once the current transaction commits; never if it rolls back."""
    transaction.on_commit(lambda: _dispatch(event))


def _dispatch(event: Event) -> None:
    """Call each handler; one that fails is logged and does not keep the others from hearing."""
    for handler in _handlers[type(event)]:
        try:
            handler(event)
        except Exception:
            log.exception("Handler %s failed on %s", handler.__qualname__, type(event).__name__)
