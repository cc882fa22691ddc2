"""Who may call up, answer for a unit, settle differences and count people in.

A call-up lies in the command's area. What concerns one unit lies in the unit's area and names the
unit, so that its clerk reaches it and no other; what concerns one person names the person.
"""

from django.utils.translation import gettext_lazy as _

from muster.kernel.permissions import declare
from muster.kernel.roles import Role

COMMAND = (Role.COMMANDER, Role.PLANNER)

VIEW_CALL_UPS = declare("mobilise.view_call_ups", roles=COMMAND, label=_("see call-ups"))
EDIT_CALL_UPS = declare("mobilise.edit_call_ups", roles=COMMAND, label=_("call people up"))
SETTLE = declare("mobilise.settle", roles=COMMAND, label=_("close differences in the lists"))
VIEW_ASKS = declare(
    "mobilise.view_asks",
    roles=(*COMMAND, Role.CLERK, Role.LEAD),
    label=_("see what a unit was asked for"),
)
ANSWER = declare(
    "mobilise.answer", roles=(*COMMAND, Role.CLERK, Role.LEAD), label=_("answer for a unit")
)
COUNT_IN = declare(
    "mobilise.count_in",
    roles=(*COMMAND, Role.CLERK, Role.LEAD),
    label=_("record who has arrived"),
)
ANSWER_OWN = declare(
    "mobilise.answer_own",
    roles=(Role.CLERK, Role.LEAD),
    label=_("see what one's own unit is asked for"),
)
"""Opens the door in the bar of those who answer for a unit and do not command."""
VIEW_PLANS = declare("mobilise.view_plans", roles=COMMAND, label=_("see plans"))
MAKE_PLANS = declare("mobilise.make_plans", roles=COMMAND, label=_("plan who goes where"))
PUBLISH_PLANS = declare("mobilise.publish_plans", roles=COMMAND, label=_("publish plans"))
APPROVE_PLANS = declare("mobilise.approve_plans", roles=COMMAND, label=_("approve plans"))

SEE_WHISTLES = declare(
    "mobilise.see_whistles",
    roles=(*COMMAND, Role.LEAD, Role.CLERK, Role.RESPONDER, Role.GUARD, Role.CARER),
    label=_("see what communities whistle for"),
)
"""Opens the list of whistles: what is open is shown to everybody who may take it on."""
WATCH_WHISTLES = declare(
    "mobilise.watch_whistles",
    roles=(*COMMAND, Role.LEAD),
    label=_("see every whistle of an area, also those that have ended"),
)
WHISTLE = declare(
    "mobilise.whistle", roles=(*COMMAND, Role.LEAD), label=_("whistle for people or a task")
)
VIEW_CLAIMS = declare(
    "mobilise.view_claims",
    roles=(*COMMAND, Role.LEAD, Role.CLERK),
    label=_("see who has taken a whistle on"),
)
CLAIM = declare(
    "mobilise.claim", roles=(*COMMAND, Role.CLERK), label=_("take a whistle on for a unit")
)
EDIT_WHISTLE_KINDS = declare(
    "mobilise.edit_whistle_kinds", roles=COMMAND, label=_("change the kinds of whistle")
)
FILL_GAPS = declare(
    "mobilise.fill_gaps", roles=COMMAND, label=_("put a reserve where somebody is missing")
)
