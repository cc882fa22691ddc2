"""Saved views: lists one account keeps under a name."""

from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.errors import Invalid, NotAllowed, Text
from muster.registers.responders.models import SavedView

MOST_VIEWS = 20
KEPT_PARAMETERS = ("q", "level", "unit", "skill", "nights", "status", "area")


def save_view(*, actor: Actor, name: str, query: str) -> SavedView:
    """Keep a filtered list under a name; the same name again replaces it.

    Raises:
        Invalid: the name is empty or too long, or there are too many views already.
    """
    if actor.account_id is None or actor.tenant_id is None:
        raise NotAllowed(_("Only an account can keep views."))
    text = " ".join(name.split())
    mine = SavedView.objects.filter(tenant_id=actor.tenant_id, account_id=actor.account_id)
    limit = SavedView._meta.get_field("name").max_length or 0
    if not text or len(text) > limit:
        raise _refused(_("Enter a name of at most 40 characters."))
    pairs = [(key, value) for key, value in parse_qsl(query) if key in KEPT_PARAMETERS]
    with transaction.atomic():
        view = mine.filter(name=text).first()
        if view is None:
            if mine.count() >= MOST_VIEWS:
                raise _refused(_("You keep 20 views already. Drop one first."))
            view = SavedView(tenant_id=actor.tenant_id, account_id=actor.account_id, name=text)
        view.query = urlencode(pairs)[:400]
        view.save()
    return view


def drop_view(*, actor: Actor, view_id: UUID) -> None:
    """Forget one of the actor's own views; someone else's stays."""
    SavedView.objects.filter(
        tenant_id=actor.tenant_id, account_id=actor.account_id, pk=view_id
    ).delete()


def _refused(sentence: Text) -> Invalid:
    return Invalid(_("The view cannot be kept."), errors={"name": [sentence]})
