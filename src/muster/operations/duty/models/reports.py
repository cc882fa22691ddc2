"""What happened at a post, who has it, and what was done."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.crypto import SealedField
from muster.kernel.models import TenantModel
from muster.operations.duty import rules
from muster.operations.duty.models.posts import Post
from muster.operations.duty.models.roster import BY_LENGTH, REASON_LENGTH
from muster.operations.duty.shift_enums import ReportKind, ReportLevel, ReportStepKind


class PostReport(TenantModel):
    """A report from a post. It goes to the community, and on to the command where nobody takes it.

    The words may speak of people and are sealed.
    """

    view_permission = rules.VIEW_REPORTS
    own_field = "by_person_id"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reports")
    area_code = models.CharField(max_length=12)
    kind = models.CharField(max_length=8, choices=ReportKind.choices)
    words = SealedField(_("what happened"), blank=True, default="")
    at = models.DateTimeField(default=clock.now)
    by_person_id = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    level = models.CharField(
        max_length=10, choices=ReportLevel.choices, default=ReportLevel.COMMUNITY
    )
    level_since = models.DateTimeField(default=clock.now)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    file_id = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name = _("report from a post")
        verbose_name_plural = _("reports from posts")
        indexes = [
            models.Index(fields=["tenant", "area_code", "-at"], name="duty_reports_area"),
            models.Index(
                fields=["tenant", "level_since"],
                condition=Q(closed_at__isnull=True, taken_at__isnull=True),
                name="duty_reports_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class ReportStep(TenantModel):
    """One thing that was done about a report."""

    view_permission = rules.VIEW_REPORTS
    area_field = "report__area_code"
    own_field = "report__by_person_id"

    report = models.ForeignKey(PostReport, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=ReportStepKind.choices)
    at = models.DateTimeField(default=clock.now)
    by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    note = models.CharField(max_length=REASON_LENGTH, blank=True)

    class Meta:
        verbose_name = _("step of a report")
        verbose_name_plural = _("steps of reports")

    def __str__(self) -> str:
        return self.kind
