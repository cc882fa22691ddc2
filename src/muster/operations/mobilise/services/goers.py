"""Who goes to a whistle: named on a promise, unless something stands against it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.errors import Invalid
from muster.operations.mobilise import events
from muster.operations.mobilise.enums import CARRYING, LIVE
from muster.operations.mobilise.models import Whistle, WhistleClaim, WhistlePerson
from muster.operations.mobilise.queries.fitness import fitness
from muster.operations.mobilise.services import whistle_telling as telling
from muster.platform.audit.services import record
from muster.registers.responders import queries as responders


def name_on(actor: Actor, claim: WhistleClaim, ids: Sequence[UUID]) -> list[WhistlePerson]:
    """Put people on a claim; those who stand on it already stay."""
    wanted = list(dict.fromkeys(ids))
    there = set(telling.names_of_goers(claim))
    new = [one for one in wanted if one not in there]
    if len(there) + len(new) > claim.people:
        raise _cannot(_("More people are named than were promised."))
    known = responders.active_of_tenant(actor=actor, ids=new)
    if any(one not in known or known[one].unit_id != claim.unit_id for one in new):
        raise _cannot(_("Only people of the unit can be named."))
    if busy := _elsewhere(claim.whistle, new):
        raise _cannot(_("%(name)s already goes elsewhere at that time."), name=known[busy[0]].name)
    _refuse_unfit(actor, claim, known, new)
    rows = [WhistlePerson(tenant_id=claim.tenant_id, claim=claim, responder_id=one) for one in new]
    WhistlePerson.objects.bulk_create(rows)
    if rows:
        record(actor, events.WHISTLE_NAMED, claim, people=len(rows))
        told = [one for one in new if one != actor.person_id]
        telling.tell_goers(claim.whistle, told)
    return rows


def _refuse_unfit(
    actor: Actor, claim: WhistleClaim, known: Mapping[UUID, Any], people: Sequence[UUID]
) -> None:
    """Refuse who is under age, absent, on duty then, or must not do it; with each reason."""
    judged = fitness(actor=actor, row=claim.whistle, people=people)
    refused = [(known[one].name, judged[one].against) for one in people if judged[one].against]
    if not refused:
        return
    step = _("Name somebody else. An absence that is over is ended on the person’s page.")
    raise Invalid(
        _("These people cannot be named."),
        next_step=step,
        errors={
            "people": [
                *(
                    str(_("%(name)s cannot go: %(why)s.")) % {"name": name, "why": why}
                    for name, why in refused
                ),
                step,
            ]
        },
    )


def _cannot(text: Any, **params: Any) -> Invalid:
    said = str(text) % params if params else text
    return Invalid(_("These people cannot be named."), errors={"people": [said]})


def _elsewhere(row: Whistle, people: Sequence[UUID]) -> list[UUID]:
    """Return who of these answers another live whistle whose time overlaps."""
    begins = row.from_at or row.raised_at
    rows = WhistlePerson.objects.of_tenant(row.tenant_id).filter(
        responder_id__in=people,
        claim__state__in=[str(one) for one in CARRYING],
        claim__whistle__state__in=[str(one) for one in LIVE],
        claim__whistle__deadline_at__gt=begins,
    )
    return [
        person
        for person, starts, raised in rows.values_list(
            "responder_id", "claim__whistle__from_at", "claim__whistle__raised_at"
        )
        if (starts or raised) < row.deadline_at
    ]
