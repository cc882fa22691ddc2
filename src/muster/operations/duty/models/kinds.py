"""Kinds of post, with the gear and the checklist a post of the kind starts with."""

from collections.abc import Sequence

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.models import TenantModel
from muster.operations.duty import rules
from muster.operations.duty.enums import (
    EIGHT_STEPS,
    LEAST_CREW,
    STANDARD_ITEMS,
    STANDARD_KINDS,
    Basis,
)
from muster.operations.duty.models.patterns import KEY_LENGTH, LABEL_LENGTH

TEXT_LENGTH = 1000
STEP_LENGTH = 80
MOST_OF_AN_ITEM = 10_000


class PostKind(TenantModel):
    """A kind of work. Standard keys read in the reader's language until a command writes its own.

    `skills` are keys of the register of responders; `strains` what it asks of a body.
    """

    view_permission = rules.VIEW_POSTS
    area_field = None

    key = models.CharField(max_length=KEY_LENGTH)
    own_label = models.CharField(_("name"), max_length=LABEL_LENGTH, blank=True)
    own_duties = models.TextField(_("duties"), max_length=TEXT_LENGTH, blank=True)
    own_rules = models.TextField(_("rules"), max_length=TEXT_LENGTH, blank=True)
    skills = models.JSONField(_("skills"), default=list, blank=True)
    strains = models.JSONField(_("strains"), default=list, blank=True)
    crew_min = models.PositiveSmallIntegerField(_("smallest crew"), default=LEAST_CREW)
    under_weight = models.PositiveSmallIntegerField(_("weight of a gap"), default=1)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("kind of post")
        verbose_name_plural = _("kinds of post")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "key"], name="duty_one_kind_a_key"),
            models.CheckConstraint(
                condition=Q(crew_min__gte=LEAST_CREW), name="duty_kind_crew_never_one"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language, or the command's own."""
        standard = STANDARD_KINDS.get(self.key)
        return self.own_label or str(standard.label if standard else self.key)

    @property
    def duties(self) -> Sequence[str]:
        """What people there do, a sentence each."""
        standard = STANDARD_KINDS.get(self.key)
        return _lines(self.own_duties or (str(standard.duties) if standard else ""))

    @property
    def rules(self) -> Sequence[str]:
        """What they keep to, a sentence each."""
        standard = STANDARD_KINDS.get(self.key)
        return _lines(self.own_rules or (str(standard.rules) if standard else ""))


class Gear(TenantModel):
    """A number of things; standard items read in the reader's language."""

    view_permission = rules.VIEW_POSTS

    item = models.CharField(max_length=KEY_LENGTH)
    own_label = models.CharField(_("name"), max_length=LABEL_LENGTH, blank=True)
    quantity = models.PositiveIntegerField(_("number"), default=1)
    basis = models.CharField(_("counted"), max_length=8, choices=Basis.choices, default=Basis.POST)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MOST_OF_AN_ITEM),
                name="duty_%(class)s_some",
            ),
            models.CheckConstraint(
                condition=Q(basis__in=[str(basis) for basis in Basis]),
                name="duty_%(class)s_known_basis",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language, or the command's own."""
        return item_label(self.item, self.own_label)


class KindGear(Gear):
    """What a post of a kind starts with."""

    area_field = None

    kind = models.ForeignKey(PostKind, on_delete=models.CASCADE, related_name="gear")

    class Meta(Gear.Meta):
        verbose_name = _("gear of a kind")
        verbose_name_plural = _("gear of kinds")
        constraints = [
            *Gear.Meta.constraints,
            models.UniqueConstraint(fields=["kind", "item", "basis"], name="duty_item_once_a_kind"),
        ]


class ChecklistStep(TenantModel):
    """A step of what people at posts of a kind do, in order: a word to remember, and the doing."""

    view_permission = rules.VIEW_POSTS
    area_field = None

    kind = models.ForeignKey(PostKind, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=KEY_LENGTH, blank=True)
    own_title = models.CharField(_("word"), max_length=LABEL_LENGTH, blank=True)
    own_text = models.CharField(_("what is done"), max_length=STEP_LENGTH, blank=True)

    class Meta:
        verbose_name = _("step of a checklist")
        verbose_name_plural = _("steps of checklists")
        constraints = [
            models.UniqueConstraint(fields=["kind", "order"], name="duty_one_step_a_place"),
            models.CheckConstraint(
                condition=~Q(key="") | ~Q(own_title=""), name="duty_step_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The word, in the reader's language or the command's own."""
        standard = EIGHT_STEPS.get(self.key)
        return self.own_title or str(standard.title if standard else self.key)

    @property
    def text(self) -> str:
        """What is done."""
        standard = EIGHT_STEPS.get(self.key)
        if self.own_title or self.own_text or standard is None:
            return self.own_text
        return str(standard.text)


def item_label(item: str, own_label: str) -> str:
    """Return what a thing is called."""
    return own_label or str(STANDARD_ITEMS.get(item) or item)


def _lines(text: str) -> Sequence[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
