"""What a badge says of its holder's post, on the day and at the hour it is read."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.translation import pgettext

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.tenants import tenant_of
from muster.operations.duty.models import Assignment
from muster.operations.duty.queries.roster import IN_FORCE
from muster.operations.duty.queries.where import spots_of
from muster.platform.access.contracts import BadgeFacts


def badge_post(actor: Actor, facts: BadgeFacts) -> BadgeFacts:
    """Fill in where the roster in force has the actor today.

    A shift that began yesterday counts until it ends; once every shift of today has ended, those
    that began today are still said.
    """
    if actor.person_id is None:
        return facts
    zone = tenant_of(actor.tenant_id).time_zone
    now = clock.now()
    today = clock.local(now, zone).date()
    midnight = datetime.combine(today, time(), clock.local(now, zone).tzinfo)
    rows: Any = Assignment.objects.of_tenant(actor.tenant_id).filter(
        IN_FORCE,
        responder_id=actor.person_id,
        day__gte=today - timedelta(days=1),
        day__lte=today,
        starts_at__lt=midnight + timedelta(days=1),
        ends_at__gt=midnight,
    )
    shifts = list(rows.select_related("post__kind").order_by("starts_at", "id"))
    today_s = [row for row in shifts if row.ends_at > now] or [
        row for row in shifts if row.starts_at >= midnight
    ]
    posts = list({row.post_id: row.post for row in today_s}.values())
    spots = spots_of(posts)
    # A stranger has never heard a post's number: where it stands is said as well.
    said = (" · ".join(filter(None, (spots[post.id], post.place))) for post in posts)
    words = pgettext("posts of a badge", "; ").join(said)
    return replace(facts, post=words) if words else facts
