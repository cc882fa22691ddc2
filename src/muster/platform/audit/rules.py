"""Who may read the audit."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.permissions import declare
from muster.kernel.roles import Role

VIEW_EVENT = declare(
    "audit.view_event",
    roles={Role.COMMANDER, Role.MAINTAINER},
    label=_("Read the record of who did what"),
)
EXPORT_HEAD = declare(
    "audit.export_head",
    roles={Role.COMMANDER, Role.MAINTAINER},
    label=_("Export the signed head of the record"),
)
