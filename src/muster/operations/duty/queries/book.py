"""A person's duty book: hours and nights as worked, posts, training, commendations, injuries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import NotFound
from muster.kernel.signatures import Line, Verdict
from muster.kernel.tenants import tenant_of
from muster.operations.duty import rules
from muster.operations.duty.models import BookNote, Deployment, Post
from muster.operations.duty.queries.load import Load, Span, compensation_days, load_of
from muster.operations.duty.queries.where import at_area
from muster.operations.duty.queries.worked import worked_spans
from muster.operations.duty.shift_enums import NoteKind
from muster.registers.responders import queries as responders

BOOK_KIND = "duty.book"
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class BookLine:
    """One shift as it was worked. `hours_of_day` is 06:02–14:10 as the place's clock showed."""

    day: date
    post: str
    hours_of_day: str
    hours: float
    night: bool


@dataclass(frozen=True, slots=True)
class DutyBook:
    """What somebody has done. `earned` and `taken` are days of compensation."""

    tenant_id: UUID
    command: str
    responder_id: UUID
    name: str
    unit: str
    lines: Sequence[BookLine]
    notes: Sequence[BookNote]
    earned: int
    load: Load

    @property
    def hours(self) -> float:
        """Hours worked in all."""
        return sum(line.hours for line in self.lines)

    @property
    def nights(self) -> int:
        """Nights worked."""
        return sum(line.night for line in self.lines)

    @property
    def posts(self) -> Sequence[str]:
        """Posts served at, in order of first coming."""
        return list(dict.fromkeys(line.post for line in self.lines))

    @property
    def taken(self) -> int:
        """Days of compensation taken."""
        return sum(note.kind == NoteKind.REST_DAY for note in self.notes)

    @property
    def first_day(self) -> date | None:
        """The first day worked."""
        return self.lines[0].day if self.lines else None

    @property
    def last_day(self) -> date | None:
        """The last day worked."""
        return self.lines[-1].day if self.lines else None


def own_book(*, actor: Actor) -> DutyBook:
    """Return the own duty book.

    Raises:
        NotFound: the account belongs to nobody on the register.
    """
    person = responders.own_record(actor=actor)
    return _book(actor.tenant_id, person.id, person.name, person.unit.name)


def book_of(*, actor: Actor, responder_id: UUID) -> DutyBook:
    """Return the duty book of somebody on a roster the actor keeps books of.

    Raises:
        NotFound: the person is on none of them.
    """
    sent: Any = Deployment.objects.visible_to(actor, rules.KEEP_BOOKS).filter(
        responder_id=responder_id, edition__withdrawn_at__isnull=True
    )
    found = sent.select_related("responder__unit").order_by("-edition__number").first()
    if found is None:
        raise NotFound(_("This person has no duty here."))
    return _book(actor.tenant_id, responder_id, found.responder.name, found.responder.unit.name)


def book_lines(verdict: Verdict) -> Sequence[Line]:
    """Return what anybody who checks a duty book may read."""
    says = verdict.public
    return [
        (_("Name"), says["name"]),
        (_("Unit"), says["unit"]),
        (_("From"), says["from"]),
        (_("Until"), says["until"]),
        (_("Shifts worked"), str(says["shifts"])),
        (_("Hours worked"), str(says["hours"])),
        (_("Nights"), str(says["nights"])),
        (_("Issued by"), verdict.command),
    ]


def _book(tenant_id: UUID, person: UUID, name: str, unit: str) -> DutyBook:
    tenant = tenant_of(tenant_id)
    now = clock.now()
    spans = worked_spans(tenant_id, [person], BEGINNING, now).get(person, ())
    posts: Any = Post.objects.of_tenant(tenant_id).filter(id__in={one.post_id for one in spans})
    titles = {post.id: post.title for post in posts.select_related("kind")}
    notes: Any = BookNote.objects.of_tenant(tenant_id).filter(
        responder_id=person, withdrawn_at__isnull=True
    )
    return DutyBook(
        tenant_id=tenant_id,
        command=tenant.name,
        responder_id=person,
        name=name,
        unit=unit,
        lines=[_line(span, titles, tenant.time_zone) for span in spans],
        notes=list(notes.order_by("day", "id")),
        earned=compensation_days(spans),
        load=load_of(spans, now, clock.today(tenant.time_zone)),
    )


def _line(span: Span, titles: Any, zone: str) -> BookLine:
    begins, ends = clock.local(span.starts_at, zone), clock.local(span.ends_at, zone)
    return BookLine(
        day=span.day,
        post=titles.get(span.post_id, ""),
        hours_of_day=f"{begins:%H:%M}–{ends:%H:%M}",
        hours=span.hours,
        night=span.night,
    )


def people_of_area(*, actor: Actor, area: str) -> Sequence[tuple[UUID, str, str]]:
    """Return (id, name, unit) of those deployed to an area whose books the actor keeps, by name."""
    sent: Any = Deployment.objects.visible_to(actor, rules.KEEP_BOOKS).filter(
        at_area(area), edition__withdrawn_at__isnull=True
    )
    rows = sent.order_by("responder__name_key", "responder_id").values_list(
        "responder_id", "responder__name", "responder__unit__name"
    )
    return list(dict.fromkeys(rows))
