"""Finding and opening the areas of the actor's command, for searches and tree pickers."""

from django.db.models import Q

from muster.engines.text import fold, fold_typed_pinyin
from muster.kernel.actors import Actor
from muster.kernel.areas import covers, prefix_range
from muster.kernel.models import Tenant
from muster.platform.places.contracts import AreaRef, PlaceFound
from muster.platform.places.gazetteer import ancestors_of, is_filler, search_index
from muster.platform.places.models import Area, AreaAlias
from muster.platform.places.queries.areas import ref_of

_SPARE = 4
"""How many times the wanted number is asked of the edition: some of it may not be loaded."""


def tenant_area(actor: Actor) -> str:
    """Return the code of the actor's command; empty for an actor of the installation."""
    if actor.tenant_id is None:
        return ""
    return Tenant.objects.values_list("area_code", flat=True).get(pk=actor.tenant_id)


def home_area(actor: Actor) -> str:
    """Return the area whose places the actor most likely means: the narrowest granted one."""
    granted = [grant.area for grant in actor.grants if grant.area]
    return max(granted, key=len) if granted else tenant_area(actor)


def search_areas(
    actor: Actor, typed: str, *, limit: int = 20, with_ended: bool = False, within: str = ""
) -> list[PlaceFound]:
    """Return loaded areas of the actor's command by name in any script, pinyin, initials or code.

    With `within`, an area of the command, only that one and those below it.

    Names given by the command and former names count too. Best first: own area, whole name before
    beginning before middle, higher level first.
    """
    scope, home = _scope(actor, within), home_area(actor)
    ranked = _ranked_codes(typed, scope, home, limit * _SPARE)
    aliases = _aliases(typed, scope, limit)
    codes = list(dict.fromkeys([*_whole(aliases, typed), *ranked, *aliases]))
    rows = Area.objects.filter(pk__in=codes)
    if not with_ended:
        rows = rows.filter(valid_to__isnull=True)
    found = rows.in_bulk()
    chosen = [found[code] for code in codes if code in found][:limit]
    paths = _paths(chosen)
    return [
        PlaceFound(
            area=ref_of(row),
            path=paths[row.code],
            valid_to=row.valid_to,
            also_called=aliases[row.code].name if row.code in aliases else "",
        )
        for row in chosen
    ]


def picker_children(
    actor: Actor, parent: str = "", *, within: str = ""
) -> tuple[list[AreaRef], list[AreaRef]]:
    """Return (trail, children) of a tree picker: the way from the command's area, what lies below.

    An empty `parent`, or one outside the command, opens at the command's own area; with `within`
    the tree begins at that area of the command.
    """
    scope = _scope(actor, within)
    code = parent if parent and covers(scope, parent) else scope
    rows = Area.objects.filter(parent_code=code, valid_to__isnull=True).order_by("code")
    if code == scope and scope:
        rows = Area.objects.filter(
            Q(pk=scope) | Q(parent_code=scope), valid_to__isnull=True
        ).order_by("code")
    above = [each for each in (*ancestors_of(code), code) if covers(scope, each) and each]
    trail = Area.objects.in_bulk(above)
    return [ref_of(trail[each]) for each in above if each in trail], [ref_of(row) for row in rows]


def _scope(actor: Actor, within: str) -> str:
    """Return the area to stay in: `within` where it is one of the command, else the command's."""
    own = tenant_area(actor)
    return within if within and covers(own, within) else own


def _ranked_codes(typed: str, scope: str, home: str, limit: int) -> list[str]:
    word = typed.strip()
    if word.isdigit():
        rows = Area.objects.filter(prefix_range("code", word), prefix_range("code", scope))
        return list(rows.order_by("code").values_list("pk", flat=True)[:limit])
    found = search_index().search(word, limit=limit, first=home, within=(scope,))
    return [each.code for each in found]


def _aliases(typed: str, scope: str, limit: int) -> dict[str, AreaAlias]:
    """Return the alias that fits, by code of its area."""
    folded = fold(typed)
    if not folded:
        return {}
    condition = Q(folded__contains=folded)
    if folded.isascii():
        letters = fold_typed_pinyin(typed)
        condition |= Q(pinyin__startswith=letters) | Q(initials__startswith=letters)
    rows = AreaAlias.objects.filter(condition, prefix_range("area_id", scope)).order_by("area_id")
    return {row.area_id: row for row in rows[:limit]}


def _whole(aliases: dict[str, AreaAlias], typed: str) -> list[str]:
    folded = fold(typed)
    return [code for code, alias in aliases.items() if alias.folded == folded]


def _paths(rows: list[Area]) -> dict[str, tuple[str, ...]]:
    above = {row.code: ancestors_of(row.code) for row in rows}
    names = Area.objects.in_bulk({code for codes in above.values() for code in codes})
    return {
        code: tuple(
            names[each].spoken
            for each in codes
            if each in names and not is_filler(each, names[each].name)
        )
        for code, codes in above.items()
    }
