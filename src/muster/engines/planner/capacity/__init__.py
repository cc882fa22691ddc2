"""Capacity: what people can give against what is asked for, counted before anything is solved."""

from muster.engines.planner.capacity.certificates import (
    CERTIFICATE_MESSAGES,
    Certificate,
    certificates,
)
from muster.engines.planner.capacity.giving import Giving, Profile

__all__ = ["CERTIFICATE_MESSAGES", "Certificate", "Giving", "Profile", "certificates"]
