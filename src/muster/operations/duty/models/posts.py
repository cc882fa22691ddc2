"""Posts: where people stand, when, how many, and what they find there."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.ids import short_code
from muster.kernel.models import TenantModel
from muster.operations.duty import rules
from muster.operations.duty.enums import ALL_WEEK, COMMUNITY_LENGTH, LEAST_CREW, Facility
from muster.operations.duty.models.kinds import Gear, PostKind
from muster.operations.duty.models.patterns import LABEL_LENGTH, PatternShift, ShiftPattern

NAME_LENGTH, PLACE_LENGTH, CONTACT_LENGTH = 60, 120, 200
MOST_PEOPLE, MOST_POINTS = 200, 20
FACILITY_FIELDS = tuple(facility.value for facility in Facility)


class PostShape(TenantModel):
    """What a post is like, wherever it stands: shared by posts and templates.

    A group of `points` neighbouring points that share a reliever is one post; its crew is one more
    than its points. `wanted` people are asked for each shift in which it is open.
    """

    view_permission = rules.VIEW_POSTS
    spot: str = ""
    """Place and post in words, where a list has written it here (`queries.name_spots`)."""

    kind = models.ForeignKey(
        PostKind, on_delete=models.PROTECT, related_name="+", verbose_name=_("kind")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    pattern = models.ForeignKey(
        ShiftPattern, on_delete=models.PROTECT, related_name="+", verbose_name=_("shift pattern")
    )
    weekdays = models.PositiveSmallIntegerField(_("weekdays"), default=ALL_WEEK)
    points = models.PositiveSmallIntegerField(_("points with one reliever"), default=0)
    crew_min = models.PositiveSmallIntegerField(_("smallest crew"), default=LEAST_CREW)
    wanted = models.PositiveSmallIntegerField(_("people each shift"), default=LEAST_CREW)
    skills = models.JSONField(_("skills"), default=list, blank=True)
    indoors = models.BooleanField(_("indoors"), default=False)
    tent = models.BooleanField(_("tent or booth"), default=False)
    heater = models.BooleanField(_("heater"), default=False)
    power = models.BooleanField(_("power"), default=False)
    toilet = models.BooleanField(_("toilet nearby"), default=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(crew_min__gte=LEAST_CREW), name="duty_%(class)s_crew_never_one"
            ),
            models.CheckConstraint(
                condition=Q(wanted__gte=F("crew_min"), wanted__lte=MOST_PEOPLE),
                name="duty_%(class)s_wants_a_crew",
            ),
            models.CheckConstraint(
                condition=Q(points=0) | (Q(points__lte=MOST_POINTS) & Q(crew_min=F("points") + 1)),
                name="duty_%(class)s_points_and_reliever",
            ),
            models.CheckConstraint(
                condition=Q(weekdays__gte=1, weekdays__lte=ALL_WEEK),
                name="duty_%(class)s_some_weekday",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="duty_%(class)s_from_one"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What the post is called: its own name, or its kind and number."""
        if self.name:
            return self.name
        words = {"kind": self.kind.label, "number": self.number}
        return gettext("%(kind)s no. %(number)s") % words

    @property
    def days(self) -> Sequence[int]:
        """Weekdays on which it is open, 0 = Monday."""
        return [day for day in range(7) if self.weekdays >> day & 1]

    @property
    def missing(self) -> Sequence[Facility]:
        """What would make it bearable and is not there; nothing indoors."""
        if self.indoors:
            return []
        return [facility for facility in Facility if not getattr(self, facility.value)]

    @property
    def hardship(self) -> int:
        """How many of them are missing: hard shifts are shared out."""
        return len(self.missing)


