"""The format read plainly, for the contenders: who may work what, what is wanted, and where.

Shares nothing with the engine's diagrams or with the validator. What the drawn districts do not
have (people bound to each other, experience in a crew) is refused, not left out silently.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]
Cell = tuple[int, int]  # day, number of the shift
Slot = tuple[int, int, int]  # day, number of the shift, number of the post type
SATURDAY, HOUR = 5, 3600
_REFUSED = ("together", "apart")


def sub_instance(instance: Json, plan: Json, community: str) -> tuple[Json, Json]:
    """Return one community with who is assigned there as an instance, and the plan without rows."""
    here = {p for p, place in plan["assignment"].items() if place == community}
    units = [
        {**unit, "people": [name for name in unit["people"] if name in here]}
        for unit in instance["units"]
    ]
    alone = {
        **instance,
        "communities": [c for c in instance["communities"] if c["id"] == community],
        "people": [p for p in instance["people"] if p["id"] in here],
        "units": [unit for unit in units if unit["people"]],
    }
    alone.pop("declared", None)
    leads = {c: p for c, p in plan["first_secretary"].items() if c == community}
    return alone, {"assignment": dict.fromkeys(sorted(here), community), "first_secretary": leads}


@dataclass
class Facts:
    """One community's roster in tables.

    `may` (person): cells that leave, age, wishes never to work and availability leave open.
    `able` (person): post types they have the skills for. `clash`: cells too near for the rest,
    `barred` (person): too near to the last shift before day 0. `demand` and `open` (seats) by slot.
    """

    instance: Json
    people: list[Json]
    shifts: list[Json]
    types: list[Json]
    posts: list[Json]
    days: int
    may: list[set[Cell]] = field(default_factory=list)
    able: list[set[int]] = field(default_factory=list)
    clash: dict[Cell, list[Cell]] = field(default_factory=lambda: defaultdict(list))
    demand: dict[Slot, int] = field(default_factory=dict)
    open: dict[Slot, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, instance: Json) -> "Facts":
        """Read an instance of one community.

        Raises:
            ValueError: it uses a rule that the contenders do not know.
        """
        (community,) = instance["communities"]
        people, rules = instance["people"], instance.get("rules") or {}
        if (
            any(person.get(name) for person in people for name in _REFUSED)
            or rules.get("mixed_experience")
            or instance.get("locks")
        ):
            raise ValueError("the contenders know no locks, company or experience in a crew")
        days = instance["horizon"]["days"]
        facts = cls(
            instance, people, instance["shifts"], instance["post_types"], community["posts"], days
        )
        facts._read_slots(community)
        facts._read_clashes()
        for person in people:
            held = set(person.get("skills") or ())
            kinds = enumerate(facts.types)
            facts.able.append({k for k, kind in kinds if held >= set(kind.get("skills") or ())})
            facts.may.append({cell for cell in facts.cells() if facts._may(person, *cell)})
        return facts

    def cells(self) -> list[Cell]:
        """Every day and shift."""
        return [(day, s) for day in range(self.days) for s in range(len(self.shifts))]

    def limit(self, person: Json, rule: str) -> float | None:
        """The person's own limit, else the rule's; None is no limit."""
        own = person.get("limits") or {}
        value = own[rule] if rule in own else (self.instance.get("rules") or {}).get(rule)
        return None if value is None else float(value)

    def weight(self, term: str) -> float:
        """The weight of a term of the objective."""
        given = (self.instance.get("weights") or {}).get(term)
        default = {"under_cover": 1000.0, "request": 1.0}.get(term, 0.0)
        return default if given is None else float(given)

    def weekday(self, day: int) -> int:
        """0 = Monday."""
        start = dt.date.fromisoformat(self.instance["horizon"]["start_date"])
        return (start + dt.timedelta(days=day)).weekday()

    def night(self, s: int) -> bool:
        """Whether a shift counts for the night rules."""
        return bool(self.shifts[s].get("night"))

    def least(self, post: int) -> int:
        """The least crew of a post."""
        found, points = self.posts[post], len(self.posts[post].get("points") or ())
        rule = (self.instance.get("rules") or {}).get("min_crew") or 1
        return max(rule, found["crew_min"], points + 1 if points else 1)

    def hours(self, cell: Cell) -> float:
        """Real hours of a shift."""
        begin, end = self._span(cell)
        return (end - begin) / HOUR

    def rest(self, before: Cell, after: Cell) -> float:
        """Hours between the end of one shift and the beginning of another."""
        return (self._span(after)[0] - self._span(before)[1]) / HOUR

    def _span(self, cell: Cell) -> tuple[float, float]:
        day, shift = cell[0], self.shifts[cell[1]]
        zone = self.instance["horizon"].get("timezone")
        date = dt.date.fromisoformat(self.instance["horizon"]["start_date"])
        times = [dt.time.fromisoformat(shift[edge]) for edge in ("start", "end")]
        late = day + (times[1] <= times[0])
        first, last = (
            dt.datetime.combine(date + dt.timedelta(days=d), at, ZoneInfo(zone) if zone else dt.UTC)
            for d, at in zip((day, late), times, strict=True)
        )
        return first.timestamp(), last.timestamp() + 60 * (shift.get("handover_minutes") or 0)

    def _may(self, person: Json, day: int, s: int) -> bool:
        shift, given = self.shifts[s]["id"], person.get("availability") or {}
        oldest, age = (self.instance.get("rules") or {}).get("night_age_limit"), person.get("age")
        too_old = oldest is not None and age is not None and age > oldest
        offered, shifts = given.get("weekdays"), given.get("shifts")
        last = (person.get("history") or {}).get("last_shift")
        least = self.limit(person, "min_rest_hours")
        before = None if last is None else (-1, [one["id"] for one in self.shifts].index(last))
        return not (
            any(since <= day <= to for since, to in person.get("leave") or ())
            or shift in (person.get("excluded_shifts") or ())
            or (self.night(s) and too_old and not person.get("night_opt_in"))
            or (offered is not None and self.weekday(day) not in offered)
            or (shifts is not None and shift not in shifts)
            or (before and least is not None and self.rest(before, (day, s)) < least)
        )

    def _read_slots(self, community: Json) -> None:
        shift_of = {shift["id"]: s for s, shift in enumerate(self.shifts)}
        type_of = {kind["id"]: k for k, kind in enumerate(self.types)}
        for wanted in community.get("demand") or ():
            slot = (wanted["day"], shift_of[wanted["shift"]], type_of[wanted["post_type"]])
            self.demand[slot] = self.demand.get(slot, 0) + wanted["count"]
        for number, post in enumerate(self.posts):
            pattern = post["hours_pattern"]
            for day in range(self.days):
                if self.weekday(day) in (pattern.get("weekdays") or range(7)):
                    for shift in pattern["shifts"]:
                        self.open[day, shift_of[shift], type_of[post["type"]]].append(number)

    def _read_clashes(self) -> None:
        """Pairs of cells of different days whose rest is too short for somebody, in one order."""
        longest = max((self.limit(p, "min_rest_hours") or 0 for p in self.people), default=0)
        near = 1 + int(longest // 24) + 1
        for before in self.cells():
            for after in self.cells():
                if 0 < after[0] - before[0] <= near and self.rest(before, after) < longest:
                    self.clash[before].append(after)

    def seated(self, at_work: dict[Slot, list[int]]) -> list[Json]:
        """Return the rows for people (by number) at each slot: as many posts as make whole crews.

        Smallest crews first; who is left over joins the first post.
        """
        rows = []
        for (day, s, kind), members in sorted(at_work.items()):
            waiting = list(members)
            posts = sorted(self.open[day, s, kind], key=self.least)
            crews: list[tuple[int, list[int]]] = []
            for post in posts:
                if len(waiting) < self.least(post):
                    break
                crews.append((post, [waiting.pop() for _ in range(self.least(post))]))
            crews[0][1].extend(waiting)
            rows += [
                {
                    "person": self.people[p]["id"], "day": day, "shift": self.shifts[s]["id"],
                    "post": self.posts[post]["id"],
                }
                for post, crew in crews
                for p in crew
            ]  # fmt: skip
        return rows
