"""Every write to the register of responders, one noun a file."""

from muster.registers.responders.services.deployed import (
    end_deployed_teams,
    form_deployed_teams,
)
from muster.registers.responders.services.intake import add_many, take_back
from muster.registers.responders.services.pairings import (
    COMMUNITY_CODE_LENGTH,
    end_pairing,
    open_pairing,
    open_pairings,
    report_in,
    set_five_ones,
    take_back_pairings,
)
from muster.registers.responders.services.people import (
    add_responder,
    change_contact,
    change_responder,
    end_responder,
    reinstate_responder,
    require_keeper_or_self,
    set_night_opt_in,
    transfer_responder,
)
from muster.registers.responders.services.periods import (
    add_limit,
    end_absence,
    end_limit,
    report_absence,
    set_week,
)
from muster.registers.responders.services.retention import destroy_ended
from muster.registers.responders.services.reveal import (
    REVEAL_PERMISSIONS,
    reveal_field,
    shows_own,
)
from muster.registers.responders.services.saved import drop_view, save_view
from muster.registers.responders.services.skills import add_skill, ensure_skills, set_skills
from muster.registers.responders.services.teams import (
    add_member,
    end_team,
    form_team,
    remove_member,
    set_leader,
)
from muster.registers.responders.services.units import (
    add_unit,
    change_unit,
    close_unit,
    recount,
    reopen_unit,
)

__all__ = [
    "COMMUNITY_CODE_LENGTH",
    "REVEAL_PERMISSIONS",
    "add_limit",
    "add_many",
    "add_member",
    "add_responder",
    "add_skill",
    "add_unit",
    "change_contact",
    "change_responder",
    "change_unit",
    "close_unit",
    "destroy_ended",
    "drop_view",
    "end_absence",
    "end_deployed_teams",
    "end_limit",
    "end_pairing",
    "end_responder",
    "end_team",
    "ensure_skills",
    "form_deployed_teams",
    "form_team",
    "open_pairing",
    "open_pairings",
    "recount",
    "reinstate_responder",
    "remove_member",
    "reopen_unit",
    "report_absence",
    "report_in",
    "require_keeper_or_self",
    "reveal_field",
    "save_view",
    "set_five_ones",
    "set_leader",
    "set_night_opt_in",
    "set_skills",
    "set_week",
    "shows_own",
    "take_back",
    "take_back_pairings",
    "transfer_responder",
]
