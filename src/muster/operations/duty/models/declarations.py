"""Whether people can come today, and where they have travelled: never why."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.crypto import SealedField
from muster.kernel.models import TenantModel
from muster.operations.duty import rules
from muster.operations.duty.models.roster import BY_LENGTH


class Declaration(TenantModel):
    """Fit for duty on a day: yes, no, or (asked and) not said. There is no field for a cause."""

    view_permission = rules.VIEW_ROSTER
    scope_field = "unit_id"
    own_field = "responder_id"

    responder = models.ForeignKey(
        "responders.Responder", on_delete=models.CASCADE, related_name="declarations"
    )
    unit_id = models.UUIDField()
    area_code = models.CharField(max_length=12)
    day = models.DateField()
    fit = models.BooleanField(_("fit for duty"), null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    absence_id = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name = _("declaration of fitness")
        verbose_name_plural = _("declarations of fitness")
        indexes = [models.Index(fields=["tenant", "day", "area_code"], name="duty_declared_day")]
        constraints = [
            models.UniqueConstraint(fields=["responder", "day"], name="duty_declared_once_a_day"),
            models.CheckConstraint(
                condition=Q(fit__isnull=True) | Q(declared_at__isnull=False),
                name="duty_declared_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.day)


class Trip(TenantModel):
    """Somebody travels: where to is sealed and shown to nobody else; others see until when."""

    view_permission = rules.VIEW_ROSTER
    scope_field = "unit_id"
    own_field = "responder_id"

    responder = models.ForeignKey(
        "responders.Responder", on_delete=models.CASCADE, related_name="trips"
    )
    unit_id = models.UUIDField()
    area_code = models.CharField(max_length=12)
    place = SealedField(_("where to"))
    leaves_on = models.DateField(_("leaves on"))
    back_on = models.DateField(_("back on"))
    absence_id = models.UUIDField(null=True, blank=True)
    noted_at = models.DateTimeField(default=clock.now)
    noted_by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("trip")
        verbose_name_plural = _("trips")
        indexes = [models.Index(fields=["responder", "leaves_on"], name="duty_trips_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(back_on__gte=F("leaves_on")), name="duty_trip_forward"
            )
        ]

    def __str__(self) -> str:
        return str(self.leaves_on)
