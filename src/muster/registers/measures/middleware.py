"""Which of several running incidents somebody works on, kept for the session."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from muster.registers.measures.queries import working_on

CHOICE = "work_on"
"""What an address says to choose an incident, and what the session keeps it under."""


class ChosenIncidentMiddleware:
    """Let every page of a session be about the incident that was chosen, while it runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Keep a choice the address makes, and work on what was chosen."""
        session = getattr(request, "session", None)
        asked = request.GET.get(CHOICE, "")
        if session is not None and _id(asked) and session.get(CHOICE) != asked:
            session[CHOICE] = asked
        with working_on(_id(session.get(CHOICE, "")) if session is not None else None):
            return self.get_response(request)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
