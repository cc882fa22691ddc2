"""Choices of files and imports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BatchState(TextChoices):
    """Where an import stands."""

    READING = "reading", _("Reading the sheet")
    UNREADABLE = "unreadable", _("Cannot be read")
    PREVIEW = "preview", _("Ready to check")
    COMMITTING = "committing", _("Being committed")
    COMMITTED = "committed", _("Committed")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")


class FilePurpose(TextChoices):
    """What a stored file is."""

    SHEET = "sheet", _("Imported sheet")
    ATTACHMENT = "attachment", _("Attachment")


class RowState(TextChoices):
    """What will become of a row of a sheet."""

    GOOD = "good", _("Can be committed")
    LOOK = "look", _("Please look")
    WRONG = "wrong", _("Has errors")
    KNOWN = "known", _("Already there")
    LEFT_OUT = "left_out", _("Left out")
    DONE = "done", _("Committed")
