"""Request middleware of the delivery tier: the drill's clock and answers to errors."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from muster.delivery.web import errors
from muster.kernel import clock
from muster.kernel.errors import Invalid
from muster.kernel.tenants import all_tenants

Next = Callable[[HttpRequest], HttpResponse]


class DrillClockMiddleware:
    """Run a request of a drill on the drill's clock."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Shift operational time for the tenant of the request."""
        tenant = getattr(request, "tenant", None)
        if tenant is None and settings.DEMO:  # a stranger's deeds belong into the same day
            tenant = next((one for one in all_tenants() if one.drill), None)
        request.drill_tenant = tenant if tenant is not None and tenant.drill else None  # type: ignore[attr-defined]
        with clock.drill(tenant.drill_offset if tenant else None):
            return self.get_response(request)


class ErrorMiddleware:
    """Turn errors a person can act on into pages, fragments or JSON."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; errors arrive in `process_exception`.

        PostgreSQL keeps no NUL, and no address of ours has one.
        """
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            sentence = _("This address has a character that no address can have. Check the link.")
            return errors.respond(request, Invalid(sentence))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what has a sentence for people; leave faults of the code to Django's handler."""
        error = errors.from_exception(exception)
        return errors.respond(request, error) if error else None
