"""Words for what jobs put on record."""

from django.utils.translation import gettext_lazy as _

from muster.platform.audit.contracts import describe_verb


def declare() -> None:
    """Describe the verbs of this package."""
    describe_verb("jobs.job_cancelled", _("Stopped a piece of work"))
    describe_verb("jobs.job_retried", _("Started a piece of work again"))
