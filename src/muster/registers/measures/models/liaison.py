"""Liaison groups: who keeps the line between the command and a subdistrict."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.registers.measures.models.incidents import NAME_LENGTH, PHONE_LENGTH, Incident
from muster.registers.measures.models.scope import OfIncident
from muster.registers.measures.models.staff import OfPerson, forward, one_person


class LiaisonGroup(OfIncident):
    """A group for one or more subdistricts, `[starts_at, ends_at)`. Its phone is a duty phone."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="liaison_groups")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    phone = models.CharField(_("duty phone"), max_length=PHONE_LENGTH, blank=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("liaison group")
        verbose_name_plural = _("liaison groups")
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "name"],
                condition=Q(ends_at__isnull=True),
                name="measures_one_group_a_name",
            ),
            models.CheckConstraint(condition=forward(), name="measures_group_forward"),
        ]

    def __str__(self) -> str:
        return self.name


class LiaisonArea(OfIncident):
    """An area served by a group, `[starts_at, ends_at)`; each area is served by one at a time."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="liaison_areas")
    group = models.ForeignKey(LiaisonGroup, on_delete=models.CASCADE, related_name="areas")
    area_code = models.CharField(_("area"), max_length=12)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("area of a liaison group")
        verbose_name_plural = _("areas of liaison groups")
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "area_code"],
                condition=Q(ends_at__isnull=True),
                name="measures_one_group_an_area",
            ),
            models.CheckConstraint(condition=forward(), name="measures_group_area_forward"),
        ]

    def __str__(self) -> str:
        return self.area_code


class LiaisonMember(OfPerson):
    """A person's time in a liaison group; one of them leads it."""

    area_field = "group__incident__area_code"

    group = models.ForeignKey(LiaisonGroup, on_delete=models.CASCADE, related_name="members")
    leads = models.BooleanField(_("leads the group"), default=False)

    class Meta:
        verbose_name = _("member of a liaison group")
        verbose_name_plural = _("members of liaison groups")
        constraints = [
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(leads=True, ends_at__isnull=True),
                name="measures_one_leader_a_group",
            ),
            models.UniqueConstraint(
                fields=["group", "person_id"],
                condition=Q(ends_at__isnull=True, person_id__isnull=False),
                name="measures_once_in_a_group",
            ),
            models.CheckConstraint(condition=one_person(), name="measures_member_one_person"),
            models.CheckConstraint(condition=forward(), name="measures_member_forward"),
        ]

    def __str__(self) -> str:
        return self.person_name or str(self.person_id)
