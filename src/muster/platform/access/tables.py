"""Lists of access as the design system draws them."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from muster.kernel.models import Tenant
from muster.kernel.roles import Role
from muster.platform.access.models import Grant
from muster.platform.access.queries import grant_lines
from muster.ui.parts import Chip, Column, Table


def grant_table(rows: list[Grant], tenant: Tenant | None) -> Table:
    """List accounts with role, area and period."""
    return Table(
        columns=[
            Column(
                _("Full name"),
                lambda line: line.row.account.display_name,
                slot="title",
                url=lambda line: reverse("access:person", args=[line.row.account_id]),
            ),
            Column(_("Role"), lambda line: line.row.get_role_display(), slot="status"),
            Column(_("Area"), lambda line: line.area),
            Column(_("Since"), lambda line: date_format(line.since, "Y-m-d")),
            Column(
                _("Last day"),
                lambda line: date_format(line.until, "Y-m-d") if line.until else _("until ended"),
            ),
        ],
        rows=grant_lines(rows, tenant),
        caption=_("Accounts and their roles"),
    )


def role_chips(request: Any, counts: Mapping[str, int]) -> list[Chip]:
    """Offer each role that occurs as a filter, and all of them."""
    chosen = request.GET.get("role", "")

    def address(role: str) -> str:
        parameters = request.GET.copy()
        parameters.pop("page", None)
        parameters["role"] = role
        return f"?{parameters.urlencode()}"

    chips = [Chip(_("All roles"), address(""), sum(counts.values()), chosen=not chosen)]
    chips += [
        Chip(role.label, address(role.value), counts[role.value], chosen=chosen == role.value)
        for role in Role
        if role.value in counts
    ]
    return chips
