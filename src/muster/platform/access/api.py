"""The API's door: who calls, and how a phone gets its token."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from ninja.utils import check_csrf

from muster.kernel.errors import NotAllowed
from muster.kernel.permissions import public, signed_in
from muster.platform.access import services
from muster.platform.access.addresses import client_address
from muster.platform.access.identity import account_id_of
from muster.ui.http import Request

router = Router()


class GrantOut(Schema):
    """A role in force."""

    role: str
    area: str
    scope_id: UUID | None


class ActorOut(Schema):
    """Who calls, as the server sees it."""

    account_id: UUID
    name: str
    person_id: UUID | None
    device_id: UUID | None
    grants: list[GrantOut]


class RedeemIn(Schema):
    """A code from a lead's screen."""

    code: str


class TokenOut(Schema):
    """A phone's token, told once. Send it as `Authorization: Bearer …`."""

    device_id: UUID
    token: str


def api_auth(request: Request) -> Any:
    """Return the actor of an API call, or None where nobody is signed in.

    A bearer token needs no more. A browser's cookie also needs the CSRF token, because another
    site could send the cookie along.

    Raises:
        NotAllowed: a cookie came without its CSRF token.

    """
    actor = request.actor
    if actor.is_anonymous:
        return None
    if not request.by_bearer and check_csrf(request) is not None:
        raise NotAllowed(
            _("The call came with a cookie but without the token of our pages."),
            next_step=_("Send the X-CSRFToken header, or a bearer token instead of the cookie."),
        )
    return actor


@router.get("/me", response=ActorOut)
@signed_in
def me(request: Request) -> ActorOut:
    """Say who calls, with which roles."""
    actor = request.actor
    return ActorOut(
        account_id=account_id_of(actor),
        name=actor.name,
        person_id=actor.person_id,
        device_id=actor.device_id,
        grants=[GrantOut(role=g.role, area=g.area, scope_id=g.scope_id) for g in actor.grants],
    )


@router.post(
    "/device",
    response=TokenOut,
    auth=None,
    openapi_extra={"responses": {404: {}, 409: {}, 410: {}, 429: {}}},
)
@public("A phone without a token has nobody's name yet; the code is the proof.")
def redeem(request: Request, body: RedeemIn) -> TokenOut:
    """Bind the calling phone to the account its code was issued for."""
    services.take(f"code:{client_address(request)}", per_minute=10, burst=20)
    device, token = services.redeem_device(code=body.code, user_agent=services.user_agent(request))
    return TokenOut(device_id=device.pk, token=token)
