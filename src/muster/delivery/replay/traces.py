"""What a command leaves behind by working: places, messages, a sheet, an export, a destruction.

So a visitor sees every screen with something on it. All of it went through the services a real
command uses. As this is a drill, nothing has left the house: the channels lead to addresses that do
not exist, and every message for outside was kept in.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random
from uuid import UUID

from muster.delivery.replay import heping
from muster.delivery.replay.people import TODAY, invent_people, phone_numbers
from muster.delivery.replay.texts import LIST_ASKED
from muster.engines.sheets import WriteColumn
from muster.kernel.actors import Actor
from muster.kernel.ids import new_id
from muster.kernel.roles import Role
from muster.platform.access.services import invite
from muster.platform.files.services import ask_commit, export_table, start_import
from muster.platform.notify.contracts import Link, Recipient
from muster.platform.notify.enums import Way
from muster.platform.notify.services import notify, save_channel, set_quiet_hours
from muster.platform.places.enums import PremisesKind
from muster.platform.places.queries import premises_children
from muster.platform.places.services import (
    Pattern,
    PremisesDraft,
    add_by_pattern,
    add_premises,
    create_grid,
)
from muster.platform.retention.services import destroy_due
from muster.registers.responders import queries as responders
from muster.registers.responders.contracts import UNIT_LIST
from muster.registers.responders.enums import SENT
from muster.registers.responders.services import add_many, end_responder

ALREADY_GONE = 3
"""People who left so long ago that what was held on them has been destroyed."""
GONE_SINCE = TODAY - timedelta(days=400)


def open_channels(maintainer: Actor) -> None:
    """Set up two ways out, to addresses that do not exist; in a drill nothing is sent by them."""
    save_channel(
        actor=maintainer,
        way=Way.SMS,
        name=heping.SMS_CHANNEL,
        url="https://sms.example.invalid/send",
        secret=new_id().hex,
        body='{"to": "{phone}", "content": "{text}", "sign": "{signature}"}',
    )
    save_channel(actor=maintainer, way=Way.EMAIL, name=heping.MAIL_CHANNEL)
    set_quiet_hours(actor=maintainer, begins="22:00", ends="07:00")


def leave_traces(
    actor: Actor, cast: Mapping[str, Actor], *, seed: int, lead_person: UUID, unit_id: UUID
) -> None:
    """Let the six have worked a little; `cast` are they by role, `actor` is the demo itself."""
    rng = Random(f"traces {seed}")  # noqa: S311
    _places(cast[Role.LEAD], lead_person)
    _messages(cast, rng)
    _export(cast[Role.COMMANDER])
    _destruction(actor, rng, unit_id)


def _places(lead: Actor, person_id: UUID) -> None:
    """Lay out a compound with its buildings and a grid; three shops come by a sheet, as a job."""
    community = lead.grants[0].area
    compound = add_premises(
        actor=lead,
        draft=PremisesDraft(community, PremisesKind.COMPOUND, heping.COMPOUND),
    )
    buildings = Pattern(buildings=3, entrances=1, floors=4, doors=2)
    add_by_pattern(actor=lead, parent_code=compound.code, pattern=buildings)
    standing = premises_children(lead, compound.code)
    create_grid(
        actor=lead,
        area_code=community,
        name=heping.GRID,
        building_ids=[row.pk for row in standing],
        person_id=person_id,
    )
    lines = [heping.SHOP_COLUMNS, *((community, "商铺", name) for name in heping.SHOPS)]
    batch = start_import(
        actor=lead,
        kind_name="places.premises",
        name=heping.SHOP_SHEET,
        content="\n".join(",".join(line) for line in lines).encode(),
        options={},
    )
    ask_commit(actor=lead, batch_id=batch.id)


def _messages(cast: Mapping[str, Actor], rng: Random) -> None:
    """Write what the channels would carry, were this no drill."""
    roles = (Role.PLANNER, Role.CLERK, Role.LEAD)
    recipients = [
        Recipient(account_id=cast[role].account_id, phone=phone, language="zh-hans")
        for role, phone in zip(roles, phone_numbers(rng, len(roles)), strict=True)
    ]
    notify(
        actor=cast[Role.COMMANDER],
        recipients=recipients,
        words=LIST_ASKED,
        params={"hour": "20:00"},
        link=Link("/"),
    )
    invite(
        actor=cast[Role.COMMANDER],
        role=Role.INSPECTOR,
        area_code=heping.DISTRICT,
        display_name=heping.INVITED,
        contact=phone_numbers(rng, 1)[0],
    )


def _export(commander: Actor) -> None:
    """Take the list of units out as a sheet; it carries no person, and who took it."""
    units = responders.units(actor=commander, level=SENT).order_by("level", "name")
    export_table(
        actor=commander,
        permission="responders.view_units",
        title=UNIT_LIST,
        columns=[WriteColumn(head, width, text=True) for head, width in heping.EXPORT_COLUMNS],
        rows=[(unit.name, unit.get_level_display(), str(unit.people_active)) for unit in units],
        area_code=heping.DISTRICT,
    )


def _destruction(actor: Actor, rng: Random, unit_id: UUID) -> None:
    """Let people have left more than a year ago, and destroy what the rules say is due by now."""
    numbers = phone_numbers(rng, ALREADY_GONE)
    joined = GONE_SINCE - timedelta(days=30)
    drafts = [
        replace(draft, joined_on=joined)
        for draft in invent_people(rng, unit_id=unit_id, count=ALREADY_GONE, phones=numbers)
    ]
    for person_id in add_many(actor=actor, drafts=drafts, batch_id=new_id()):
        end_responder(actor=actor, responder_id=person_id, on=GONE_SINCE)
    destroy_due()
