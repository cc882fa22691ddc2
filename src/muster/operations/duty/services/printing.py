"""Point cards on paper: one at once, those of an area as a job."""

from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from muster.kernel.actors import Actor
from muster.kernel.errors import Invalid
from muster.kernel.jobs import JobRun
from muster.kernel.permissions import require
from muster.kernel.tenants import tenant_of
from muster.operations.duty import events, queries, rules
from muster.operations.duty.models import Post
from muster.operations.duty.paper import PAPERS, print_cards
from muster.platform.audit.services import record
from muster.platform.files import queries as files
from muster.platform.files.services import attach
from muster.platform.jobs.services import enqueue

JOB = "duty.print_cards"


def ask_print(
    *, actor: Actor, incident_id: UUID, area: str = "", paper: str = "a4", language: str = ""
) -> UUID:
    """Queue the printing of every open post's card of an area; return the job's id.

    Raises:
        Invalid: the paper is none of `PAPERS`.
    """
    require(actor, rules.PRINT_CARDS)
    _check_paper(paper)
    with transaction.atomic():
        return enqueue(
            JOB,
            actor=actor,
            incident_id=incident_id,
            area=area,
            paper=paper,
            words=language or translation.get_language() or "",
        )


def print_area(run: JobRun, *, incident_id: UUID, area: str, paper: str, words: str) -> None:
    """Print the cards of an area into one file; run again, it finds the file it made."""
    actor = run.actor
    made = files.files_of(actor=actor, owner_id=run.job_id, permission=rules.PRINT_CARDS).first()
    if made is None:
        with translation.override(words or translation.get_language()):
            name = _("Point cards")
            cards = queries.cards(actor=actor, incident_id=incident_id, area=area)
            if not cards:
                raise Invalid(gettext_lazy("There is no open post here to print a card for."))
            run.progress(0, len(cards), gettext_lazy("The cards are written."))
            content = _print(actor, cards, paper)
        with transaction.atomic():
            made = attach(
                actor=actor,
                permission=rules.PRINT_CARDS,
                owner_id=run.job_id,
                name=f"{name} {paper.upper()}.pdf",
                content=content,
                area_code=area or tenant_of(actor.tenant_id).area_code,
            )
            record(
                actor,
                events.CARDS_PRINTED,
                ("measures.incident", incident_id),
                area=area,
                cards=len(cards),
            )
        run.progress(len(cards), len(cards))
    run.result(path=reverse("files:file", args=[made.id]))


def print_cards_of(*, actor: Actor, incident_id: UUID, area: str, paper: str) -> bytes:
    """Return the cards of every open post of an area as one PDF, in the language in force.

    Raises:
        NotAllowed: the actor prints no cards.
        Invalid: no post is open there, or the paper is none of `PAPERS`.
    """
    require(actor, rules.PRINT_CARDS)
    _check_paper(paper)
    cards = queries.cards(actor=actor, incident_id=incident_id, area=area)
    if not cards:
        raise Invalid(_("There is no open post here to print a card for."))
    return _print(actor, cards, paper)


def print_one(*, actor: Actor, post_id: UUID, paper: str = "a4") -> bytes:
    """Return the card of one post as a PDF, in the language in force.

    Raises:
        NotFound: no such post is in the actor's area.
    """
    _check_paper(paper)
    post = Post.objects.get_visible(actor, post_id, rules.PRINT_CARDS)
    cards = queries.cards(actor=actor, incident_id=post.incident_id, ids=[post.id])
    content = _print(actor, cards, paper)
    with transaction.atomic():
        record(actor, events.CARDS_PRINTED, post, cards=1)
    return content


def _print(actor: Actor, cards: list[queries.Card], paper: str) -> bytes:
    return print_cards(
        [card.plain() for card in cards],
        _words(),
        language=translation.get_language() or "en",
        paper=paper,
        drill=tenant_of(actor.tenant_id).drill,
    )


def _words() -> dict[str, str]:
    """Return the headings of a card in the language in force."""
    return {
        "card": _("point card"),
        "scan": _("Scan to check in and out"),
        "steps": _("With everybody who comes, the eight steps"),
        "duties": _("What you do here"),
        "today": _("Who is on duty today"),
        "shift": pgettext("point card", "Shift"),
        "hours": pgettext("point card", "Hours"),
        "crew": pgettext("point card", "On duty"),
        "lead": pgettext("point card", "Leader"),
        "sign": pgettext("point card", "Taken over"),
        "rules": _("What you keep to"),
        "contacts": _("Whom to call"),
        "alone": _("When you are left alone"),
        "gear": _("What is at the post"),
        "drill": _("Drill"),
        # What is in braces is filled in by the printer.
        "of": _("Card {n} of {all}"),
    }


def _check_paper(paper: str) -> None:
    if paper not in PAPERS:
        raise Invalid(_("Cards are printed on A4 or A6."))
