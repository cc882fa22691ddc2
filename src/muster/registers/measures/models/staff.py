"""The commander's staff: who holds which seat, and who deputises, period by period."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.registers.measures.enums import StaffRole
from muster.registers.measures.models.incidents import NAME_LENGTH, WORDS_LENGTH, Incident
from muster.registers.measures.models.scope import OfIncident


class OfPerson(OfIncident):
    """A time in which a person does something for an incident, `[starts_at, ends_at)`.

    Somebody on the register of people is known by id alone and never by name, so that the name goes
    when the person's record does. Somebody who is not on it is written by name.
    """

    person_id = models.UUIDField(_("person"), null=True, blank=True)
    person_name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True


def one_person() -> Q:
    """The condition that a row names its person in exactly one of the two ways."""
    return (Q(person_id__isnull=False) & Q(person_name="")) | (
        Q(person_id__isnull=True) & ~Q(person_name="")
    )


def forward() -> Q:
    """The condition that a period does not end before it starts."""
    return Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at"))


class IncidentStaff(OfPerson):
    """A person's time in a seat of the staff: rank 0 holds it, 1 is the first deputy, and so on."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="staff")
    role = models.CharField(_("seat"), max_length=20, choices=StaffRole.choices)
    role_words = models.CharField(_("in own words"), max_length=WORDS_LENGTH, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("member of the staff")
        verbose_name_plural = _("members of the staff")
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "role", "role_words", "rank"],
                condition=Q(ends_at__isnull=True),
                name="measures_one_person_a_seat",
            ),
            models.UniqueConstraint(
                fields=["incident", "role", "role_words", "person_id"],
                condition=Q(ends_at__isnull=True, person_id__isnull=False),
                name="measures_once_in_a_seat",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[str(role) for role in StaffRole]),
                name="measures_staff_known_role",
            ),
            models.CheckConstraint(
                condition=(Q(role=str(StaffRole.OTHER)) & ~Q(role_words=""))
                | (~Q(role=str(StaffRole.OTHER)) & Q(role_words="")),
                name="measures_staff_own_words_for_other",
            ),
            models.CheckConstraint(condition=one_person(), name="measures_staff_one_person"),
            models.CheckConstraint(condition=forward(), name="measures_staff_forward"),
        ]

    def __str__(self) -> str:
        return self.role_label

    @property
    def role_label(self) -> str:
        """The seat as people read it."""
        return self.role_words or self.get_role_display()
