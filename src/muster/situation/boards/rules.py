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
OWN_COMMUNITY = declare(
    "boards.own_community",
    roles=(Role.LEAD,),
    label=_("start from the own community's board"),
)
"""Opens the door in the bar; a commander comes to each community from the command's board."""
VIEW_COVERAGE = declare(
    "boards.view_coverage",
    roles=(Role.COMMANDER, Role.PLANNER, Role.LEAD),
    label=_("see how posts are covered and who is there"),
)
"""Of the own areas: the rows behind the numbers of a board."""
VIEW_UNIT = declare(
    "boards.view_unit", roles=(Role.CLERK,), label=_("see where one's own unit's people are")
)
