"""A plain roster by hand: the shift that fewest could still fill first, the least worked first.

No search and no look ahead, but every hard rule: whoever is placed may work there, and a crew that
stays too small goes home.
"""

from collections import defaultdict

from benchmarks.planner_facts import Cell, Facts, Json, Slot


class _Roster:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.given: list[dict[int, Cell]] = [{} for _ in facts.people]

    def fits(self, p: int, cell: Cell) -> bool:
        """Whether one person may work a shift beside what they were given."""
        facts, person, given = self.facts, self.facts.people[p], self.given[p]
        day = cell[0]
        if day in given or cell not in facts.may[p]:
            return False
        least = facts.limit(person, "min_rest_hours")
        for other in given.values():
            pair = (other, cell) if other[0] < day else (cell, other)
            if least is not None and facts.rest(*pair) < least:
                return False
        worked = {*given, day}
        nights = {d for d, (_, n) in {**given, day: cell}.items() if facts.night(n)}
        hours = sum(map(facts.hours, [*given.values(), cell]))
        totals = {"max_shifts": len(worked), "max_nights": len(nights), "max_hours": hours}
        limits = {rule: facts.limit(person, rule) for rule in totals}
        if any(most is not None and totals[rule] > most for rule, most in limits.items()):
            return False
        return self._runs_fit(person, "consecutive_days", worked) and self._runs_fit(
            person, "consecutive_nights", nights
        )

    def _runs_fit(self, person: Json, rule: str, days: set[int]) -> bool:
        most = self.facts.limit(person, f"max_{rule}")
        run = (person.get("history") or {}).get(rule) or 0
        for day in range(self.facts.days):
            run = run + 1 if day in days else 0
            if most is not None and run > most:
                return False
        return True


def greedy(instance: Json) -> list[Json]:
    """Return the rows of a roster of one community."""
    facts = Facts.of(instance)
    roster = _Roster(facts)
    at_work: dict[Slot, list[int]] = defaultdict(list)
    everybody = range(len(facts.people))

    def could(slot: Slot) -> int:
        return sum(slot[:2] in facts.may[p] and slot[2] in facts.able[p] for p in everybody)

    wanted = {slot: count for slot, count in facts.demand.items() if count and facts.open[slot]}
    for slot in sorted(wanted, key=lambda slot: (could(slot) / wanted[slot], slot)):
        cell = slot[:2]
        fit = [p for p in everybody if slot[2] in facts.able[p] and roster.fits(p, cell)]
        fit.sort(key=lambda p: (len(roster.given[p]), p))
        least = min(map(facts.least, facts.open[slot]))
        chosen = fit[: max(wanted[slot], least)] if len(fit) >= least else []
        for p in chosen:
            roster.given[p][slot[0]] = cell
        if chosen:
            at_work[slot] = chosen
    return facts.seated(at_work)
