"""A demo small enough for a test: the real cast and communities, four units of few people."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import pytest
import pytest_django
from django.conf import settings
from django.db import transaction
from tests.conftest import KEYRING

from muster.delivery.replay import heping
from muster.delivery.replay.services import make_demo
from muster.kernel.crypto import use_keyring
from muster.kernel.models import Tenant

Made = TypeVar("Made")
SMALL = {
    "CITY_UNITS": ("市统计局",),
    "CITY_TOTAL": 6,
    "DISTRICT_UNITS": ("区应急管理局", "区大数据管理中心", "区科学技术局"),
    "DISTRICT_TOTAL": 70,
    "STAFF_OF_SUBDISTRICTS": 18,
    "COMMUNITY_STAFF": (2, 2),
    "PROPERTY_GUARDS": (1, 1),
    "OLDER_NIGHT_VOLUNTEERS": ("区科学技术局", 2),
}


@contextmanager
def made_once(
    blocker: pytest_django.DjangoDbBlocker, finish: Callable[[Tenant], Made]
) -> Iterator[Made]:
    """Make the demo for the tests of a file, in a transaction that is never committed.

    Every test runs in a savepoint of it, so that none sees what another did.
    """
    with blocker.unblock(), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch, use_keyring(KEYRING):
            patch.setattr(settings, "DEMO", True)
            for name, value in SMALL.items():
                patch.setattr(heping, name, value)
            made = finish(make_demo(seed=1, progress=lambda *_: None))
        yield made
        transaction.set_rollback(True)
