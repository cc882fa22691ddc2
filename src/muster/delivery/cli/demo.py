"""`muster demo`: Heping district with invented people, on a drill clock."""

import os
import shutil
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from rich.progress import Progress

from muster.delivery.cli.address import Address
from muster.delivery.cli.serve import Afterwards
from muster.delivery.cli.serve import run as serve
from muster.delivery.cli.terminal import fail, out
from muster.settings import env

if TYPE_CHECKING:
    from muster.kernel.models import Tenant


def run(*, host: str, port: int, seed: int, fresh: bool) -> None:
    """Prepare the demo and serve it; it never mixes with a real command's data."""
    if not env.text("MUSTER_HOME"):
        os.environ["MUSTER_HOME"] = str(env.home() / "demo")
    os.environ["MUSTER_DEMO"] = "1"
    serve(Address(host, port, command="demo"), before=partial(ensure_demo, seed=seed, fresh=fresh))


def ensure_demo(*, seed: int, fresh: bool) -> Afterwards:
    """Make the demo district where it is not there yet, and an invitation for a visitor."""
    from muster.delivery.cli.invite import invite_to
    from muster.kernel import clock
    from muster.kernel.roles import Role
    from muster.kernel.tenants import all_tenants

    tenants = all_tenants()
    if any(not tenant.drill for tenant in tenants):
        fail(
            _(
                "This installation holds a real command, and a demo never mixes with it. "
                "Set MUSTER_HOME to an empty folder for the demo."
            )
        )
    if tenants and fresh:
        _forget()
        tenants = []
    tenant = tenants[0] if tenants else _make(seed)
    with clock.drill(tenant.drill_offset):
        return invite_to(tenant, name=_("Visitor"), role=Role.COMMANDER)


def _make(seed: int) -> "Tenant":
    from muster.delivery.replay.services import make_demo

    out.print(_("Inventing the people of Heping district …"), style="dim")
    with Progress(transient=True, console=out, disable=not out.is_terminal) as progress:
        task = progress.add_task("", total=None)

        def show(done: int, total: int, note: str) -> None:
            progress.update(task, completed=done, total=total, description=note)

        return make_demo(seed=seed, progress=show)


def _forget() -> None:
    """Drop every table and attachment of the last demo, and lay empty tables.

    The audit cannot be emptied row by row: its triggers keep it append-only.
    """
    from django.conf import settings
    from django.db import connections

    from muster.delivery.cli import first_run

    for connection in connections.all():
        cascade = "" if connection.vendor == "sqlite" else " CASCADE"
        with connection.constraint_checks_disabled(), connection.cursor() as cursor:
            for table in connection.introspection.table_names():
                cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)}{cascade}")
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    first_run.prepare()
