"""Who may see and stop jobs. Everyone sees and stops the jobs they asked for."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.permissions import declare
from muster.kernel.roles import Role

VIEW_JOBS = declare(
    "jobs.view_jobs",
    roles={Role.COMMANDER, Role.MAINTAINER},
    label=_("See the work of everyone in the command"),
)
CANCEL_JOBS = declare(
    "jobs.cancel_jobs",
    roles={Role.COMMANDER, Role.MAINTAINER},
    label=_("Stop the work of others"),
)
