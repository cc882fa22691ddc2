"""What boards count and lists show of running shifts: alarms, no-shows, tired, flagged, absent.

Each count starts from the same rows as its list, so that a number opens as many lines as it says.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import prefix_range
from muster.operations.duty.models import Assignment, CheckIn, LoneAlarm, Tired
from muster.operations.duty.queries.roster import IN_FORCE
from muster.registers.responders.queries import away_at

RECENT = timedelta(days=2)


def open_alarms(*, actor: Actor, area: str = "") -> QuerySet[LoneAlarm]:
    """Alarms that have not ended, below an area: the longest open first."""
    rows: Any = LoneAlarm.objects.visible_to(actor).filter(
        prefix_range("area_code", area), ended_at__isnull=True
    )
    result: QuerySet[LoneAlarm] = rows.select_related("post__kind", "shift__pattern").order_by(
        "opened_at", "id"
    )
    return result


def ended_alarms(*, actor: Actor, area: str = "") -> QuerySet[LoneAlarm]:
    """Alarms that ended within two days, the latest first."""
    rows: Any = LoneAlarm.objects.visible_to(actor).filter(
        prefix_range("area_code", area), ended_at__gte=clock.now() - RECENT
    )
    result: QuerySet[LoneAlarm] = rows.select_related("post__kind", "shift__pattern").order_by(
        "-ended_at", "id"
    )
    return result


def alarm(*, actor: Actor, alarm_id: UUID) -> LoneAlarm:
    """Return one alarm.

    Raises:
        NotFound: there is none the actor may see.
    """
    rows: Any = LoneAlarm.objects.select_related("post__kind", "shift__pattern")
    found: LoneAlarm = rows.get_visible(actor, alarm_id)
    return found


def alarms_by_area(*, actor: Actor) -> Mapping[str, int]:
    """Return how many alarms are open, by community."""
    rows: Any = open_alarms(actor=actor).order_by()
    return dict(rows.values_list("area_code").annotate(n=Count("id")))


def no_shows(*, actor: Actor, area: str = "") -> QuerySet[Assignment]:
    """Shifts that run now to which somebody who is expected has not come, by community and post."""
    now = clock.now()
    rows: Any = Assignment.objects.visible_to(actor).filter(
        IN_FORCE,
        prefix_range("area_code", area),
        day__gte=(now - RECENT).date(),
        day__lte=(now + RECENT).date(),
        starts_at__lte=now,
        ends_at__gt=now,
        no_show__came_at__isnull=True,
        no_show__isnull=False,
    )
    result: QuerySet[Assignment] = rows.select_related(
        "post__kind", "responder__unit", "shift__pattern", "no_show"
    ).order_by("area_code", "post__number", "responder__name_key", "id")
    return result


def no_shows_by_area(*, actor: Actor) -> Mapping[str, int]:
    """Return how many no-shows run now, by community."""
    rows: Any = no_shows(actor=actor).order_by()
    return dict(rows.values_list("area_code").annotate(n=Count("id")))


def absent(*, actor: Actor, area: str, day: date) -> list[Assignment]:
    """Return the shifts of a day whose people have said that they do not come."""
    rows: Any = Assignment.objects.visible_to(actor).filter(
        IN_FORCE, prefix_range("area_code", area), day=day
    )
    away = away_at(
        actor=actor, ids=set(rows.values_list("responder_id", flat=True)), moment=clock.now()
    )
    listed = rows.filter(responder_id__in=away) if away else rows.none()
    return list(
        listed.select_related("post__kind", "responder__unit", "shift__pattern").order_by(
            "area_code", "starts_at", "post__number", "responder__name_key", "id"
        )
    )


def absent_by_area(*, actor: Actor, day: date) -> Mapping[str, int]:
    """Return how many shifts of a day have nobody because the person is absent, by community."""
    return Counter(row.area_code for row in absent(actor=actor, area="", day=day))


def tired(*, actor: Actor, area: str = "") -> QuerySet[Tired]:
    """What the watch over hours found, below an area: compulsory rest first, then by name."""
    rows: Any = Tired.objects.visible_to(actor).filter(prefix_range("area_code", area))
    result: QuerySet[Tired] = rows.select_related("responder__unit").order_by(
        "area_code", "responder__name_key", "responder_id", "rule"
    )
    return result


def tired_by_area(*, actor: Actor) -> Mapping[str, int]:
    """Return how many people are tired, by community; each counted once."""
    rows: Any = tired(actor=actor).order_by()
    return dict(rows.values_list("area_code").annotate(n=Count("responder_id", distinct=True)))


def flagged(*, actor: Actor, area: str = "", day: date) -> QuerySet[CheckIn]:
    """Check-ins of a day to look at: flagged, or by a phone whose clock is off."""
    rows: Any = CheckIn.objects.visible_to(actor).filter(
        Q(clock_off_minutes__isnull=False) | ~Q(flags=[]),
        prefix_range("assignment__area_code", area),
        assignment__day=day,
        undone_at__isnull=True,
    )
    result: QuerySet[CheckIn] = rows.select_related(
        "assignment__responder", "assignment__post__kind"
    ).order_by("assignment__area_code", "came_at", "id")
    return result
