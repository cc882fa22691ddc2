"""What time does to whistles: they climb, both sides are reminded, and they end."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.errors import Text
from muster.kernel.models import Tenant
from muster.kernel.tenants import all_tenants
from muster.operations.mobilise import events
from muster.operations.mobilise.enums import LIVE, ClaimState, Held, WhistleState
from muster.operations.mobilise.models import Whistle, WhistleClaim
from muster.operations.mobilise.services import whistle_telling as telling
from muster.operations.mobilise.services.whistles import changed, end
from muster.platform.audit.services import record

SYSTEM = "mobilise.whistles"
GRACE = timedelta(hours=24)
"""How long after its deadline a whistle waits for both sides to confirm."""


def move_whistles() -> dict[str, int]:
    """Let every whistle climb, remind or end that is due, in every command; return how many.

    Run twice at one moment, it does nothing the second time.
    """
    counts = {"climbed": 0, "reminded": 0, "ended": 0}
    for tenant in all_tenants():
        for what, number in _move(tenant).items():
            counts[what] += number
    return counts


def _move(tenant: Tenant) -> dict[str, int]:
    counts = {"climbed": 0, "reminded": 0, "ended": 0}
    with clock.drill(tenant.drill_offset):
        now = clock.now()
        system = system_actor(tenant.id, SYSTEM)
        due = Whistle.objects.of_tenant(tenant.id).filter(
            Q(deadline_at__lte=now)
            | Q(state=WhistleState.OPEN, held=Held.UNITS, subdistrict_at__lte=now)
            | Q(state=WhistleState.OPEN, held=Held.SUBDISTRICT, command_at__lte=now),
            state__in=[str(one) for one in LIVE],
        )
        for whistle_id in list(due.values_list("id", flat=True)):
            with transaction.atomic():
                if what := _move_one(system, whistle_id):
                    counts[what] += 1
    return counts


def _move_one(system: Actor, whistle_id: UUID) -> str:
    row: Whistle = Whistle.objects.get_for_update(system, whistle_id)
    now = clock.now()
    if not row.is_live:
        return ""
    if row.deadline_at <= now:
        return _past(system, row)
    wanted = Held.COMMAND if row.command_at <= now else Held.SUBDISTRICT
    if row.state != WhistleState.OPEN or row.held in {wanted, Held.COMMAND}:
        return ""
    row.held = wanted
    names = telling.tell_holders(row)
    if not names and wanted == Held.SUBDISTRICT:
        # Nobody answers for the subdistrict: waiting for them would lose the time.
        row.held = Held.COMMAND
        names = telling.tell_holders(row)
    row.held_by = names
    row.save(update_fields=["held", "held_by"])
    record(system, events.WHISTLE_CLIMBED, row, held=str(row.held), missing=row.missing)
    changed(row)
    return "climbed"


def _past(system: Actor, row: Whistle) -> str:
    """Remind both sides once, and end a whistle that nobody took on or nobody confirms."""
    if not row.claimed:
        end(system, row, WhistleState.LAPSED, _("Nobody took it on in time."))
        telling.tell_community(row, telling.ENDED_WORDS, row.asked)
        return "ended"
    if row.deadline_at + GRACE <= clock.now():
        end(system, row, *_outcome(row))
        telling.tell_community(row, telling.ENDED_WORDS, row.asked)
        return "ended"
    if row.reminded_at is not None:
        return ""
    row.reminded_at = clock.now()
    row.save(update_fields=["reminded_at"])
    for claim in _claims(row).filter(state=ClaimState.PROMISED):
        telling.tell_claimer(row, claim, telling.REMIND_CLAIMER_WORDS)
    telling.tell_community(row, telling.REMIND_COMMUNITY_WORDS, row.claimed)
    return "reminded"


def _outcome(row: Whistle) -> tuple[WhistleState, Text]:
    """Return how a whistle ends by time: done as far as the community has confirmed."""
    if _claims(row).filter(state=ClaimState.CONFIRMED).exists():
        return WhistleState.DONE, _("Done in part: not all that was promised was confirmed.")
    return WhistleState.LAPSED, _("It was promised, but nobody confirmed that it was done.")


def _claims(row: Whistle) -> Any:
    return WhistleClaim.objects.of_tenant(row.tenant_id).filter(whistle_id=row.id)
