"""Lists of accounts, grants, invitations, phones and sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import covers
from muster.kernel.errors import NotFound
from muster.kernel.models import Tenant
from muster.kernel.permissions import areas_for, require
from muster.kernel.roles import DEVICE_ROLES, Role
from muster.platform.access.identity import account_id_of
from muster.platform.access.models import (
    Account,
    Device,
    Grant,
    Invitation,
    SignIn,
)
from muster.platform.access.rules import (
    FIRST_BY_MAINTAINER,
    GRANTABLE,
    ISSUE_DEVICE,
    VIEW_ACCOUNTS,
)
from muster.platform.places import queries as places

MOST_CHOICES = 1000
COMMUNITY_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with the name of its area."""

    row: Any
    area: str


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A grant as people read it: the name of its area, its first and last day at the place."""

    row: Grant
    area: str
    since: date
    until: date | None
    in_force: bool


def sign_ins(actor: Actor) -> QuerySet[SignIn]:
    """Open sessions of the actor's own account, latest first."""
    return SignIn.objects.filter(account_id=account_id_of(actor), ended_at__isnull=True).order_by(
        "-last_seen_at"
    )


def own_devices(actor: Actor) -> QuerySet[Device]:
    """Phones that act in the actor's own name."""
    return (
        Device.objects.of_tenant(actor.tenant_id)
        .filter(account_id=account_id_of(actor), revoked_at__isnull=True)
        .order_by("-issued_at")
    )


def own_grants(actor: Actor) -> QuerySet[Grant]:
    """Grants of the actor's own account, those in force first."""
    return (
        Grant.objects.of_tenant(actor.tenant_id)
        .filter(account_id=account_id_of(actor))
        .order_by("valid_to", "role", "area_code")
    )


def open_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Invitations that can still be used, soonest to expire first."""
    return (
        Invitation.objects.visible_to(actor)
        .filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=clock.real_now())
        .order_by("expires_at")
    )


def devices(actor: Actor, *, area: str = "") -> QuerySet[Device]:
    """Phones the actor may revoke, with their accounts."""
    return (
        Device.objects.visible_to(actor)
        .in_area(area)
        .filter(revoked_at__isnull=True)
        .select_related("account")
        .order_by("account__name_key", "account_id", "-issued_at")
    )


def grantable_roles(actor: Actor) -> frozenset[str]:
    """Roles the actor may give somewhere."""
    return frozenset().union(
        *(_given_by(actor, ref.role) for ref in actor.grants if ref.scope_id is None)
    )


def may_give(actor: Actor, own_role: str, role: str) -> bool:
    """Tell whether one of the actor's roles lets them give or end another, wherever they have it.

    A maintainer gives the role of a commander while nobody holds it or is invited to it.
    """
    return role in _given_by(actor, own_role)


def _given_by(actor: Actor, own_role: str) -> frozenset[str]:
    given = GRANTABLE.get(own_role, frozenset())
    if own_role == Role.MAINTAINER and not _taken(actor, FIRST_BY_MAINTAINER):
        given |= {FIRST_BY_MAINTAINER}
    return given


def _taken(actor: Actor, role: str) -> bool:
    """Tell whether somebody of the actor's command has the role or is invited to it."""
    now = clock.real_now()
    held = Grant.objects.of_tenant(actor.tenant_id).filter(role=role, account__is_active=True)
    asked = Invitation.objects.of_tenant(actor.tenant_id).filter(
        role=role, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now
    )
    return held.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=now)).exists() or asked.exists()


def person(actor: Actor, account_id: UUID) -> Account:
    """Return an account of which the actor may see at least one role, past ones included.

    Raises:
        NotFound: none, or none to be seen.

    """
    require(actor, VIEW_ACCOUNTS)
    if not Grant.objects.visible_to(actor).filter(account_id=account_id).exists():
        raise NotFound(_("There is no such account here, or it is outside your area."))
    return Account.objects.select_related("tenant").get(pk=account_id)


def grants_of(actor: Actor, account: Account) -> QuerySet[Grant]:
    """Grants of one account that the actor may see, latest first."""
    return Grant.objects.visible_to(actor).filter(account=account).order_by("-valid_from")


def devices_of(actor: Actor, account: Account) -> QuerySet[Device]:
    """Phones of one account that the actor may revoke."""
    return devices(actor).filter(account=account)


def phone_areas(actor: Actor, account: Account) -> list[str]:
    """Return where the account's roles for phones lie, as far as the actor issues phones there."""
    if not account.is_active:
        return []
    rows = Grant.objects.of_tenant(actor.tenant_id).filter(
        account=account, role__in=[str(role) for role in DEVICE_ROLES]
    )
    held = {row.area_code for row in rows.in_force(clock.real_now())}
    own = areas_for(actor, ISSUE_DEVICE)
    return sorted(code for code in held if any(covers(area, code) for area in own))


def placed(rows: Iterable[Any], tenant: Tenant | None) -> list[Placed]:
    """Give each row the name of its area."""
    listed = list(rows)
    names = area_names({row.area_code for row in listed}, tenant)
    return [Placed(row, names[row.area_code]) for row in listed]


def grant_lines(rows: Iterable[Grant], tenant: Tenant | None) -> list[GrantLine]:
    """Give each grant the name of its area and its days at the place."""
    now = clock.real_now()
    return [
        GrantLine(
            row=item.row,
            area=item.area,
            since=_day(item.row.valid_from, tenant),
            until=_last_day(item.row.valid_to, tenant),
            in_force=item.row.holds_at(now),
        )
        for item in placed(rows, tenant)
    ]


def account_names(tenant_id: UUID, ids: Iterable[str]) -> dict[str, str]:
    """Return the names of a command's accounts by id; unknown ones are left out."""
    rows = Account.objects.filter(tenant_id=tenant_id, pk__in=set(ids))
    return {str(pk): name for pk, name in rows.values_list("pk", "display_name")}


def area_name(code: str, tenant: Tenant | None) -> str:
    """Return the name of one area; the command's own where the code is empty."""
    return area_names({code}, tenant)[code]


def area_names(codes: set[str], tenant: Tenant | None) -> dict[str, str]:
    """Return the names of areas; a code nobody knows stays a code."""
    own = tenant.name if tenant else ""
    known = places.area_names({code for code in codes if code})
    return {code: known.get(code, code) if code else own for code in codes}


def area_choices(actor: Actor, permission: str, tenant: Tenant) -> list[tuple[str, str]]:
    """Return the areas in which the actor has a permission, each under the one it lies in.

    A command of more than a thousand areas is offered without its communities.
    """
    found: dict[str, str] = {}
    for granted in areas_for(actor, permission):
        root = granted or tenant.area_code
        found[root] = area_name(root, tenant)
        found |= {ref.code: ref.name for ref in places.areas_below(root)}
    if len(found) > MOST_CHOICES:
        found = {code: name for code, name in found.items() if len(code) < COMMUNITY_LENGTH}
    lengths = sorted({len(code) for code in found})
    # An ideographic space sets an area in by one step below the one it lies in.
    return [(code, "\u3000" * lengths.index(len(code)) + found[code]) for code in sorted(found)]


def _day(moment: datetime, tenant: Tenant | None) -> date:
    """Return the day at the place; in a drill, the drill's."""
    shift = clock.now() - clock.real_now()
    return clock.local(moment + shift, tenant.time_zone if tenant else None).date()


def _last_day(moment: datetime | None, tenant: Tenant | None) -> date | None:
    """Return the last whole day before the end of a period."""
    return None if moment is None else _day(moment - timedelta(microseconds=1), tenant)
