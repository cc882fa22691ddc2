"""The OpenAPI root: collects each package's router; its refusals are answered with all others."""

from typing import NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.errors import AuthenticationError, HttpError, ValidationError

from muster import __version__
from muster.delivery.api.description import Api
from muster.kernel.errors import Invalid, MusterError, SignInRequired, Text
from muster.operations.duty.api import router as duty
from muster.operations.mobilise.api import router as mobilise
from muster.platform.access.api import api_auth
from muster.platform.access.api import router as access
from muster.platform.files.api import router as files
from muster.platform.jobs.api import router as jobs
from muster.platform.notify.api import router as notify
from muster.platform.places.api import router as places
from muster.registers.measures.api import router as measures
from muster.registers.responders.api import router as responders

api = Api(
    title="Muster",
    version=__version__,
    auth=api_auth,
    docs_url=None,
    urls_namespace="api",
)
api.add_router("/access", access, tags=["access"])
api.add_router("/duty", duty, tags=["duty"])
api.add_router("/files", files, tags=["files"])
api.add_router("/jobs", jobs, tags=["jobs"])
api.add_router("/notify", notify, tags=["notify"])
api.add_router("/places", places, tags=["places"])
api.add_router("/measures", measures, tags=["measures"])
api.add_router("/mobilise", mobilise, tags=["mobilise"])
api.add_router("/responders", responders, tags=["responders"])


@api.exception_handler(MusterError)
def refused(request: HttpRequest, error: MusterError) -> NoReturn:
    """Leave the answer to the middleware, which gives the API JSON."""
    raise error


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> NoReturn:
    """Refuse a stranger."""
    raise SignInRequired(_("You need to sign in for this.")) from error


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> NoReturn:
    """Name each entry that cannot be taken."""
    fields: dict[str, list[Text]] = {}
    for fault in error.errors:
        source, *place = map(str, fault["loc"])
        if source == "body" and len(place) > 1:
            del place[0]  # the name of our own argument
        fields.setdefault(".".join(place), []).append(fault["msg"])
    raise Invalid(
        _("Some entries cannot be taken as they are."),
        next_step=_("Mend the fields that are named and send it again."),
        errors=fields,
    ) from error


@api.exception_handler(HttpError)
def not_readable(request: HttpRequest, error: HttpError) -> NoReturn:
    """Refuse a body that is no JSON."""
    raise MusterError(
        _("The request could not be read."), next_step=_("Send a body of JSON in UTF-8.")
    ) from error
