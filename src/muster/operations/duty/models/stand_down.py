"""The end of a deployment: asked for by one, confirmed by another, with the gear that came back."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.models import TenantModel
from muster.operations.duty import rules
from muster.operations.duty.models.posts import Post
from muster.operations.duty.models.roster import BY_LENGTH, REASON_LENGTH

ITEM_LENGTH = 40


class StandDown(TenantModel):
    """A deployment, or its part in an area, ends at a moment.

    Nothing happens before a second person confirms it. From then on no shift begins there until it
    is opened again, which needs a reason and brings no shift back by itself.
    """

    view_permission = rules.VIEW_STAND_DOWNS

    incident = models.ForeignKey("measures.Incident", on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=12)
    from_at = models.DateTimeField()
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.UUIDField(null=True, blank=True)
    asked_by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.UUIDField(null=True, blank=True)
    confirmed_by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    people = models.PositiveIntegerField(default=0)
    shifts = models.PositiveIntegerField(default=0)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    reopened_reason = models.CharField(max_length=REASON_LENGTH, blank=True)

    class Meta:
        verbose_name = _("end of a deployment")
        verbose_name_plural = _("ends of deployments")
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "area_code"],
                condition=Q(dropped_at__isnull=True, reopened_at__isnull=True),
                name="duty_one_stand_down_an_area",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="duty_stand_down_with_reason"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | Q(asked_by__isnull=True)
                | ~Q(confirmed_by=F("asked_by")),
                name="duty_stand_down_by_two",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True)
                | (Q(confirmed_at__isnull=False) & ~Q(reopened_reason="")),
                name="duty_stand_down_reopened_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.area_code

    @property
    def waits(self) -> bool:
        """True until somebody confirms or drops it."""
        return self.confirmed_at is None and self.dropped_at is None

    @property
    def closed(self) -> bool:
        """True while no shift may begin there."""
        return self.confirmed_at is not None and self.reopened_at is None


class GearReturn(TenantModel):
    """What came back of one thing of a post: due, counted at the last handover, and back.

    `counted` is None where no handover counted it. What is not as due needs a reason.
    """

    view_permission = rules.VIEW_STAND_DOWNS

    stand_down = models.ForeignKey(StandDown, on_delete=models.CASCADE, related_name="gear")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="returns")
    area_code = models.CharField(max_length=12)
    label = models.CharField(max_length=ITEM_LENGTH)
    due = models.PositiveIntegerField()
    counted = models.PositiveIntegerField(null=True, blank=True)
    returned = models.PositiveIntegerField(_("back"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)
    noted_by_name = models.CharField(max_length=BY_LENGTH, blank=True)

    class Meta:
        verbose_name = _("gear that came back")
        verbose_name_plural = _("gear that came back")
        constraints = [
            models.UniqueConstraint(
                fields=["stand_down", "post", "label"], name="duty_gear_back_once"
            ),
            models.CheckConstraint(
                condition=Q(returned__isnull=True) | Q(returned=F("due")) | ~Q(reason=""),
                name="duty_gear_missing_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.label
