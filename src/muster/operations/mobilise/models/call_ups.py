"""A call-up, what each unit was asked, who was named, and what does not add up."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.ids import short_code
from muster.kernel.models import TenantModel
from muster.operations.mobilise import rules
from muster.operations.mobilise.enums import (
    COMING,
    Basis,
    CallUpState,
    DifferenceKind,
    DifferenceState,
    NominationState,
)

CODE_LENGTH = 12
MOST_PER_CENT = 100


def personal_code() -> str:
    """Return the code of a personal link: 60 random bits."""
    return short_code(CODE_LENGTH)


class CallUp(TenantModel):
    """A call for people: until when units answer, where and when their people assemble.

    `place_code` is what hangs at the place of assembly to be scanned; "" until it was first shown.
    """

    view_permission = rules.VIEW_CALL_UPS

    incident = models.ForeignKey("measures.Incident", on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=12, editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField(_("title"), max_length=120)
    state = models.CharField(
        max_length=10, choices=CallUpState.choices, default=CallUpState.DRAFT, editable=False
    )
    deadline_at = models.DateTimeField(_("answers until"))
    assembly_at = models.DateTimeField(_("assembly at"))
    assembly_place = models.CharField(_("place of assembly"), max_length=200)
    what_to_bring = models.CharField(_("what to bring"), max_length=200, blank=True)
    declared_total = models.PositiveIntegerField(_("published total"), null=True, blank=True)
    place_code = models.CharField(max_length=CODE_LENGTH, blank=True, default="", editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("call-up")
        verbose_name_plural = _("call-ups")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "number"], name="mobilise_numbered_once"),
            models.UniqueConstraint(
                fields=["place_code"],
                condition=~Q(place_code=""),
                name="mobilise_one_place_a_code",
            ),
            models.CheckConstraint(
                condition=Q(assembly_at__gt=F("deadline_at")), name="mobilise_answers_first"
            ),
            models.CheckConstraint(
                condition=Q(state=CallUpState.DRAFT, sent_at__isnull=True)
                | Q(state=CallUpState.CANCELLED)
                | Q(state__in=[CallUpState.SENT, CallUpState.CLOSED], sent_at__isnull=False),
                name="mobilise_sent_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """True while units may answer."""
        return self.state == CallUpState.SENT

    @property
    def is_late(self) -> bool:
        """True where the deadline has passed and the call-up is still open."""
        return self.is_open and clock.now() > self.deadline_at


class OfAUnit(TenantModel):
    """A row that belongs to one unit's answer: its clerk sees it and no other."""

    view_permission = rules.VIEW_ASKS
    scope_field = "unit_id"

    unit = models.ForeignKey("responders.SendingUnit", on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=12, editable=False)
    level = models.CharField(max_length=16, editable=False)

    class Meta:
        abstract = True


class UnitAsk(OfAUnit):
    """What one unit is asked for, and what it answered.

    `asked` is a number of people, worked out when the target is set. `promised` is the number the
    unit answers with (None: no answer yet) and `reason` why it is fewer than asked. `stated` is the
    length of its list as the unit itself writes it, beside the list.
    """

    call_up = models.ForeignKey(CallUp, on_delete=models.CASCADE, related_name="asks")
    basis = models.CharField(max_length=8, choices=Basis.choices, default=Basis.NUMBER)
    share = models.PositiveSmallIntegerField(_("share of staff, %"), null=True, blank=True)
    asked = models.PositiveIntegerField(_("asked"))
    promised = models.PositiveIntegerField(_("promised"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    stated = models.PositiveIntegerField(
        _("people on the list, by the unit"), null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    reminders = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("what a unit was asked")
        verbose_name_plural = _("what units were asked")
        indexes = [models.Index(fields=["tenant", "unit"], name="mobilise_ask_unit")]
        constraints = [
            models.UniqueConstraint(fields=["call_up", "unit"], name="mobilise_one_ask_a_unit"),
            models.CheckConstraint(
                condition=Q(basis=Basis.NUMBER, share__isnull=True)
                | Q(basis=Basis.SHARE, share__gte=1, share__lte=MOST_PER_CENT),
                name="mobilise_share_or_number",
            ),
            models.CheckConstraint(
                condition=Q(promised__isnull=True) | Q(answered_at__isnull=False),
                name="mobilise_answer_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.asked)


class Nomination(OfAUnit):
    """One name on one unit's list. The same person may stand on two lists: that is a difference.

    `code` opens the personal page without an account. `place` is the place on the waiting list.
    """

    own_field = "responder_id"

    call_up = models.ForeignKey(CallUp, on_delete=models.CASCADE, related_name="nominations")
    responder = models.ForeignKey(
        "responders.Responder", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=10, choices=NominationState.choices, default=NominationState.NAMED
    )
    code = models.CharField(max_length=CODE_LENGTH, default=personal_code, editable=False)
    place = models.PositiveIntegerField(_("place on the waiting list"), null=True, blank=True)
    named_at = models.DateTimeField(default=clock.now, editable=False)
    named_by = models.UUIDField(null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    arrived_at = models.DateTimeField(null=True, blank=True, editable=False)
    replaces = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaced_by"
    )
    batch_id = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("name on a list")
        verbose_name_plural = _("names on lists")
        indexes = [
            models.Index(fields=["call_up", "unit", "state"], name="mobilise_name_unit"),
            models.Index(fields=["call_up", "responder"], name="mobilise_name_person"),
            models.Index(fields=["tenant", "responder"], name="mobilise_name_own"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="mobilise_one_name_a_code"),
            models.UniqueConstraint(
                fields=["call_up", "unit", "responder"], name="mobilise_once_on_a_list"
            ),
            models.CheckConstraint(
                condition=Q(arrived_at__isnull=True) | Q(state=NominationState.CONFIRMED),
                name="mobilise_who_came_has_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=True) | Q(state=NominationState.WAITING),
                name="mobilise_place_while_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_coming(self) -> bool:
        """True where the command may plan with this person."""
        return self.state in COMING


class Difference(TenantModel):
    """Something that does not add up, which a named person closes with a reason.

    `key` says what it is about, so that looking again finds the same row. `kept` is the name that
    stays where one person stands on two lists; `taken` are the ids of those taken off by closing.
    """

    view_permission = rules.VIEW_CALL_UPS

    call_up = models.ForeignKey(CallUp, on_delete=models.CASCADE, related_name="differences")
    area_code = models.CharField(max_length=12, editable=False)
    kind = models.CharField(max_length=12, choices=DifferenceKind.choices)
    key = models.CharField(max_length=80, editable=False)
    people = models.IntegerField()
    unit = models.ForeignKey(
        "responders.SendingUnit", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    responder = models.ForeignKey(
        "responders.Responder", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    facts = models.JSONField(default=dict)
    state = models.CharField(
        max_length=8, choices=DifferenceState.choices, default=DifferenceState.OPEN
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    kept = models.ForeignKey(
        Nomination, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken = models.JSONField(default=list)
    found_at = models.DateTimeField(default=clock.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.UUIDField(null=True, blank=True, editable=False)
    closed_by_name = models.CharField(max_length=80, blank=True, editable=False)

    class Meta:
        verbose_name = _("difference")
        verbose_name_plural = _("differences")
        constraints = [
            models.UniqueConstraint(fields=["call_up", "key"], name="mobilise_found_once"),
            models.CheckConstraint(
                condition=~Q(state=DifferenceState.CLOSED)
                | (Q(closed_at__isnull=False) & ~Q(reason="")),
                name="mobilise_closed_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def words(self, name: str) -> Any:
        """Return one of the facts, or an empty string."""
        return self.facts.get(name, "")
