"""Explain: why a plan falls short, what would help, why this shift, and why a gap is empty."""

from muster.engines.planner.explain.answer import Explained, explain
from muster.engines.planner.explain.community import Cause, Explanation, explain_site
from muster.engines.planner.explain.families import WEIGHTS
from muster.engines.planner.explain.menu import Priced, menu
from muster.engines.planner.explain.relaxations import Relaxation
from muster.engines.planner.explain.said import EXPLANATION_MESSAGES, Said
from muster.engines.planner.explain.site import alone
from muster.engines.planner.explain.whole import Lack, lacks
from muster.engines.planner.explain.why import WhyEmpty, WhyShift, why_empty, why_shift

__all__ = [
    "EXPLANATION_MESSAGES",
    "WEIGHTS",
    "Cause",
    "Explained",
    "Explanation",
    "Lack",
    "Priced",
    "Relaxation",
    "Said",
    "WhyEmpty",
    "WhyShift",
    "alone",
    "explain",
    "explain_site",
    "lacks",
    "menu",
    "why_empty",
    "why_shift",
]
