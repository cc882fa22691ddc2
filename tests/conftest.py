"""What every test stands on: a keyring, the query guard, a tenant, actors and a clock to stop."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
import pytest_django
from django.db.backends.signals import connection_created
from tests import examples
from tests.guard import guard, install
from tests.prepared import make_home, once

from muster.kernel import clock
from muster.kernel.actors import Actor, GrantRef
from muster.kernel.crypto import Keyring, use_keyring
from muster.kernel.ids import new_id

# Playwright's synchronous API runs inside an event loop; the ORM is still called from one thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

examples.register()
connection_created.connect(install, dispatch_uid="query-guard")
KEYRING = Keyring.generate()
HEPING = "120101"


# Files of ten seconds and more, the longest first: two workers then end together.
LONGEST = (
    "e2e/test_screens",
    "e2e/test_newcomer",
    "delivery/web/test_links",
    "delivery/web/test_doors",
    "matrix/test_access_matrix",
    "delivery/cli/test_restore_command",
    "delivery/cli/test_serve",
    "delivery/cli/test_invite",
    "delivery/cli/test_demo",
    "delivery/test_api_answers",
    "delivery/replay/test_scenarios",
    "platform/jobs/test_worker",
    "ui/test_browser",
    "delivery/cli/test_keys_command",
    "faults/test_roster_writers",
    "situation/boards/test_now",
    "delivery/cli/test_backup",
    "engines/planner/test_solve",
    "engines/planner/test_generate",
    "faults/test_import",
    "e2e/test_drill",
    "engines/planner/assign/test_rules",
    "engines/planner/assign/test_optimum",
    "platform/notify/test_delivery",
    "delivery/cli/test_doctor",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, and keep the order of all others."""
    tests = Path(__file__).parent
    rank = {tests / f"{name}.py": at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path, len(rank)))


@pytest.hookimpl(hookwrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Iterator[None]:
    """Guard the statements of the test's body; fixtures and flushes are not the product's."""
    guard.enabled = "unguarded" not in pyfuncitem.keywords
    try:
        yield
    finally:
        guard.enabled = False


@pytest.fixture(scope="session", autouse=True)
def audit_can_be_flushed() -> None:
    """Let the test database be emptied between tests: the audit's triggers would refuse it."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    from muster.platform.audit import triggers

    empty = BaseDatabaseOperations.execute_sql_flush

    def flush(self: BaseDatabaseOperations, statements: list[str]) -> None:
        if not any("audit_auditevent" in statement for statement in statements):
            return empty(self, statements)
        with triggers.lifted(self.connection):
            return empty(self, statements)

    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """Finish tables that were made without migrations; in the end close what still holds one.

    PostgreSQL refuses to drop a database while anybody is connected to it, such as a worker killed
    a moment ago.
    """
    from django.core.management import call_command
    from django.db import connections

    from muster.platform.audit import triggers

    with django_db_blocker.unblock():
        triggers.create(connections["default"])
        call_command("migrate", fake=True, verbosity=0)
        # Where no test asks for the queue it is still a file, which all processes share.
        if "queue" in connections and connections["queue"].is_in_memory_db():
            call_command(
                "migrate", "django_tasks_database", database="queue", fake=True, verbosity=0
            )
    yield
    for connection in connections.all():
        if connection.vendor == "postgresql":
            with django_db_blocker.unblock(), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture(scope="session")
def prepared_home() -> Path:
    """A home with empty tables, keys and static files; copied, never used itself."""
    return once("home", make_home)


@pytest.fixture(autouse=True)
def keys() -> Iterator[Keyring]:
    """Give every test the same throw-away keyring."""
    with use_keyring(KEYRING) as ring:
        yield ring


@pytest.fixture
def tenant(db):
    """The command of Heping district."""
    from muster.kernel.models import Tenant

    return Tenant.objects.create(area_code=HEPING, name="和平区")


@pytest.fixture
def other_tenant(db):
    """The command of a neighbouring district: nothing of it may leak."""
    from muster.kernel.models import Tenant

    return Tenant.objects.create(area_code="120102", name="河东区")


@pytest.fixture
def make_actor(tenant) -> Callable[..., Actor]:
    """Make an actor with one grant: `make_actor("lead", area="120101001001")`."""

    def make(
        role: str,
        area: str = HEPING,
        *,
        scope_id: UUID | None = None,
        person_id: UUID | None = None,
        tenant_id: UUID | None = None,
    ) -> Actor:
        return Actor(
            account_id=new_id(),
            tenant_id=tenant_id or tenant.id,
            name=role,
            grants=(GrantRef(role, area, scope_id),),
            person_id=person_id,
        )

    return make


@pytest.fixture
def frozen_clock() -> Callable[..., contextmanager]:
    """Stop the clock: `with frozen_clock(2020, 2, 18, 8, 5):` (UTC)."""

    def stop(*at: int):
        return clock.frozen(datetime(*at, tzinfo=UTC))

    return stop
