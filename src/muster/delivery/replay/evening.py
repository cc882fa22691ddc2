"""The evening of 17 February in the demo: the call, the lists with twenty repeats, the muster.

The report gives 720 + 1,775 + 749 names, which are 3,244, and 3,224 people, and does not explain
the difference. That twenty names stand on two lists is invented here: the subdistricts name,
besides their own staff, twenty people whom units of the city and district have named. It all goes
through the services that a command and its clerks use.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from types import MappingProxyType
from uuid import UUID

from muster.delivery.replay.units import InventedUnit
from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.tenants import tenant_of
from muster.operations.mobilise import queries, services
from muster.operations.mobilise.enums import DifferenceKind
from muster.registers.responders.enums import Level

NAMED_TWICE = 20
TITLE, PLACE, BRING = "第一批下沉人员集结", "和平区体育馆", "身份证、口罩 2 个、热水杯、厚外套"
REASON = "与两家单位电话核实，留先报的一家"
LEFT_OPEN = 2
"""Rows of the reconciliation that the visitor of the demo may close."""
LATE = 11
"""Units of which one person is not there yet at 08:05, or has said in the night not to come."""


@contextmanager
def at(actor: Actor, moment: datetime) -> Iterator[None]:
    """Let it be `moment` in the drill of the actor's command."""
    offset = tenant_of(actor.tenant_id).drill_offset or timedelta(0)
    with clock.drill(offset + (moment - (clock.real_now() + offset))):
        yield


def call_the_district_up(
    commander: Actor, units: Sequence[InventedUnit], starts_at: datetime
) -> UUID:
    """Call up, take the lists, close what does not add up; return the call-up."""
    evening = starts_at.replace(hour=18, minute=0) - timedelta(days=1)
    call_up_id = call_up(
        commander,
        units,
        draft=services.Draft(
            title=TITLE,
            deadline_at=evening + timedelta(hours=5, minutes=30),
            assembly_at=starts_at.replace(hour=8, minute=0),
            assembly_place=PLACE,
            what_to_bring=BRING,
            declared_total=sum(len(one.people) for one in units),
        ),
        evening=evening,
        repeats=_repeats(units),
    )
    with at(commander, evening + timedelta(hours=3, minutes=15)):
        _close_rows(commander, call_up_id)
    return call_up_id


def call_up(
    commander: Actor,
    units: Sequence[InventedUnit],
    *,
    draft: services.Draft,
    evening: datetime,
    repeats: Mapping[UUID, Sequence[UUID]] = MappingProxyType({}),
) -> UUID:
    """Call these units up; each names all its people, and `repeats`, in the course of the evening.

    Returns the call-up.
    """
    lists = {one.id: [*one.people, *repeats.get(one.id, ())] for one in units}
    with at(commander, evening):
        row = services.draft_call_up(actor=commander, draft=draft)
        numbers = {unit_id: len(people) for unit_id, people in lists.items()}
        services.set_targets(actor=commander, call_up_id=row.id, numbers=numbers)
        services.send_call_up(actor=commander, call_up_id=row.id)
    asks = {line.ask.unit_id: line.ask for line in _board(commander, row.id)}
    for n, (unit_id, people) in enumerate(lists.items()):
        with at(commander, evening + timedelta(minutes=20 + 150 * n // len(lists))):
            ask_id, count = asks[unit_id].id, len(people)
            services.name_people(actor=commander, ask_id=ask_id, responder_ids=people)
            services.answer(actor=commander, ask_id=ask_id, promised=count, stated=count)
    return row.id


def _repeats(units: Sequence[InventedUnit]) -> Mapping[UUID, Sequence[UUID]]:
    """Return the people of other units whom the subdistricts name as well."""
    others = [one for one in units if one.plan.level is not Level.SUBDISTRICT and one.people]
    subdistricts = [one for one in units if one.plan.level is Level.SUBDISTRICT]
    rng = Random(NAMED_TWICE)  # noqa: S311
    chosen = [unit.people[-1] for unit in rng.sample(others, min(NAMED_TWICE, len(others)))]
    return {unit.id: chosen[n :: len(subdistricts)] for n, unit in enumerate(subdistricts)}


def _close_rows(commander: Actor, call_up_id: UUID) -> None:
    """Close the repeats with a reason, for the unit that named first; leave two to the visitor."""
    rows = [
        (row.id, row.responder_id)
        for row in queries.differences(actor=commander, call_up_id=call_up_id)
        if row.kind == DifferenceKind.NAMED_TWICE and row.responder_id is not None
    ]
    names = queries.other_units_people(
        actor=commander, call_up_id=call_up_id, ids=[person for _row, person in rows]
    )
    services.close_differences(
        actor=commander,
        reason=REASON,
        kept={row: names[person][0].id for row, person in rows[LEFT_OPEN:]},
    )


def count_in(commander: Actor, call_up_id: UUID, units: Sequence[InventedUnit]) -> None:
    """Let units arrive as one body, but for a few people who are late and a few who cannot come."""
    lines = _board(commander, call_up_id)
    for line in lines:
        services.confirm_list(actor=commander, ask_id=line.ask.id)
    late = {one.id for one in Random(LATE).sample(list(units), min(LATE, len(units)))}  # noqa: S311
    for n, line in enumerate(lines):
        if line.ask.unit_id in late:
            unit = line.ask.unit_id
            rows = list(
                queries.names(actor=commander, call_up_id=call_up_id, unit_id=unit, stage="named")
            )
            if rows and n % 3 == 0:
                services.decline(actor=commander, nomination_id=rows[0].id)
            for row in rows[1:]:
                services.arrive(actor=commander, nomination_id=row.id)
        else:
            services.arrive_unit(actor=commander, ask_id=line.ask.id)


def _board(commander: Actor, call_up_id: UUID) -> Sequence[queries.Line]:
    row = queries.call_up(actor=commander, call_up_id=call_up_id)
    return queries.board(actor=commander, call_up=row).lines
