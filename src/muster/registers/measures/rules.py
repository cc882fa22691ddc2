"""Who may see and do what with an incident.

Whoever works in an area sees the incidents that touch it, those of the whole district as well as
one of a part of it (`models.scope`). Changing one takes a grant that covers all of its area.
"""

from django.utils.translation import gettext_lazy as _

from muster.kernel.permissions import declare
from muster.kernel.roles import ALL_ROLES, Role

COMMAND = (Role.COMMANDER, Role.PLANNER)

VIEW = declare(
    "measures.view_incident",
    roles=(*COMMAND, Role.CLERK, Role.LEAD, Role.INSPECTOR, Role.STOREKEEPER),
    label=_("see an incident, its staff and its liaison groups"),
)
NOTICE = declare(
    "measures.see_notice",
    roles=ALL_ROLES,
    label=_("see which incident is running and whom to call"),
)
EDIT = declare("measures.edit_incident", roles=COMMAND, label=_("run an incident"))
EXPORT = declare(
    "measures.export_staff", roles=COMMAND, label=_("export the staff sheet of an incident")
)
