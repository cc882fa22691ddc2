"""Why one community falls short: the smallest set of rules, by how much, and how it is proved.

The elastic program says which families cannot suffice: that is a proof, since it relaxes every
roster. Rosters that the search finds show which do. Between the two, sets are tried by size, then
by price; a set is minimal where with any one of its families back in force demand stays open.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from math import ceil

from muster.engines.planner.explain.breaches import Amounts, breaches, total
from muster.engines.planner.explain.elastic import ATTEMPTS, Found, search
from muster.engines.planner.explain.families import FRACTIONAL, PEOPLE, RULES, WEIGHTS
from muster.engines.planner.explain.program import TOLERANCE, Program, Relaxed
from muster.engines.planner.explain.rows import build
from muster.engines.planner.explain.said import Param, Said, say, say_rule
from muster.engines.planner.model import Instance
from muster.engines.planner.roster import solve as roster
from muster.engines.planner.roster.build import Tables

_CANDIDATES = 3  # of one size, for which rosters are searched
_LARGEST = 3  # families of which all sets are tried
_LIMIT_OF = {
    "consecutive_days": "max_consecutive_days",
    "consecutive_nights": "max_consecutive_nights",
    "rest": "min_rest_hours",
    "night_age": "night_age_limit",
}


@dataclass(frozen=True)
class Cause:
    """One family of rules, and by how much it is in the way.

    `amount` is what a roster breaks that covers all demand, or what is proved where none was found;
    `least` is proved. `people` would have to bend it in that roster.
    """

    family: str
    amount: float
    least: float
    limit: float | None
    people: tuple[str, ...] = ()

    @property
    def said(self) -> Said:
        """The rule and the amount as a sentence."""
        return say_rule(self.family, self.amount, self.limit)


@dataclass(frozen=True)
class Explanation:
    """Why a community is short.

    `short` person-shifts in the plan, `least` of them proved unavoidable. `causes` the smallest set
    of families; empty where no rules explain it. `people`: how many more would do, without any rule
    bent (a lower bound). `minimal`: proved that no family of the set can be left out; `sufficient`:
    shown by a roster. `proofs` says how.
    """

    community: str
    short: int
    least: int
    legal: bool = True
    causes: tuple[Cause, ...] = ()
    people: int | None = None
    minimal: bool = False
    sufficient: bool = False
    proofs: tuple[Said, ...] = ()
    alternatives: tuple[tuple[Cause, ...], ...] = ()

    @property
    def said(self) -> Said:
        """The whole answer as a sentence."""
        where: dict[str, Param] = {"community": self.community, "short": self.short}
        causes = tuple(cause.said for cause in self.causes)
        if not self.legal:
            return say("no_legal", community=self.community, causes=causes)
        if not self.short:
            return say("not_short", community=self.community)
        if causes:
            return self._blamed(where, causes)
        if self.people:
            return say("no_single_rule", **where, people=self.people)
        return say("avoidable" if self.sufficient else "unproved", **where)

    def _blamed(self, where: dict[str, Param], causes: tuple[Said, ...]) -> Said:
        if not self.least:
            return say("perhaps", **where, causes=causes)
        if len(causes) > 1 and self.people:
            return say("explained_together", **where, causes=causes, people=self.people)
        return say("explained", **where, causes=causes)


def explain_site(site: Instance, short: int, *, legal: bool = True, seed: int = 1) -> Explanation:
    """Explain why the only community of `site` is `short`, given who is sent there."""
    if legal and not short:
        return Explanation(site.communities[0].id, 0, 0, minimal=True, sufficient=True)
    return _Site(site, short, legal=legal, seed=seed).explain()


@dataclass(frozen=True)
class _Answer:
    lifted: frozenset[str]
    relaxed: Relaxed
    found: Found | None


class _Site:
    """One community while it is being explained."""

    def __init__(self, site: Instance, short: int, *, legal: bool, seed: int) -> None:
        self.site, self.short, self.legal, self.seed = site, short, legal, seed
        self.program: Program = build(site)
        self.tables = Tables.of(site) if site.people else None
        named = frozenset[str]().union(*self.program.families)
        self.rules = [family for family in RULES if family in named]
        self.known: dict[frozenset[str], Relaxed] = {}

    def explain(self) -> Explanation:
        """Return the whole explanation."""
        base = self.relaxed(frozenset())
        if base.enough and self._avoidable(self.seed):
            return self._made(base, None, (), sufficient=True)
        least, proof = self._least(base)
        if not least and self._avoidable(self.seed + 1):
            return self._made(base, None, (), sufficient=True)
        answers = self._answers()
        people = self.relaxed(frozenset([PEOPLE]))
        asked = ceil(people.amounts.get(PEOPLE, 0.0) - TOLERANCE) if people.enough else None
        if not answers:
            return self._made(base, None, (proof,), least=least, people=asked)
        best = answers[0]
        if not best.lifted:
            return self._made(base, None, (), sufficient=True)
        minimal = least > 0 and all(
            not self.relaxed(best.lifted - {family}).enough
            for family in best.lifted
            if len(best.lifted) > 1
        )
        proofs = (proof, *self._proofs(best, minimal=minimal))
        return self._made(base, best, proofs, least=least, people=asked, minimal=minimal,
                          others=answers[1:])  # fmt: skip

    def _avoidable(self, seed: int) -> bool:
        """Whether rosters are found that keep every rule and leave nothing short."""
        found = self.search(frozenset(), 0.0, seed=seed)
        return found is not None and found.legal and not found.short

    def relaxed(self, lifted: frozenset[str]) -> Relaxed:
        """Return what the elastic program says of a set of families."""
        found = self.known.get(lifted)
        if found is None:
            found = self.known[lifted] = self.program.solve(lifted)
        return found

    def search(
        self,
        lifted: frozenset[str],
        goal: float,
        attempts: int = ATTEMPTS,
        seed: int | None = None,
    ) -> Found | None:
        """Look for rosters; None where nobody is here."""
        if self.tables is None:
            return None
        start = self.seed if seed is None else seed
        found = search(self.site, self.tables, lifted, goal=goal, attempts=attempts, seed=start)
        # Counted anew, since it is what the answer stands on.
        return replace(found, legal=found.legal and breaches(self.site, found).keys() <= lifted)

    def _least(self, base: Relaxed) -> tuple[int, Said]:
        """Return how many person-shifts must stay open, and the proof."""
        if not base.feasible:
            return max(self.short, 1), say("proof_counted", least=max(self.short, 1))
        least = ceil(base.short - TOLERANCE)
        if least or self.tables is None:
            return least, say("proof_counted", least=least)
        problem = self.tables.problem(self.site.communities[0], self.site.people)
        heaviest = float(problem.under.max(initial=0.0))
        bound = roster.shortage_bound(problem).value / heaviest if heaviest else 0.0
        least = ceil(bound - 1e-3)
        return least, say("proof_columns", least=least) if least else say("proof_none")

    def _answers(self) -> list[_Answer]:
        """Return the sets of the smallest size that suffice, the cheapest first."""
        whole = self.relaxed(frozenset(self.rules))
        if not whole.enough:
            return []
        unshown: list[_Answer] = []
        for lifted in self._sizes(whole):
            able = [(self.relaxed(one), one) for one in lifted]
            able = [(relaxed, one) for relaxed, one in able if relaxed.enough]
            able.sort(key=lambda pair: (self._price(*pair), sorted(pair[1])))
            answers: list[_Answer] = []
            for number, (relaxed, one) in enumerate(able[:_CANDIDATES]):
                found = None
                if not answers:
                    attempts = 1 if number else ATTEMPTS
                    found = self.search(one, self._price(relaxed, one), attempts)
                    if found is None or not found.legal or found.short:
                        unshown.append(_Answer(one, relaxed, None))
                        continue
                answers.append(self._used(_Answer(one, relaxed, found)))
            if answers:
                return answers
        return unshown

    def _used(self, answer: _Answer) -> _Answer:
        """Return the answer without the families that its rosters do not break; perhaps none."""
        if answer.found is None:
            return answer
        broken = breaches(self.site, answer.found)
        used = frozenset(family for family in answer.lifted if family in broken)
        return _Answer(used, self.relaxed(used), answer.found)

    def _sizes(self, whole: Relaxed) -> Iterator[list[frozenset[str]]]:
        """Yield sets that may suffice: of one family, of two, and so on.

        A family without which all others do not suffice is in every set: sets grow from those.
        Beyond `_LARGEST` only what a deletion filter leaves is tried.
        """
        rules = frozenset(self.rules)
        needed = frozenset(f for f in whole.amounts if not self.relaxed(rules - {f}).enough)
        free = [family for family in self.rules if family not in needed]
        for size in range(max(len(needed), 1), max(len(needed), _LARGEST) + 1):
            more = combinations(free, size - len(needed))
            yield [needed | frozenset(names) for names in more]
        kept = frozenset(whole.amounts)
        for family in sorted(kept, key=lambda name: -WEIGHTS[name]):
            if self.relaxed(kept - {family}).enough:
                kept -= {family}
        if len(kept) > max(len(needed), _LARGEST):
            yield [kept]

    def _price(self, relaxed: Relaxed, lifted: frozenset[str]) -> float:
        """Return the least price of a set: whole units where it is one family."""
        if len(lifted) == 1 and not lifted & FRACTIONAL:
            (family,) = lifted
            return WEIGHTS[family] * ceil(relaxed.amounts.get(family, 0.0) - TOLERANCE)
        return relaxed.price

    def _made(
        self,
        base: Relaxed,
        best: _Answer | None,
        proofs: tuple[Said, ...],
        *,
        least: int = 0,
        people: int | None = None,
        minimal: bool = False,
        sufficient: bool = False,
        others: list[_Answer] | None = None,
    ) -> Explanation:
        return Explanation(
            community=self.site.communities[0].id,
            short=self.short,
            least=least,
            legal=self.legal and base.feasible,
            causes=self._causes(best) if best else (),
            people=people,
            minimal=minimal or (sufficient and best is None),
            sufficient=sufficient or (best is not None and best.found is not None),
            proofs=proofs,
            alternatives=tuple(self._causes(other) for other in others or ()),
        )

    def _causes(self, answer: _Answer) -> tuple[Cause, ...]:
        amounts: Amounts = breaches(self.site, answer.found) if answer.found else {}
        causes = []
        for family in sorted(answer.lifted, key=lambda name: WEIGHTS[name]):
            proved = answer.relaxed.amounts.get(family, 0.0) if len(answer.lifted) == 1 else 0.0
            least = proved if family in FRACTIONAL else float(ceil(proved - TOLERANCE))
            shown = answer.relaxed.amounts.get(family, 0.0)
            amount = total(amounts, family) if answer.found else max(least, shown)
            limit = getattr(self.site.rules, _LIMIT_OF.get(family, family), None)
            people = tuple(sorted(amounts.get(family, {})))
            causes.append(Cause(family, round(amount, 3), round(least, 3), limit, people))
        return tuple(causes)

    def _proofs(self, best: _Answer, *, minimal: bool) -> Iterator[Said]:
        if best.found is not None:
            yield say("proof_roster")
        if len(best.lifted) == 1 and best.found is not None:
            (cause,) = self._causes(best)
            same = cause.amount <= cause.least + TOLERANCE
            least = say("proof_least", least=cause.least, amount=cause.amount)
            yield say("proof_bound") if same else least
        if minimal and len(best.lifted) > 1:
            yield say("proof_filter")
