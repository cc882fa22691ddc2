"""Check that locks alone break no hard rule: no solver could mend that."""

from collections import defaultdict
from itertools import pairwise

from muster.engines.planner.clock import span
from muster.engines.planner.model import Instance, Lock, Person, Shift, limits_of
from muster.engines.planner.reading.faults import Faults
from muster.engines.planner.reading.known import Known


class LockChecks:
    """Locks name what exists, do not contradict each other, and keep the personal rules."""

    def __init__(self, instance: Instance, known: Known, faults: Faults) -> None:
        self.instance = instance
        self.known = known
        self.faults = faults
        self.shifts = {shift.id: shift for shift in instance.shifts}
        self.clocks = not any(
            faults.known(f"shifts[{at}].{end}")
            for at in range(len(instance.shifts))
            for end in ("start", "end")
        )
        self.sent: dict[str, tuple[str, str]] = {}  # person: community, and the path that says so
        self.cells: dict[str, list[tuple[int, int, Shift]]] = defaultdict(list)  # day, lock, shift

    def run(self) -> None:
        """Note everything that speaks against the locks."""
        for at, lock in enumerate(self.instance.locks):
            path = f"locks[{at}]"
            if not self.known.one("person", lock.person, f"{path}.person", self.faults):
                continue
            if lock.community is None and lock.day is not None and lock.shift is not None:
                self._cell(at, lock, lock.day, lock.shift)
            elif lock.community is None or (lock.day, lock.shift, lock.post) != (None,) * 3:
                self.faults.add(path, "lock_unclear")
            elif self.known.one("community", lock.community, f"{path}.community", self.faults):
                self._send(lock.person, lock.community, f"{path}.community")
        for name, cells in self.cells.items():
            self._check_limits(self._person(name), sorted(cells, key=lambda cell: cell[:2]))
        self._check_apart()

    def _person(self, name: str) -> Person:
        return self.instance.people[self.known.people[name]]

    def _cell(self, at: int, lock: Lock, day: int, shift: str) -> None:
        path, faults = f"locks[{at}]", self.faults
        found = self.known.day(day, f"{path}.day", faults)
        if not self.known.one("shift", shift, f"{path}.shift", faults) or not found:
            return
        person = self._person(lock.person)
        if lock.post and self.known.one("post", lock.post, f"{path}.post", faults):
            self._check_post(person, lock.post, day, shift, f"{path}.post")
        self._check_person(person, day, self.shifts[shift], path)
        twice = next((other for when, other, _ in self.cells[person.id] if when == day), None)
        if twice is not None:
            faults.add(f"{path}.day", "lock_twice", first=f"locks[{twice}]")
        else:
            self.cells[person.id].append((day, at, self.shifts[shift]))

    def _send(self, person: str, community: str, path: str) -> None:
        """Note that a lock sends a person to a community, and what speaks against it."""
        first, where = self.sent.setdefault(person, (community, path))
        if first != community:
            self.faults.add(path, "lock_twice", first=where)
            return
        found, instance = self._person(person), self.instance
        if found.unit not in self.known.units:
            return
        unit = instance.units[self.known.units[found.unit]]
        area = instance.communities[self.known.communities[community]].subdistrict
        allowed = unit.allowed_subdistricts
        if unit.local and unit.community not in (None, community):
            self.faults.add(path, "lock_local", unit=unit.id, community=unit.community or "")
        elif allowed is not None and area not in allowed:
            self.faults.add(path, "lock_subdistrict", unit=unit.id, subdistrict=area)
        elif instance.rules.home_community == "forbid" and found.home_community == community:
            self.faults.add(path, "lock_home", person=person, community=community)

    def _check_post(self, person: Person, post_id: str, day: int, shift: str, path: str) -> None:
        at, position = self.known.posts[post_id]
        community = self.instance.communities[at]
        post = community.posts[position]
        if not post.is_open(shift, self.instance.horizon.weekday(day)):
            self.faults.add(path, "lock_closed", post=post.id, shift=shift, day=day)
        bound = self.sent.get(person.id, (community.id, ""))[0]
        if bound != community.id:
            self.faults.add(path, "lock_elsewhere", person=person.id, community=bound)
        else:
            self._send(person.id, community.id, path)
        if post.type in self.known.post_types:
            needed = self.instance.post_types[self.known.post_types[post.type]].skills
            lacking = ", ".join(skill for skill in needed if skill not in person.skills)
            if lacking:
                self.faults.add(path, "lock_skills", person=person.id, skills=lacking)

    def _check_person(self, person: Person, day: int, shift: Shift, path: str) -> None:
        name, faults = person.id, self.faults
        if any(since <= day <= to for since, to in person.leave):
            faults.add(f"{path}.day", "lock_leave", person=name, day=day)
        if shift.id in person.excluded_shifts:
            faults.add(f"{path}.shift", "lock_excluded", person=name, shift=shift.id)
        limit, age = self.instance.rules.night_age_limit, person.age or 0
        if shift.night and limit is not None and age > limit and not person.night_opt_in:
            faults.add(f"{path}.shift", "lock_age", person=name, age=age, limit=limit)
        given = person.availability
        if given is not None:
            shifts = self.shifts if given.shifts is None else given.shifts
            weekdays = range(7) if given.weekdays is None else given.weekdays
            if shift.id not in shifts or self.instance.horizon.weekday(day) not in weekdays:
                faults.add(f"{path}.day", "lock_unavailable", person=name, shift=shift.id, day=day)

    def _check_limits(self, person: Person, cells: list[tuple[int, int, Shift]]) -> None:
        """Note locks of one person that leave too little rest between them, or are too many."""
        limits = limits_of(self.instance.rules, person)
        least, last = limits["min_rest_hours"] or 0.0, person.history.last_shift
        before = [(-1, -1, self.shifts[last])] if last in self.shifts else []
        spans = [span(self.instance.horizon, shift, day) for day, _, shift in before + cells]
        for (before_cell, cell), (first, second) in zip(
            pairwise(before + cells), pairwise(spans), strict=True
        ):
            hours = (second[0] - first[1]) / 60
            if hours < least and self.clocks:
                place = "the history" if before_cell[1] < 0 else f"locks[{before_cell[1]}]"
                path = f"locks[{cell[1]}].shift"
                self.faults.add(path, "lock_rest", hours=hours, before=place, least=least)
        totals: dict[str, float] = {
            "max_shifts": len(cells),
            "max_nights": sum(shift.night for _, _, shift in cells),
            "max_hours": sum(end - begin for begin, end in spans[len(before) :]) / 60,
            "max_consecutive_days": _longest_run(
                [day for day, _, _ in cells], person.history.consecutive_days
            ),
            "max_consecutive_nights": _longest_run(
                [day for day, _, shift in cells if shift.night], person.history.consecutive_nights
            ),
        }
        path = f"locks[{cells[-1][1]}].person"
        for rule, total in totals.items():
            most = limits[rule]
            if most is not None and total > most and (self.clocks or rule != "max_hours"):
                who = person.id
                self.faults.add(path, "lock_limit", rule=rule, found=total, person=who, most=most)

    def _check_apart(self) -> None:
        crews: dict[tuple[int | None, str | None, str], list[str]] = defaultdict(list)
        for at, lock in enumerate(self.instance.locks):
            if lock.post is None or lock.person not in self.known.people:
                continue
            crew = crews[lock.day, lock.shift, lock.post]
            for other in crew:
                apart = other in self._person(lock.person).apart
                if apart or lock.person in self._person(other).apart:
                    path = f"locks[{at}].post"
                    self.faults.add(path, "lock_apart", person=lock.person, other=other)
            crew.append(lock.person)


def _longest_run(days: list[int], before: int) -> int:
    """Days in a row among the sorted `days`; `before` days end on day -1."""
    longest, run, last = 0, before, -1
    for day in days:
        run = run + 1 if day == last + 1 else 1
        longest, last = max(longest, run), day
    return longest
