"""What roles may do: small named permissions, declared once by the package that owns the thing.

A permission holds for a row when one grant of the actor has one of its roles and covers the row:
by area (the row's code lies below the grant's) or, for a grant narrowed to one thing, by that
thing's id. `when` adds a condition written as a `rules` predicate over (actor, row).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor, GrantRef
from muster.kernel.areas import covers
from muster.kernel.errors import NotAllowed, SignInRequired, Text

View = Callable[..., Any]


class Predicate(Protocol):
    """A condition over an actor and a row; `rules.predicate` makes one."""

    def test(self, actor: Actor, row: Any) -> bool:
        """True where the condition holds."""


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing roles may do. `label` is what people read, as a verb phrase."""

    name: str
    roles: frozenset[str]
    label: Text
    when: Predicate | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open a view: `kind` is public, signed_in or permission."""

    kind: str
    permission: str = ""
    reason: str = ""


_declared: dict[str, Permission] = {}


def declare(name: str, *, roles: Iterable[str], label: Text, when: Predicate | None = None) -> str:
    """Declare a permission and return its name. Declaring a name twice is a mistake in the code."""
    permission = Permission(name, frozenset(map(str, roles)), label, when)
    known = _declared.get(name)
    if known is not None and known.roles != permission.roles:
        raise ValueError(f"Permission {name} is declared twice")
    _declared[name] = permission
    return name


def declared() -> dict[str, Permission]:
    """Return every permission by name."""
    return dict(_declared)


def grants_for(actor: Actor, name: str) -> tuple[GrantRef, ...]:
    """Return the actor's grants that carry the permission."""
    roles = _permission(name).roles
    return tuple(grant for grant in actor.grants if grant.role in roles)


def areas_for(actor: Actor, name: str) -> tuple[str, ...]:
    """Return the code prefixes in which the actor has the permission ("" is the whole tenant)."""
    return tuple(g.area for g in grants_for(actor, name) if g.scope_id is None)


def scopes_for(actor: Actor, name: str) -> tuple[UUID, ...]:
    """Return the ids of the single things the actor has the permission for."""
    return tuple(g.scope_id for g in grants_for(actor, name) if g.scope_id is not None)


def allowed(actor: Actor, name: str, row: Any = None) -> bool:
    """True where the actor has the permission, for `row` where one is given.

    A row of another tenant is never covered. Without a row the question is "anywhere at all?".
    """
    permission = _permission(name)
    if row is not None and getattr(row, "tenant_id", actor.tenant_id) != actor.tenant_id:
        return False
    if actor.system:
        return True
    grants = grants_for(actor, name)
    if not grants:
        return False
    if row is None:
        return True
    if not any(_covers_row(grant, row) for grant in grants):
        return False
    return permission.when is None or permission.when.test(actor, row)


def require(actor: Actor, name: str, row: Any = None) -> None:
    """Raise unless the actor has the permission, for `row` where one is given.

    Raises:
        SignInRequired: nobody has signed in.
        NotAllowed: the actor's roles or areas do not cover it.

    """
    if allowed(actor, name, row):
        return
    if actor.is_anonymous:
        raise SignInRequired(_("You need to sign in for this."))
    raise NotAllowed(
        _("Your role does not cover this: %(permission)s."), permission=_permission(name).label
    )


def requires(name: str) -> Callable[[View], View]:
    """Open a view only to actors who have the permission somewhere; services check the row."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
            require(request.actor, name)
            return view(request, *args, **kwargs)

        guarded.access = Access("permission", permission=name)  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(reason: str) -> Callable[[View], View]:
    """Open a view to everybody, for a reason that stands in the code."""

    def decorate(view: View) -> View:
        view.access = Access("public", reason=reason)  # type: ignore[attr-defined]
        return view

    return decorate


def signed_in(view: View) -> View:
    """Open a view to every signed-in actor, whatever the role: it shows only their own things."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.actor.is_anonymous:
            raise SignInRequired(_("You need to sign in for this."))
        return view(request, *args, **kwargs)

    guarded.access = Access("signed_in")  # type: ignore[attr-defined]
    return guarded


def _permission(name: str) -> Permission:
    try:
        return _declared[name]
    except KeyError:
        raise LookupError(f"No permission named {name} is declared") from None


def _covers_row(grant: GrantRef, row: Any) -> bool:
    if grant.scope_id is not None:
        field = getattr(row, "scope_field", None)
        return field is not None and _value(row, field) == grant.scope_id
    field = getattr(row, "area_field", None)
    return field is None or covers(grant.area, _value(row, field) or "")


def _value(row: Any, path: str) -> Any:
    for part in path.split("__"):
        row = getattr(row, part)
    return row
