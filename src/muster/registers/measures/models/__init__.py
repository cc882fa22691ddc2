"""Tables of incidents, their periods, the commander's staff and the liaison groups."""

from muster.registers.measures.models.incidents import Incident, OperationalPeriod, Renewal
from muster.registers.measures.models.liaison import LiaisonArea, LiaisonGroup, LiaisonMember
from muster.registers.measures.models.staff import IncidentStaff

__all__ = [
    "Incident",
    "IncidentStaff",
    "LiaisonArea",
    "LiaisonGroup",
    "LiaisonMember",
    "OperationalPeriod",
    "Renewal",
]
