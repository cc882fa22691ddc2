"""Writing messages, delivering them, reading them, and setting up channels."""

from muster.platform.notify.services.channels import (
    remove_channel,
    save_channel,
    set_quiet_hours,
    try_channel,
)
from muster.platform.notify.services.delivery import deliver_due
from muster.platform.notify.services.outbox import (
    notify,
    notify_many,
    post_to_groups,
    send_access_code,
)
from muster.platform.notify.services.reading import destroy_before, mark_all_read, mark_read

__all__ = [
    "deliver_due",
    "destroy_before",
    "mark_all_read",
    "mark_read",
    "notify",
    "notify_many",
    "post_to_groups",
    "remove_channel",
    "save_channel",
    "send_access_code",
    "set_quiet_hours",
    "try_channel",
]
