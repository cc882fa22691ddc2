"""Who sees the boards."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.permissions import declare
from muster.kernel.roles import Role

VIEW_COMMAND = declare(
    "boards.view_command",
    roles=(Role.COMMANDER, Role.PLANNER),
    label=_("see the command's board"),
)
VIEW_COMMUNITY = declare(
    "boards.view_community",
    roles=(Role.COMMANDER, Role.PLANNER, Role.LEAD),
    label=_("see a community's board"),
)
