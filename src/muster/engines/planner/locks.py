"""Who has to be sent where so that every lock is kept and every community led.

It is decided before people are assigned, or again where somebody is left without a lead.

A locked shift needs a crew in the community it is worked in, and the people of that crew may be
bound by teams, subdistricts and locks of their own. All of this is one small model (CP-SAT) of the
communities that locks touch; what it sends is bound, everybody else is left to the assignment.
Leads are bound in the same way, by teams above all: two of a unit may have to go with one of them.
"""

from collections import defaultdict
from typing import Any

import numpy as np
import numpy.typing as npt
from ortools.sat.python import cp_model

from muster.engines.planner.assign.build import Given, may_go, read_given
from muster.engines.planner.model import Instance
from muster.engines.planner.roster.build import Tables
from muster.engines.planner.roster.support import Crews, Var, solved

Ints = npt.NDArray[np.int64]

_WHOLE = 1500
"""People times communities of an instance that is in the model whole: a second or two."""
_LED = 60_000
"""The same where nothing but leads is asked for: jingkai takes about ten seconds."""
_NEAR_PLACES, _NEAR_PEOPLE = 3, 30  # else, of each lock and of each community
BROKEN = 1_000_000_000_000
"""What a rule broken costs, in the least unit."""
_METRES = 1000.0
_FARTHEST = 100_000  # no way counts for more
_WORK = 10.0  # CP-SAT's deterministic time, about as many seconds


def bound_by_locks(instance: Instance, tables: Tables) -> dict[str, str]:
    """Return people who must be sent to communities, by their ids, so that locks can be kept.

    Empty where nothing is locked. The model is exact for small instances; for others it knows the
    nearest people and communities only.
    """
    if not instance.locks:
        return {}
    given = read_given(instance)
    whole = len(instance.people) * len(instance.communities) <= _WHOLE
    if not whole and not tables.locks:
        return {}
    return Sending(given, tables, whole=whole).solve()


def bound_by_leads(instance: Instance, tables: Tables) -> dict[str, str]:
    """Return people who must be sent to communities, by their ids, so that as many can be led.

    Empty where there is no such rule, or the instance is too large to be asked exactly.
    """
    cells = len(instance.people) * len(instance.communities)
    most = _WHOLE if tables.locks else _LED
    if not instance.rules.first_secretary or cells > most:
        return {}
    return Sending(read_given(instance), tables, whole=True).solve()


