"""A community whistles for people or a task; units and volunteers take it on, whole or in part."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.models import TenantModel
from muster.kernel.permissions import allowed, scopes_for
from muster.kernel.querysets import ScopedQuerySet
from muster.operations.mobilise import rules
from muster.operations.mobilise.enums import (
    LIVE,
    STANDARD_WHISTLES,
    ClaimState,
    Held,
    Source,
    Wants,
    WhistleState,
)

KEY_LENGTH = 24
LABEL_LENGTH = 40
WORDS_LENGTH = 200
NAME_LENGTH = 80
MOST_PEOPLE = 1000
STILL_LIVE = sorted(str(one) for one in LIVE)


class WhistleKind(TenantModel):
    """What can be whistled for. Standard keys read in the reader's language.

    `people`, `hours` and `skills` fill the form in; the minutes say when a whistle that nobody took
    on climbs to the subdistrict and to the command.
    """

    view_permission = rules.SEE_WHISTLES
    area_field = None

    key = models.CharField(max_length=KEY_LENGTH)
    own_label = models.CharField(_("name"), max_length=LABEL_LENGTH, blank=True)
    wants = models.CharField(max_length=8, choices=Wants.choices, default=Wants.PEOPLE)
    people = models.PositiveSmallIntegerField(_("people"), default=2)
    hours = models.PositiveSmallIntegerField(_("hours"), default=8)
    skills = models.JSONField(_("skills"), default=list, blank=True)
    to_subdistrict = models.PositiveSmallIntegerField(_("minutes to the subdistrict"), default=30)
    to_command = models.PositiveSmallIntegerField(_("minutes to the command"), default=60)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("kind of whistle")
        verbose_name_plural = _("kinds of whistle")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "key"], name="mobilise_one_whistle_key"),
            models.CheckConstraint(
                condition=Q(to_command__gte=F("to_subdistrict")), name="mobilise_climbs_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language, or the command's own."""
        standard = STANDARD_WHISTLES.get(self.key)
        return self.own_label or str(standard.label if standard else self.key)


class WhistleQuerySet(ScopedQuerySet[Any]):
    """Whistles of one's areas; and what is open, to everybody who may take it on.

    A whistle names a place, a number and a skill, never a person: so an open one may be shown to
    every unit and volunteer. One that has ended stays visible to who took part in it.
    """

    def visible_to(self, actor: Actor, permission: str | None = None) -> Self:
        """Rows of the actor's areas, open ones, and those the actor or the own unit took on."""
        own = super().visible_to(actor, permission or rules.WATCH_WHISTLES)
        if actor.system or permission is not None or not allowed(actor, rules.SEE_WHISTLES):
            return own
        of_unit = Q(unit_id__in=scopes_for(actor, rules.VIEW_CLAIMS))
        if actor.person_id is not None:
            of_unit |= Q(responder_id=actor.person_id)
        mine = WhistleClaim.objects.of_tenant(actor.tenant_id).filter(
            of_unit, whistle_id=OuterRef("pk")
        )
        return self.of_tenant(actor.tenant_id).filter(
            Q(state__in=STILL_LIVE) | Q(pk__in=own.values("pk")) | Exists(mine)
        )


