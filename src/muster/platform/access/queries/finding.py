"""Finding accounts and their roles: by name, reading, sign-in name, area, or one of their rows."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from muster.engines.text import fold, fold_typed_pinyin
from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import is_code, prefix_range
from muster.kernel.permissions import require
from muster.platform.access.models import Account, Device, Grant, fold_sign_in_name
from muster.platform.access.rules import VIEW_ACCOUNTS
from muster.platform.places import queries as places

LEAST_LETTERS_OF_AREA = 3
MOST_AREAS = 10
"""Areas of one name that are looked into; a name that more have is too short to mean one."""

NOTHING = Q(pk__in=[])


def grants(
    actor: Actor, *, role: str = "", area: str = "", text: str = "", ended: bool = False
) -> QuerySet[Grant]:
    """Grants the actor administers, with their accounts, by name; those in force unless `ended`.

    `area` is a code or the name of an area, `text` either of them, part of a name, its pinyin or
    initials, or a sign-in name. What fits nothing leaves no rows.
    """
    require(actor, VIEW_ACCOUNTS)
    rows = Grant.objects.visible_to(actor).select_related("account")
    now = clock.real_now()
    rows = rows.filter(valid_to__lte=now) if ended else rows.in_force(now)
    if role:
        rows = rows.filter(role=role)
    if area:
        rows = rows.filter(_in_areas(actor, area))
    if text:
        rows = rows.filter(
            _named(text) | (_in_areas(actor, text) if _may_be_area(text) else NOTHING)
        )
    return rows.order_by("account__name_key", "account_id", "role", "area_code")


def role_counts(
    actor: Actor, *, area: str = "", text: str = "", ended: bool = False
) -> dict[str, int]:
    """Count the grants the actor administers by role."""
    rows = grants(actor, area=area, text=text, ended=ended).order_by()
    return dict(rows.values_list("role").annotate(n=Count("pk")))


def accounts_behind(actor: Actor, kind: str, ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return the account of each of these accounts, grants or phones of which the actor sees one.

    `kind` is the table's label, as the record keeps it.
    """
    seen = Grant.objects.visible_to(actor)
    if kind == Account._meta.label_lower:
        found = seen.filter(account_id__in=set(ids)).values_list("account_id", "account_id")
    elif kind == Grant._meta.label_lower:
        found = seen.filter(pk__in=set(ids)).values_list("pk", "account_id")
    else:
        phones = Device.objects.of_tenant(actor.tenant_id).filter(pk__in=set(ids))
        phones = phones.filter(account_id__in=seen.values("account_id"))
        found = phones.values_list("pk", "account_id")
    return dict(found)


def _in_areas(actor: Actor, typed: str) -> Q:
    """The condition "in the area with this code, or in one of those with this name"."""
    if is_code(typed):
        return prefix_range("area_code", typed)
    found = [place.area.code for place in places.search_areas(actor, typed, limit=MOST_AREAS)]
    return reduce(or_, (prefix_range("area_code", code) for code in found), NOTHING)


def _may_be_area(typed: str) -> bool:
    """Tell whether a search for people may mean an area: two letters begin too many of them."""
    return not typed.isascii() or len(typed) >= LEAST_LETTERS_OF_AREA


def _named(typed: str) -> Q:
    """The condition "the account is called so": Chinese in any script, pinyin, initials, sign-in.

    One Latin letter is the first of the reading: as a part it would fit everybody.
    """
    latin, folded = fold_typed_pinyin(typed), fold(typed)
    if not latin:
        return NOTHING
    if not latin.isascii():
        return Q(account__name_folded__contains=folded)
    begins = Q(account__name_pinyin__startswith=latin)
    if len(latin) == 1:
        return begins
    sign_in = Q(account__sign_in_name__contains=fold_sign_in_name(typed))
    return begins | Q(account__name_initials__startswith=latin) | sign_in