class Post(PostShape):
    """A place where people are on duty.

    It lies in a community, or in the command's own area at a `site` outside every community. `code`
    is what its printed card carries for check-in; coordinates are km on the schematic plane.
    It is open on the days `[opens_on, closes_on)`; `closed_at` is set where somebody closed it.
    """

    incident = models.ForeignKey(
        "measures.Incident", on_delete=models.PROTECT, related_name="posts", db_index=False
    )
    area_code = models.CharField(_("area"), max_length=12)
    site = models.CharField(_("site outside communities"), max_length=LABEL_LENGTH, blank=True)
    place = models.CharField(pgettext_lazy("post", "place"), max_length=PLACE_LENGTH, blank=True)
    premises_code = models.CharField(_("premises"), max_length=24, blank=True)
    contacts = models.CharField(_("duty phones on the card"), max_length=CONTACT_LENGTH, blank=True)
    x_km = models.FloatField(null=True, blank=True)
    y_km = models.FloatField(null=True, blank=True)
    opens_on = models.DateField(_("open from"), default=clock.today)
    closes_on = models.DateField(_("closed from"), null=True, blank=True)
    code = models.CharField(max_length=8, default=short_code, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    batch_id = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    changed_by_name = models.CharField(max_length=80, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    shifts: Any = models.ManyToManyField(
        PatternShift, through="PostShift", related_name="posts", verbose_name=_("shifts")
    )

    class Meta(PostShape.Meta):
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        indexes = [
            models.Index(fields=["tenant", "incident", "area_code"], name="duty_post_place"),
            models.Index(
                fields=["tenant", "batch_id"],
                condition=Q(batch_id__isnull=False),
                name="duty_post_batch",
            ),
        ]
        constraints = [
            *PostShape.Meta.constraints,
            models.UniqueConstraint(
                fields=["tenant", "incident", "area_code", "site", "kind", "number"],
                condition=Q(closed_at__isnull=True),
                name="duty_one_post_a_number",
            ),
            models.UniqueConstraint(fields=["tenant", "code"], name="duty_one_post_a_code"),
            models.CheckConstraint(
                condition=Q(Exact(Length("area_code"), COMMUNITY_LENGTH)) | ~Q(site=""),
                name="duty_post_in_community_or_site",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                name="duty_post_period_forward",
            ),
            models.CheckConstraint(
                condition=Q(x_km__isnull=True, y_km__isnull=True)
                | Q(x_km__isnull=False, y_km__isnull=False),
                name="duty_post_both_or_none",
            ),
        ]

    @property
    def is_closed(self) -> bool:
        """True where somebody closed it."""
        return self.closed_at is not None

    def is_open_on(self, day: date) -> bool:
        """True where people are wanted on this day."""
        return (
            self.opens_on <= day
            and (self.closes_on is None or day < self.closes_on)
            and bool(self.weekdays >> day.weekday() & 1)
        )


class PostShift(TenantModel):
    """A shift in which a post is open."""

    view_permission = rules.VIEW_POSTS
    area_field = "post__area_code"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="shift_links")
    shift = models.ForeignKey(PatternShift, on_delete=models.PROTECT, related_name="post_links")

    class Meta:
        verbose_name = _("shift of a post")
        verbose_name_plural = _("shifts of posts")
        constraints = [
            models.UniqueConstraint(fields=["post", "shift"], name="duty_shift_once_a_post")
        ]

    def __str__(self) -> str:
        return str(self.shift)


class PostGear(Gear):
    """What one post needs."""

    area_field = "post__area_code"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="gear")

    class Meta(Gear.Meta):
        verbose_name = _("gear of a post")
        verbose_name_plural = _("gear of posts")
        constraints = [
            *Gear.Meta.constraints,
            models.UniqueConstraint(fields=["post", "item", "basis"], name="duty_item_once_a_post"),
        ]


class JointUnit(TenantModel):
    """A unit that takes part in a joint post of several departments."""

    view_permission = rules.VIEW_POSTS
    area_field = "post__area_code"
    scope_field = "unit_id"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="joint_units")
    unit = models.ForeignKey(
        "responders.SendingUnit", on_delete=models.PROTECT, related_name="joint_posts"
    )

    class Meta:
        verbose_name = _("unit of a joint post")
        verbose_name_plural = _("units of joint posts")
        constraints = [
            models.UniqueConstraint(fields=["post", "unit"], name="duty_unit_once_a_post")
        ]

    def __str__(self) -> str:
        return str(self.unit)


class PostChange(TenantModel):
    """What one change of a post made of it: `changes` maps each field to [before, after]."""

    view_permission = rules.VIEW_POSTS
    area_field = "post__area_code"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField()
    changes = models.JSONField(default=dict)
    by_name = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("change of a post")
        verbose_name_plural = _("changes of posts")
        constraints = [
            models.UniqueConstraint(fields=["post", "version"], name="duty_one_change_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.version}"
