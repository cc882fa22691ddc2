"""Who may see and do what with units and people.

A responder lies in the area of the sending unit: city and district units in the whole command's
area, a subdistrict's staff in the subdistrict, a community's own staff and guards in the community.
Where somebody lives never gives anyone access. A clerk's grant names the unit; a responder's
account names the person.
"""

from django.utils.translation import gettext_lazy as _

from muster.kernel.permissions import declare
from muster.kernel.roles import Role

COMMAND = (Role.COMMANDER, Role.PLANNER)
KEEPERS = (*COMMAND, Role.CLERK, Role.LEAD)

VIEW_UNITS = declare("responders.view_units", roles=KEEPERS, label=_("see sending units"))
VIEW_PEOPLE = declare("responders.view_people", roles=KEEPERS, label=_("see responders"))
EDIT_UNITS = declare("responders.edit_units", roles=COMMAND, label=_("change sending units"))
EDIT_PEOPLE = declare("responders.edit_people", roles=KEEPERS, label=_("change responders"))
TRANSFER = declare(
    "responders.transfer_people", roles=COMMAND, label=_("move responders to another unit")
)
IMPORT_PEOPLE = declare(
    "responders.import_people", roles=KEEPERS, label=_("import responders from a sheet")
)
EXPORT_PEOPLE = declare(
    "responders.export_people",
    roles=(*COMMAND, Role.CLERK),
    label=_("export responders to a sheet"),
)
REVEAL_CONTACT = declare(
    "responders.reveal_contact", roles=KEEPERS, label=_("see a responder's phone number")
)
REVEAL_IDENTITY = declare(
    "responders.reveal_identity",
    roles=(*COMMAND, Role.CLERK),
    label=_("see a responder's identity number and home"),
)
VIEW_TEAMS = declare("responders.view_teams", roles=KEEPERS, label=_("see teams"))
EDIT_TEAMS = declare("responders.edit_teams", roles=KEEPERS, label=_("change teams"))
VIEW_PAIRINGS = declare("responders.view_pairings", roles=KEEPERS, label=_("see pairings"))
EDIT_PAIRINGS = declare("responders.edit_pairings", roles=COMMAND, label=_("change pairings"))
REPORT_IN = declare(
    "responders.report_in",
    roles=KEEPERS,
    label=_("record that a unit and its people reported to a community"),
)
KEEP_RECORD = declare(
    "responders.keep_record",
    roles=(
        *KEEPERS,
        Role.RESPONDER,
        Role.GUARD,
        Role.CARER,
        Role.INSPECTOR,
        Role.STOREKEEPER,
        Role.MAINTAINER,
    ),
    label=_("keep one's own record as a responder"),
)
"""Opens the pages of one record; their services let only its keepers and the person through.

Whoever serves in another role may still be on the register, and corrects the own record there.
"""
OWN_UNIT = declare(
    "responders.own_unit", roles=(Role.CLERK,), label=_("send names for one's own unit")
)
OWN_RECORD = declare(
    "responders.own_record",
    roles=(Role.RESPONDER, Role.GUARD, Role.CARER, Role.INSPECTOR, Role.STOREKEEPER),
    label=_("see one's own record as a responder"),
)
"""These two open doors in the bar; the pages behind them show only what is one's own."""
