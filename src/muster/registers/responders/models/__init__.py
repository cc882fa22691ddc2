"""Tables of units, people, what they can and cannot do, teams, and pairings."""

from muster.registers.responders.models.pairings import (
    Pairing,
    PairingReport,
    Team,
    TeamMember,
)
from muster.registers.responders.models.people import (
    Responder,
    ResponderSkill,
    SavedView,
    Skill,
    UnitPeriod,
)
from muster.registers.responders.models.periods import DutyLimit, Unavailability, WeeklyAvailability
from muster.registers.responders.models.units import SendingUnit

__all__ = [
    "DutyLimit",
    "Pairing",
    "PairingReport",
    "Responder",
    "ResponderSkill",
    "SavedView",
    "SendingUnit",
    "Skill",
    "Team",
    "TeamMember",
    "Unavailability",
    "UnitPeriod",
    "WeeklyAvailability",
]
