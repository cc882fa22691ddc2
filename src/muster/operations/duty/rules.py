"""Who may see and change posts.

A post lies in its community, or in the command's own area where it stands outside every community
(a highway exit, a station, a hospital). A clerk sees the joint posts in which the unit takes part.
"""

from django.utils.translation import gettext_lazy as _

from muster.kernel.permissions import declare
from muster.kernel.roles import Role

COMMAND = (Role.COMMANDER, Role.PLANNER)
KEEPERS = (*COMMAND, Role.LEAD)

VIEW_POSTS = declare(
    "duty.view_posts",
    roles=(
        *KEEPERS,
        Role.CLERK,
        Role.RESPONDER,
        Role.GUARD,
        Role.INSPECTOR,
        Role.STOREKEEPER,
    ),
    label=_("see posts"),
)
EDIT_POSTS = declare("duty.edit_posts", roles=KEEPERS, label=_("change posts"))
IMPORT_POSTS = declare("duty.import_posts", roles=KEEPERS, label=_("import posts from a sheet"))
EXPORT_POSTS = declare("duty.export_posts", roles=KEEPERS, label=_("export posts to a sheet"))
PRINT_CARDS = declare("duty.print_cards", roles=KEEPERS, label=_("print point cards"))
PRINT_ROSTERS = declare(
    "duty.print_rosters", roles=KEEPERS, label=_("print rosters and the papers of a day")
)
VIEW_REQUISITION = declare(
    "duty.view_requisition",
    roles=(*KEEPERS, Role.STOREKEEPER),
    label=_("see which gear the posts need"),
)
SET_UP = declare("duty.set_up_posts", roles=KEEPERS, label=_("set up the posts of a community"))
EDIT_STANDARDS = declare(
    "duty.edit_standards",
    roles=COMMAND,
    label=_("change shift patterns, kinds of post and sets of posts"),
)
"""These hold for every community of the command, so only those who answer for all change them."""
PLAN_POSTS = declare("duty.plan_posts", roles=COMMAND, label=_("plan who stands at which post"))
VIEW_ROSTER = declare(
    "duty.view_roster",
    roles=(*KEEPERS, Role.CLERK),
    label=_("see who is on duty when"),
)
"""A clerk's grant names the unit. People see their own shifts without it."""
PUBLISH_ROSTER = declare("duty.publish_roster", roles=COMMAND, label=_("publish the roster"))
CHANGE_ROSTER = declare("duty.change_roster", roles=KEEPERS, label=_("change a published roster"))
BEND_RULES = declare(
    "duty.bend_rules", roles=(Role.COMMANDER,), label=_("bend a rule of the roster with a reason")
)
REPLACE_PERSON = declare(
    "duty.replace_person",
    roles=(*KEEPERS, Role.CLERK),
    label=_("send somebody else in a person’s place"),
)
"""A clerk replaces people of the own unit."""
CHECK_IN_OTHERS = declare(
    "duty.check_in_others", roles=KEEPERS, label=_("record who came to a shift and who left")
)
OWN_SHIFTS = declare(
    "duty.own_shifts",
    roles=(Role.RESPONDER, Role.GUARD, Role.CARER, Role.INSPECTOR, Role.STOREKEEPER),
    label=_("see one's own shifts"),
)
"""Opens the door in the bar; the page shows only what is one's own."""
FIND_RELIEF = declare(
    "duty.find_relief", roles=KEEPERS, label=_("find and ask somebody who stands in")
)
ANSWER_ALARMS = declare("duty.answer_alarms", roles=KEEPERS, label=_("answer the alarms of posts"))
DECLARE_FOR = declare(
    "duty.declare_for_others", roles=KEEPERS, label=_("record who is fit for duty")
)
HAND_OVER = declare("duty.hand_over", roles=KEEPERS, label=_("record the handover of a post"))
VIEW_REPORTS = declare(
    "duty.view_reports", roles=KEEPERS, label=_("see and answer reports from posts")
)
KEEP_BOOKS = declare(
    "duty.keep_books", roles=(*KEEPERS, Role.CLERK), label=_("write into duty books")
)
"""A clerk writes into the books of the own unit's people."""
STAND_DOWN = declare(
    "duty.stand_down", roles=COMMAND, label=_("end a deployment, and open it again")
)
"""One asks for it, another confirms it."""
VIEW_STAND_DOWNS = declare(
    "duty.view_stand_downs",
    roles=KEEPERS,
    label=_("see how a deployment ended, and write down which gear came back"),
)
CERTIFY_HOURS = declare(
    "duty.certify_hours",
    roles=(*COMMAND, Role.CLERK),
    label=_("print signed certificates of hours"),
)
"""A clerk's grant names the unit."""
