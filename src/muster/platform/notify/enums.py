"""Choices of the outbox."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Way(TextChoices):
    """How a message travels."""

    INBOX = "inbox", _("In Muster")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    WECOM = "wecom", _("WeCom group robot")
    DINGTALK = "dingtalk", _("DingTalk group robot")
    FEISHU = "feishu", _("Feishu group robot")


ROBOTS = frozenset({Way.WECOM, Way.DINGTALK, Way.FEISHU})
"""Ways into a chat group: whoever is in the group reads along, so no person appears there."""

OUTSIDE = frozenset(Way) - {Way.INBOX}
"""Ways that leave the house."""


class MessageState(TextChoices):
    """Where a message stands."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
    KEPT_IN = "kept_in", _("Would have been sent")


class Urgency(TextChoices):
    """How soon a message must arrive."""

    URGENT = "urgent", _("At once, also at night")
    NORMAL = "normal", _("Soon, not at night")
    LOW = "low", _("In Muster only")
