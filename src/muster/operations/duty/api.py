"""Shifts for programs: coming and leaving, alarms, who could stand in, handovers."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Router, Schema

from muster.kernel.permissions import requires, signed_in
from muster.operations.duty import queries, rules, services
from muster.operations.duty.models import CheckIn, Handover, LoneAlarm, RosterRequest
from muster.operations.duty.services import HandoverDraft
from muster.registers.measures.queries import current_notice
from muster.ui.http import Request

router = Router()
MOST_CHANGES = 200
LARGEST_LIST = 200


class ShiftOut(Schema):
    """One of the own shifts."""

    id: UUID
    post_id: UUID
    post: str
    place: str
    starts_at: datetime
    ends_at: datetime
    night: bool
    crew: list[str]
    came_at: datetime | None
    left_at: datetime | None


class CheckInIn(Schema):
    """The code of the post's card. `at` is the phone's own time, `distance_m` only by consent."""

    code: str = Field(max_length=200)
    at: datetime | None = None
    distance_m: int | None = Field(None, ge=0, le=999_999)


class CheckInOut(Schema):
    """A check-in. `clock_off_minutes` is set where the phone's clock is wrong; ours was kept."""

    shift_id: UUID
    came_at: datetime
    left_at: datetime | None
    late_minutes: int
    clock_off_minutes: int | None
    flags: list[str]


class AlarmOut(Schema):
    """A running shift with fewer than two people. `ended_at` is null while it lasts."""

    id: UUID
    post_id: UUID
    post: str
    area: str
    cause: str
    present: int
    opened_at: datetime
    answered_at: datetime | None
    answered_by: str
    escalated_at: datetime | None
    ended_at: datetime | None
    end: str


class ReliefOut(Schema):
    """Somebody who could stand in; `bends` says in words which rules that would bend."""

    person_id: UUID
    name: str
    unit: str
    same_community: bool
    paired_leader: bool
    km: float | None
    rested_hours: int | None
    last_asked_at: datetime | None
    bends: list[str]


class HandoverIn(Schema):
    """What a crew hands over. Gear left out is as it should be; matters left out are carried on."""

    post_id: UUID
    day: date
    shift_id: UUID
    counted: dict[str, int] = Field(default_factory=dict)
    closed: dict[UUID, str] = Field(default_factory=dict)
    new_matters: list[str] = Field(default_factory=list, max_length=20)
    keys: str = Field("", max_length=200)
    by_name: str = Field("", max_length=80)


class HandoverOut(Schema):
    """A handover and its place in the chain of its post."""

    id: UUID
    number: int
    state: str
    out_by: str
    in_by: str
    offered_at: datetime
    answered_at: datetime | None
    digest: str
    previous_digest: str


class AcceptIn(Schema):
    """`by_name` where the lead records who signed on paper."""

    by_name: str = Field("", max_length=80)


@router.get("/shifts", response=list[ShiftOut])
@signed_in
def own_shifts(request: Request, from_day: date) -> list[ShiftOut]:
    """List the own shifts from a day on, the next first."""
    return [
        ShiftOut(
            id=one.assignment_id,
            post_id=one.post_id,
            post=one.post,
            place=one.place,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            night=one.mark == "night",
            crew=list(one.crew),
            came_at=one.came_at,
            left_at=one.left_at,
        )
        for one in queries.my_shifts(actor=request.actor, from_day=from_day)[:LARGEST_LIST]
    ]


@router.post("/check-ins", response=CheckInOut, openapi_extra={"responses": {404: {}, 409: {}}})
@signed_in
def check_in(request: Request, body: CheckInIn) -> CheckInOut:
    """Check in to the own shift by the code on the post's card."""
    row = services.check_in(
        actor=request.actor, post_code=body.code, at=body.at, distance_m=body.distance_m
    )
    return _check_in(row)


@router.post(
    "/shifts/{uuid:shift_id}/check-out", response=CheckInOut, openapi_extra={"responses": {409: {}}}
)
@signed_in
def check_out(request: Request, shift_id: UUID) -> CheckInOut:
    """Check out of a shift: the own one, or somebody's where one keeps its post."""
    return _check_in(services.check_out(actor=request.actor, assignment_id=shift_id))


