"""Changes of a published roster and requests on it, as pages and programs read them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.permissions import allowed
from muster.operations.duty import rules
from muster.operations.duty.change_enums import OPEN_STATES, RequestKind
from muster.operations.duty.models import Assignment, Edition, RosterChange, RosterRequest
from muster.operations.duty.queries.as_plan import edition_on, roster_desk
from muster.operations.duty.queries.judging import Placement, Verdict, judge_change
from muster.operations.duty.queries.roster import IN_FORCE
from muster.registers.responders import queries as responders

SHOWN = 200


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change with the shifts it ended and made, and the names of those who were told."""

    change: RosterChange
    cancelled: Sequence[Assignment]
    made: Sequence[Assignment]
    told: Sequence[str]
    undone: bool


def editions_of(*, actor: Actor, incident_id: UUID) -> Sequence[Edition]:
    """Return every edition of an incident, the newest first."""
    rows: Any = Edition.objects.visible_to(actor).filter(incident_id=incident_id)
    return list(rows.order_by("-number"))


def edition(*, actor: Actor, edition_id: UUID) -> Edition:
    """Return one edition.

    Raises:
        NotFound: there is none the actor may see.
    """
    found: Edition = Edition.objects.get_visible(actor, edition_id)
    return found


def changes_of_roster(
    *, actor: Actor, incident_id: UUID, area: str = "", responder_id: UUID | None = None
) -> Any:
    """Return the changes an actor may see, the newest first, as rows to be paged."""
    rows: Any = RosterChange.objects.visible_to(actor).filter(edition__incident_id=incident_id)
    if area:
        rows = rows.filter(area_code=area)
    if responder_id is not None:
        rows = rows.filter(
            Q(made__responder_id=responder_id) | Q(cancelled__responder_id=responder_id)
        ).distinct()
    return rows.select_related("edition").order_by("-at", "-id")


def change_lines(actor: Actor, changes: Sequence[RosterChange]) -> Sequence[ChangeLine]:
    """Return what each change ended and made, and who was told. Four queries, however many."""
    ids = [one.id for one in changes]
    rows: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(
        Q(made_by_id__in=ids) | Q(cancelled_by_id__in=ids)
    )
    made: dict[UUID, list[Assignment]] = defaultdict(list)
    gone: dict[UUID, list[Assignment]] = defaultdict(list)
    for row in rows.select_related("post__kind", "shift__pattern", "responder").order_by(
        "starts_at", "responder__name_key"
    ):
        if row.made_by_id in ids:
            made[row.made_by_id].append(row)
        if row.cancelled_by_id in ids:
            gone[row.cancelled_by_id].append(row)
    told = {UUID(one) for change in changes for one in change.told}
    reader = system_actor(actor.tenant_id, "duty.roster")
    names = responders.names_of_people(reader, told) if told else {}
    undone: Any = RosterChange.objects.of_tenant(actor.tenant_id).filter(undoes_id__in=ids)
    back = set(undone.values_list("undoes_id", flat=True))
    return [
        ChangeLine(
            one,
            gone[one.id],
            made[one.id],
            [names.get(UUID(person), "") for person in one.told],
            one.id in back,
        )
        for one in changes
    ]


def open_requests(*, actor: Actor, area: str = "") -> Sequence[RosterRequest]:
    """Return requests that wait for an answer where the actor changes rosters, soonest first."""
    rows: Any = RosterRequest.objects.visible_to(actor, rules.CHANGE_ROSTER).filter(
        state__in=OPEN_STATES, deadline_at__gt=clock.now()
    )
    if not rules_cover(actor):
        return []
    if area:
        rows = rows.filter(area_code=area)
    return list(_with_parts(rows).order_by("deadline_at", "id")[:SHOWN])


def rules_cover(actor: Actor) -> bool:
    """True where the actor changes rosters somewhere."""
    return allowed(actor, rules.CHANGE_ROSTER)


def request(*, actor: Actor, request_id: UUID) -> RosterRequest:
    """Return one request: own, asked of the actor, or where the actor changes rosters.

    Raises:
        NotFound: there is none.
    """
    found: RosterRequest = _with_parts(RosterRequest.objects.all()).get_visible(actor, request_id)
    return found


def own_requests(*, actor: Actor) -> Sequence[RosterRequest]:
    """Return what the actor asked for, and what others ask of the actor, the newest first."""
    if actor.person_id is None:
        return []
    rows: Any = RosterRequest.objects.of_tenant(actor.tenant_id).filter(
        Q(responder_id=actor.person_id) | Q(other_id=actor.person_id)
    )
    return list(_with_parts(rows).order_by("-asked_at", "-id")[:SHOWN])


