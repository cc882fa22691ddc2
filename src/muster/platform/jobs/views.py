"""Work in hand: what was asked for, how far it is, how to stop it."""

import hashlib
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import condition, require_GET, require_POST

from muster.kernel.permissions import allowed, signed_in
from muster.platform.jobs import queries, services
from muster.platform.jobs.enums import JobState
from muster.platform.jobs.models import Job
from muster.platform.jobs.rules import CANCEL_JOBS, VIEW_JOBS
from muster.platform.jobs.tables import job_table, state_chips, state_mark
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.paging import page_of, paging_of


@signed_in
@never_cache
@require_GET
def index(request: Request) -> HttpResponse:
    """List the actor's own work, or everybody's for those who may see it."""
    state = Asked(request).one_of("state", _("State"), JobState.values)
    rows = queries.jobs(actor=request.actor, state=state)
    page = page_of(request, rows)
    everybody = allowed(request.actor, VIEW_JOBS)
    context = {
        "table": job_table(list(page.object_list)),
        "paging": paging_of(request, page),
        "chips": state_chips(state),
        "everybody": everybody,
        "periodic": job_table(queries.periodic_jobs()) if everybody and not state else None,
    }
    return render(request, "jobs/index.html", context)


@signed_in
@never_cache
@require_GET
def job(request: Request, job_id: UUID) -> HttpResponse:
    """Show one piece of work; the part that moves asks again by itself."""
    return render(request, "jobs/job.html", _context(request, job_id))


def _etag(request: Request, job_id: UUID) -> str | None:
    if request.actor.is_anonymous:
        return None
    row = queries.find_job(actor=request.actor, job_id=job_id)
    if row is None:
        return None
    language = get_language()
    state = row.state, row.attempt, row.cancel_requested, row.ended_at
    seen = (*state, row.done, row.total, row.note, language)
    return f'"{hashlib.sha256(repr(seen).encode()).hexdigest()[:20]}"'


@signed_in
@cache_control(private=True, no_cache=True)
@require_GET
@condition(etag_func=_etag)
def progress(request: Request, job_id: UUID) -> HttpResponse:
    """Answer with the part of the page that moves; unchanged costs no bytes."""
    return render(request, "jobs/_progress.html", _context(request, job_id))


@signed_in
@require_POST
def cancel(request: Request, job_id: UUID) -> HttpResponse:
    """Ask a piece of work to stop."""
    services.cancel(actor=request.actor, job_id=job_id)
    return redirect("jobs:job", job_id=job_id)


@signed_in
@require_POST
def retry(request: Request, job_id: UUID) -> HttpResponse:
    """Start a failed piece of work again."""
    services.retry(actor=request.actor, job_id=job_id)
    return redirect("jobs:job", job_id=job_id)


def _context(request: Request, job_id: UUID) -> dict[str, object]:
    row: Job = queries.job(actor=request.actor, job_id=job_id)
    own = row.requested_by is not None and row.requested_by == request.actor.account_id
    by_itself = row.tenant_id is None
    result = str(row.result.get("path", ""))
    return {
        "job": row,
        "subject": queries.subject_of(actor=request.actor, job=row),
        "by": queries.asked_by(row),
        "state": state_mark(row),
        "by_itself": by_itself,
        "next_time": queries.next_time(row) if by_itself else None,
        "may_stop": own or (not by_itself and allowed(request.actor, CANCEL_JOBS, row)),
        "result_url": result if result.startswith("/") and result[1:2] != "/" else "",
    }
