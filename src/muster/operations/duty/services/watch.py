"""What is looked after by itself, minute by minute, in every command."""

from django.db import transaction

from muster.kernel import clock
from muster.kernel.models import Tenant
from muster.kernel.tenants import all_tenants
from muster.operations.duty.services.alarms import escalate_due, look_at
from muster.operations.duty.services.declarations import ask_fit
from muster.operations.duty.services.fatigue import watch_fatigue
from muster.operations.duty.services.no_shows import mark_no_shows
from muster.operations.duty.services.reports import pass_on_due


def watch_shifts() -> dict[str, int]:
    """Note no-shows, open and end alarms, pass on what waits, ask who is fit; in every command.

    Done twice, nothing happens twice. Returns how many of each.
    """
    found = {"no_shows": 0, "alarms": 0, "passed_on": 0, "asked": 0}
    for tenant in all_tenants():
        with clock.drill(tenant.drill_offset):
            for name, number in watch_tenant(tenant).items():
                found[name] += number
    return found


def watch_tenant(tenant: Tenant) -> dict[str, int]:
    """Do so for one command, whose clock is in force."""
    no_shows = mark_no_shows(tenant.id)
    with transaction.atomic():
        alarms = look_at(tenant.id)
    return {
        "no_shows": no_shows,
        "alarms": alarms,
        "passed_on": escalate_due(tenant.id) + pass_on_due(tenant.id),
        "asked": ask_fit(tenant.id),
    }


def watch_loads() -> int:
    """Find who is tired in every command; returns how many warnings there are."""
    warnings = 0
    for tenant in all_tenants():
        with clock.drill(tenant.drill_offset):
            warnings += watch_fatigue(tenant.id)
    return warnings
