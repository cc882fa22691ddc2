"""Who may import, see imports and export."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.permissions import declare
from muster.kernel.roles import Role

VIEW_IMPORTS = declare(
    "files.view_import",
    roles=(Role.COMMANDER, Role.PLANNER, Role.CLERK, Role.LEAD, Role.MAINTAINER),
    label=_("see imported sheets"),
)
IMPORT_SHEETS = declare(
    "files.import_sheet",
    roles=(Role.COMMANDER, Role.PLANNER, Role.CLERK, Role.LEAD, Role.MAINTAINER),
    label=_("import a sheet"),
)
VIEW_EXPORTS = declare(
    "files.view_export",
    roles=(Role.COMMANDER, Role.MAINTAINER),
    label=_("see who exported what"),
)
EXPORT = declare(
    "files.export",
    roles=(Role.COMMANDER, Role.PLANNER, Role.CLERK, Role.LEAD),
    label=_("export a list"),
)
