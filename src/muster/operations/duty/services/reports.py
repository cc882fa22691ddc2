"""Reports from posts: raised with a picture, taken on by somebody, passed on where nobody does."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.errors import Conflict, Invalid, Text
from muster.kernel.events import on_commit
from muster.kernel.permissions import require
from muster.operations.duty import events, rules, words
from muster.operations.duty.models import PostReport, ReportStep
from muster.operations.duty.queries.reports import post_to_report
from muster.operations.duty.queries.where import spot
from muster.operations.duty.services.telling import COMMAND, SYSTEM, tell_keepers, tell_people
from muster.operations.duty.shift_enums import ReportKind, ReportLevel, ReportStepKind
from muster.platform.audit.services import record
from muster.platform.files.services import attach

ESCALATE_AFTER = timedelta(minutes=15)
LONGEST = 500
NOTE_LENGTH = 200


def raise_report(
    *,
    actor: Actor,
    post_id: UUID,
    kind: str,
    text: str = "",
    picture: tuple[str, bytes] | None = None,
    report_id: UUID | None = None,
) -> PostReport:
    """Report from a post; `picture` is (name, content). Sent again with its id, it stands once.

    By somebody with a shift there these days, or by whoever keeps posts there.

    Raises:
        NotFound: the actor has nothing to do with this post.
        Invalid: no kind is chosen, "something else" has no words, or the picture cannot be read.
    """
    _check(kind, text)
    with transaction.atomic():
        known: Any = PostReport.objects.of_tenant(actor.tenant_id)
        if report_id is not None and (same := known.filter(pk=report_id).first()) is not None:
            return PostReport.objects.get(pk=same.pk)
        post = post_to_report(actor=actor, post_id=post_id)
        row = PostReport(
            tenant_id=actor.tenant_id,
            post=post,
            area_code=post.area_code,
            kind=kind,
            by_person_id=actor.person_id,
            by_name=actor.name[:80],
        )
        if report_id is not None:
            row.id = report_id
        row.words = text.strip()[:LONGEST]
        if picture is not None:
            file = attach(
                actor=system_actor(actor.tenant_id, SYSTEM),
                permission=rules.VIEW_REPORTS,
                owner_id=row.id,
                name=picture[0],
                content=picture[1],
                area_code=post.area_code,
            )
            row.file_id = file.id
        row.save(force_insert=True)
        _raised(actor, row)
    return row


def _check(kind: str, text: str) -> None:
    errors: dict[str, list[Text]] = {}
    if kind not in ReportKind.values:
        errors["kind"] = [_("Choose what happened.")]
    elif kind == ReportKind.OTHER and not text.strip():
        errors["text"] = [_("Write in a few words what happened.")]
    if errors:
        raise Invalid(_("The report cannot be sent as it is."), errors=errors)


def _raised(actor: Actor, row: PostReport) -> None:
    """Put the report on record and tell the leads."""
    _step(row, ReportStepKind.RAISED, actor.name)
    record(actor, events.REPORT_RAISED, row, kind=str(row.kind))
    facts = {"post": spot(row.post), "what": str(ReportKind(row.kind).label)}
    tell_keepers(row.tenant_id, row.area_code, words.REPORTED, facts, _path(row), roles=("lead",))
    on_commit(
        events.PostReported(
            tenant_id=row.tenant_id,
            report_id=row.id,
            post_id=row.post_id,
            area_code=row.area_code,
        )
    )


def take_report(*, actor: Actor, report_id: UUID) -> PostReport:
    """Say that one has it; the first to say so stands, and who reported is told.

    Raises:
        NotFound: no such report is in the actor's area.
        Conflict: somebody else has it, or it is closed.
    """
    with transaction.atomic():
        row = _open_report(actor, report_id)
        if row.taken_at is not None:
            if row.taken_by_name == actor.name[:80]:
                return row
            raise Conflict(_("%(name)s has it already."), name=row.taken_by_name)
        row.taken_at, row.taken_by_name = clock.now(), actor.name[:80]
        row.save(update_fields=["taken_at", "taken_by_name"])
        _step(row, ReportStepKind.TAKEN, actor.name)
        record(actor, events.REPORT_STEP, row, step="taken")
        if row.by_person_id is not None:
            facts = {"name": actor.name, "what": str(ReportKind(row.kind).label)}
            tell_people(
                row.tenant_id, [row.by_person_id], words.REPORT_TAKEN, facts, "/shifts/reports/"
            )
    return row


def pass_report_on(*, actor: Actor, report_id: UUID, note: str = "") -> PostReport:
    """Pass a report from the community to the command.

    Raises:
        NotFound: no such report is in the actor's area.
        Conflict: the command has it already, or it is closed.
    """
    with transaction.atomic():
        row = _open_report(actor, report_id)
        if row.level == ReportLevel.COMMAND:
            raise Conflict(_("The command has this report already."))
        _pass_on(row, actor.name, note)
        record(actor, events.REPORT_STEP, row, step="escalated")
    return row


def note_on_report(*, actor: Actor, report_id: UUID, note: str) -> PostReport:
    """Write down what was done.

    Raises:
        NotFound: no such report is in the actor's area.
        Invalid: nothing is written.
    """
    with transaction.atomic():
        row = _open_report(actor, report_id)
        _step(row, ReportStepKind.NOTED, actor.name, _needed(note))
        record(actor, events.REPORT_STEP, row, step="noted")
    return row


def close_report(*, actor: Actor, report_id: UUID, note: str) -> PostReport:
    """Close a report with what came of it.

    Raises:
        NotFound: no such report is in the actor's area.
        Invalid: nothing is written.
        Conflict: it is closed already.
    """
    with transaction.atomic():
        row = _open_report(actor, report_id)
        _step(row, ReportStepKind.CLOSED, actor.name, _needed(note))
        row.closed_at = clock.now()
        row.save(update_fields=["closed_at"])
        record(actor, events.REPORT_STEP, row, step="closed")
    return row


def pass_on_due(tenant_id: UUID) -> int:
    """Pass on to the command what no community has taken on for fifteen minutes."""
    due: Any = PostReport.objects.of_tenant(tenant_id).filter(
        level=ReportLevel.COMMUNITY,
        taken_at__isnull=True,
        closed_at__isnull=True,
        level_since__lte=clock.now() - ESCALATE_AFTER,
    )
    rows = list(due.select_related("post__kind"))
    for row in rows:
        with transaction.atomic():
            _pass_on(row, "", "")
            record(system_actor(tenant_id, SYSTEM), events.REPORT_STEP, row, step="escalated")
    return len(rows)


def _pass_on(row: PostReport, by_name: str, note: str) -> None:
    row.level, row.level_since = ReportLevel.COMMAND, clock.now()
    row.taken_at, row.taken_by_name = None, ""
    row.save(update_fields=["level", "level_since", "taken_at", "taken_by_name"])
    _step(row, ReportStepKind.ESCALATED, by_name, note)
    facts = {"post": spot(row.post), "what": str(ReportKind(row.kind).label)}
    tell_keepers(
        row.tenant_id, row.area_code, words.REPORT_ESCALATED, facts, _path(row), roles=COMMAND
    )


def _step(row: PostReport, kind: str, by_name: str, note: str = "") -> None:
    ReportStep.objects.create(
        tenant_id=row.tenant_id,
        report=row,
        kind=kind,
        by_name=by_name[:80],
        note=note.strip()[:NOTE_LENGTH],
    )


def _needed(note: str) -> str:
    if not note.strip():
        raise Invalid(
            _("Write what was done."),
            errors={"note": [_("One sentence: whoever reads it later was not there.")]},
        )
    return note


def _open_report(actor: Actor, report_id: UUID) -> PostReport:
    rows: Any = PostReport.objects.select_related("post__kind")
    row: PostReport = rows.get_for_update(actor, report_id)
    require(actor, rules.VIEW_REPORTS, row)
    if row.closed_at is not None:
        raise Conflict(_("This report is closed."), next_step=_("Report anew what has changed."))
    return row


def _path(row: PostReport) -> str:
    return f"/reports/{row.id}/"
