"""What the tests of whistles share."""

from datetime import timedelta

from tests.operations.mobilise.conftest import EVENING

from muster.kernel import clock
from muster.operations.mobilise.models import Whistle
from muster.platform.notify.models import Message

JINGYUAN, OTHER = "120101001014", "120101002001"


def again(row):
    return Whistle.objects.get(pk=row.pk)


def told(account):
    return [
        message.words.removeprefix("mobilise.whistle_")
        for message in Message.objects.filter(
            tenant_id=account.tenant_id, account_id=account.id
        ).order_by("created_at", "id")
    ]


def later(minutes):
    return clock.frozen(EVENING + timedelta(minutes=minutes))
