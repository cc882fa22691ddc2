"""Finding people by name: 简体, 繁體, pinyin or initials, the whole name or the given name.

Each way of matching is "a column begins with what was typed". Where few people are in question
anyway, each is looked at. Else the ways that fit few people lead by their own indexes; and where
one fits thousands, the list is walked in its order, which soon has fifty of them together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import connections, router
from django.db.models import Q, Value
from django.db.models.functions import Left
from django.db.models.lookups import Exact

from muster.engines.text import fold, fold_typed_pinyin, pinyin
from muster.kernel.actors import Actor
from muster.registers.responders.models import Responder

MANY = 2_000
"""Sorting so many people found by an index is quicker than walking to them."""

LAST_CHARACTER = "\U0010ffff"
LAST_KEY = "zzzz"
VOWELS = frozenset("aeiouv")
INNER_LETTERS = frozenset("iuv")
"""Letters no syllable begins with: what stands before one is no whole syllable yet."""


@dataclass(frozen=True, slots=True)
class Way:
    """A column that begins with `prefix`.

    `keys` is the range of name keys all its matches lie in; empty for given names, which are spread
    over the whole order.
    """

    column: str
    prefix: str
    keys: tuple[str, str] | None = None

    @property
    def plain(self) -> Q:
        """The condition for rows found some other way.

        SQLite takes it as an expression, so that no index is tempted to lead by it. PostgreSQL
        plans by how many rows it expects, and knows that of LIKE only.
        """
        if _on_postgresql():
            return self.indexed
        return Q(Exact(Left(self.column, len(self.prefix)), Value(self.prefix)))

    @property
    def indexed(self) -> Q:
        """The condition as each database answers it from an index.

        SQLite compares bytes, so a range does it. PostgreSQL compares in the database's language,
        where a range of code points means nothing; its pattern index serves LIKE.
        """
        if _on_postgresql():
            return Q(**{f"{self.column}__startswith": self.prefix})
        last = self.prefix + LAST_CHARACTER
        return Q(**{f"{self.column}__gte": self.prefix, f"{self.column}__lt": last})


def named(rows: Any, actor: Actor, typed: str, *, few: bool) -> Any:
    """Narrow `rows` to people whose name begins with what was typed; `few` says they are few.

    静, 靜, jing, and initials like wht find people by surname; the given name alone does too. One
    Latin letter is the first of the surname: as initials it would fit everybody. Where thousands
    have such a surname, given names of that reading are left out: one more letter brings them back.
    """
    ways = _ways(typed)
    if not ways:
        return rows.none()
    if few:
        return rows.filter(_any(ways))
    people: Any = Responder.objects.of_tenant(actor.tenant_id).order_by()
    found = {way: people.filter(way.indexed) for way in ways}
    broad = [way for way in ways if found[way].values("tenant_id")[: MANY + 1].count() > MANY]
    if not broad:
        first, *others = (found[way].values("id") for way in ways)
        return rows.filter(id__in=first.union(*others) if others else first)
    ranges = [way.keys for way in broad if way.keys is not None]
    if len(ranges) < len(broad):
        return rows.filter(_any(ways))
    low, high = min(low for low, _ in ranges), max(high for _, high in ranges)
    return rows.filter(_any(broad), name_key__gte=low, name_key__lt=high)


def _ways(typed: str) -> list[Way]:
    latin = fold_typed_pinyin(typed)
    if not latin:
        return []
    if not latin.isascii():
        folded = fold(typed)
        syllable = pinyin(typed, "person")[:1]
        keys = (f"{syllable[0]}0", f"{syllable[0]}9{LAST_KEY}") if syllable else ("", LAST_KEY)
        return [Way("name_folded", folded, keys), Way("given_folded", folded)]
    whole = Way("name_pinyin", latin, (_first_key(latin), latin + LAST_KEY))
    if len(latin) == 1:
        return [whole]
    initials = Way("name_initials", latin, (latin[0], latin[0] + LAST_KEY))
    return [whole, initials, Way("given_pinyin", latin)]


def _first_key(latin: str) -> str:
    """Return the least key of a name read `latin…`: its first syllable may end before `latin` does.

    lin may be lin or li·n…, so 李 (li3…) comes first; liu can only be liu.
    """
    for length in range(1, len(latin)):
        whole = latin[length] not in INNER_LETTERS and VOWELS & set(latin[:length])
        if whole:
            return f"{latin[:length]}0"
    return latin


def _any(ways: Sequence[Way]) -> Q:
    return reduce(or_, (way.plain for way in ways))


def _on_postgresql() -> bool:
    return connections[router.db_for_read(Responder)].vendor == "postgresql"
