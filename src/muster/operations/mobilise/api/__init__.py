"""Call-ups, plans and whistles for programs: counts, ids, places and times; no names."""

from muster.operations.mobilise.api import call_ups, plans, whistles
from muster.operations.mobilise.api.router import router

__all__ = ["call_ups", "plans", "router", "whistles"]
