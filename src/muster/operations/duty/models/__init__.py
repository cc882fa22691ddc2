"""Tables of shift patterns, kinds of post, posts, templates of posts, and the roster."""

from muster.operations.duty.models.alarms import (
    Break,
    LoneAlarm,
    NoShow,
    PostPosition,
    RetiredCode,
)
from muster.operations.duty.models.book import BookNote
from muster.operations.duty.models.changes import RosterChange, RosterRequest
from muster.operations.duty.models.declarations import Declaration, Trip
from muster.operations.duty.models.fatigue import Tired
from muster.operations.duty.models.handovers import Handover, OpenMatter
from muster.operations.duty.models.kinds import ChecklistStep, KindGear, PostKind
from muster.operations.duty.models.patterns import PatternShift, ShiftPattern
from muster.operations.duty.models.posts import JointUnit, Post, PostChange, PostGear, PostShift
from muster.operations.duty.models.relief import ReliefAsked
from muster.operations.duty.models.reports import PostReport, ReportStep
from muster.operations.duty.models.roster import Assignment, CheckIn, Deployment, Edition
from muster.operations.duty.models.stand_down import GearReturn, StandDown
from muster.operations.duty.models.templates import PostTemplate, TemplatePost

__all__ = [
    "Assignment",
    "BookNote",
    "Break",
    "CheckIn",
    "ChecklistStep",
    "Declaration",
    "Deployment",
    "Edition",
    "GearReturn",
    "Handover",
    "JointUnit",
    "KindGear",
    "LoneAlarm",
    "NoShow",
    "OpenMatter",
    "PatternShift",
    "Post",
    "PostChange",
    "PostGear",
    "PostKind",
    "PostPosition",
    "PostReport",
    "PostShift",
    "PostTemplate",
    "ReliefAsked",
    "ReportStep",
    "RetiredCode",
    "RosterChange",
    "RosterRequest",
    "ShiftPattern",
    "StandDown",
    "TemplatePost",
    "Tired",
    "Trip",
]
