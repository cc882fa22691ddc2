"""Who goes where before there are rosters: assigned, and again where a community is left unled."""

from collections.abc import Mapping

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from muster.engines.planner.assign import Assigned, assign
from muster.engines.planner.assign.build import may_go, read_given
from muster.engines.planner.assign.solve import Progress
from muster.engines.planner.locks import bound_by_leads, bound_by_locks
from muster.engines.planner.model import Instance
from muster.engines.planner.roster.build import Tables

Bound = Mapping[str, str]
"""The community of people who are sent there as if by a lock, by their ids."""


def send(
    instance: Instance, tables: Tables, *, effort: int, seed: int, progress: Progress
) -> tuple[Assigned, Bound]:
    """Return who goes where, and who of them is bound.

    The search weighs leads against all else; the rule is hard. So where it leaves a community
    without a first secretary, it is settled exactly who must go so that as many can have one.
    """

    def assigned(bound: Bound) -> Assigned:
        return assign(instance, effort=effort, seed=seed, bound=bound, progress=progress)

    bound: Bound = bound_by_locks(instance, tables)
    found = assigned(bound)
    unled = len(instance.communities) - len(found.first_secretary)
    if not instance.rules.first_secretary or not unled:
        return found, bound
    if len(found.first_secretary) >= _could_be_led(instance):
        return found, bound
    exact = bound_by_leads(instance, tables)
    if not exact or exact == bound:
        return found, bound
    again = assigned(exact)
    if len(again.first_secretary) <= len(found.first_secretary):
        return found, bound
    return again, exact


def _could_be_led(instance: Instance) -> int:
    """Return how many communities could have a lead if nobody had to go along.

    A largest matching of leads and communities: no plan leads more, and it takes milliseconds.
    """
    leads = np.flatnonzero([person.lead for person in instance.people])
    if not len(leads):
        return 0
    may = may_go(read_given(instance), leads, np.arange(len(instance.communities)))
    return int((maximum_bipartite_matching(csr_array(may), perm_type="column") >= 0).sum())
