"""Areas of the country (one table for all), and places and grids of a tenant."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.kernel.models import Model, TenantModel
from muster.platform.places.enums import DOOR_KINDS, AliasKind, PremisesKind
from muster.platform.places.gazetteer import spoken_name


class Area(models.Model):
    """An official area. Its code is never given to another; renamed or ended, the row stays.

    `areas` and `communities` count what the edition has at or below it, so that a subtree's size
    costs one row. `renamed` marks a name given by the command, which an import leaves alone.
    `valid_to` is the first day it no longer held; `successor_code` covers the place since.
    `east_km` and `north_km` place it schematically, in kilometres from a point the command chose.
    """

    area_field: ClassVar[str] = "code"

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    parent_code = models.CharField(max_length=9, db_index=True, blank=True)
    level = models.PositiveSmallIntegerField(_("level"))
    name = models.CharField(_("name"), max_length=80)
    short_name = models.CharField(_("short name"), max_length=80)
    pinyin = models.CharField(max_length=160, blank=True)
    initials = models.CharField(max_length=40, blank=True)
    areas = models.PositiveIntegerField()
    communities = models.PositiveIntegerField()
    renamed = models.BooleanField(default=False)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    successor_code = models.CharField(max_length=12, blank=True)
    east_km = models.FloatField(null=True, blank=True)
    north_km = models.FloatField(null=True, blank=True)

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")

    def __str__(self) -> str:
        return self.spoken

    @property
    def spoken(self) -> str:
        """The place without its office: 静园社区居委会 is 静园社区."""
        return spoken_name(self.name)


class AreaAlias(Model):
    """Another name of an area, with the keys it is found by."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="aliases")
    kind = models.CharField(_("kind"), max_length=10, choices=AliasKind.choices)
    name = models.CharField(_("name"), max_length=80)
    folded = models.CharField(max_length=160)
    pinyin = models.CharField(max_length=320, blank=True)
    initials = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="places_alias_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Premises(TenantModel):
    """A place below the community, or a community the statistics do not know yet.

    The code carries the way to it: community 12 digits, compound 3, building 3, entrance 2, door 4;
    a level it does not have is zeros. `batch_id` names what was added in one step, to undo it.
    """

    view_permission = "places.view_premises"
    area_field = "code"

    code = models.CharField(_("code"), max_length=24)
    kind = models.CharField(_("kind"), max_length=12, choices=PremisesKind.choices)
    name = models.CharField(_("name"), max_length=80)
    folded = models.CharField(max_length=160, editable=False)
    initials = models.CharField(max_length=80, editable=False, blank=True)
    other_names = models.JSONField(_("other names"), default=list, blank=True)
    needs = models.CharField(_("what to know"), max_length=200, blank=True)
    floor = models.SmallIntegerField(_("floor"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    batch_id = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "code"], name="places_premises_code"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="places_premises_period",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "batch_id"], name="places_premises_batch")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_door(self) -> bool:
        """True where nothing lies below it."""
        return self.kind in DOOR_KINDS


class Grid(TenantModel):
    """A named part of a community: a set of buildings that one person answers for."""

    view_permission = "places.view_premises"

    area_code = models.CharField(_("community"), max_length=12)
    name = models.CharField(_("name"), max_length=60)
    created_on = models.DateField(_("since"))
    closed_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("grid")
        verbose_name_plural = _("grids")
        ordering = ["area_code", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "area_code", "name"],
                condition=Q(closed_on__isnull=True),
                name="places_grid_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GridBuilding(TenantModel):
    """A building belongs to a grid from `starts_on` until `ends_on`, which is no longer in it."""

    view_permission = "places.view_premises"
    area_field = "premises__code"

    grid = models.ForeignKey(Grid, on_delete=models.CASCADE, related_name="buildings")
    premises = models.ForeignKey(Premises, on_delete=models.PROTECT, related_name="grids")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("building of a grid")
        verbose_name_plural = _("buildings of grids")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "premises"],
                condition=Q(ends_on__isnull=True),
                name="places_building_one_grid",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="places_grid_building_period",
            ),
        ]


class GridDuty(TenantModel):
    """A person answers for a grid from `starts_on` until `ends_on`; the next is a new row."""

    view_permission = "places.view_premises"
    area_field = "grid__area_code"

    grid = models.ForeignKey(Grid, on_delete=models.CASCADE, related_name="duties")
    person_id = models.UUIDField(_("person"))
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("responsibility for a grid")
        verbose_name_plural = _("responsibilities for grids")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "grid"],
                condition=Q(ends_on__isnull=True),
                name="places_grid_one_person",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="places_grid_duty_period",
            ),
        ]
