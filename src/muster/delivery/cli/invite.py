"""`muster invite`: the first invitation of a new command."""

from collections.abc import Callable

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.delivery.cli import first_run
from muster.delivery.cli.terminal import fail, out
from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.areas import covers
from muster.kernel.models import Tenant
from muster.kernel.roles import Role
from muster.kernel.tenants import all_tenants, open_tenant, open_tenant_in
from muster.platform.access.services import invite
from muster.platform.places.queries import area_by_code
from muster.platform.places.services import import_areas

DAYS = 3
NAME_LENGTH = 80
TENANT_LEVELS = {4, 6}
"""Digits of the code of an area that has a command: a prefecture or a county."""


def run(*, name: str, area: str, role: str) -> None:
    """Open the area's command where there is none, and print an invitation to it."""
    if role not in Role.values:
        sentence = _("There is no role %(role)s. Roles: %(roles)s.")
        fail(sentence % {"role": role, "roles": ", ".join(Role.values)})
    if not area.isdecimal() or len(area) not in TENANT_LEVELS:
        sentence = _("%(area)s is no code of a prefecture (4 digits) or county (6 digits).")
        fail(sentence % {"area": area})
    name = name.strip()
    if not 1 <= len(name) <= NAME_LENGTH:
        fail(_("A name has 1 to %(most)d characters.") % {"most": NAME_LENGTH})
    first_run.prepare()
    if any(tenant.drill for tenant in all_tenants()):
        fail(
            _(
                "This installation holds a demo, and a real command never mixes with it. "
                "Set MUSTER_HOME to an empty folder for the command."
            )
        )
    invite_to(_tenant_of(area), name=name, role=Role(role))()


def invite_to(tenant: Tenant, *, name: str, role: Role) -> Callable[[], None]:
    """Make an invitation to the tenant's whole area; return what prints it."""
    with clock.drill(tenant.drill_offset):
        invited = invite(
            actor=system_actor(tenant.id, "muster.invite"),
            role=role,
            area_code=tenant.area_code,
            display_name=name,
            days=DAYS,
        )
    until = timezone.localtime(invited.invitation.expires_at)

    def show() -> None:
        facts = {"name": name, "role": role.label, "command": tenant.name}
        out.print(_("Invitation for %(name)s, %(role)s, %(command)s:") % facts, soft_wrap=True)
        out.print(f"  {settings.PUBLIC_URL}/invite/{invited.code}/", soft_wrap=True)
        sentence = _("  It works once, until %(until)s.")
        out.print(sentence % {"until": f"{until:%Y-%m-%d %H:%M}"}, style="dim")

    return show


def _tenant_of(area: str) -> Tenant:
    """Return the area's open command, opening it where there is none."""
    tenant = open_tenant_in(area)
    if tenant is not None:
        return tenant
    for other in all_tenants():
        if not other.closed_at and (covers(area, other.area_code) or covers(other.area_code, area)):
            sentence = _(
                "The command of %(command)s reaches into this area, and an area has one command "
                "at a time. Invite with --area %(code)s."
            )
            fail(sentence % {"command": other.name, "code": other.area_code})
    import_areas(code=area)
    return open_tenant(area_code=area, name=area_by_code(area).name)
