"""Tables of the call-up, of plans and of whistles."""

from muster.operations.mobilise.models.call_ups import (
    CODE_LENGTH,
    MOST_PER_CENT,
    CallUp,
    Difference,
    Nomination,
    UnitAsk,
    personal_code,
)
from muster.operations.mobilise.models.plans import DeploymentPlan, PlanStudy
from muster.operations.mobilise.models.whistles import (
    Listener,
    Whistle,
    WhistleClaim,
    WhistleKind,
    WhistlePerson,
)

__all__ = [
    "CODE_LENGTH",
    "MOST_PER_CENT",
    "CallUp",
    "DeploymentPlan",
    "Difference",
    "Listener",
    "Nomination",
    "PlanStudy",
    "UnitAsk",
    "Whistle",
    "WhistleClaim",
    "WhistleKind",
    "WhistlePerson",
    "personal_code",
]