@router.get("/alarms", response=list[AlarmOut])
@requires(rules.ANSWER_ALARMS)
def alarms(request: Request, area: str = "") -> list[AlarmOut]:
    """List open alarms below an area, the longest open first."""
    rows = queries.open_alarms(actor=request.actor, area=area)
    return [_alarm(row) for row in rows[:LARGEST_LIST]]


@router.post(
    "/alarms/{uuid:alarm_id}/answer", response=AlarmOut, openapi_extra={"responses": {409: {}}}
)
@requires(rules.ANSWER_ALARMS)
def answer_alarm(request: Request, alarm_id: UUID) -> AlarmOut:
    """Say that one takes care of an alarm."""
    services.answer_alarm(actor=request.actor, alarm_id=alarm_id)
    return _alarm(queries.alarm(actor=request.actor, alarm_id=alarm_id))


@router.get(
    "/posts/{uuid:post_id}/days/{day}/shifts/{uuid:shift_id}/relief", response=list[ReliefOut]
)
@requires(rules.FIND_RELIEF)
def relief(request: Request, post_id: UUID, day: date, shift_id: UUID) -> list[ReliefOut]:
    """List who could stand in for a shift, the best first; no telephone numbers."""
    found = queries.relief_list(actor=request.actor, post_id=post_id, day=day, shift_id=shift_id)
    return [
        ReliefOut(
            person_id=one.responder_id,
            name=one.name,
            unit=one.unit,
            same_community=one.here,
            paired_leader=one.paired,
            km=one.km,
            rested_hours=one.rested_hours,
            last_asked_at=one.last_asked_at,
            bends=[bend.words(bend.until.isoformat() if bend.until else "") for bend in one.bends],
        )
        for one in found
    ]


@router.post("/handovers", response=HandoverOut, openapi_extra={"responses": {404: {}, 409: {}}})
@signed_in
def hand_over(request: Request, body: HandoverIn) -> HandoverOut:
    """Hand a post over to the next crew."""
    row = services.offer_handover(
        actor=request.actor,
        post_id=body.post_id,
        day=body.day,
        shift_id=body.shift_id,
        draft=HandoverDraft(
            counted=body.counted,
            closed=body.closed,
            new_matters=tuple(body.new_matters),
            keys=body.keys,
            by_name=body.by_name,
        ),
    )
    return _handover(row)


@router.get("/handovers/{uuid:handover_id}", response=HandoverOut)
@signed_in
def handover(request: Request, handover_id: UUID) -> HandoverOut:
    """Show a handover to its crews and to those who keep the post."""
    return _handover(queries.handover(actor=request.actor, handover_id=handover_id))


@router.post(
    "/handovers/{uuid:handover_id}/accept",
    response=HandoverOut,
    openapi_extra={"responses": {409: {}}},
)
@signed_in
def accept_handover(request: Request, handover_id: UUID, body: AcceptIn) -> HandoverOut:
    """Take a post over; two of the next crew must be there."""
    row = services.accept_handover(
        actor=request.actor, handover_id=handover_id, by_name=body.by_name
    )
    return _handover(row)


def _check_in(row: CheckIn) -> CheckInOut:
    return CheckInOut(
        shift_id=row.assignment_id,
        came_at=row.came_at,
        left_at=row.left_at,
        late_minutes=row.late_minutes,
        clock_off_minutes=row.clock_off_minutes,
        flags=row.flags,
    )


def _alarm(row: LoneAlarm) -> AlarmOut:
    return AlarmOut(
        id=row.id,
        post_id=row.post_id,
        post=row.post.title,
        area=row.area_code,
        cause=row.cause,
        present=row.present,
        opened_at=row.opened_at,
        answered_at=row.answered_at,
        answered_by=row.answered_by_name,
        escalated_at=row.escalated_at,
        ended_at=row.ended_at,
        end=row.end_kind,
    )


def _handover(row: Handover) -> HandoverOut:
    return HandoverOut(
        id=row.id,
        number=row.number,
        state=row.state,
        out_by=row.out_by_name,
        in_by=row.in_by_name,
        offered_at=row.offered_at,
        answered_at=row.answered_at,
        digest=row.digest,
        previous_digest=row.previous_digest,
    )