def verdicts_of(requests: Sequence[RosterRequest]) -> Mapping[UUID, Verdict]:
    """Return what approving each request would break; as many queries a community as for one.

    Leave and a cover without a name have none: a repair or a name comes first.
    """
    found: dict[UUID, Verdict] = {}
    by_area: dict[tuple[str, UUID], list[RosterRequest]] = defaultdict(list)
    for one in requests:
        if one.other_id is not None and one.assignment is not None:
            by_area[one.area_code, one.edition_id].append(one)
    for (area, _edition), some in by_area.items():
        areas = {area, *(r.with_assignment.area_code for r in some if r.with_assignment)}
        people = [one.other_id for one in some if one.other_id is not None]
        desk = roster_desk(edition=some[0].edition, areas=areas, people=people)
        for one in some:
            found[one.id] = judge_change(desk, *_as_change(one))
    return found


def swappable(
    *, actor: Actor, assignment: Assignment, days: int
) -> tuple[Sequence[Assignment], int]:
    """Return shifts of the community the actor could swap a shift for, and how many break a rule.

    Each is judged as if it were swapped.
    """
    day = assignment.day
    edition = edition_on(actor, assignment.edition.incident_id, day)
    if edition is None:
        return [], 0
    desk = roster_desk(edition=edition, areas={assignment.area_code})
    now = clock.now()
    rows = [
        row for (person, when), row in desk.rows.items()
        if person != assignment.responder_id and row.starts_at > now
        and row.area_code == assignment.area_code
        and abs((when - day).days) <= days
        and (row.day, row.shift_id, row.post_id)
        != (assignment.day, assignment.shift_id, assignment.post_id)
    ]  # fmt: skip
    fitting = [row for row in rows if judge_change(desk, *_swap(assignment, row)).legal]
    named: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(
        IN_FORCE, id__in=[row.id for row in fitting]
    )
    listed = named.select_related("post__kind", "shift__pattern", "responder")
    return list(listed.order_by("starts_at", "responder__name_key")), len(rows) - len(fitting)


def _as_change(one: RosterRequest) -> tuple[list[Assignment], list[Placement]]:
    mine: Any = one.assignment
    if one.kind == RequestKind.SWAP and one.with_assignment is not None:
        return _swap(mine, one.with_assignment)
    other: Any = one.other_id
    return [mine], [Placement(other, mine.post_id, mine.shift_id, mine.day)]


def _swap(one: Assignment, other: Assignment) -> tuple[list[Assignment], list[Placement]]:
    return [one, other], [
        Placement(one.responder_id, other.post_id, other.shift_id, other.day),
        Placement(other.responder_id, one.post_id, one.shift_id, one.day),
    ]


def _with_parts(rows: Any) -> Any:
    return rows.select_related(
        "edition", "responder", "other", "change",
        "assignment__post__kind", "assignment__shift__pattern",
        "with_assignment__post__kind", "with_assignment__shift__pattern",
        "with_assignment__responder",
    )  # fmt: skip


def coverers(
    *, actor: Actor, assignment: Assignment, limit: int = 12
) -> Sequence[tuple[UUID, str]]:
    """Return who of the community could take a shift without breaking a rule, by fewest shifts."""
    edition = edition_on(actor, assignment.edition.incident_id, assignment.day)
    if edition is None:
        return []
    desk = roster_desk(edition=edition, areas={assignment.area_code})
    loads: dict[UUID, int] = defaultdict(int)
    busy: set[tuple[UUID, date]] = set(desk.rows)
    for person, _day in desk.rows:
        loads[person] += 1
    free = sorted(
        (UUID(one) for one in desk.people if (UUID(one), assignment.day) not in busy),
        key=lambda one: (loads[one], one),
    )
    found = []
    for person in free:
        put = [Placement(person, assignment.post_id, assignment.shift_id, assignment.day)]
        if judge_change(desk, [assignment], put).legal:
            found.append(person)
        if len(found) == limit:
            break
    reader = system_actor(actor.tenant_id, "duty.roster")
    names = responders.names_of_people(reader, found) if found else {}
    return [(person, names.get(person, "")) for person in found]


def roster_people(*, actor: Actor, area: str, day: date) -> Sequence[tuple[UUID, str]]:
    """Return who has a shift in a community from a day on, with the unit, by name."""
    rows: Any = Assignment.objects.visible_to(actor).filter(IN_FORCE, area_code=area, day__gte=day)
    named = rows.order_by("responder__name_key", "responder_id").distinct()
    found = named.values_list("responder_id", "responder__name", "responder__unit__name")
    return [(person, f"{name} · {unit}") for person, name, unit in found.distinct()]
