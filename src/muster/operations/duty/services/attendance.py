"""Coming to a shift and leaving it: by the post's code, or recorded by the lead."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.kernel.events import on_commit
from muster.kernel.permissions import allowed, require
from muster.kernel.tenants import tenant_of
from muster.operations.duty import events, rules
from muster.operations.duty.enums import CheckInWay
from muster.operations.duty.models import Assignment, CheckIn, LoneAlarm, NoShow, Post
from muster.operations.duty.queries.shifts import OPENS_HOURS, next_of, now_of
from muster.operations.duty.queries.where import spot, spots_of
from muster.operations.duty.services.alarms import look_at
from muster.operations.duty.services.breaks import close_breaks
from muster.operations.duty.services.codes import flags_of, post_of_code
from muster.platform.audit.services import record

CLOCK_OFF_MINUTES = 10
"""A phone whose clock differs by more is told so; our time is kept."""
UNDO_MINUTES = 10
"""How long somebody can take the own check-in back."""


class WrongPost(Conflict):
    """The code belongs to another post than the shift; `expected` is where the shift is."""

    def __init__(self, here: Post, expected: Assignment) -> None:
        place = expected.post.place
        spots = spots_of([here, expected.post])
        super().__init__(
            _("This is the code of %(here)s. Your shift is at %(post)s."),
            next_step=_(
                "Go to %(place)s. If you were told to stay here, ask the lead to record you."
            ),
            here=spots[here.id],
            post=spots[expected.post_id],
            place=place or spots[expected.post_id],
        )
        self.expected = expected


class AlreadyCheckedIn(Conflict):
    """Somebody has checked in to this shift; `check_in` says when."""

    def __init__(self, check_in: CheckIn) -> None:
        super().__init__(
            _("Already checked in at %(at)s."),
            next_step=_("Nothing more to do. When the shift ends, check out."),
            at=_clock(check_in.came_at, check_in.tenant_id),
        )
        self.check_in = check_in


def check_in(
    *, actor: Actor, post_code: str, at: datetime | None = None, distance_m: int | None = None
) -> CheckIn:
    """Record that the person signed in has come to the own shift, by the code on the post's card.

    `at` is what the phone believes the time to be. Where it is off, our time counts and the row
    says by how much. A shift can be checked into from two hours before it starts until it ends.
    What looks like a copied code (far away, at two posts at once, an old code) is kept and flagged
    for the lead: a card printed once must serve for weeks, and nobody is sent away from a post.

    Raises:
        NotAllowed: the account belongs to nobody on the register.
        NotFound: no post has this code.
        WrongPost: the shift is somewhere else.
        Conflict: there is no shift now; AlreadyCheckedIn where the person is here already.
    """
    if actor.person_id is None:
        raise NotAllowed(
            _("This account is not tied to a person on the register."),
            next_step=_("Ask the lead to record that you have come, and the command to tie it."),
        )
    # Read before the transaction: writers wait for one another, so it holds only what is written.
    now = clock.now()
    post, old = post_of_code(actor, post_code)
    mine = now_of(actor, now, opens=timedelta(hours=OPENS_HOURS))
    if not mine:
        raise _no_shift(actor, now)
    here = [row for row in mine if row.post_id == post.id]
    if not here:
        raise WrongPost(post, mine[0])
    off = round((at - now).total_seconds() / 60) if at is not None else 0
    flags = flags_of(actor, here[0], mine, old=old, distance_m=distance_m, now=now)
    with transaction.atomic():
        return _come(
            actor,
            here[0],
            now,
            how=CheckInWay.CODE,
            distance_m=distance_m,
            clock_off_minutes=off if abs(off) > CLOCK_OFF_MINUTES else None,
            flags=flags,
        )


def check_in_by_lead(
    *, actor: Actor, assignment_id: UUID, came_at: datetime | None = None
) -> CheckIn:
    """Record that somebody has come; `came_at` where a paper sheet gives the true time.

    Raises:
        NotFound: no such shift is in the actor's area, or it is not in force.
        Invalid: the time is in the future, or not that of the shift.
        AlreadyCheckedIn: it was recorded before.
    """
    with transaction.atomic():
        assignment = _shift(actor, assignment_id)
        require(actor, rules.CHECK_IN_OTHERS, assignment)
        now = clock.now()
        at = came_at or now
        opens = assignment.starts_at - timedelta(hours=OPENS_HOURS)
        if at > now or not opens <= at < assignment.ends_at:
            raise Invalid(
                _("This shift lasts from %(starts)s to %(ends)s; %(at)s does not belong to it."),
                next_step=_("Enter a time from two hours before it starts until it ends."),
                starts=_clock(assignment.starts_at, assignment.tenant_id),
                ends=_clock(assignment.ends_at, assignment.tenant_id),
                at=_clock(at, assignment.tenant_id),
            )
        return _come(actor, assignment, at, how=CheckInWay.LEAD)


def check_out(*, actor: Actor, assignment_id: UUID, left_at: datetime | None = None) -> CheckIn:
    """Record that somebody has left: the person, or the lead with the true time.

    Raises:
        NotFound: no such shift is the actor's own or in the area.
        Conflict: the person has not come, or has left already.
        Invalid: the time is in the future or before the person came.
    """
    with transaction.atomic():
        assignment = _shift(actor, assignment_id)
        if assignment.responder_id != actor.person_id:
            require(actor, rules.CHECK_IN_OTHERS, assignment)
        row = _check_in_of(assignment)
        if row.left_at is not None:
            raise Conflict(
                _("Checked out already at %(at)s."), at=_clock(row.left_at, row.tenant_id)
            )
        left = left_at or clock.now()
        if left > clock.now() or left < row.came_at:
            raise Invalid(
                _("Nobody leaves before coming, or in the future."),
                next_step=_("Enter a time after %(at)s."),
                at=_clock(row.came_at, row.tenant_id),
            )
        row.left_at = left
        row.save(update_fields=["left_at"])
        record(actor, events.CHECKED_OUT, assignment, subject_id=assignment.responder_id)
        close_breaks(assignment, left)
        _look(assignment)
        on_commit(_left(assignment))
    return row


def undo_check_in(*, actor: Actor, assignment_id: UUID) -> CheckIn:
    """Take a check-in back that was a mistake; it stays on record as undone.

    Raises:
        NotFound: no such shift is the actor's own or in the area.
        NotAllowed: it is the own one and older than ten minutes; the lead can still undo it.
        Conflict: nobody has checked in.
    """
    with transaction.atomic():
        assignment = _shift(actor, assignment_id)
        row = _check_in_of(assignment)
        young = clock.now() - row.came_at <= timedelta(minutes=UNDO_MINUTES)
        own = assignment.responder_id == actor.person_id and row.how == CheckInWay.CODE
        if not (own and young) and not allowed(actor, rules.CHECK_IN_OTHERS, assignment):
            raise NotAllowed(
                _("You can take your check-in back for ten minutes."),
                next_step=_("Ask the lead to take it back."),
            )
        row.undone_at = clock.now()
        row.save(update_fields=["undone_at"])
        record(actor, events.CHECK_IN_UNDONE, assignment, subject_id=assignment.responder_id)
        NoShow.objects.of_tenant(row.tenant_id).filter(assignment=assignment).update(came_at=None)
        close_breaks(assignment, row.undone_at)
        _look(assignment)
        on_commit(_left(assignment))
    return row


def _come(actor: Actor, assignment: Assignment, at: datetime, **facts: Any) -> CheckIn:
    """Write the row; of two at once the second is told of the first."""
    row = CheckIn(
        tenant_id=assignment.tenant_id,
        assignment=assignment,
        came_at=at,
        late_minutes=max(0, int((at - assignment.starts_at).total_seconds() // 60)),
        by_account_id=actor.account_id,
        by_name=actor.name[:80],
        **facts,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyCheckedIn(_check_in_of(assignment)) from None
    if row.late_minutes:
        missed = NoShow.objects.of_tenant(row.tenant_id).filter(assignment=assignment)
        missed.update(came_at=at)
    if LoneAlarm.objects.filter(post_id=assignment.post_id, ended_at__isnull=True).exists():
        look_at(assignment.tenant_id, [assignment.post_id])
    record(
        actor,
        events.CHECKED_IN,
        assignment,
        subject_id=assignment.responder_id,
        late=row.late_minutes,
    )
    on_commit(
        events.CheckedIn(
            tenant_id=row.tenant_id,
            assignment_id=assignment.id,
            post_id=assignment.post_id,
            responder_id=assignment.responder_id,
        )
    )
    return row


def _look(assignment: Assignment) -> None:
    """See whether somebody is alone now, while the shift runs."""
    if assignment.starts_at <= clock.now() < assignment.ends_at:
        look_at(assignment.tenant_id, [assignment.post_id])


def _left(assignment: Assignment) -> events.CheckedOut:
    return events.CheckedOut(
        tenant_id=assignment.tenant_id,
        assignment_id=assignment.id,
        post_id=assignment.post_id,
        responder_id=assignment.responder_id,
    )


def _shift(actor: Actor, assignment_id: UUID) -> Assignment:
    row = Assignment.objects.get_visible(actor, assignment_id)
    if not row.in_force:
        raise NotFound(
            _("This shift was replaced by a newer roster."),
            next_step=_("Open the roster again: it shows the shifts in force."),
        )
    return row


def _check_in_of(assignment: Assignment) -> CheckIn:
    rows: Any = CheckIn.objects.of_tenant(assignment.tenant_id).select_for_update()
    row: CheckIn | None = rows.filter(assignment=assignment, undone_at__isnull=True).first()
    if row is None:
        raise Conflict(
            _("Nobody has checked in to this shift."),
            next_step=_("Record who came first, then who left."),
        )
    return row


def _no_shift(actor: Actor, now: datetime) -> Conflict:
    following = next_of(actor, now)
    if following is None:
        return Conflict(
            _("You have no shift now, and none is planned for you."),
            next_step=_("If you were sent here, ask the lead to look at the roster."),
        )
    return Conflict(
        _("You have no shift now. Your next one begins on %(day)s at %(at)s, at %(post)s."),
        next_step=_("You can check in from two hours before it begins."),
        day=date_format(following.day, "MONTH_DAY_FORMAT"),
        at=_clock(following.starts_at, following.tenant_id),
        post=spot(following.post),
    )


def _clock(moment: datetime, tenant_id: UUID) -> str:
    """Return the hour at the place."""
    return f"{clock.local(moment, tenant_of(tenant_id).time_zone):%H:%M}"
