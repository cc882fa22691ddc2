"""Opening a command and moving the clock of a drill."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.areas import covers
from muster.kernel.errors import Conflict, NotFound
from muster.kernel.models import Tenant


def open_tenant(
    *,
    area_code: str,
    name: str,
    time_zone: str = "Asia/Shanghai",
    drill_starts_at: datetime | None = None,
    settings: dict[str, object] | None = None,
) -> Tenant:
    """Open the command of an area. With `drill_starts_at` (aware) it is a drill on its own clock.

    Raises:
        Conflict: an open command has the area, a part of it, or what it is a part of.
    """
    for other in Tenant.objects.filter(closed_at__isnull=True):
        if covers(other.area_code, area_code) or covers(area_code, other.area_code):
            raise Conflict(
                _("The area %(area)s already has a command."),
                next_step=_("Work in that one, or close it first."),
                area=area_code,
            )
    offset = drill_starts_at - clock.real_now() if drill_starts_at else None
    return Tenant.objects.create(
        area_code=area_code,
        name=name,
        time_zone=time_zone,
        drill=offset is not None,
        drill_offset=offset,
        settings=settings or {},
    )


def tenant_of(tenant_id: UUID) -> Tenant:
    """Return the command with this id.

    Raises:
        NotFound: there is none.
    """
    tenant = Tenant.objects.filter(pk=tenant_id).first()
    if tenant is None:
        raise NotFound(_("There is no such command."))
    return tenant


def open_tenant_in(area_code: str) -> Tenant | None:
    """Return the open command of an area; None where there is none."""
    return Tenant.objects.filter(area_code=area_code, closed_at__isnull=True).first()


def all_tenants() -> list[Tenant]:
    """Return every command of this installation, oldest first."""
    return list(Tenant.objects.order_by("created_at"))


def move_drill_clock(tenant: Tenant, *, by: timedelta) -> Tenant:
    """Move a drill's clock forward by `by`; a real operation's time cannot be moved.

    Raises:
        Conflict: the command is not a drill, or the move would go back in time.
    """
    if not tenant.drill:
        raise Conflict(_("Only a drill can move its clock."))
    if by <= timedelta(0):
        raise Conflict(_("A drill's clock only moves forward."))
    Tenant.objects.filter(pk=tenant.pk).update(drill_offset=F("drill_offset") + by)
    tenant.refresh_from_db()
    return tenant


def change_settings(tenant: Tenant, **values: object) -> Tenant:
    """Set values among a command's settings, leaving the others as they are."""
    tenant.settings = {**tenant.settings, **values}
    tenant.save(update_fields=["settings"])
    return tenant
