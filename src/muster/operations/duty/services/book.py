"""Duty books: what is written into them besides the shifts, and the signed copy."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, NotFound, Text
from muster.kernel.permissions import require
from muster.kernel.signatures import sign_document
from muster.kernel.tenants import tenant_of
from muster.operations.duty import events, rules
from muster.operations.duty.book_paper import print_book
from muster.operations.duty.models import BookNote, Deployment
from muster.operations.duty.queries.book import BOOK_KIND, DutyBook, own_book
from muster.operations.duty.shift_enums import NoteKind
from muster.platform.audit.services import record

NOTE_LENGTH = 120
WITH_WORDS = frozenset({NoteKind.TRAINING, NoteKind.COMMENDATION})


def note_in_book(
    *, actor: Actor, responder_id: UUID, kind: str, day: date, words: str = ""
) -> BookNote:
    """Write a training, commendation, injury or day off into somebody's duty book.

    An injury and a day off have no words: no medical detail, no cause.

    Raises:
        NotFound: the person is nowhere on the roster as the actor sees it.
        NotAllowed: the actor keeps no books there.
        Invalid: words are missing or not wanted, or the day lies ahead.
    """
    errors: dict[str, list[Text]] = {}
    if kind not in NoteKind.values:
        errors["kind"] = [gettext_lazy("Choose from the list.")]
    elif kind in WITH_WORDS and not words.strip():
        errors["words"] = [gettext_lazy("Write what it was: the book is shown to others.")]
    elif kind not in WITH_WORDS and words.strip():
        errors["words"] = [gettext_lazy("Leave this empty: a book says that it was, never what.")]
    if day > clock.today(tenant_of(actor.tenant_id).time_zone) and kind != NoteKind.REST_DAY:
        errors["day"] = [gettext_lazy("This day lies ahead.")]
    if errors:
        raise Invalid(gettext_lazy("This cannot be written into the book."), errors=errors)
    with transaction.atomic():
        sent: Any = Deployment.objects.visible_to(actor, rules.KEEP_BOOKS).filter(
            responder_id=responder_id, edition__withdrawn_at__isnull=True
        )
        deployed = sent.order_by("-edition__number").first()
        if deployed is None:
            raise NotFound(gettext_lazy("This person has no duty here."))
        require(actor, rules.KEEP_BOOKS, deployed)
        row = BookNote.objects.create(
            tenant_id=actor.tenant_id,
            responder_id=responder_id,
            unit_id=deployed.unit_id,
            area_code=deployed.area_code[:12],
            kind=kind,
            day=day,
            words=words.strip()[:NOTE_LENGTH],
            noted_by_name=actor.name[:80],
        )
        record(actor, events.BOOK_NOTED, row, subject_id=responder_id, kind=str(kind))
    return row


def withdraw_note(*, actor: Actor, note_id: UUID) -> BookNote:
    """Take an entry of a duty book back; it stays on record as taken back.

    Raises:
        NotFound: there is none the actor may see.
        Conflict: it was taken back already.
    """
    with transaction.atomic():
        row: BookNote = BookNote.objects.get_for_update(actor, note_id)
        require(actor, rules.KEEP_BOOKS, row)
        if row.withdrawn_at is not None:
            raise Conflict(gettext_lazy("This entry was taken back already."))
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])
        record(actor, events.BOOK_WITHDRAWN, row, subject_id=row.responder_id)
    return row


def sign_own_book(*, actor: Actor) -> tuple[str, bytes]:
    """Sign the own duty book as it is now; return the code and the PDF that prints it.

    The check page shows name, days, hours and nights: what stands on the paper's first lines.

    Raises:
        NotFound: the account belongs to nobody on the register.
    """
    with transaction.atomic():
        book = own_book(actor=actor)
        document = sign_document(
            tenant_id=actor.tenant_id,
            kind=BOOK_KIND,
            content=book_content(book),
            subject_id=book.responder_id,
            public={
                "name": book.name,
                "unit": book.unit,
                "from": book.first_day.isoformat() if book.first_day else "",
                "until": book.last_day.isoformat() if book.last_day else "",
                "shifts": len(book.lines),
                "hours": round(book.hours),
                "nights": book.nights,
            },
        )
        record(
            actor,
            events.BOOK_SIGNED,
            ("responders.responder", book.responder_id),
            subject_id=book.responder_id,
            code=document.code,
        )
    pdf = print_book(
        _plain(book),
        _words(),
        code=document.code,
        language=translation.get_language() or "en",
        drill=tenant_of(actor.tenant_id).drill,
    )
    return document.code, pdf


def book_content(book: DutyBook) -> bytes:
    """Return the bytes under a book's signature."""
    return json.dumps(
        {
            "person": str(book.responder_id),
            "name": book.name,
            "lines": [
                [line.day.isoformat(), line.post, round(line.hours, 2), line.night]
                for line in book.lines
            ],
            "notes": [[str(n.kind), n.day.isoformat(), n.words] for n in book.notes],
            "compensation": [book.earned, book.taken],
        },
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


def _plain(book: DutyBook) -> dict[str, Any]:
    day_format = pgettext("date", "j M Y")

    def say(day: date | None) -> str:
        return date_format(day, day_format) if day else ""

    return {
        "name": book.name,
        "unit": book.unit,
        "command": book.command,
        "period": f"{say(book.first_day)} – {say(book.last_day)}" if book.first_day else "",
        "figures": [
            [_("Shifts worked"), str(len(book.lines))],
            [_("Hours worked"), f"{book.hours:.1f}"],
            [_("Nights"), str(book.nights)],
            [_("Posts served at"), str(len(book.posts))],
            [_("Compensation days earned"), str(book.earned)],
            [_("of these taken"), str(book.taken)],
        ],
        "lines": [
            [
                say(line.day),
                line.post,
                line.hours_of_day,
                f"{line.hours:.1f}",
                _("night") if line.night else "",
            ]
            for line in book.lines
        ],
        "notes": [[say(n.day), str(NoteKind(n.kind).label), n.words] for n in book.notes],
        "signed": say(clock.today(tenant_of(book.tenant_id).time_zone)),
    }


def _words() -> dict[str, str]:
    return {
        "title": _("Duty book"),
        "day": _("Day"),
        "post": _("Post"),
        "hours_of_day": _("Came and left"),
        "hours": _("Hours"),
        "notes": _("Training, commendations, injuries on duty"),
        "none": _("None."),
        "verify": _("Whoever holds this paper checks it under the code"),
        "signed": _("Signed on"),
        "drill": _("Drill"),
    }
