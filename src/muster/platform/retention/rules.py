"""Who may see what is held, and change how long."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.permissions import declare
from muster.kernel.roles import Role

VIEW_HOLDINGS = declare(
    "retention.view_holdings",
    roles={Role.COMMANDER, Role.MAINTAINER, Role.INSPECTOR},
    label=_("See what is held and until when"),
)
CHANGE_RULE = declare(
    "retention.change_rule",
    roles={Role.COMMANDER},
    label=_("Change how long something is held"),
)
