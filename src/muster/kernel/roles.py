"""Roles a grant can give. What each may do is declared by the package that owns the thing."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """Whom Muster serves."""

    COMMANDER = "commander", _("Commander")
    PLANNER = "planner", _("Planner")
    CLERK = "clerk", _("Unit clerk")
    LEAD = "lead", _("Community lead")
    RESPONDER = "responder", _("Responder")
    GUARD = "guard", _("Gate guard")
    RESIDENT = "resident", _("Resident")
    INSPECTOR = "inspector", _("Inspector")
    STOREKEEPER = "storekeeper", _("Storekeeper")
    CARER = "carer", _("Carer")
    MAINTAINER = "maintainer", _("Maintainer")


STRONG_ROLES = frozenset(
    {
        Role.COMMANDER,
        Role.PLANNER,
        Role.CLERK,
        Role.LEAD,
        Role.INSPECTOR,
        Role.STOREKEEPER,
        Role.MAINTAINER,
    }
)
"""Roles that sign in with a second factor: they see or change what concerns others."""

DEVICE_ROLES = frozenset({Role.GUARD, Role.RESPONDER, Role.CARER})
"""Roles that work through a token bound to one device, issued and revoked by a lead."""

ALL_ROLES = frozenset(Role)
