"""Who is tired: what the watch over hours as worked found, a row a person and rule."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.models import TenantModel
from muster.operations.duty import rules


class Tired(TenantModel):
    """A person whose load is at a limit, or whose next shift would bend a rule of rest.

    Made anew by the watch: a row lasts as long as what it says is true. `must_rest_until` is set
    where rest is compulsory now; `shift_at` is the shift before which the lead is warned.
    """

    view_permission = rules.VIEW_ROSTER
    scope_field = "unit_id"
    own_field = "responder_id"

    responder = models.ForeignKey(
        "responders.Responder", on_delete=models.CASCADE, related_name="tired"
    )
    unit_id = models.UUIDField()
    area_code = models.CharField(max_length=12)
    rule = models.CharField(max_length=12)
    amount = models.PositiveSmallIntegerField(default=0)
    limit = models.PositiveSmallIntegerField(default=0)
    must_rest_until = models.DateTimeField(null=True, blank=True)
    shift_at = models.DateTimeField(null=True, blank=True)
    hours = models.PositiveSmallIntegerField(default=0)
    nights = models.PositiveSmallIntegerField(default=0)
    noted_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("tired person")
        verbose_name_plural = _("tired people")
        indexes = [models.Index(fields=["tenant", "area_code"], name="duty_tired_area")]
        constraints = [
            models.UniqueConstraint(fields=["responder", "rule"], name="duty_tired_once_a_rule")
        ]

    def __str__(self) -> str:
        return self.rule
