"""Words for what sheets and exports put on record."""

from django.utils.translation import gettext_lazy as _

from muster.platform.audit.contracts import describe_verb


def declare() -> None:
    """Describe the verbs of this package."""
    describe_verb("files.sheet_uploaded", _("Uploaded a sheet"))
    describe_verb("files.sheet_changed", _("Changed a sheet before committing"))
    describe_verb("files.import_committed", _("Committed a sheet"))
    describe_verb("files.import_undone", _("Took a sheet back"))
    describe_verb("files.attached", _("Attached a file"))
    describe_verb("files.opened", _("Opened a file"))
    describe_verb("files.exported", _("Exported a list"))
