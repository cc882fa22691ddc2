"""Choices of the incident tables."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IncidentKind(TextChoices):
    """What a community responds to. `OTHER` is said in own words."""

    EPIDEMIC = "epidemic", _("Epidemic")
    FLOOD = "flood", _("Flood")
    HEAT = "heat", _("Heat wave")
    BLACKOUT = "blackout", _("Blackout")
    OTHER = "other", pgettext_lazy("incident", "Other")


class IncidentState(TextChoices):
    """Where an incident stands; it follows from its times and is stored nowhere."""

    PREPARED = "prepared", _("Not started")
    RUNNING = "running", pgettext_lazy("incident", "Running")
    LAPSED = "lapsed", pgettext_lazy("incident", "Lapsed")
    CLOSED = "closed", pgettext_lazy("incident", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("incident", "Withdrawn")


class EndKind(TextChoices):
    """How an incident ended. One that never started can only be withdrawn."""

    CLOSED = "closed", pgettext_lazy("incident", "Closed")
    LAPSED = "lapsed", pgettext_lazy("incident", "Lapsed")
    WITHDRAWN = "withdrawn", pgettext_lazy("incident", "Withdrawn")


class StaffRole(TextChoices):
    """Seats of the commander's staff as ICS names them. `OTHER` is said in own words.

    A deputy is no role of its own: every seat has a holder and deputies in order.
    """

    COMMANDER = "commander", _("Incident commander")
    SAFETY = "safety", _("Safety officer")
    LIAISON = "liaison", _("Liaison officer")
    PUBLIC_INFORMATION = "public_information", _("Public information officer")
    OPERATIONS = "operations", _("Operations section chief")
    PLANNING = "planning", _("Planning section chief")
    LOGISTICS = "logistics", _("Logistics section chief")
    FINANCE = "finance", _("Finance section chief")
    OTHER = "other", pgettext_lazy("staff", "Other")


STANDING_ROLES = tuple(role for role in StaffRole if role is not StaffRole.OTHER)
"""Seats every incident has, in the order of a staff sheet; empty ones are named as missing."""
