"""Responders, their skills, and the units they have belonged to."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.crypto import BlindIndexField, SealedField
from muster.kernel.models import TenantModel
from muster.registers.responders import rules
from muster.registers.responders.enums import (
    STANDARD_LANGUAGES,
    STANDARD_SKILLS,
    Level,
    Position,
    Sex,
    SkillKind,
    Status,
)
from muster.registers.responders.models.units import SendingUnit


def begins_with(column: str, name: str) -> models.Index:
    """Return an index for "begins with"; PostgreSQL needs its pattern order, SQLite ignores it."""
    return models.Index(
        fields=["tenant", column], name=name, opclasses=["uuid_ops", "varchar_pattern_ops"]
    )


class Skill(TenantModel):
    """A label of one command for what people can do or speak.

    Standard keys read in the reader's language; a command's own labels stand as they were written.
    """

    view_permission = rules.VIEW_PEOPLE
    area_field = None

    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=SkillKind.choices, default=SkillKind.SKILL)
    own_label = models.CharField(_("label"), max_length=40, blank=True)
    own_folded = models.CharField(max_length=40, blank=True, editable=False)

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "key"], name="responders_one_skill_a_key")
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The label in the reader's language, or the command's own."""
        standard = STANDARD_SKILLS.get(self.key) or STANDARD_LANGUAGES.get(self.key)
        return self.own_label or str(standard or self.key)


class Responder(TenantModel):
    """A person who can be deployed. Numbers and home are sealed; lists show them masked.

    `area_code` and `level` repeat the unit's, so that 200,000 rows can be cut without a join; the
    services keep them equal. `home_area_code` and the coordinates serve commuting only: they give
    nobody access. Coordinates are schematic and rounded to a hundred metres.
    """

    view_permission = rules.VIEW_PEOPLE
    scope_field = "unit_id"
    own_field = "id"

    unit = models.ForeignKey(
        SendingUnit, on_delete=models.PROTECT, related_name="people", db_index=False
    )
    area_code = models.CharField(max_length=12, editable=False)
    level = models.CharField(max_length=16, choices=Level.choices, editable=False)
    name = models.CharField(_("name"), max_length=80)
    name_key = models.CharField(max_length=120, editable=False)
    name_folded = models.CharField(max_length=80, editable=False)
    name_pinyin = models.CharField(max_length=400, editable=False)
    name_initials = models.CharField(max_length=80, editable=False)
    given_folded = models.CharField(max_length=80, editable=False)
    given_pinyin = models.CharField(max_length=400, editable=False)
    sex = models.CharField(_("sex"), max_length=8, choices=Sex.choices, blank=True)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    # An index is computed before its source is sealed, so it stands before it.
    identity_index = BlindIndexField(source="identity_number")
    identity_number = SealedField(_("identity number"), blank=True, default="")
    phone_index = BlindIndexField(source="phone")
    phone = SealedField(_("phone"), blank=True, default="")
    home_place = SealedField(_("home"), blank=True, default="")
    home_area_code = models.CharField(_("home area"), max_length=12, blank=True)
    home_x_km = models.FloatField(null=True, blank=True)
    home_y_km = models.FloatField(null=True, blank=True)
    position = models.CharField(
        _("position"), max_length=16, choices=Position.choices, default=Position.STAFF
    )
    can_lead = models.BooleanField(_("may be first secretary"), default=False)
    licence = models.CharField(_("driving licence"), max_length=8, blank=True)
    night_opt_in = models.BooleanField(_("volunteers for nights"), default=False)
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, default=Status.ACTIVE
    )
    joined_on = models.DateField(_("on the register since"), default=clock.today)
    ended_on = models.DateField(_("left on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    batch_id = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("responder")
        verbose_name_plural = _("responders")
        indexes = [
            models.Index(
                fields=["tenant", "status", "name_key", "id"], name="responders_by_status"
            ),
            models.Index(fields=["tenant", "name_key", "id"], name="responders_by_name"),
            models.Index(fields=["unit", "status", "name_key", "id"], name="responders_by_unit"),
            models.Index(
                fields=["tenant", "status", "name_key", "id"],
                condition=Q(night_opt_in=True),
                name="responders_nights",
            ),
            begins_with("name_folded", "responders_folded"),
            begins_with("name_pinyin", "responders_pinyin"),
            begins_with("name_initials", "responders_initials"),
            begins_with("given_folded", "responders_given"),
            begins_with("given_pinyin", "responders_given_pinyin"),
            models.Index(
                fields=["tenant", "phone_index"],
                condition=~Q(phone_index=""),
                name="responders_phone",
            ),
            models.Index(
                fields=["tenant", "batch_id"],
                condition=Q(batch_id__isnull=False),
                name="responders_batch",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "identity_index"],
                condition=~Q(identity_index=""),
                name="responders_one_row_a_person",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.ACTIVE, ended_on__isnull=True)
                | Q(status=Status.ENDED, ended_on__isnull=False),
                name="responders_ended_has_day",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("joined_on")),
                name="responders_period_forward",
            ),
            models.CheckConstraint(
                condition=Q(home_x_km__isnull=True, home_y_km__isnull=True)
                | Q(home_x_km__isnull=False, home_y_km__isnull=False),
                name="responders_home_both_or_none",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        """True while on the register."""
        return self.status == Status.ACTIVE

    def age_on(self, day: date) -> int | None:
        """Full years of age on `day`, where the birth date is known."""
        born = self.birth_date
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class ResponderSkill(TenantModel):
    """One skill of one person. `name_key` repeats the person's, so that a skill lists in order."""

    view_permission = rules.VIEW_PEOPLE
    area_field = "responder__area_code"
    scope_field = "responder__unit_id"
    own_field = "responder_id"

    responder = models.ForeignKey(Responder, on_delete=models.CASCADE, related_name="skill_links")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="links", db_index=False)
    name_key = models.CharField(max_length=120, editable=False)

    class Meta:
        verbose_name = _("skill of a person")
        verbose_name_plural = _("skills of people")
        indexes = [
            models.Index(fields=["skill", "name_key", "responder"], name="responders_skill_order")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["responder", "skill"], name="responders_skill_once_a_person"
            )
        ]

    def __str__(self) -> str:
        return str(self.skill)


class UnitPeriod(TenantModel):
    """A person's time in one unit, `[starts_on, ends_on)`; a transfer ends one, starts another."""

    view_permission = rules.VIEW_PEOPLE
    area_field = "unit__area_code"
    scope_field = "unit_id"
    own_field = "responder_id"

    responder = models.ForeignKey(Responder, on_delete=models.CASCADE, related_name="unit_periods")
    unit = models.ForeignKey(SendingUnit, on_delete=models.PROTECT, related_name="periods")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("time in a unit")
        verbose_name_plural = _("times in units")
        constraints = [
            models.UniqueConstraint(
                fields=["responder"],
                condition=Q(ends_on__isnull=True),
                name="responders_one_unit_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="responders_unit_period_forward",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)


class SavedView(TenantModel):
    """A list of responders that one account keeps under a name; `query` is its address part."""

    view_permission = rules.VIEW_PEOPLE
    area_field = None

    account_id = models.UUIDField(editable=False)
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "account_id", "name"], name="responders_one_view_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name
