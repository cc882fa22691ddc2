"""What starts the days of a holding, in words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from muster.kernel.holdings import RetentionClock


class ClockWords(TextChoices):
    """When the days of a holding begin."""

    CREATED = RetentionClock.CREATED, _("after it was written")
    INCIDENT_END = RetentionClock.INCIDENT_END, _("after the incident has ended")
    PERIOD_END = RetentionClock.PERIOD_END, _("after its period has ended")
