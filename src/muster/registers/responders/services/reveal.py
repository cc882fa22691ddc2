"""Showing what is sealed, each look on record and visible to the person."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.engines.text import parse_phone
from muster.kernel.actors import Actor
from muster.kernel.errors import Invalid, NotAllowed
from muster.kernel.permissions import require
from muster.platform.audit.services import record
from muster.registers.responders import events, rules
from muster.registers.responders.enums import RevealField
from muster.registers.responders.models import Responder

REVEAL_PERMISSIONS = {
    RevealField.PHONE: rules.REVEAL_CONTACT,
    RevealField.IDENTITY: rules.REVEAL_IDENTITY,
    RevealField.HOME: rules.REVEAL_IDENTITY,
}


def shows_own(actor: Actor, field: RevealField) -> bool:
    """May somebody see this field of their own record as they are signed in?

    A phone that was handed out shows its holder neither identity number nor home: whoever issued
    it in their name may hold it still.
    """
    return actor.device_id is None or field == RevealField.PHONE


def reveal_field(*, actor: Actor, responder_id: UUID, field: str, purpose: str = "") -> str:
    """Return a sealed field of a person in plain, and record who saw it and for what.

    People see their own fields without saying why; that look is on record too.

    Raises:
        NotFound: the actor may not see this person at all.
        NotAllowed: the actor's role does not open this field, or an issued phone does not.
        Invalid: no purpose was chosen.
    """
    wanted = RevealField(field)
    with transaction.atomic():
        person = Responder.objects.get_visible(actor, responder_id)
        own = actor.person_id == person.id
        if own:
            if not shows_own(actor, wanted):
                raise NotAllowed(
                    _("A phone that was issued to you does not show this."),
                    next_step=_("Sign in with an account of your own, or ask your unit's clerk."),
                )
            purpose = events.OWN_PURPOSE
        else:
            require(actor, REVEAL_PERMISSIONS[wanted], person)
            if purpose not in events.REVEAL_PURPOSES:
                raise Invalid(
                    _("Say what you need it for."),
                    errors={"purpose": [_("Looking is recorded and the person can see it.")]},
                )
        record(
            actor,
            events.FIELD_REVEALED,
            person,
            subject_id=person.id,
            purpose=purpose,
            field=str(wanted),
        )
        plain = str(getattr(person, wanted).open())
    return parse_phone(plain).national or plain if wanted is RevealField.PHONE else plain
