"""Changes of a published roster, one verb each; all of them are made by `rewriting`."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, NotFound
from muster.kernel.permissions import require
from muster.kernel.tenants import tenant_of
from muster.operations.duty import rules
from muster.operations.duty.change_enums import ChangeKind
from muster.operations.duty.models import Assignment, Deployment, Post, RosterChange
from muster.operations.duty.queries.judging import Placement
from muster.operations.duty.queries.roster import IN_FORCE
from muster.operations.duty.services.rewriting import Wanted, rewrite
from muster.registers.responders import queries as responders

UNDO_HOURS = 24


def call_off(*, actor: Actor, assignment_id: UUID, version: int, reason: str) -> RosterChange:
    """Take a person out of a shift; refused where one would stay behind alone.

    Raises:
        NotAllowed, ChangedFirst, RuleBroken, Conflict: see `rewriting.rewrite`.
    """
    row = shift_of(actor, assignment_id)
    wanted = Wanted(
        incident_id=row.edition.incident_id,
        kind=ChangeKind.CALL_OFF,
        cancel={row.id: version},
        reason=reason,
    )
    return rewrite(actor=actor, wanted=wanted)


def call_off_crew(*, actor: Actor, versions: Mapping[UUID, int], reason: str) -> RosterChange:
    """Take several people out of their shifts in one step, such as a whole crew.

    Raises:
        NotAllowed, ChangedFirst, RuleBroken, Conflict: see `rewriting.rewrite`.
    """
    row = shift_of(actor, next(iter(versions)))
    wanted = Wanted(
        incident_id=row.edition.incident_id,
        kind=ChangeKind.CALL_OFF,
        cancel=dict(versions),
        reason=reason,
    )
    return rewrite(actor=actor, wanted=wanted)


def stand_in(
    *, actor: Actor, post_id: UUID, day: date, shift_id: UUID, responder_id: UUID,
    reason: str, despite: Collection[str] = (), with_ids: Sequence[UUID] = (),
) -> RosterChange:  # fmt: skip
    """Put somebody into a shift, with others at once where it is empty (`with_ids`).

    Raises:
        NotAllowed, ChangedFirst, RuleBroken, Conflict: see `rewriting.rewrite`.
    """
    posts: Any = Post.objects.of_tenant(actor.tenant_id)
    post = posts.filter(id=post_id).first()
    if post is None:
        raise NotFound(_("There is no such post."))
    put = [Placement(one, post_id, shift_id, day) for one in (responder_id, *with_ids)]
    return rewrite(actor=actor, wanted=stand_in_wanted(post, put, reason=reason, despite=despite))


def stand_in_wanted(
    post: Post, put: Sequence[Placement], *, reason: str = "", despite: Collection[str] = ()
) -> Wanted:
    """Return people put into a shift of a post as the change it is."""
    return Wanted(
        incident_id=post.incident_id,
        kind=ChangeKind.STAND_IN,
        cancel={},
        put=put,
        reason=reason,
        despite=despite,
        running=True,
    )


def cover(
    *, actor: Actor, assignment_id: UUID, version: int, by_responder_id: UUID,
    reason: str, despite: Collection[str] = (), asked_by: tuple[UUID, str] | None = None,
) -> RosterChange:  # fmt: skip
    """Give somebody's shift to somebody else, even while it runs if its person has not come.

    Raises:
        NotAllowed, ChangedFirst, RuleBroken, Conflict: see `rewriting.rewrite`.
    """
    row = shift_of(actor, assignment_id)
    wanted = Wanted(
        incident_id=row.edition.incident_id,
        kind=ChangeKind.COVER,
        cancel={row.id: version},
        put=[Placement(by_responder_id, row.post_id, row.shift_id, row.day)],
        reason=reason,
        despite=despite,
        asked_by=asked_by[0] if asked_by else None,
        asked_by_name=asked_by[1] if asked_by else "",
        running=True,
    )
    return rewrite(actor=actor, wanted=wanted)


def swap(
    *, actor: Actor, assignment_id: UUID, with_assignment_id: UUID, versions: tuple[int, int],
    reason: str, despite: Collection[str] = (), asked_by: tuple[UUID, str] | None = None,
) -> RosterChange:  # fmt: skip
    """Let two people take each other's shift.

    Raises:
        NotAllowed, ChangedFirst, RuleBroken, Conflict: see `rewriting.rewrite`.
    """
    one, other = shift_of(actor, assignment_id), shift_of(actor, with_assignment_id)
    return rewrite(
        actor=actor,
        wanted=swap_wanted(one, other, versions, reason=reason, despite=despite, asked_by=asked_by),
    )


def swap_wanted(
    one: Assignment, other: Assignment, versions: tuple[int, int], *,
    reason: str = "", despite: Collection[str] = (), asked_by: tuple[UUID, str] | None = None,
) -> Wanted:  # fmt: skip
    """Return a swap of two shifts as the change it is.

    Raises:
        Conflict: both shifts are of the same person.
    """
    if one.responder_id == other.responder_id:
        raise Conflict(
            _("Both shifts are of the same person."),
            next_step=_("Choose a shift of somebody else."),
        )
    return Wanted(
        incident_id=one.edition.incident_id,
        kind=ChangeKind.SWAP,
        cancel={one.id: versions[0], other.id: versions[1]},
        put=[
            Placement(one.responder_id, other.post_id, other.shift_id, other.day),
            Placement(other.responder_id, one.post_id, one.shift_id, one.day),
        ],
        reason=reason,
        despite=despite,
        asked_by=asked_by[0] if asked_by else None,
        asked_by_name=asked_by[1] if asked_by else "",
    )


def move(
    *, actor: Actor, assignment_id: UUID, version: int, post_id: UUID, shift_id: UUID, day: date,
    reason: str = "", despite: Collection[str] = (),
) -> RosterChange:  # fmt: skip
    """Let a person work another post, shift or day instead.

    Raises:
        NotAllowed, ChangedFirst, RuleBroken, Conflict: see `rewriting.rewrite`.
    """
    row = shift_of(actor, assignment_id)
    wanted = Wanted(
        incident_id=row.edition.incident_id,
        kind=ChangeKind.MOVE,
        cancel={row.id: version},
        put=[Placement(row.responder_id, post_id, shift_id, day)],
        reason=reason,
        despite=despite,
    )
    return rewrite(actor=actor, wanted=wanted)


def replace_person(
    *, actor: Actor, out_responder_id: UUID, in_responder_id: UUID, reason: str,
    from_day: date | None = None, despite: Collection[str] = (),
) -> RosterChange:  # fmt: skip
    """Send somebody of the same unit in a person's place: all shifts to come, and the deployment.

    Shifts of `from_day` (today) on that have not begun go over; those before stay the person's own.
    The one who comes has a calendar of the own.

    Raises:
        NotFound: the person is deployed nowhere in the actor's units or areas.
        Conflict: the other is of another unit, or is deployed already, or no shift is left.
        NotAllowed, ChangedFirst, RuleBroken: see `rewriting.rewrite`.
    """
    with transaction.atomic():
        leaving = _deployments(actor, out_responder_id)
        if not leaving:
            raise NotFound(_("This person is not deployed, or is outside your area."))
        for one in leaving:
            require(actor, rules.REPLACE_PERSON, one)
        coming = responders.active_of_tenant(actor=actor, ids=[in_responder_id]).get(
            in_responder_id
        )
        if coming is None or coming.unit_id != leaving[0].unit_id:
            raise Conflict(
                _("Only somebody of the same unit takes a person’s place."),
                next_step=_("Choose somebody of the unit, or enter them on the register first."),
            )
        rows = _to_come(actor, out_responder_id, from_day)
        if not rows:
            raise Conflict(
                _("No shift of this person is still to come."),
                next_step=_("Nothing needs to be handed over."),
            )
        change = rewrite(
            actor=actor,
            wanted=Wanted(
                incident_id=rows[0].edition.incident_id,
                kind=ChangeKind.REPLACE,
                cancel={row.id: row.version for row in rows},
                put=[Placement(in_responder_id, r.post_id, r.shift_id, r.day) for r in rows],
                reason=reason,
                despite=despite,
                permission=rules.REPLACE_PERSON,
            ),
        )
        _deploy_instead(change, leaving, in_responder_id, can_lead=coming.can_lead)
    return change


def undo_change(*, actor: Actor, change_id: UUID) -> RosterChange:
    """Take a change back within a day, while none of its shifts has begun or changed again.

    Raises:
        NotFound: there is none the actor may see.
        Conflict: it is too old, was taken back already, or its shifts were changed since.
        NotAllowed, RuleBroken: see `rewriting.rewrite`.
    """
    with transaction.atomic():
        change = RosterChange.objects.get_for_update(actor, change_id, rules.CHANGE_ROSTER)
        if RosterChange.objects.of_tenant(actor.tenant_id).filter(undoes=change).exists():
            raise Conflict(_("This change was taken back already."))
        if clock.now() - change.at > timedelta(hours=UNDO_HOURS):
            raise Conflict(
                _("A change can be taken back within %(n)s hours."),
                next_step=_("Make another change instead."),
                n=UNDO_HOURS,
            )
        rows: Any = Assignment.objects.of_tenant(actor.tenant_id)
        made = list(rows.filter(made_by=change))
        gone = list(rows.filter(cancelled_by=change))
        undone = rewrite(
            actor=actor,
            wanted=Wanted(
                incident_id=change.edition.incident_id,
                kind=ChangeKind.UNDO,
                cancel={row.id: 1 for row in made},
                put=[
                    Placement(row.responder_id, row.post_id, row.shift_id, row.day) for row in gone
                ],
                reason=change.reason,
                despite=change.bent,
            ),
        )
        undone.undoes = change
        undone.save(update_fields=["undoes"])
        _redeploy(change, undone)
    return undone


def shift_of(actor: Actor, assignment_id: UUID) -> Assignment:
    """Return a shift the actor may see, with its edition.

    Raises:
        NotFound: there is none.
    """
    rows: Any = Assignment.objects.select_related("edition", "post__kind", "shift", "responder")
    found: Assignment = rows.get_visible(actor, assignment_id)
    return found


def _deployments(actor: Actor, responder_id: UUID) -> list[Deployment]:
    """Return the deployments of a person in editions whose days are not over."""
    today = clock.today(tenant_of(actor.tenant_id).time_zone)
    rows: Any = Deployment.objects.visible_to(actor).filter(
        responder_id=responder_id, ended_by__isnull=True, edition__withdrawn_at__isnull=True
    )
    found = rows.select_related("edition").order_by("-edition__number")
    return [row for row in found if row.edition.last_day >= today]


def _to_come(actor: Actor, responder_id: UUID, from_day: date | None) -> list[Assignment]:
    rows: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(
        IN_FORCE, responder_id=responder_id, starts_at__gt=clock.now()
    )
    if from_day is not None:
        rows = rows.filter(day__gte=from_day)
    return list(rows.select_related("edition").order_by("starts_at"))


def _deploy_instead(
    change: RosterChange, leaving: Sequence[Deployment], responder_id: UUID, *, can_lead: bool
) -> None:
    """End the deployments of who leaves, and make those of who comes."""
    mine: Any = Deployment.objects.of_tenant(change.tenant_id).filter(responder_id=responder_id)
    codes = dict(mine.values_list("edition__incident_id", "code"))
    there = set(mine.filter(ended_by__isnull=True).values_list("edition_id", flat=True))
    for row in leaving:
        row.ended_by = change
        row.save(update_fields=["ended_by"])
        if row.edition_id in there:
            continue
        known = codes.get(row.edition.incident_id)
        mine.filter(edition_id=row.edition_id).delete()
        Deployment(
            tenant_id=change.tenant_id,
            edition=row.edition,
            responder_id=responder_id,
            unit_id=row.unit_id,
            area_code=row.area_code,
            first_secretary=row.first_secretary and can_lead,
            **({"code": known} if known else {}),
        ).save(force_insert=True)


def _redeploy(change: RosterChange, undone: RosterChange) -> None:
    """Put the deployments back that a change had ended."""
    rows: Any = Deployment.objects.of_tenant(change.tenant_id).filter(ended_by=change)
    ended = list(rows)
    if not ended:
        return
    made: Any = Assignment.objects.of_tenant(change.tenant_id).filter(made_by=change)
    came = set(made.values_list("responder_id", flat=True))
    mine: Any = Deployment.objects.of_tenant(change.tenant_id).filter(
        edition_id__in={row.edition_id for row in ended}, responder_id__in=came
    )
    mine.filter(ended_by__isnull=True).update(ended_by=undone)
    rows.update(ended_by=None)
