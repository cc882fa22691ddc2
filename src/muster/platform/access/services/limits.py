"""Rate limits: one bucket a key, refilled with time."""

from datetime import datetime
from math import ceil

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.errors import TooMany
from muster.platform.access.models import Bucket

SECONDS_PER_MINUTE = 60
KEY_LENGTH = 120


def take(key: str, *, per_minute: float, burst: int | None = None) -> None:
    """Take one token from the bucket `key`.

    The bucket holds at most `burst` tokens (by default as many as refill in a minute) and gains
    `per_minute` of them each minute. `key` names what is limited and for whom, such as
    `verify:203.0.113.7`.

    Raises:
        TooMany: the bucket is empty; `retry_after` says in how many seconds it is not.

    """
    most = float(burst if burst is not None else max(1, round(per_minute)))
    per_second = per_minute / SECONDS_PER_MINUTE
    now = clock.real_now()
    with transaction.atomic():
        bucket, made = Bucket.objects.select_for_update().get_or_create(
            key=key[:KEY_LENGTH], defaults={"tokens": most - 1, "filled_at": now}
        )
        left = most - 1 if made else _refilled(bucket, most, per_second, now) - 1
        if left >= 0 and not made:
            bucket.tokens, bucket.filled_at = left, now
            bucket.save(update_fields=["tokens", "filled_at"])
    if left < 0:
        wait = ceil(-left / per_second)
        raise TooMany(
            _("There were too many tries from here."),
            next_step=_("Wait %(seconds)s seconds, then try again."),
            retry_after=wait,
            seconds=wait,
        )


def seconds_until(key: str, *, per_minute: float, burst: int) -> int:
    """Return after how many seconds the bucket `key` holds a token; 0 where it does now."""
    bucket = Bucket.objects.filter(key=key[:KEY_LENGTH]).first()
    if bucket is None:
        return 0
    per_second = per_minute / SECONDS_PER_MINUTE
    left = _refilled(bucket, float(burst), per_second, clock.real_now())
    return max(0, ceil((1 - left) / per_second))


def forget_idle_buckets(before: datetime) -> int:
    """Delete buckets nobody has used since `before` (they are full by then); return how many."""
    return Bucket.objects.filter(filled_at__lt=before).delete()[0]


def _refilled(bucket: Bucket, most: float, per_second: float, now: datetime) -> float:
    elapsed = max(0.0, (now - bucket.filled_at).total_seconds())
    return min(most, bucket.tokens + elapsed * per_second)
