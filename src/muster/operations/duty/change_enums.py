"""Choices of changes in a published roster: what was done, what is asked for, how it stands."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ChangeKind(TextChoices):
    """What was done to a published roster."""

    COVER = "cover", pgettext_lazy("change of a roster", "Cover")
    SWAP = "swap", pgettext_lazy("change of a roster", "Swap")
    LEAVE = "leave", pgettext_lazy("change of a roster", "Leave")
    MOVE = "move", pgettext_lazy("change of a roster", "Moved")
    REPAIR = "repair", pgettext_lazy("change of a roster", "Repair")
    REPLACE = "replace", pgettext_lazy("change of a roster", "Replaced a person")
    CALL_OFF = "call_off", pgettext_lazy("change of a roster", "Called off")
    STAND_IN = "stand_in", pgettext_lazy("change of a roster", "Stand-in")
    EDIT = "edit", pgettext_lazy("change of a roster", "Edited")
    UNDO = "undo", pgettext_lazy("change of a roster", "Taken back")


class RequestKind(TextChoices):
    """What somebody on a roster asks for."""

    SWAP = "swap", pgettext_lazy("request on a roster", "Swap")
    COVER = "cover", pgettext_lazy("request on a roster", "Cover")
    LEAVE = "leave", pgettext_lazy("request on a roster", "Leave")


class RequestState(TextChoices):
    """How a request stands. Every one ends: by an answer, taken back, or when its shift begins."""

    ASKED = "asked", pgettext_lazy("request on a roster", "waits for the other person")
    AGREED = "agreed", pgettext_lazy("request on a roster", "waits for the lead")
    APPROVED = "approved", pgettext_lazy("request on a roster", "approved")
    DECLINED = "declined", pgettext_lazy("request on a roster", "the other person said no")
    REFUSED = "refused", pgettext_lazy("request on a roster", "not approved")
    WITHDRAWN = "withdrawn", pgettext_lazy("request on a roster", "taken back")
    EXPIRED = "expired", pgettext_lazy("request on a roster", "ran out without an answer")


OPEN_STATES = (RequestState.ASKED, RequestState.AGREED)
