"""A plan: what was asked, what was found, who approved it; and what was asked about it later."""

import json
import zlib
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.models import TenantModel
from muster.operations.mobilise import rules
from muster.operations.mobilise.enums import PlanState, StudyKind
from muster.operations.mobilise.models.call_ups import CallUp

CARRYING = [PlanState.SOLVED, PlanState.SUBMITTED, PlanState.APPROVED, PlanState.PUBLISHED]
"""States of a plan that has content."""
DOCUMENTS = ("instance", "document")
"""Fields of a plan that are some megabytes."""


def packed(document: Any) -> bytes:
    """Return a JSON document as it is kept: plans of a district are some megabytes of text."""
    return zlib.compress(json.dumps(document, ensure_ascii=False).encode(), level=6)


def unpacked(content: bytes | memoryview) -> Any:
    """Return what was packed."""
    return json.loads(zlib.decompress(bytes(content)))


def whole(document: dict[str, Any]) -> dict[str, Any]:
    """Return a plan's document with the parts that the format leaves out where they are empty."""
    return {"assignment": {}, "first_secretary": {}, "roster": [], **document}


class DeploymentPlan(TenantModel):
    """One plan for the people of a call-up. Once solved its content never changes.

    `instance` and `document` are in the planner's format, packed; `summary` is what the review
    shows, computed once from the validator's report. A plan made from another one names it as
    `parent` and says in `origin` how: its content is a copy, so that neither changes the other.
    While `edits` are made by hand, `document` stays the parent's and the edits are laid on it;
    finishing writes the outcome, once. `progress` is what the solver found, moment by moment.
    """

    view_permission = rules.VIEW_PLANS

    call_up = models.ForeignKey(CallUp, on_delete=models.PROTECT, related_name="plans")
    area_code = models.CharField(max_length=12, editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    state = models.CharField(
        max_length=10, choices=PlanState.choices, default=PlanState.DRAFT, editable=False
    )
    starts_on = models.DateField(_("first day"))
    days = models.PositiveSmallIntegerField(_("days"), default=14)
    seconds = models.PositiveSmallIntegerField(_("time to plan, seconds"), default=20)
    wishes = models.JSONField(default=dict)
    instance = models.BinaryField(editable=False)
    capacity = models.JSONField(default=list, editable=False)
    document = models.BinaryField(null=True, editable=False)
    summary = models.JSONField(default=dict, editable=False)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="children",
    )
    origin = models.JSONField(default=dict, editable=False)
    edits = models.JSONField(default=list, editable=False)
    locks = models.JSONField(default=list, editable=False)
    progress = models.JSONField(default=list, editable=False)
    job_id = models.UUIDField(null=True, blank=True, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made_by = models.UUIDField(null=True, blank=True, editable=False)
    made_by_name = models.CharField(max_length=80, blank=True, editable=False)
    solved_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by = models.UUIDField(null=True, blank=True, editable=False)
    approved_by_name = models.CharField(max_length=80, blank=True, editable=False)

    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    edition_id = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "number"], name="mobilise_plan_number"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("made_by")),
                name="mobilise_plan_second_pair_of_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=CARRYING) | Q(document__isnull=False),
                name="mobilise_plan_solved_has_content",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=62), name="mobilise_plan_days"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def is_solved(self) -> bool:
        """True where there is a plan to look at: its summary is kept with it."""
        return bool(self.summary)

    @property
    def content(self) -> Any:
        """The plan in the planner's format; an empty one where there is none yet."""
        return whole(unpacked(self.document) if self.document is not None else {})


class PlanStudy(TenantModel):
    """Something asked about a plan and answered by a job; kept with the plan, and gone with it.

    `subject` narrows the question: a community, or the share that does not arrive.
    """

    view_permission = rules.VIEW_PLANS

    plan = models.ForeignKey(DeploymentPlan, on_delete=models.CASCADE, related_name="studies")
    area_code = models.CharField(max_length=12, editable=False)
    kind = models.CharField(max_length=10, choices=StudyKind.choices)
    subject = models.CharField(max_length=40, blank=True)
    result = models.BinaryField(null=True, editable=False)
    job_id = models.UUIDField(null=True, blank=True, editable=False)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    asked_by_name = models.CharField(max_length=80, blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("question about a plan")
        verbose_name_plural = _("questions about plans")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "plan", "kind", "subject"], name="mobilise_plan_study"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}".strip()

    @property
    def answer(self) -> Any:
        """What was found; None while nobody knows."""
        return unpacked(self.result) if self.result is not None else None
