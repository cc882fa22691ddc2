"""Names of invented people for demonstrations, true to age, sex and the shares of families."""

from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from opencc import OpenCC

from muster.engines.text.identity import Sex
from muster.engines.text.tables.invented import (
    FEMALE_BY_DECADE,
    GROUP_SHARES,
    GROUP_SURNAMES,
    MALE_BY_DECADE,
    MANCHU_COMPOUNDS,
    SURNAMES,
    WHOLE_NAMES,
)

_COMPOUND_PERCENT = 4
_REPEATED_PERCENT = 2
# Characters that have a traditional form in other meanings but not as a name.
_UNCHANGED = frozenset("于范余郁谷曲朴佑岳峰托")


@dataclass(frozen=True, slots=True)
class InventedName:
    """One invented person's name in both scripts. `group` is a key of `GROUP_SHARES`."""

    hans: str
    hant: str
    sex: Sex
    group: str


@cache
def _surname_weights() -> tuple[tuple[str, ...], tuple[int, ...]]:
    return tuple(SURNAMES), tuple(accumulate(SURNAMES.values()))


@cache
def _group_weights() -> tuple[tuple[str, ...], tuple[int, ...]]:
    return tuple(GROUP_SHARES), tuple(accumulate(GROUP_SHARES.values()))


def _weighted(rng: Random, weights: tuple[tuple[str, ...], tuple[int, ...]]) -> str:
    values, cumulated = weights
    return values[bisect(cumulated, rng.randrange(cumulated[-1]))]


def invented_surname(rng: Random) -> str:
    """A Han surname with the share it has in the country."""
    return _weighted(rng, _surname_weights())


def invented_given_name(rng: Random, *, sex: Sex, birth_year: int) -> str:
    """One or two characters that parents of that decade chose."""
    pools = MALE_BY_DECADE if sex is Sex.MALE else FEMALE_BY_DECADE
    decade = min(max(birth_year // 10 * 10, min(pools)), max(pools))
    pool = pools[decade]
    if rng.randrange(100) < pool.single:
        return rng.choice(pool.alone)
    first = rng.choice(pool.first)
    if rng.randrange(100) < _REPEATED_PERCENT:
        return first * 2
    second = rng.choice(pool.second)
    while second == first:
        second = rng.choice(pool.second)
    return first + second


def invented_name(
    rng: Random, *, sex: Sex, birth_year: int, group: str | None = None
) -> InventedName:
    """A name in both scripts; without `group`, one is drawn with the shares of a northern city.

    The same `rng` state gives the same name. Families share a surname by passing one name's surname
    on; this function invents single people.

    Raises:
        KeyError: `group` is none of `GROUP_SHARES`.
    """
    if group is None:
        group = _weighted(rng, _group_weights())
    elif group not in GROUP_SHARES:
        raise KeyError(group)
    if group in WHOLE_NAMES:
        first_parts, second_parts = WHOLE_NAMES[group][sex.value]
        dot = "·" if group == "uyghur" else ""
        hans = rng.choice(first_parts) + dot + rng.choice(second_parts)
        return InventedName(hans, in_traditional(hans), sex, group)
    surname = _surname_of(rng, group)
    hans = surname + invented_given_name(rng, sex=sex, birth_year=birth_year)
    return InventedName(hans, in_traditional(hans), sex, group)


def _surname_of(rng: Random, group: str) -> str:
    if group == "manchu" and rng.randrange(100) < _COMPOUND_PERCENT:
        return rng.choice(MANCHU_COMPOUNDS)
    if group in GROUP_SURNAMES:
        return rng.choice(GROUP_SURNAMES[group])
    return invented_surname(rng)


@cache
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")


@cache
def _traditional_char(char: str) -> str:
    if char in _UNCHANGED:
        return char
    return str(_to_traditional().convert(char))


def in_traditional(name: str) -> str:
    """An invented name in traditional script.

    Only for invented ones: a real person's name is written as the person writes it, and no table
    knows whether 范 is 范 or 範.
    """
    return "".join(_traditional_char(char) for char in name)