class ChangeOut(Schema):
    """A change of the roster: shifts it ended and made, by id, and how many people were told."""

    id: UUID
    kind: str
    area_code: str
    reason: str
    by: str
    at: datetime
    bent: list[str]
    cancelled: list[UUID]
    made: list[UUID]
    told: int


class RequestOut(Schema):
    """A request on the roster: a swap, cover or leave that somebody asks for."""

    id: UUID
    kind: str
    state: str
    responder_id: UUID
    other_id: UUID | None
    assignment_id: UUID | None
    with_assignment_id: UUID | None
    starts_at: datetime | None
    ends_at: datetime | None
    deadline_at: datetime


class CoverIn(Schema):
    """Who takes the shift, and the version of it that was seen."""

    version: int
    by_responder_id: UUID
    reason: str = ""
    despite: list[str] = []


class SwapIn(Schema):
    """The other shift, and the versions of both that were seen."""

    with_assignment_id: UUID
    version: int
    with_version: int
    reason: str = ""
    despite: list[str] = []


class AnswerIn(Schema):
    """Yes or no."""

    agrees: bool


@router.get("/roster/changes", response=list[ChangeOut])
@requires(rules.VIEW_ROSTER)
def roster_changes(request: Request, area: str = "") -> list[ChangeOut]:
    """List the newest changes of the running incident's roster."""
    actor = request.actor
    notice = current_notice(actor)
    if notice is None:
        return []
    rows = queries.changes_of_roster(actor=actor, incident_id=notice.incident_id, area=area)
    return [_change(line) for line in queries.change_lines(actor, list(rows[:MOST_CHANGES]))]


@router.post(
    "/shifts/{uuid:shift_id}/cover", response=ChangeOut, openapi_extra={"responses": {409: {}}}
)
@requires(rules.CHANGE_ROSTER)
def cover_shift(request: Request, shift_id: UUID, body: CoverIn) -> ChangeOut:
    """Give a shift to somebody else; refused with the rules that it would break."""
    change = services.cover(
        actor=request.actor,
        assignment_id=shift_id,
        version=body.version,
        by_responder_id=body.by_responder_id,
        reason=body.reason,
        despite=body.despite,
    )
    return _change(queries.change_lines(request.actor, [change])[0])


@router.post(
    "/shifts/{uuid:shift_id}/swap", response=ChangeOut, openapi_extra={"responses": {409: {}}}
)
@requires(rules.CHANGE_ROSTER)
def swap_shifts(request: Request, shift_id: UUID, body: SwapIn) -> ChangeOut:
    """Let two people take each other's shift; refused with the rules that it would break."""
    change = services.swap(
        actor=request.actor,
        assignment_id=shift_id,
        with_assignment_id=body.with_assignment_id,
        versions=(body.version, body.with_version),
        reason=body.reason,
        despite=body.despite,
    )
    return _change(queries.change_lines(request.actor, [change])[0])


@router.get("/roster/requests", response=list[RequestOut])
@requires(rules.CHANGE_ROSTER)
def roster_requests(request: Request) -> list[RosterRequest]:
    """List what waits for an answer, soonest first."""
    return list(queries.open_requests(actor=request.actor))


@router.get("/requests", response=list[RequestOut])
@signed_in
def own_requests(request: Request) -> list[RosterRequest]:
    """List what one asked for and what others ask of one."""
    return list(queries.own_requests(actor=request.actor))


@router.post(
    "/requests/{uuid:request_id}/answer",
    response=RequestOut,
    openapi_extra={"responses": {409: {}}},
)
@signed_in
def answer_request(request: Request, request_id: UUID, body: AnswerIn) -> RosterRequest:
    """Say yes or no to what somebody asks of one."""
    return services.answer_request(actor=request.actor, request_id=request_id, agrees=body.agrees)


def _change(line: queries.ChangeLine) -> ChangeOut:
    change = line.change
    return ChangeOut(
        id=change.id,
        kind=change.kind,
        area_code=change.area_code,
        reason=change.reason,
        by=change.approved_by_name,
        at=change.at,
        bent=change.bent,
        cancelled=[row.id for row in line.cancelled],
        made=[row.id for row in line.made],
        told=len(line.told),
    )
