"""What the outbox holds, for what, and for how long."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.holdings import Holding, RetentionClock, register
from muster.platform.notify import queries, services

DAYS = 90


def declare() -> None:
    """Register messages with retention."""
    register(
        Holding(
            name="notify.messages",
            label=_("Messages"),
            purpose=_("So that a message can be read again, and it is known what was sent"),
            clock=RetentionClock.CREATED,
            days=DAYS,
            count=queries.count_messages,
            rows=queries.message_days,
            destroy=services.destroy_before,
            fields=("account", "person", "address", "text"),
        )
    )
