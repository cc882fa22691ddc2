"""Jobs of posts."""

from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.jobs import JobRun, JobSubject, job
from muster.operations.duty import services
from muster.registers.responders.queries import area_names


def about_cards(*, actor: Actor, area: str, **_ids: str) -> JobSubject | None:
    """Return the area whose cards are printed, with its list of posts."""
    name = area_names(actor=actor).get(area, "") if area else ""
    return JobSubject(name, f"{reverse('duty:posts')}?area={area}") if name else None


@job("duty.print_cards", label=_("Print point cards"), about=about_cards)
def print_cards(run: JobRun, *, incident_id: str, area: str, paper: str, words: str) -> None:
    """Print the cards of an area into one file."""
    services.print_area(
        run, incident_id=UUID(str(incident_id)), area=area, paper=paper, words=words
    )


def about_packs(*, actor: Actor, area: str, **_ids: str) -> JobSubject | None:
    """Return the area whose papers are printed."""
    name = area_names(actor=actor).get(area, "") if area else ""
    return JobSubject(name, reverse("duty:rosters")) if name else None


@job("duty.print_day_packs", label=_("Print the papers of a day"), about=about_packs)
def print_day_packs(run: JobRun, *, area: str, day: str, phones: bool, words: str) -> None:
    """Print roster, sign-in sheet and phones of an area's communities into one file."""
    services.print_day_packs(
        run, area=area, day=date.fromisoformat(day), phones=phones, words=words
    )


WATCH_SECONDS, LOAD_SECONDS = 60, 900


@job("duty.watch_shifts", label=_("Watch over running shifts"), every_seconds=WATCH_SECONDS)
def watch_shifts(run: JobRun) -> None:
    """Note who has not come, open and end alarms, pass on what waits, ask who is fit."""
    run.result(**services.watch_shifts())


@job("duty.watch_loads", label=_("Watch over hours worked"), every_seconds=LOAD_SECONDS)
def watch_loads(run: JobRun) -> None:
    """Find who must rest and whose next shift would bend a rule."""
    run.result(warnings=services.watch_loads())


@job("duty.expire_requests", label=_("End requests that ran out"), every_seconds=WATCH_SECONDS)
def expire_requests(run: JobRun) -> None:
    """End requests on rosters that nobody answered before their shift began."""
    run.result(ended=services.expire_requests())
