"""Giving and ending roles. Nobody gives more than they have."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import covers
from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.kernel.models import Tenant
from muster.kernel.permissions import require
from muster.kernel.roles import Role
from muster.platform.access.identity import tenant_id_of
from muster.platform.access.models import Account, Grant
from muster.platform.access.queries import may_give
from muster.platform.access.rules import GRANT_ROLE
from muster.platform.audit.services import record


def grant(
    *,
    actor: Actor,
    account_id: UUID,
    role: str,
    area_code: str = "",
    scope_id: UUID | None = None,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
) -> Grant:
    """Give an account a role in an area for `[valid_from, valid_to)` (aware, real time).

    The actor needs a grant in force that gives this role, covers the area and lasts at least as
    long: a deputy cannot outlast the lead who named them.

    Raises:
        NotAllowed: role, area or period go beyond what the actor has.
        NotFound: the account is not of this tenant.
        Invalid: the period runs backwards or has ended, or the area lies outside the tenant.
        Conflict: the account has this role here already.

    """
    now = clock.real_now()
    start = valid_from or now
    if valid_to is not None and valid_to <= max(start, now):
        raise Invalid(
            _("The role would end before it starts."),
            errors={"valid_to": [_("Choose a day after today.")]},
        )
    with transaction.atomic():
        account = Account.objects.select_for_update().filter(pk=account_id).first()
        if account is None or account.tenant_id != actor.tenant_id or not account.is_active:
            raise NotFound(_("There is no such account here, or it is outside your area."))
        require_may_grant(actor, role, area_code, scope_id, valid_to)
        _refuse_same(account, role, area_code, scope_id, start)
        row = Grant.objects.create(
            tenant_id=tenant_id_of(actor),
            account=account,
            role=role,
            area_code=area_code,
            scope_id=scope_id,
            valid_from=start,
            valid_to=valid_to,
            granted_by=actor.account_id,
        )
        record(actor, "access.role_granted", row, subject_id=account.person_id, area=area_code)
    return row


def _refuse_same(
    account: Account, role: str, area_code: str, scope_id: UUID | None, start: datetime
) -> None:
    same = Grant.objects.of_tenant(account.tenant_id).filter(
        account=account, role=role, area_code=area_code, scope_id=scope_id
    )
    if same.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=start)).exists():
        raise Conflict(
            _("%(name)s has this role here already."),
            next_step=_("End the present one first to change its period."),
            name=account.display_name,
        )


def end_grant(*, actor: Actor, grant_id: UUID) -> UUID:
    """End a role now and return its account. The account's next request no longer has it.

    Raises:
        NotFound: no such grant in the actor's area.
        NotAllowed: it is a role the actor may not end.
        Conflict: it has ended already, or it is the last maintainer's.

    """
    with transaction.atomic():
        row: Grant = Grant.objects.get_for_update(actor, grant_id)
        now = clock.real_now()
        if row.valid_to is not None and row.valid_to <= now:
            raise Conflict(_("This role has ended already."))
        require_may_end(actor, row)
        end_row(actor, row, now)
    return row.account_id


def require_may_grant(
    actor: Actor, role: str, area_code: str, scope_id: UUID | None, valid_to: datetime | None
) -> None:
    """Raise NotAllowed unless one of the actor's own grants covers role, area, scope and period.

    Raises:
        Invalid: the role is unknown or the area lies outside the tenant.

    """
    require(actor, GRANT_ROLE)
    if role not in Role.values:
        raise Invalid(_("This role is not known."), errors={"role": [_("Choose a role.")]})
    tenant_area = Tenant.objects.values_list("area_code", flat=True).get(pk=tenant_id_of(actor))
    if area_code and not covers(tenant_area, area_code):
        raise Invalid(
            _("This area is not part of the command."),
            errors={"area_code": [_("Choose an area of this command.")]},
        )
    able = _able(actor, role, area_code, scope_id)
    if not actor.system and not _lasts(actor, able, valid_to):
        raise NotAllowed(
            _("Your own role ends before this one would."),
            next_step=_("Choose an earlier last day."),
        )


def require_may_end(actor: Actor, row: Grant) -> None:
    """Raise unless the actor may end this grant: their own, or one they could have given.

    Raises:
        NotAllowed: the role or area goes beyond the actor's.
        Conflict: nobody else could repair the installation afterwards.

    """
    if row.account_id != actor.account_id:
        require(actor, GRANT_ROLE)
        _able(actor, row.role, row.area_code, row.scope_id)
    if row.role == Role.MAINTAINER:
        others = (
            Grant.objects.of_tenant(row.tenant_id)
            .filter(role=Role.MAINTAINER, valid_to__isnull=True, account__is_active=True)
            .exclude(pk=row.pk)
        )
        if not others.exists():
            raise Conflict(
                _("This is the last maintainer."),
                next_step=_("Give the role to someone else first."),
            )


def end_row(actor: Actor, row: Grant, at: datetime) -> None:
    """Close the period of a grant the actor may end; one not yet begun never begins."""
    row.valid_to = max(at, row.valid_from)
    row.ended_by = actor.account_id
    row.save(update_fields=["valid_to", "ended_by"])
    record(actor, "access.role_ended", row, area=row.area_code)


def _able(
    actor: Actor, role: str, area_code: str, scope_id: UUID | None
) -> list[tuple[str, str, UUID | None]]:
    """Return the actor's grants that may give `role` here; raise NotAllowed where none does."""
    able = [
        (ref.role, ref.area, ref.scope_id)
        for ref in actor.grants
        if may_give(actor, ref.role, role)
        and covers(ref.area, area_code)
        and ref.scope_id in {None, scope_id}
    ]
    if not able and not actor.system:
        raise NotAllowed(
            _("You cannot give or end the role %(role)s in this area."),
            next_step=_("Choose a role and an area inside your own, or ask the commander."),
            role=Role(role).label,
        )
    return able


def _lasts(
    actor: Actor, able: list[tuple[str, str, UUID | None]], valid_to: datetime | None
) -> bool:
    """Tell whether one of the actor's grants among `able` lasts as long as the new one would."""
    held = Grant.objects.of_tenant(actor.tenant_id).filter(account_id=actor.account_id)
    return any(
        (own.role, own.area_code, own.scope_id) in able
        and (own.valid_to is None or (valid_to is not None and valid_to <= own.valid_to))
        for own in held
        if own.holds_at(clock.real_now())
    )
