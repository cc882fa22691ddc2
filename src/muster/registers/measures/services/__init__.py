"""Every write of incidents, one noun a file."""

from muster.registers.measures.services.ending import WARN_BEFORE, lapse_due
from muster.registers.measures.services.incidents import (
    LAPSE_AFTER,
    close_incident,
    confirm_contact,
    open_incident,
    renew_incident,
)
from muster.registers.measures.services.liaison import (
    add_liaison_member,
    change_liaison_group,
    end_liaison_group,
    end_liaison_member,
    form_liaison_group,
)
from muster.registers.measures.services.periods import LONGEST_HOURS, open_period, set_objectives
from muster.registers.measures.services.retention import destroy_ended
from muster.registers.measures.services.staff import assign_staff, end_staff, reopen_staff

__all__ = [
    "LAPSE_AFTER",
    "LONGEST_HOURS",
    "WARN_BEFORE",
    "add_liaison_member",
    "assign_staff",
    "change_liaison_group",
    "close_incident",
    "confirm_contact",
    "destroy_ended",
    "end_liaison_group",
    "end_liaison_member",
    "end_staff",
    "form_liaison_group",
    "lapse_due",
    "open_incident",
    "open_period",
    "renew_incident",
    "reopen_staff",
    "set_objectives",
]
