"""What is typed about incidents, brought into form; what may be changed, and when."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, Text
from muster.kernel.permissions import require
from muster.registers.measures import rules
from muster.registers.measures.contracts import person_ref
from muster.registers.measures.enums import IncidentState
from muster.registers.measures.models import Incident
from muster.registers.measures.models.incidents import DUTY_PHONE, NAME_LENGTH, PHONE_LENGTH

LEAST_DIGITS = 3

Errors = dict[str, list[Text]]


def clean(text: str, length: int) -> str:
    """Return one line without needless spaces, cut to what the column holds."""
    return " ".join(text.split())[:length]


def checked_phone(typed: str, errors: Errors, field: str) -> str:
    """Return a duty phone as it will be printed; extensions and short numbers are fine.

    It is written on papers and shown to everybody, so nothing but a number may stand in it.
    """
    text = clean(typed, PHONE_LENGTH)
    digits = sum(sign.isdigit() for sign in text)
    if not DUTY_PHONE.fullmatch(text) or digits < LEAST_DIGITS or len(typed.strip()) > PHONE_LENGTH:
        errors[field] = [
            _("Write the number as it will be printed: digits, spaces, - and an extension.")
        ]
    return text


def checked_person(
    actor: Actor, person_id: UUID | None, person_name: str
) -> tuple[UUID | None, str]:
    """Return the person as a row keeps them: by id from the register, else by name.

    Raises:
        NotFound: the actor may not choose this person.
        Invalid: nobody is named.
    """
    if person_id is not None:
        return person_ref(actor, person_id).id, ""
    name = clean(person_name, NAME_LENGTH)
    if not name:
        raise Invalid(
            _("Nobody is named."),
            errors={"person_name": [_("Find the person, or write the name.")]},
        )
    return None, name


def editable(actor: Actor, incident_id: UUID) -> Incident:
    """Return a running incident, locked, that the actor may change.

    Raises:
        NotFound, NotAllowed: the actor does not see it, or its area is wider than the actor's.
        Conflict: it has not started, or it is over.
    """
    incident = locked(actor, incident_id)
    if incident.state is IncidentState.PREPARED:
        raise Conflict(
            _("%(incident)s has not started: nobody has confirmed that its contact answers."),
            next_step=_("Call the contact, then confirm it on the page of the incident."),
            incident=incident.name,
        )
    return incident


def locked(actor: Actor, incident_id: UUID) -> Incident:
    """Return an incident, locked, that the actor may change and that is not over."""
    incident: Incident = Incident.objects.get_for_update(actor, incident_id)
    require(actor, rules.EDIT, incident)
    if incident.over_at is not None:
        raise Conflict(
            _("%(incident)s is over; nothing about it can be changed any more."),
            next_step=_("Open a new incident where there is work to do."),
            incident=incident.name,
        )
    return incident
