"""Tables of the call-up and of plans."""

from muster.operations.mobilise.models.call_ups import (
    CODE_LENGTH,
    MOST_PER_CENT,
    CallUp,
    Difference,
    Nomination,
    UnitAsk,
    personal_code,
)
from muster.operations.mobilise.models.plans import DeploymentPlan

__all__ = [
    "CODE_LENGTH",
    "MOST_PER_CENT",
    "CallUp",
    "DeploymentPlan",
    "Difference",
    "Nomination",
    "UnitAsk",
    "personal_code",
]