class Sending:
    """Who is sent where, and with whom they work, as a model.

    What it costs is counted in `scale` parts of 1 of the objective.
    """

    def __init__(
        self, given: Given, tables: Tables, *, whole: bool, scale: float = _METRES
    ) -> None:
        self.given, self.tables, self.whole, self.scale = given, tables, whole, scale
        self.model = cp_model.CpModel()
        self.terms: list[Any] = []
        self.goes: dict[tuple[int, int], Var] = {}
        self.where: dict[int, list[Var]] = defaultdict(list)
        candidates = sorted(self.candidates().items())
        self.places = [c for c, _ in candidates]
        for c, people in candidates:
            for p in people:
                self._person(p, c)
        self._once()
        self._teams()
        self.crews()
        if whole:
            self._leads()

    def candidates(self) -> dict[int, list[int]]:
        """Return the people who are considered for each community that is."""
        given = self.given
        everybody, everywhere = np.arange(len(given.unit)), np.arange(len(given.area))
        if self.whole:
            return {c: self.free(everybody, c).tolist() for c in range(len(everywhere))}
        named = [person.id in self.tables.locks for person in given.instance.people]
        found: dict[int, set[int]] = defaultdict(set)
        for p in np.flatnonzero(named):
            reach = np.flatnonzero(may_go(given, np.array([p]), everywhere)[0])
            km = np.hypot(*(given.site[reach] - given.home[p]).T)
            for c in reach[np.argsort(km, kind="stable")][:_NEAR_PLACES]:
                found[int(c)].add(int(p))
        units = np.unique(given.unit[named])
        for c, people in found.items():
            free = self.free(everybody, c)
            km = np.hypot(*(given.home[free] - given.site[c]).T)
            people.update(free[np.argsort(km, kind="stable")][:_NEAR_PEOPLE].tolist())
            people.update(free[np.isin(given.unit[free], units)].tolist())
            heads = np.unique(given.party[[*people]])
            people.update(free[np.isin(given.party[free], heads)].tolist())
        return {c: sorted(people) for c, people in found.items()}

    def free(self, people: Ints, c: int) -> Ints:
        """Return those of some people (n,) who may be sent to a community."""
        return people[may_go(self.given, people, np.array([c]))[:, 0]]

    def _person(self, p: int, c: int) -> None:
        var = self.goes[p, c] = self.model.new_bool_var("")
        self.where[p].append(var)
        km = float(np.hypot(*(self.given.home[p] - self.given.site[c])))
        price = self.given.instance.weights.commute_km * km * self.scale
        self.terms.append((1 + round(min(price, _FARTHEST))) * var)

    def _once(self) -> None:
        """Send nobody twice, whoever is fixed for certain, and who share crews together."""
        parties: dict[tuple[int, int], Var] = {}
        for p, where in self.where.items():
            self.model.add_at_most_one(where)
            if self.given.fixed[p] >= 0:
                self.model.add_exactly_one(where)
        for (p, c), var in self.goes.items():
            first = parties.setdefault((int(self.given.party[p]), c), var)
            if first is not var:
                self.model.add(first == var)

    def _teams(self) -> None:
        """Let no part of a unit be smaller than its least team."""
        parts: dict[tuple[int, int], list[Var]] = defaultdict(list)
        for (p, c), var in self.goes.items():
            parts[int(self.given.unit[p]), c].append(var)
        for (u, _), people in parts.items():
            if self.given.instance.units[u].keep_together:
                team, used = int(self.given.team[u]), self.model.new_bool_var("")
                thin = self.model.new_bool_var("")
                self.terms.append(BROKEN * thin)
                self.terms.append(round(self.given.instance.weights.fragment * self.scale) * used)
                self.model.add(sum(people) <= len(people) * used)
                self.model.add(sum(people) + team * thin >= team * used)

    def _leads(self) -> None:
        """Send a lead to every community, where there has to be one."""
        instance = self.given.instance
        if not instance.rules.first_secretary:
            return
        for at in self.places:
            leads = [v for (p, c), v in self.goes.items() if c == at and instance.people[p].lead]
            none = self.model.new_bool_var("")
            self.terms.append(BROKEN * none)
            self.model.add(sum(leads) + none >= 1)

    def crews(self) -> None:
        """Let every lock be worked in a whole crew, or pay for it."""
        instance = self.given.instance
        places: dict[int, list[int]] = defaultdict(list)
        for p, c in self.goes:
            places[c].append(p)
        for c, people in places.items():
            named = [instance.people[p] for p in people]
            if not any(person.id in self.tables.locks for person in named):
                continue
            problem = self.tables.problem(instance.communities[c], named)
            crews = Crews(self.model, problem, [self.goes[p, c] for p in people])
            self.terms += [BROKEN * var for var in crews.released.values()]
        for p, person in enumerate(instance.people):
            count = len(self.tables.locks.get(person.id, ()))
            if count and p in self.where:
                self.terms.append(BROKEN * count * (1 - sum(self.where[p])))

    def solve(self) -> dict[str, str]:
        """Return who is sent where."""
        self.model.minimize(sum(self.terms))
        solver = solved(self.model, _WORK)
        if solver is None:
            return {}
        instance = self.given.instance
        return {
            instance.people[p].id: instance.communities[c].id
            for (p, c), var in self.goes.items()
            if solver.value(var)
        }
