"""Who may give roles, invite, issue phones and end any of them."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.permissions import declare
from muster.kernel.roles import ALL_ROLES, DEVICE_ROLES, Role

ADMINISTRATORS = (Role.COMMANDER, Role.MAINTAINER, Role.LEAD)

VIEW_ACCOUNTS = declare(
    "access.view_accounts", roles=ADMINISTRATORS, label=_("see accounts and their roles")
)
GRANT_ROLE = declare("access.grant_role", roles=ADMINISTRATORS, label=_("give and end roles"))
INVITE = declare("access.invite", roles=ADMINISTRATORS, label=_("invite people"))
ISSUE_DEVICE = declare(
    "access.issue_device", roles=ADMINISTRATORS, label=_("issue and revoke phones")
)
HOLD_BADGE = declare(
    "access.hold_badge",
    roles=(Role.RESPONDER, Role.LEAD, Role.CARER, Role.GUARD, Role.COMMANDER, Role.PLANNER),
    label=_("carry a badge that residents can check"),
)

GRANTABLE: dict[str, frozenset[str]] = {
    Role.MAINTAINER: ALL_ROLES - {Role.COMMANDER},
    Role.COMMANDER: ALL_ROLES - {Role.MAINTAINER},
    Role.LEAD: DEVICE_ROLES | {Role.LEAD, Role.RESIDENT, Role.STOREKEEPER},
}
"""Which roles a role may give, inside its own area and no longer than its own period.

A lead names deputies and the people of the gate; whoever inspects leads is named above them.
A maintainer, who keeps the machine, opens a command's first commander (`FIRST_BY_MAINTAINER`);
from then on commanders are named and ended by commanders.
"""

FIRST_BY_MAINTAINER = Role.COMMANDER
