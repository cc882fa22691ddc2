"""A whole sign-in sheet of a post's shift, entered at once with the true times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, Text
from muster.kernel.permissions import require
from muster.operations.duty import events, rules
from muster.operations.duty.models import Assignment, CheckIn, Post
from muster.operations.duty.queries.roster import IN_FORCE
from muster.operations.duty.services.attendance import check_in_by_lead, check_out
from muster.platform.audit.services import record


@dataclass(frozen=True, slots=True)
class Times:
    """What stands on one line of a sheet: None where the cell is empty."""

    came_at: datetime | None = None
    left_at: datetime | None = None


def enter_times(
    *, actor: Actor, post_id: UUID, day: date, shift_id: UUID, times: Mapping[UUID, Times]
) -> Sequence[UUID]:
    """Enter the times of everybody in a shift, by id of their shift: all of them or none.

    What is entered already and says the same stays as it is; another time replaces it, and the
    earlier entry stays on record as undone. Returns the shifts of those whose times changed.

    Raises:
        NotFound: no such post is in the actor's area.
        Invalid: some times do not fit; `errors` names them as `came_<id>` and `left_<id>`.
    """
    errors: dict[str, list[Text]] = {}
    changed = []
    with transaction.atomic():
        post: Post = Post.objects.get_visible(actor, post_id, rules.VIEW_ROSTER)
        require(actor, rules.CHECK_IN_OTHERS, post)
        rows: Any = Assignment.objects.visible_to(actor, rules.CHECK_IN_OTHERS).filter(
            IN_FORCE, post=post, day=day, shift_id=shift_id, id__in=list(times)
        )
        known = {row.id: row for row in rows.order_by("responder__name_key", "id")}
        for gone in times.keys() - known.keys():
            errors[f"came_{gone}"] = [_("This person is not in this shift any more.")]
        for row in known.values():
            try:
                with transaction.atomic():
                    if _enter(actor, row, times[row.id]):
                        changed.append(row.id)
            except _Wrong as wrong:
                errors[f"{wrong.field}_{row.id}"] = [wrong.sentence]
        if errors:
            raise Invalid(
                _("Nothing is saved yet: some times do not fit."),
                next_step=_("Mend the marked times; the others are kept as you entered them."),
                errors=errors,
            )
        if changed:
            record(actor, events.TIMES_ENTERED, post, people=len(changed), day=str(day))
    return changed


class _Wrong(Exception):
    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field, self.sentence = field, sentence


def _enter(actor: Actor, row: Assignment, wanted: Times) -> bool:
    """Write one line; False where it says what is known."""
    rows: Any = CheckIn.objects.of_tenant(row.tenant_id).select_for_update()
    now: CheckIn | None = rows.filter(assignment=row, undone_at__isnull=True).first()
    if wanted.came_at is None:
        if wanted.left_at is not None:
            raise _Wrong("came", str(_("Who left must have come: enter both times.")))
        return False
    same_came = now is not None and _same(now.came_at, wanted.came_at)
    if same_came and _same(now.left_at if now else None, wanted.left_at):
        return False
    if now is not None and not same_came:
        now.undone_at = clock.now()
        now.save(update_fields=["undone_at"])
        now = None
    elif now is not None and now.left_at is not None:
        if wanted.left_at is None:
            return False
        now.left_at = None
        now.save(update_fields=["left_at"])
    if now is None:
        _do("came", lambda: check_in_by_lead(
            actor=actor, assignment_id=row.id, came_at=wanted.came_at
        ))  # fmt: skip
    if wanted.left_at is not None:
        _do("left", lambda: check_out(
            actor=actor, assignment_id=row.id, left_at=wanted.left_at
        ))  # fmt: skip
    return True


def _do(field: str, act: Any) -> None:
    try:
        act()
    except (Conflict, Invalid) as refused:
        raise _Wrong(field, str(refused)) from refused


def _same(known: datetime | None, entered: datetime | None) -> bool:
    """True where two times are the same minute: a sheet has no seconds."""
    if known is None or entered is None:
        return known is entered
    return known.replace(second=0, microsecond=0) == entered.replace(second=0, microsecond=0)
