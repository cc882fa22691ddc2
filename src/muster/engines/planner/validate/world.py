"""The two files side by side, indexed; and the clock."""

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

from muster.engines.planner.validate.report import Finding, Param

Json = Mapping[str, Any]
SATURDAY = 5
HOUR = 3600


class Work(NamedTuple):
    """One row of the roster that names things which exist."""

    day: int
    shift: str
    post: str


class World:
    """An instance and a plan. Rows that name what does not exist are findings and left out."""

    def __init__(self, instance: Json, plan: Json) -> None:
        self.instance = instance
        self.plan = plan
        self.findings: list[Finding] = []
        self.days: int = instance["horizon"]["days"]
        self.start = dt.date.fromisoformat(instance["horizon"]["start_date"])
        zone = instance["horizon"].get("timezone")
        self.zone = zoneinfo.ZoneInfo(zone) if zone else dt.UTC
        self.rules: Json = instance.get("rules") or {}
        self.weights: Json = instance.get("weights") or {}
        self.shifts: dict[str, Json] = {shift["id"]: shift for shift in instance["shifts"]}
        self.post_types: dict[str, Json] = {kind["id"]: kind for kind in instance["post_types"]}
        self.units: dict[str, Json] = {unit["id"]: unit for unit in instance["units"]}
        self.people: dict[str, Json] = {person["id"]: person for person in instance["people"]}
        self.communities: dict[str, Json] = {}
        self.posts: dict[str, Json] = {}
        self.community_of_post: dict[str, str] = {}
        for community in instance["communities"]:
            self.communities[community["id"]] = community
            for post in community.get("posts") or ():
                self.posts[post["id"]] = post
                self.community_of_post[post["id"]] = community["id"]
        self.times: dict[tuple[int, str], tuple[float, float]] = {
            (day, shift): self._time(day, shift)
            for day in range(-1, self.days)
            for shift in self.shifts
        }
        self.assignment = self._assignment()
        self.works: dict[str, list[Work]] = defaultdict(list)
        self.crews: dict[tuple[str, int, str], list[str]] = defaultdict(list)
        self._read_roster()

    def find(self, code: str, rule: str = "", /, **params: Param) -> None:
        """Note a finding."""
        self.findings.append(Finding(code, rule, params))

    def weekday(self, day: int) -> int:
        """0 = Monday."""
        return (self.start + dt.timedelta(days=day)).weekday()

    def is_night(self, shift: str) -> bool:
        """Whether it counts for the night rules."""
        return bool(self.shifts[shift].get("night"))

    def is_weekend(self, day: int) -> bool:
        """Whether shifts that start on this day are weekend shifts."""
        return self.weekday(day) >= SATURDAY

    def hours(self, day: int, shift: str) -> float:
        """Real hours of a shift, handover included."""
        begin, end = self.times[day, shift]
        return (end - begin) / HOUR

    def limit(self, person: Json, rule: str) -> float | None:
        """A personal limit: the person's own where given (null lifts the rule), else the rule."""
        own: Json = person.get("limits") or {}
        value = own[rule] if rule in own else self.rules.get(rule)
        return None if value is None else float(value)

    def least_crew(self, post: Json) -> int:
        """Rule 9; points that share a reliever need one person more than there are points."""
        points = len(post.get("points") or ())
        of_rule, of_post = int(self.rules.get("min_crew") or 0), int(post["crew_min"])
        return max(of_rule, of_post, points + 1 if points else 0)

    def _time(self, day: int, shift_id: str) -> tuple[float, float]:
        """Seconds of the real beginning and end; a handover comes after the end."""
        shift = self.shifts[shift_id]
        begin = dt.time.fromisoformat(shift["start"])
        end = dt.time.fromisoformat(shift["end"])
        date = self.start + dt.timedelta(days=day)
        end_date = date if end > begin else date + dt.timedelta(days=1)
        first = dt.datetime.combine(date, begin, self.zone)
        last = dt.datetime.combine(end_date, end, self.zone)
        return first.timestamp(), last.timestamp() + 60 * (shift.get("handover_minutes") or 0)

    def _assignment(self) -> dict[str, str]:
        assignment: dict[str, str] = {}
        for person, community in (self.plan.get("assignment") or {}).items():
            if person not in self.people:
                self.find("no_person", where="assignment", person=person)
            elif community not in self.communities:
                where = f"assignment of {person}"
                self.find("no_community", where=where, community=str(community))
            else:
                assignment[person] = community
        return assignment

    def _read_roster(self) -> None:
        for number, row in enumerate(self.plan.get("roster") or ()):
            person, work = row["person"], Work(row["day"], row["shift"], row["post"])
            tables: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
                ("person", person, self.people),
                ("shift", work.shift, self.shifts),
                ("post", work.post, self.posts),
            )
            missing = [(what, name) for what, name, table in tables if name not in table]
            for what, name in missing:
                self.find("no_row", row=number, person=person, day=work.day, what=what, id=name)
            if work.day not in range(self.days):
                self.find("day_outside", row=number, person=person, day=work.day)
            elif not missing:
                self.works[person].append(work)
                crew = self.crews[work.post, work.day, work.shift]
                if person not in crew:
                    crew.append(person)
        for works in self.works.values():
            works.sort(key=lambda work: self.times[work.day, work.shift])
