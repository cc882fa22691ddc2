"""The few statements that may look at more than one tenant, each with its reason.

Everything else binds a tenant, a primary key or a foreign key; the query guard of the test suite
holds every statement to that.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ALLOWED: dict[str, str] = {
    "verify.code": "Anyone checks a printed code without knowing whose command made it.",
    "access.code": "A person types an invitation or device code before any tenant is known.",
    "access.sign_in": "A person types a sign-in name before any command is known.",
    "jobs.sweep": "One scheduler serves every command and finds what waits or was abandoned.",
    "notify.due": "One scheduler finds the messages that are due in every command.",
    "mobilise.code": "A person without an account opens the link that names one call-up.",
    "duty.code": "A calendar without an account asks for the shifts its code names.",
    "backup.count": "Doctor and backup count the rows of every command.",
}
"""At most ten names, each with the reason why it cannot name a tenant."""

_active: ContextVar[str | None] = ContextVar("muster_across_tenants", default=None)


@contextmanager
def across_tenants(name: str) -> Iterator[None]:
    """Run the statements of the block across tenants, under a name of the allow-list."""
    if name not in ALLOWED:
        raise LookupError(f"{name} is not on the allow-list of cross-tenant reads")
    token = _active.set(name)
    try:
        yield
    finally:
        _active.reset(token)


def active() -> str | None:
    """Return the name under which the current code reads across tenants, if it does."""
    return _active.get()
