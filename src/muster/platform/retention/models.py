"""Rules that differ from what a package declares, clocks that have started, certificates."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.holdings import Holding, holdings
from muster.kernel.models import TenantModel
from muster.platform.retention.enums import ClockWords
from muster.platform.retention.rules import VIEW_HOLDINGS


class RetentionRule(TenantModel):
    """A command's own number of days for one holding, with the reason; the latest one holds.

    Rules are added, never rewritten: each shows who changed what and why.
    """

    view_permission: ClassVar[str] = VIEW_HOLDINGS
    area_field: ClassVar[str | None] = None

    holding = models.CharField(_("what is held"), max_length=80)
    days = models.PositiveIntegerField(_("days"))
    reason = models.CharField(_("reason"), max_length=200)
    set_by = models.UUIDField(null=True, editable=False)
    set_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        indexes = [
            models.Index(fields=["tenant", "holding", "-set_at"], name="retention_rule_latest")
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(days__gte=1), name="retention_rule_some_days")
        ]

    def __str__(self) -> str:
        return f"{self.holding} {self.days}"


class ClockStart(TenantModel):
    """The end of an incident or period, which starts the days of what was held for it."""

    view_permission: ClassVar[str] = VIEW_HOLDINGS
    area_field: ClassVar[str | None] = None

    clock_kind = models.CharField(max_length=20, choices=ClockWords.choices)
    of_id = models.UUIDField()
    ended_at = models.DateTimeField()

    class Meta:
        verbose_name = _("started clock")
        verbose_name_plural = _("started clocks")
        indexes = [
            models.Index(fields=["tenant", "clock_kind", "ended_at"], name="retention_clock_ended")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "clock_kind", "of_id"], name="retention_clock_starts_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clock_kind} {self.of_id}"


class DestructionCertificate(TenantModel):
    """Proof that rows of one holding were destroyed: how many, which (as a digest), by which rule.

    `digest` is SHA-256 over the digest before and the ids of each lot, so the certificate grows lot
    by lot; it is signed (`code`) once nothing due is left.
    """

    view_permission: ClassVar[str] = VIEW_HOLDINGS
    area_field: ClassVar[str | None] = None

    holding = models.CharField(_("what was held"), max_length=80)
    clock_kind = models.CharField(max_length=20, choices=ClockWords.choices)
    days = models.PositiveIntegerField(_("days"))
    rule = models.ForeignKey(
        RetentionRule, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    before = models.DateTimeField()
    count = models.PositiveBigIntegerField(_("rows"), default=0)
    digest = models.CharField(max_length=64, blank=True)
    replayed = models.BooleanField(default=False)
    begun_at = models.DateTimeField(default=clock.now)
    signed_at = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=12, blank=True)

    class Meta:
        verbose_name = _("certificate of destruction")
        verbose_name_plural = _("certificates of destruction")
        indexes = [models.Index(fields=["tenant", "-begun_at"], name="retention_cert_recent")]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "holding"],
                condition=models.Q(code=""),
                name="retention_one_open_certificate",
            )
        ]

    def __str__(self) -> str:
        return f"{self.holding} {self.code}"

    @property
    def declared(self) -> Holding | None:
        """The holding as its package declares it, while it still does."""
        return holdings().get(self.holding)
