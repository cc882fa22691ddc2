"""How long files are kept."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.holdings import Holding, Listing, RetentionClock, register
from muster.platform.files import queries
from muster.platform.files.rules import IMPORT_SHEETS
from muster.platform.files.services.retention import count_files, destroy_files


def register_all() -> None:
    """Declare what this package holds."""
    register(
        Holding(
            name="files.sheet",
            label=_("Imported sheets"),
            purpose=_("To mend rows and to take an import back."),
            clock=RetentionClock.CREATED,
            days=60,
            count=count_files,
            destroy=destroy_files,
            listing=Listing(
                "files:batches", IMPORT_SHEETS, lambda actor: queries.batches(actor=actor).count()
            ),
        )
    )
