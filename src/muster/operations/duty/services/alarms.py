"""Alarms of posts where fewer than two people stand: opened, answered, passed on, ended.

An alarm is about a running shift of the roster in force. It ends by itself when a second person is
there or the shift is over: to answer it says who takes care, and ends nothing.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.errors import Conflict
from muster.kernel.events import on_commit
from muster.kernel.permissions import require
from muster.operations.duty import events, rules, words
from muster.operations.duty.enums import LEAST_CREW
from muster.operations.duty.models import Assignment, CheckIn, LoneAlarm
from muster.operations.duty.queries.presence import Key, Presence, presence
from muster.operations.duty.queries.roster import IN_FORCE
from muster.operations.duty.queries.where import spot
from muster.operations.duty.services.telling import COMMAND, SYSTEM, tell_keepers
from muster.operations.duty.shift_enums import AlarmCause, AlarmEnd
from muster.platform.audit.services import record
from muster.registers.responders.queries import away_at

GRACE = timedelta(minutes=15)
"""How long after the start a crew may still be coming together."""
ESCALATE_AFTER = timedelta(minutes=15)
IN_USE = timedelta(hours=24)
"""A post where nobody checked in for so long keeps its roster on paper: nobody there is missed."""


def look_at(tenant_id: UUID, posts: Collection[UUID] | None = None) -> int:
    """Open and end alarms as the posts stand now; all posts where none are named.

    Call it inside the transaction that changed who is there. Returns how many are open there.
    """
    now = clock.now()
    rows: Any = LoneAlarm.objects.of_tenant(tenant_id).filter(ended_at__isnull=True)
    if posts is not None:
        rows = rows.filter(post_id__in=posts)
    running = presence(tenant_id, now, posts=posts)
    alarms = {
        (row.post_id, row.day, row.shift_id): row for row in rows.select_related("post__kind")
    }
    for key, alarm in alarms.items():
        _follow(alarm, running.get(key), now)
    short = {
        key: state
        for key, state in running.items()
        if state.present < LEAST_CREW and key not in alarms
    }
    opened = _open_all(tenant_id, short, now) if short else 0
    return opened + len([alarm for alarm in alarms.values() if alarm.is_open])


def look_at_post(tenant_id: UUID, post_id: UUID) -> int:
    """Look at one post in a transaction of its own."""
    with transaction.atomic():
        return look_at(tenant_id, [post_id])


def look_at_people(tenant_id: UUID, people: Collection[UUID]) -> int:
    """Look at the posts where these people have, or had, a shift that runs now."""
    now = clock.now()
    rows: Any = Assignment.objects.of_tenant(tenant_id).filter(
        responder_id__in=people, starts_at__lte=now, ends_at__gt=now
    )
    posts = set(rows.values_list("post_id", flat=True))
    if not posts:
        return 0
    with transaction.atomic():
        return look_at(tenant_id, posts)


def answer_alarm(*, actor: Actor, alarm_id: UUID) -> LoneAlarm:
    """Say that one takes care of an alarm; the first to say so stands on it.

    Raises:
        NotFound: no such alarm is in the actor's area.
        Conflict: somebody else takes care, or it has ended.
    """
    with transaction.atomic():
        row: LoneAlarm = LoneAlarm.objects.get_for_update(actor, alarm_id)
        require(actor, rules.ANSWER_ALARMS, row)
        if row.ended_at is not None:
            raise Conflict(_("This alarm has ended already: nothing more to do."))
        if row.answered_at is not None:
            if row.answered_by_name == actor.name[:80]:
                return row
            raise Conflict(
                _("%(name)s takes care of it already."),
                next_step=_("Call each other before both of you call the same people."),
                name=row.answered_by_name,
            )
        row.answered_at, row.answered_by_name = clock.now(), actor.name[:80]
        row.save(update_fields=["answered_at", "answered_by_name"])
        record(actor, events.ALARM_ANSWERED, row)
    return row


def escalate_due(tenant_id: UUID) -> int:
    """Pass on to the command what nobody has ended for fifteen minutes; returns how many."""
    due: Any = LoneAlarm.objects.of_tenant(tenant_id).filter(
        ended_at__isnull=True,
        escalated_at__isnull=True,
        opened_at__lte=clock.now() - ESCALATE_AFTER,
    )
    system = system_actor(tenant_id, SYSTEM)
    passed = 0
    for row in list(due.select_related("post__kind")):
        with transaction.atomic():
            row.escalated_at = clock.now()
            row.save(update_fields=["escalated_at"])
            record(system, events.ALARM_ESCALATED, row)
            minutes = int((clock.now() - row.opened_at).total_seconds() // 60)
            facts = {"post": spot(row.post), "minutes": minutes}
            path = f"/alarms/{row.id}/"
            tell_keepers(tenant_id, row.area_code, words.ESCALATED, facts, path, roles=COMMAND)
        passed += 1
    return passed


def posts_in_use(tenant_id: UUID, posts: Collection[UUID], now: datetime) -> set[UUID]:
    """Return those of these posts where people check in."""
    rows: Any = CheckIn.objects.of_tenant(tenant_id).filter(
        assignment__post_id__in=posts, undone_at__isnull=True, came_at__gte=now - IN_USE
    )
    return set(rows.values_list("assignment__post_id", flat=True))


def _follow(alarm: LoneAlarm, state: Presence | None, now: datetime) -> None:
    """End an alarm that is over, and keep the number of those there up to date."""
    end = ""
    if alarm.ends_at <= now:
        end = AlarmEnd.OVER
    elif state is None:
        end = AlarmEnd.CALLED_OFF
    elif state.present >= LEAST_CREW:
        end = AlarmEnd.SECOND
    present = state.present if state is not None else alarm.present
    if not end:
        if present != alarm.present:
            alarm.present = present
            alarm.save(update_fields=["present"])
        return
    alarm.ended_at, alarm.end_kind, alarm.present = min(now, alarm.ends_at), end, present
    alarm.save(update_fields=["ended_at", "end_kind", "present"])
    record(system_actor(alarm.tenant_id, SYSTEM), events.ALARM_ENDED, alarm, how=str(end))
    on_commit(
        events.AlarmEnded(
            tenant_id=alarm.tenant_id,
            alarm_id=alarm.id,
            post_id=alarm.post_id,
            area_code=alarm.area_code,
        )
    )


def _open_all(tenant_id: UUID, short: Mapping[Key, Presence], now: datetime) -> int:
    silent = [key[0] for key, state in short.items() if not state.came]
    in_use = posts_in_use(tenant_id, silent, now) if silent else set()
    opened = 0
    for key, state in short.items():
        if not (state.came or key[0] in in_use):
            continue
        if now < state.starts_at + GRACE and not (
            state.left or state.uncovered or _absent(tenant_id, key, state, now)
        ):
            continue
        opened += _open(tenant_id, key, state, now)
    return opened


def _open(tenant_id: UUID, key: Key, state: Presence, now: datetime) -> bool:
    post_id, day, shift_id = key
    alarm = LoneAlarm(
        tenant_id=tenant_id,
        post_id=post_id,
        area_code=state.area_code,
        day=day,
        shift_id=shift_id,
        starts_at=state.starts_at,
        ends_at=state.ends_at,
        cause=_cause(tenant_id, key, state, now),
        present=state.present,
        opened_at=now,
    )
    try:
        with transaction.atomic():
            alarm.save(force_insert=True)
    except IntegrityError:
        return False
    record(
        system_actor(tenant_id, SYSTEM), events.ALARM_OPENED, alarm, cause=str(alarm.cause),
        present=alarm.present,
    )  # fmt: skip
    word = words.ALONE if state.present else words.EMPTY
    facts = {"post": spot(alarm.post)}
    tell_keepers(tenant_id, alarm.area_code, word, facts, f"/alarms/{alarm.id}/")
    on_commit(
        events.AlarmOpened(
            tenant_id=tenant_id,
            alarm_id=alarm.id,
            post_id=post_id,
            area_code=alarm.area_code,
            present=alarm.present,
        )
    )
    return True


def _cause(tenant_id: UUID, key: Key, state: Presence, now: datetime) -> str:
    if state.uncovered:
        return AlarmCause.BREAK
    if state.left:
        return AlarmCause.LEFT
    if state.planned < LEAST_CREW:
        return AlarmCause.ROSTER
    absent = _absent(tenant_id, key, state, now)
    return AlarmCause.ABSENT if absent else AlarmCause.NO_SHOW


def _absent(tenant_id: UUID, key: Key, state: Presence, now: datetime) -> bool:
    """True where those known to be away leave fewer than two of the crew to come."""
    rows: Any = Assignment.objects.of_tenant(tenant_id).filter(
        IN_FORCE, post_id=key[0], day=key[1], shift_id=key[2]
    )
    crew = list(rows.values_list("responder_id", flat=True))
    away = away_at(actor=system_actor(tenant_id, SYSTEM), ids=crew, moment=now)
    return state.planned - len(away) < LEAST_CREW and bool(away)
