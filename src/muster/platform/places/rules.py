"""Who may see places, change them and divide them into grids."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.permissions import declare
from muster.kernel.roles import ALL_ROLES, Role

VIEW = declare("places.view", roles=ALL_ROLES - {Role.RESIDENT}, label=_("look up areas"))
VIEW_PREMISES = declare(
    "places.view_premises",
    roles=ALL_ROLES - {Role.RESIDENT, Role.CLERK},
    label=_("see buildings and dwellings"),
)
CHANGE_AREA = declare(
    "places.change_area",
    roles=(Role.COMMANDER, Role.PLANNER, Role.MAINTAINER),
    label=_("rename areas and give them other names"),
)
CHANGE_PREMISES = declare(
    "places.change_premises",
    roles=(Role.COMMANDER, Role.PLANNER, Role.LEAD, Role.MAINTAINER),
    label=_("add and change buildings and dwellings"),
)
CHANGE_GRID = declare(
    "places.change_grid",
    roles=(Role.COMMANDER, Role.PLANNER, Role.LEAD),
    label=_("divide a community into grids and name who is responsible"),
)
