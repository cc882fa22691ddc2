"""The inbox for programs."""

from datetime import datetime
from uuid import UUID

from ninja import Router, Schema

from muster.kernel.permissions import signed_in
from muster.platform.notify import queries, services
from muster.platform.notify.models import Message
from muster.ui.http import Request

router = Router()
LIST_ROWS = 100


class MessageOut(Schema):
    """One message of the inbox, in the caller's language."""

    id: UUID
    title: str
    text: str
    link: str
    urgency: str
    shown_at: datetime
    read_at: datetime | None


class UnreadOut(Schema):
    """How many messages are new."""

    unread: int


@router.get("/inbox", response=list[MessageOut])
@signed_in
def inbox(request: Request) -> list[Message]:
    """List the caller's latest messages."""
    return list(queries.inbox(actor=request.actor)[:LIST_ROWS])


@router.get("/unread", response=UnreadOut)
@signed_in
def unread(request: Request) -> dict[str, int]:
    """Count the caller's new messages."""
    return {"unread": queries.unread(actor=request.actor)}


@router.post("/inbox/{uuid:message_id}/read", response=MessageOut)
@signed_in
def read(request: Request, message_id: UUID) -> Message:
    """Note that a message was opened."""
    return services.mark_read(actor=request.actor, message_id=message_id)
