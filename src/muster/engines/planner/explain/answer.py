"""The whole question: what the instance lacks, and every community that is short."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass

from muster.engines.planner.explain.community import Explanation, explain_site
from muster.engines.planner.explain.rows import build
from muster.engines.planner.explain.site import alone, cell_locks
from muster.engines.planner.explain.whole import Lack, lacks
from muster.engines.planner.fanout import Engine
from muster.engines.planner.model import Instance, Plan
from muster.engines.planner.solve import solve

QUICK_EFFORT = 5.0
"""Units a community where a plan has to be made first."""


@dataclass(frozen=True)
class Explained:
    """`lacks` of the whole instance, one explanation a community that is short, and the plan."""

    lacks: tuple[Lack, ...]
    communities: tuple[Explanation, ...]
    plan: Plan

    @property
    def legal(self) -> bool:
        """Whether every community has a legal roster and every one a lead that is to have one."""
        sent = all(not one.kind.startswith(("leads", "teams", "crews")) for one in self.lacks)
        return sent and all(one.legal for one in self.communities)


def explain(
    instance: Instance,
    plan: Plan | None = None,
    *,
    communities: Collection[str] | None = None,
    seed: int = 1,
    engine: Engine | None = None,
    listener: Callable[[int, int], None] | None = None,
) -> Explained:
    """Explain a plan, or the quick one that is made without one.

    `communities` (ids) restricts the answer. `listener` is told how many of how many are done.
    """
    lacking = lacks(instance)
    made = plan or solve(instance, seed=seed, effort=QUICK_EFFORT, prove=False, engine=engine)
    missing = shortages(instance, made)
    locked = set(cell_locks(instance))
    answers = []
    places = [c for c in instance.communities if communities is None or c.id in communities]
    for done, place in enumerate(places, 1):
        people = [one for one in instance.people if made.assignment.get(one.id) == place.id]
        site = alone(instance, place, people)
        short = missing.get(place.id, 0)
        bound = any(one.id in locked for one in people)
        legal = not bound or build(site).solve(frozenset()).feasible
        if short or not legal:
            answers.append(explain_site(site, short, legal=legal, seed=seed))
        if listener is not None:
            listener(done, len(places))
    return Explained(lacking, tuple(answers), made)


def shortages(instance: Instance, plan: Plan) -> dict[str, int]:
    """Return the person-shifts short of demand, by community."""
    kinds = {
        post.id: (place.id, post.type) for place in instance.communities for post in place.posts
    }
    present = Counter(
        (*kinds[row.post], row.day, row.shift) for row in plan.roster if row.post in kinds
    )
    missing: Counter[str] = Counter()
    for place in instance.communities:
        wanted: Counter[tuple[str, str, int, str]] = Counter()
        for demand in place.demand:
            wanted[place.id, demand.post_type, demand.day, demand.shift] += demand.count
        for cell, count in wanted.items():
            missing[place.id] += max(count - present[cell], 0)
    return {name: count for name, count in missing.items() if count}
