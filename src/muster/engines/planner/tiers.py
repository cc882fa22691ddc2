"""Weights so far apart that they are tiers: nothing in a lower one outweighs a unit of a higher.

Tier by tier from the last to the first: let `q` be the step of a tier (what its amounts differ by
at the least), and `S` the most that all tiers below can cost together. With a factor above `S / q`
one step of the tier costs more than everything below it, so a plan that is better in a tier is the
better plan whatever the tiers below say: the sum of weights orders plans as the tiers do, one after
another. `S` is counted for plans that break no personal rule.

The order: demand not met; nights, weekends and overtime shared out; requests; people above the
demand, single days on and off. Within a tier the file's own weights say what is worth what, or 1
each where it gives none. Who goes where is decided apart: parts of units before ways from home.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, gcd

import msgspec

from muster.engines.planner.model import Community, Instance, Person, limits_of

NAME = "tiers"
ROSTER_TIERS = (
    ("under_cover",),
    ("night", "weekend", "overtime"),
    ("request",),
    ("over_cover", "isolated_on", "isolated_off"),
)
ASSIGN_TIERS = (("fragment",), ("commute_km",))
#: Sums above this are not exact in floats of 64 bits.
EXACT = 2**53
_SATURDAY = 5
_METRE = Fraction(1, 1000)  # ways are summed up in km; less than this is no difference


@dataclass(frozen=True)
class Tier:
    """Terms that are weighed against each other, above all that follow.

    `step`: what its cost grows by at the least; `most`: what it can cost at the most; both with
    the weights of the preset.
    """

    terms: tuple[str, ...]
    step: float
    most: float


@dataclass(frozen=True)
class Tiers:
    """The instance with weights in tiers.

    `people` None: tiers of the whole plan; else of any community with at most so many people, as
    rosters are made for one community at a time.
    """

    instance: Instance
    rosters: tuple[Tier, ...]
    assignment: tuple[Tier, ...]
    people: int | None


def tiered(instance: Instance) -> Tiers:
    """Return the instance with weights so far apart that they are tiers.

    Where the weights of a whole plan would be too large to be summed exactly they are those of one
    community, of up to twice the people that its demand takes.

    Raises:
        OverflowError: not even those can be summed exactly.
    """
    roster, weights = _spread(instance, _Most(instance, None), ROSTER_TIERS)
    people = None
    if _whole(roster) > EXACT:
        people = _crowd(instance)
        roster, weights = _spread(instance, _Most(instance, people), ROSTER_TIERS)
        if _whole(roster) > EXACT:
            raise OverflowError(f"tiers of {people} people cannot be summed exactly")
    sent, more = _spread(instance, _Most(instance, None), ASSIGN_TIERS)
    changed = msgspec.structs.replace(instance.weights, **weights, **more)
    return Tiers(msgspec.structs.replace(instance, weights=changed), roster, sent, people)


def _whole(tiers: tuple[Tier, ...]) -> float:
    return sum(tier.most for tier in tiers)


def _spread(
    instance: Instance, most: "_Most", order: tuple[tuple[str, ...], ...]
) -> tuple[tuple[Tier, ...], dict[str, float]]:
    """Return the tiers, the first first, and the weights of their terms."""
    below, tiers = 0, []
    weights: dict[str, float] = {}
    for terms in reversed(order):
        own = {term: Fraction(str(getattr(instance.weights, term))) for term in terms}
        if not any(own.values()):
            own = dict.fromkeys(terms, Fraction(1))
        step = _common([own[term] * most.step(term) for term in terms if own[term]])
        factor = Fraction(ceil((below + 1) / step))
        amount = sum(own[term] * most.of(term) for term in terms) * factor
        tiers.append(Tier(terms, float(step * factor), float(amount)))
        weights |= {term: float(own[term] * factor) for term in terms}
        below += ceil(amount)
    return tuple(reversed(tiers)), weights


def _common(steps: list[Fraction]) -> Fraction:
    """The greatest amount that all steps are multiples of."""
    below = 1
    for step in steps:
        below = below * step.denominator // gcd(below, step.denominator)
    return Fraction(gcd(*(int(step * below) for step in steps)), below)


class _Most:
    """The most that each term can be, for everybody or for the `people` that make it greatest."""

    def __init__(self, instance: Instance, people: int | None) -> None:
        self.instance, self.people = instance, people
        self.days = instance.horizon.days
        self.kinds = {kind.id: Fraction(str(kind.under_weight)) for kind in instance.post_types}

    def step(self, term: str) -> Fraction:
        """What the term's amount differs by at the least."""
        if term == "under_cover":
            return _common([weight for weight in self.kinds.values() if weight] or [Fraction(1)])
        if term == "request":
            wishes = {wish.weight for one in self.instance.people for wish in one.requests}
            return _common([Fraction(str(w)) for w in wishes if w] or [Fraction(1)])
        return _METRE if term == "commute_km" else Fraction(1)

    def of(self, term: str) -> Fraction:
        """The most that the term can amount to."""
        if term == "under_cover":
            asked = [
                sum((row.count * self.kinds[row.post_type] for row in c.demand), Fraction(0))
                for c in self.instance.communities
            ]
            return max(asked, default=Fraction(0)) if self.people else sum(asked, Fraction(0))
        each = sorted((self._of_one(term, one) for one in self.instance.people), reverse=True)
        return sum(each[: self.people], Fraction(0))

    def _of_one(self, term: str, person: Person) -> Fraction:
        limits, days = limits_of(self.instance.rules, person), self.days
        shifts = days if limits["max_shifts"] is None else min(days, int(limits["max_shifts"]))
        nights = shifts if limits["max_nights"] is None else min(shifts, int(limits["max_nights"]))
        horizon = self.instance.horizon
        weekend = sum(horizon.weekday(day) >= _SATURDAY for day in range(days))
        above = max(shifts - self.instance.weights.target_shifts, 0)
        if term == "commute_km":
            return max((_way(person, place) for place in self.instance.communities), default=_METRE)
        return {
            "over_cover": Fraction(shifts),
            "night": Fraction(nights * (nights - 1), 2),
            "weekend": Fraction(min(shifts, weekend) * (min(shifts, weekend) - 1), 2),
            "overtime": Fraction(above * (above + 1), 2),
            "request": sum((Fraction(str(wish.weight)) for wish in person.requests), Fraction(0)),
            "isolated_on": Fraction(min(shifts, (days + 1) // 2)),
            "isolated_off": Fraction(min(shifts, (days + 1) // 2)),
            "fragment": Fraction(1),
        }[term]


def _way(person: Person, place: Community) -> Fraction:
    """Kilometres, rounded up to metres."""
    across, along = person.x_km - place.x_km, person.y_km - place.y_km
    return Fraction(ceil(1000 * (across * across + along * along) ** 0.5), 1000)


def _crowd(instance: Instance) -> int:
    """Twice the people that the demand of any community takes, but not more than there are."""
    limit = instance.rules.max_shifts
    each = max(min(limit or instance.horizon.days, instance.horizon.days), 1)
    wanted = max((sum(row.count for row in c.demand) for c in instance.communities), default=0)
    return max(min(2 * ceil(wanted / each), len(instance.people)), 1)


def described(tiers: Tiers, sent: Mapping[str, str]) -> dict[str, object]:
    """What a plan's `meta` says of the preset; `sent` is its assignment.

    `holds` is whether the plan's communities are no larger than the tiers were counted for.
    """
    sizes: dict[str, int] = {}
    for place in sent.values():
        sizes[place] = sizes.get(place, 0) + 1
    largest = max(sizes.values(), default=0)
    return {
        "name": NAME,
        "weights": msgspec.to_builtins(tiers.instance.weights),
        "tiers": [list(tier.terms) for tier in tiers.rosters],
        "assignment_tiers": [list(tier.terms) for tier in tiers.assignment],
        "people": tiers.people,
        "holds": tiers.people is None or largest <= tiers.people,
    }
