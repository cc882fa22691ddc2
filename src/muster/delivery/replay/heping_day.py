"""`muster replay heping`: the evening, the muster at eight, a handover, a night, three drop-outs.

The evening and the morning are the demo's own (`services.make_demo`). What follows until the next
morning goes through the same services. The report does not explain why its parts make 3,244 and
not 3,224: that twenty names stand twice is our invention.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from time import perf_counter
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from muster.delivery.replay.contracts import Outcome
from muster.delivery.replay.evening import NAMED_TWICE, at
from muster.delivery.replay.posts import POSTS
from muster.delivery.replay.services import STARTS_AT, make_demo
from muster.kernel.actors import Actor
from muster.kernel.roles import Role
from muster.operations.duty import queries as duty
from muster.operations.duty import services as duty_services
from muster.operations.duty.contracts import CrewMember
from muster.operations.duty.enums import LEAST_CREW
from muster.operations.mobilise import queries
from muster.operations.mobilise.enums import DifferenceKind
from muster.platform.access.queries import account_by_id, actor_of
from muster.platform.places.queries import areas_below

PEOPLE, PARTS, COMMUNITIES, UNITS, HOURS = 3224, (720, 1775, 749), 64, 106, 4
DAYS, DROP_OUTS, MOST_SECONDS = 14, 3, 1.0
FIRST_DAY = STARTS_AT.date()
AFTERNOON = STARTS_AT.replace(hour=16, minute=0)
NIGHT = STARTS_AT.replace(hour=0, minute=0) + timedelta(days=1)
FIVE_MINUTES = timedelta(minutes=5)
CALL_AT_FIVE = NIGHT.replace(hour=5, minute=10)
MATTER, GOING, COMING = "北侧照明坏了，已报修", "交班组长", "接班组长"


def replay(*, seed: int) -> Outcome:
    """Make the demo, then let a day and a night pass."""
    begun = perf_counter()
    tenant = make_demo(seed=seed, progress=_unheard)
    seconds = perf_counter() - begun
    cast = {member["role"]: member["account"] for member in tenant.settings["cast"]}
    commander = actor_of(account_by_id(UUID(cast[Role.COMMANDER])))
    told = Outcome("heping")
    told.add(_("From the call to people at their posts, by Muster's own work"), f"≤ {HOURS} h",
             f"{seconds:.0f} s", seconds <= 3600 * HOURS)  # fmt: skip
    with at(commander, STARTS_AT):
        _lists(told, commander)
        _plan(told, commander)
    _handover(told, commander)
    with at(commander, NIGHT + FIVE_MINUTES):
        _night(told, commander)
    with at(commander, CALL_AT_FIVE):
        _drop_outs(told, commander)
    return told


def _lists(told: Outcome, commander: Actor) -> None:
    """The call, the names, what did not add up, who stood there at eight."""
    row = queries.call_ups(actor=commander)[0]
    board = queries.board(actor=commander, call_up=row)
    rows = queries.differences(actor=commander, call_up_id=row.id)
    twice = [one for one in rows if one.kind == DifferenceKind.NAMED_TWICE]
    named = sum(line.ask.stated or 0 for line in board.lines)
    told.same(_("Units that were called"), UNITS, len(board.lines))
    told.same(_("Names sent: 720 + 1,775 + 749"), sum(PARTS), named)
    told.same(_("Names that stand on two lists, found"), NAMED_TWICE, len(twice))
    people = {one.responder_id for one in queries.names(actor=commander, call_up_id=row.id)}
    told.same(_("Different people on the lists"), PEOPLE, len(people))
    told.add(_("Arrived at 08:05"), f"{PEOPLE:,}", f"{board.totals.arrived:,}")


def _plan(told: Outcome, commander: Actor) -> None:
    """What was planned in the evening."""
    row = queries.call_ups(actor=commander)[0]
    plan = queries.plans(actor=commander, call_up_id=row.id).get(edition_id__isnull=False)
    facts, _document = queries.plan_documents(actor=commander, plan_id=plan.id)
    summary = plan.summary
    told.add(_("Seconds of planning"), "–", summary["seconds"])
    told.same(_("Duty points"), POSTS, sum(len(one["posts"]) for one in facts["communities"]))
    leads = sum(1 for one in summary["communities"] if one["secretary"])
    told.same(_("Communities with a first secretary"), COMMUNITIES, leads)
    told.smallest_crew(LEAST_CREW, _crews(commander, DAYS))
    told.add(_("Person-shifts short"), "–", f"{summary['short']:,} / {summary['shifts']:,}")
    now = duty.board_of(actor=commander, area=_area(commander), at=STARTS_AT)
    told.add(_("On post at 08:05"), "–", f"{sum(one.present for one in now):,}")


def _handover(told: Outcome, commander: Actor) -> None:
    """At four in the afternoon one gate is handed over, with a matter that stays open."""
    post_id, going, coming = _gate_with_two_crews(commander)
    with at(commander, AFTERNOON - FIVE_MINUTES):
        for member in coming:
            duty_services.check_in_by_lead(actor=commander, assignment_id=member.assignment_id)
        offered = duty_services.offer_handover(
            actor=commander,
            post_id=post_id,
            day=FIRST_DAY,
            shift_id=duty.assignment(
                actor=commander, assignment_id=going[0].assignment_id
            ).shift_id,
            draft=duty_services.HandoverDraft(
                counted={}, closed={}, new_matters=(MATTER,), by_name=GOING
            ),
        )
        duty_services.accept_handover(actor=commander, handover_id=offered.id, by_name=COMING)
        for member in going:
            if member.came_at is not None:
                duty_services.check_out(actor=commander, assignment_id=member.assignment_id)
    kept = duty.last_handover(commander.tenant_id, post_id)
    carried = len(kept.matters) if kept and kept.accepted_digest else 0
    told.add(_("Handover at 16:00 signed by both crews"), _("a ceremony"),
             _("open matters carried on: %(n)s") % {"n": carried},
             carried == 1)  # fmt: skip


def _night(told: Outcome, commander: Actor) -> None:
    """The night shift of the whole district comes to its posts."""
    for member in _due(commander, NIGHT):
        duty_services.check_in_by_lead(
            actor=commander, assignment_id=member.assignment_id, came_at=NIGHT
        )
    posts = duty.board_of(actor=commander, area=_area(commander), at=NIGHT + FIVE_MINUTES)
    told.same(_("Posts open at night, with a crew"), len(posts), sum(not p.empty for p in posts))
    told.add(_("Alone at night"), 0, sum(p.alone for p in posts), not any(p.alone for p in posts))


def _drop_outs(told: Outcome, commander: Actor) -> None:
    """At ten past five three people of one community call in sick; nobody else is woken."""
    incident_id = queries.call_ups(actor=commander)[0].incident_id
    morning = CALL_AT_FIVE.date()
    area, crew = max(_by_area(commander, morning).items(), key=lambda pair: (len(pair[1]), pair[0]))
    waited_for = [member for member in crew if member.starts_at > CALL_AT_FIVE]
    absent = {member.responder_id: (morning, morning) for member in waited_for[:DROP_OUTS]}
    begun = perf_counter()
    proposal = duty.propose_repair(
        actor=commander, incident_id=incident_id, area=area, absent=absent
    )
    seconds = perf_counter() - begun
    touched = {line.responder_id for line in proposal.lines} - set(absent)
    duty_services.accept_repair(
        actor=commander,
        incident_id=incident_id,
        keys=[line.key for line in proposal.lines],
        absent=absent,
    )
    told.add(_("Drop-outs at 05:10, seconds to a proposal"), f"≤ {MOST_SECONDS:g}",
             f"{seconds:.2f}", seconds <= MOST_SECONDS)  # fmt: skip
    told.add(_("Others whose roster changes"), "–", len(touched))
    crews = Counter(
        (one.post_id, one.label) for one in duty.roster_of(actor=commander, area=area, day=morning)
    )
    told.smallest_crew(LEAST_CREW, crews, figure=_("Smallest crew after the repair"))


def _gate_with_two_crews(
    commander: Actor,
) -> tuple[UUID, Sequence[CrewMember], Sequence[CrewMember]]:
    """Return the first post that two crews follow each other at, and both of them."""
    for members in _by_area(commander, FIRST_DAY).values():
        of_post: dict[UUID, dict[datetime, list[CrewMember]]] = {}
        for member in members:
            of_post.setdefault(member.post_id, {}).setdefault(member.starts_at, []).append(member)
        for post_id, crews in of_post.items():
            if {STARTS_AT.replace(minute=0), AFTERNOON} <= crews.keys():
                going = crews[STARTS_AT.replace(minute=0)]
                if sum(member.came_at is not None for member in going) >= LEAST_CREW:
                    return post_id, going, crews[AFTERNOON]
    raise LookupError("no post has two crews")


def _due(commander: Actor, begins: datetime) -> Sequence[CrewMember]:
    rows = _by_area(commander, begins.date()).values()
    return [member for members in rows for member in members if member.starts_at == begins]


def _by_area(commander: Actor, day: date) -> dict[str, Sequence[CrewMember]]:
    return {
        community.code: duty.roster_of(actor=commander, area=community.code, day=day)
        for community in areas_below(_area(commander), level=5)
    }


def _crews(commander: Actor, days: int) -> Counter[tuple[Any, ...]]:
    return Counter(
        (member.post_id, member.day, member.label)
        for day in range(days)
        for members in _by_area(commander, FIRST_DAY + timedelta(days=day)).values()
        for member in members
    )


def _area(commander: Actor) -> str:
    return commander.grants[0].area


def _unheard(_done: int, _total: int, _note: str) -> None:
    """Nobody waits for the progress of a replay."""
