"""Certificates of hours: signed, one page a person, of hours as they were worked."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict
from muster.kernel.signatures import sign_document
from muster.kernel.tenants import tenant_of
from muster.operations.duty import events
from muster.operations.duty.day_pack_paper import print_hours
from muster.operations.duty.queries.stand_down import (
    HOURS_KIND,
    Service,
    ended_people,
    services_of,
    unit_services,
)
from muster.platform.audit.services import record
from muster.registers.measures.queries import current_notice
from muster.registers.responders.queries import own_record


def certify_unit(*, actor: Actor, unit_id: UUID) -> bytes:
    """Sign the hours of everybody of a unit who came to a shift; return one PDF, a page each.

    Raises:
        NotFound: no deployment of the unit that the actor certifies has ended.
        Conflict: nobody of the unit came to a shift.
    """
    worked = [one for one in unit_services(actor=actor, unit_id=unit_id) if one.spans]
    if not worked:
        raise Conflict(_("Nobody of this unit has hours on record."))
    return _certified(actor, worked)


def certify_own(*, actor: Actor) -> bytes:
    """Sign the own hours, once the deployment has ended.

    Raises:
        NotFound: the account belongs to nobody on the register.
        Conflict: the deployment goes on, or no shift was worked.
    """
    person = own_record(actor=actor)
    notice = current_notice(actor)
    if notice is None or person.id not in ended_people(
        tenant_id=actor.tenant_id, incident_id=notice.incident_id
    ):
        raise Conflict(
            gettext_lazy("Your deployment has not ended yet."),
            next_step=gettext_lazy("Until then the signed copy of your duty book says your hours."),
        )
    worked = services_of(
        tenant_id=actor.tenant_id, incident_id=notice.incident_id, people=[person.id]
    )
    if not worked or not worked[0].spans:
        raise Conflict(gettext_lazy("You have no hours on record."))
    return _certified(actor, worked)


def hours_content(one: Service) -> bytes:
    """Return the bytes under a certificate's signature."""
    return json.dumps(
        {
            "person": str(one.responder_id),
            "name": one.name,
            "unit": one.unit,
            "spans": [
                [span.day.isoformat(), round(span.hours, 2), bool(span.night)] for span in one.spans
            ],
            "posts": list(one.posts),
        },
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


def _certified(actor: Actor, worked: Sequence[Service]) -> bytes:
    with transaction.atomic():
        people = [_plain(actor, one, _signed(actor, one)) for one in worked]
    return print_hours(
        people,
        _words(),
        language=translation.get_language() or "en",
        drill=tenant_of(actor.tenant_id).drill,
    )


def _signed(actor: Actor, one: Service) -> str:
    document = sign_document(
        tenant_id=actor.tenant_id,
        kind=HOURS_KIND,
        content=hours_content(one),
        subject_id=one.responder_id,
        public={
            "name": one.name,
            "unit": one.unit,
            "from": one.first_day.isoformat() if one.first_day else "",
            "until": one.last_day.isoformat() if one.last_day else "",
            "hours": round(one.hours, 1),
            "nights": one.nights,
        },
    )
    record(
        actor,
        events.HOURS_CERTIFIED,
        ("responders.responder", one.responder_id),
        subject_id=one.responder_id,
        code=document.code,
    )
    return document.code


def _plain(actor: Actor, one: Service, code: str) -> dict[str, Any]:
    tenant = tenant_of(actor.tenant_id)
    sentence = _("was on duty from %(first)s until %(last)s, by the record of coming and leaving:")
    return {
        "name": one.name,
        "unit": one.unit,
        "command": tenant.name,
        "code": code,
        "link": f"{settings.PUBLIC_URL}/verify/{code}/",
        "sentence": sentence % {"first": _say(one.first_day), "last": _say(one.last_day)},
        "figures": [
            [_("Hours"), f"{one.hours:.1f}"],
            [_("Shifts"), str(len(one.spans))],
            [_("Nights"), str(one.nights)],
            [_("Days"), str(one.days)],
        ],
        "posts": pgettext("between names", ", ").join(one.posts),
        "signed": _say(clock.today(tenant.time_zone)),
    }


def _say(day: date | None) -> str:
    return date_format(day, pgettext("date", "j M Y")) if day else ""


def _words() -> dict[str, str]:
    return {
        "title": _("Certificate of hours"),
        "posts": _("Posts served at"),
        "thanks": _("With thanks for the service."),
        "verify": _("Whoever holds this paper checks it at"),
        "drill": _("Drill"),
    }
