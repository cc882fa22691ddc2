"""Sending units."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.crypto import SealedField
from muster.kernel.models import TenantModel
from muster.registers.responders import rules
from muster.registers.responders.enums import LOCAL_LEVELS, Level


class SendingUnit(TenantModel):
    """An organisation that sends people.

    One called up by two commands is two rows with one organisation code. `area_code` says whose
    unit it is, at or below the command's area: the command's own area for city and district units,
    the subdistrict for its staff, the community for local staff and guards. `people_active` and
    `people_ended` are kept by the services, so that a list of hundreds of thousands has its totals
    without counting.
    """

    view_permission = rules.VIEW_UNITS
    scope_field = "id"

    name = models.CharField(_("name"), max_length=120)
    name_folded = models.CharField(max_length=120, editable=False)
    name_pinyin = models.CharField(max_length=600, editable=False)
    name_initials = models.CharField(max_length=120, editable=False)
    organisation_code = models.CharField(_("organisation code"), max_length=18, blank=True)
    group = models.CharField(_("parent body"), max_length=120, blank=True)
    level = models.CharField(_("level"), max_length=16, choices=Level.choices)
    area_code = models.CharField(_("area"), max_length=12)
    headcount = models.PositiveIntegerField(_("staff in all"), null=True, blank=True)
    keep_together = models.BooleanField(_("keep people together"), default=True)
    min_team = models.PositiveSmallIntegerField(_("smallest team"), default=2)
    clerk_name = models.CharField(_("contact person"), max_length=80, blank=True)
    clerk_phone = SealedField(_("contact phone"), blank=True, default="")
    people_active = models.PositiveIntegerField(default=0, editable=False)
    people_ended = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    batch_id = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("sending unit")
        verbose_name_plural = _("sending units")
        indexes = [
            models.Index(fields=["tenant", "area_code"], name="responders_unit_area"),
            models.Index(fields=["tenant", "level"], name="responders_unit_level"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "name_folded"],
                condition=Q(closed_on__isnull=True),
                name="responders_one_open_unit_a_name",
            ),
            models.UniqueConstraint(
                fields=["tenant", "organisation_code"],
                condition=~Q(organisation_code=""),
                name="responders_one_unit_a_code",
            ),
            models.CheckConstraint(
                condition=Q(level__in=[str(level) for level in Level]),
                name="responders_unit_known_level",
            ),
            models.CheckConstraint(
                condition=Q(min_team__gte=1), name="responders_unit_team_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_local(self) -> bool:
        """True for a community's own staff and property guards, who stay in their community."""
        return self.level in LOCAL_LEVELS