class Whistle(TenantModel):
    """What a community asks for: people from-to, or a task by a time. It always ends.

    `asked` counts people (a task: who should come to do it), `claimed` what is promised of it.
    `deadline_at` is the last moment it is of use. `held` says who has it now and `held_by` the
    names of those told; `subdistrict_at` and `command_at` when it climbs if nobody takes it on.
    """

    view_permission = rules.WATCH_WHISTLES

    incident = models.ForeignKey("measures.Incident", on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(_("community"), max_length=12)
    number = models.PositiveIntegerField(editable=False)
    kind = models.ForeignKey(WhistleKind, on_delete=models.PROTECT, related_name="+")
    wants = models.CharField(max_length=8, choices=Wants.choices, editable=False)
    what = models.CharField(_("what for"), max_length=WORDS_LENGTH)
    place = models.CharField(_("where"), max_length=WORDS_LENGTH)
    post_id = models.UUIDField(null=True, blank=True, editable=False)
    skills = models.JSONField(default=list, blank=True)
    asked = models.PositiveSmallIntegerField(_("people"))
    claimed = models.PositiveSmallIntegerField(default=0, editable=False)
    from_at = models.DateTimeField(_("from"), null=True, blank=True)
    deadline_at = models.DateTimeField(_("until"))
    state = models.CharField(
        max_length=10, choices=WhistleState.choices, default=WhistleState.OPEN, editable=False
    )
    held = models.CharField(max_length=12, choices=Held.choices, default=Held.UNITS, editable=False)
    held_by = models.CharField(max_length=WORDS_LENGTH, blank=True, editable=False)
    subdistrict_at = models.DateTimeField(editable=False)
    command_at = models.DateTimeField(editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    source = models.CharField(
        max_length=10, choices=Source.choices, default=Source.COMMUNITY, editable=False
    )
    source_id = models.UUIDField(null=True, blank=True, editable=False)
    raised_at = models.DateTimeField(default=clock.now, editable=False)
    raised_by = models.UUIDField(null=True, blank=True, editable=False)
    raised_by_name = models.CharField(max_length=NAME_LENGTH, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    answer = models.CharField(_("answer"), max_length=WORDS_LENGTH, blank=True, editable=False)

    objects = WhistleQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("whistle")
        verbose_name_plural = _("whistles")
        indexes = [
            models.Index(fields=["tenant", "state", "area_code"], name="mobilise_whistle_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "number"], name="mobilise_whistle_number"),
            models.UniqueConstraint(
                fields=["tenant", "source", "source_id"],
                condition=Q(source_id__isnull=False),
                name="mobilise_one_whistle_a_source",
            ),
            models.CheckConstraint(
                condition=Q(asked__gte=1, asked__lte=MOST_PEOPLE), name="mobilise_whistle_asks"
            ),
            models.CheckConstraint(
                condition=Q(claimed__lte=F("asked")), name="mobilise_whistle_never_too_many"
            ),
            models.CheckConstraint(
                condition=Q(from_at__isnull=True) | Q(deadline_at__gt=F("from_at")),
                name="mobilise_whistle_forward",
            ),
            models.CheckConstraint(
                condition=Q(state__in=STILL_LIVE, ended_at__isnull=True)
                | (~Q(state__in=STILL_LIVE) & Q(ended_at__isnull=False) & ~Q(answer="")),
                name="mobilise_whistle_ends_with_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def missing(self) -> int:
        """How many people nobody has promised yet."""
        return self.asked - self.claimed

    @property
    def is_live(self) -> bool:
        """True until it has ended."""
        return self.state in LIVE

    @property
    def is_task(self) -> bool:
        """True where a thing is to be done, not hours to be stood."""
        return self.wants == Wants.TASK

    @property
    def answer_words(self) -> str:
        """The answer it ended with; a standard one in the reader's language."""
        return gettext(self.answer) if self.answer else ""

    @property
    def is_late(self) -> bool:
        """True where it is live and its deadline has passed."""
        return self.is_live and clock.now() > self.deadline_at


class WhistleClaim(TenantModel):
    """A promise to answer a whistle: of a unit with a number of people, or of one volunteer."""

    view_permission = rules.VIEW_CLAIMS
    scope_field = "unit_id"
    own_field = "responder_id"

    whistle = models.ForeignKey(Whistle, on_delete=models.CASCADE, related_name="claims")
    area_code = models.CharField(max_length=12, editable=False)
    unit = models.ForeignKey("responders.SendingUnit", on_delete=models.PROTECT, related_name="+")
    responder = models.ForeignKey(
        "responders.Responder", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    people = models.PositiveSmallIntegerField(_("people"))
    state = models.CharField(
        max_length=10, choices=ClaimState.choices, default=ClaimState.PROMISED, editable=False
    )
    claimed_at = models.DateTimeField(default=clock.now, editable=False)
    claimed_by = models.UUIDField(null=True, blank=True, editable=False)
    claimed_by_name = models.CharField(max_length=NAME_LENGTH, blank=True, editable=False)
    reported_at = models.DateTimeField(null=True, blank=True, editable=False)
    note = models.CharField(_("what was done"), max_length=WORDS_LENGTH, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    settled_by_name = models.CharField(max_length=NAME_LENGTH, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=WORDS_LENGTH, blank=True)

    class Meta:
        verbose_name = _("answer to a whistle")
        verbose_name_plural = _("answers to whistles")
        indexes = [
            models.Index(fields=["tenant", "unit", "state"], name="mobilise_claim_unit"),
            models.Index(fields=["tenant", "responder"], name="mobilise_claim_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(people__gte=1), name="mobilise_claim_somebody"),
            models.CheckConstraint(
                condition=~Q(state=ClaimState.REFUSED) | ~Q(reason=""),
                name="mobilise_not_done_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(responder__isnull=True) | Q(people=1), name="mobilise_one_volunteer"
            ),
        ]

    def __str__(self) -> str:
        return str(self.people)


class WhistlePerson(TenantModel):
    """Somebody who goes where a whistle calls, by name."""

    view_permission = rules.VIEW_CLAIMS
    area_field = "claim__area_code"
    scope_field = "claim__unit_id"
    own_field = "responder_id"

    claim = models.ForeignKey(WhistleClaim, on_delete=models.CASCADE, related_name="names")
    responder = models.ForeignKey(
        "responders.Responder", on_delete=models.PROTECT, related_name="+"
    )
    named_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("person who goes")
        verbose_name_plural = _("people who go")
        indexes = [models.Index(fields=["tenant", "responder"], name="mobilise_goer_person")]
        constraints = [
            models.UniqueConstraint(fields=["claim", "responder"], name="mobilise_goes_once"),
        ]

    def __str__(self) -> str:
        return str(self.responder_id)


class Listener(TenantModel):
    """A responder who wants to hear of whistles, and may take one on without being sent."""

    view_permission = rules.WATCH_WHISTLES
    area_field = None
    own_field = "responder_id"

    responder = models.ForeignKey(
        "responders.Responder", on_delete=models.CASCADE, related_name="+"
    )
    since = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("volunteer for whistles")
        verbose_name_plural = _("volunteers for whistles")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "responder"], name="mobilise_listens_once"),
        ]

    def __str__(self) -> str:
        return str(self.responder_id)
