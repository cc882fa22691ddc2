"""Words for what can be wrong with a chain."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Fault(TextChoices):
    """Why a chain does not hold."""

    EVENT_CHANGED = "event_changed", _("A record was changed.")
    EVENT_MISSING = "event_missing", _("A record is missing and no destruction accounts for it.")
    EVENT_FORGED = "event_forged", _("A record was written past the program.")
    EVENT_UNQUEUED = "event_unqueued", _("A record was kept out of the chain.")
    LINK_CHANGED = "link_changed", _("A link of the chain was changed.")
    LINK_MISSING = "link_missing", _("A link of the chain is missing.")
    HEAD_MISSING = "head_missing", _("The signed head of the chain is missing.")
    HEAD_FORGED = "head_forged", _("The signature of the head does not hold.")
    HEAD_DIFFERS = "head_differs", _("The chain does not end where its signed head says.")
    DESTRUCTION_FORGED = "destruction_forged", _("A record of destruction does not hold.")
    EXPORT_FORGED = "export_forged", _("The exported head was not signed here.")
    EXPORT_DIFFERS = "export_differs", _("The chain differs from the exported head.")
