"""Who may set up channels. Everyone reads their own inbox."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.permissions import declare
from muster.kernel.roles import Role

SET_CHANNELS = declare(
    "notify.set_channels",
    roles={Role.MAINTAINER},
    label=_("Set up how messages leave Muster"),
)
VIEW_OUTBOX = declare(
    "notify.view_outbox",
    roles={Role.MAINTAINER, Role.COMMANDER},
    label=_("See what was sent and what failed"),
)
