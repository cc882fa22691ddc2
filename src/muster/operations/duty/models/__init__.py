"""Tables of shift patterns, kinds of post, posts, templates of posts, and the roster."""

from muster.operations.duty.models.kinds import ChecklistStep, KindGear, PostKind
from muster.operations.duty.models.patterns import PatternShift, ShiftPattern
from muster.operations.duty.models.posts import JointUnit, Post, PostChange, PostGear, PostShift
from muster.operations.duty.models.roster import Assignment, CheckIn, Deployment, Edition
from muster.operations.duty.models.templates import PostTemplate, TemplatePost

__all__ = [
    "Assignment",
    "CheckIn",
    "ChecklistStep",
    "Deployment",
    "Edition",
    "JointUnit",
    "KindGear",
    "PatternShift",
    "Post",
    "PostChange",
    "PostGear",
    "PostKind",
    "PostShift",
    "PostTemplate",
    "ShiftPattern",
    "TemplatePost",
]
