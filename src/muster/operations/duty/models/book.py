"""What stands in a person's duty book besides the shifts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.models import TenantModel
from muster.operations.duty import rules
from muster.operations.duty.models.roster import BY_LENGTH
from muster.operations.duty.shift_enums import NoteKind

NOTE_LENGTH = 120


class BookNote(TenantModel):
    """A training, commendation, injury or day off in somebody's duty book.

    The database refuses words about an injury: that it happened on duty is all a book may say.
    """

    view_permission = rules.VIEW_ROSTER
    scope_field = "unit_id"
    own_field = "responder_id"

    responder = models.ForeignKey(
        "responders.Responder", on_delete=models.CASCADE, related_name="book_notes"
    )
    unit_id = models.UUIDField()
    area_code = models.CharField(max_length=12)
    kind = models.CharField(max_length=12, choices=NoteKind.choices)
    day = models.DateField(_("day"))
    words = models.CharField(_("words"), max_length=NOTE_LENGTH, blank=True)
    noted_at = models.DateTimeField(default=clock.now)
    noted_by_name = models.CharField(max_length=BY_LENGTH, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("entry of a duty book")
        verbose_name_plural = _("entries of duty books")
        indexes = [models.Index(fields=["responder", "day"], name="duty_book_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=[NoteKind.INJURY, NoteKind.REST_DAY]) | Q(words=""),
                name="duty_no_words_of_injuries",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=NoteKind.values), name="duty_book_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.kind
