"""Jobs of posts."""

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
