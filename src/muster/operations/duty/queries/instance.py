"""The planner's Instance, built from posts, people, units and places.

What the registers say in one way and the format in another is turned here and nowhere else:

- Shifts of several patterns live in one file, so a shift is called `<pattern>.<letter>`.
- A post that needs other skills than its kind is a type of its own: `<kind>+<skill>`.
- Posts outside every community make a place of their own: `<area>/<site>`.
- What nobody chosen can do is not asked for, and people of a community without posts are left out:
  `meta.left_out` names both, and a plan that hid them would not be honest.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.areas import prefix_range
from muster.kernel.errors import Invalid
from muster.kernel.permissions import require
from muster.kernel.tenants import tenant_of
from muster.operations.duty import rules
from muster.operations.duty.contracts import InstanceRequest, ShiftRef
from muster.operations.duty.enums import COMMUNITY_LENGTH
from muster.operations.duty.models import PatternShift, Post
from muster.operations.duty.queries.availability import (
    Calendar,
    abilities,
    availability,
    excluded_shifts,
    leave,
    own_limits,
)
from muster.operations.duty.queries.history import shifts_named
from muster.operations.duty.queries.instance_rows import (
    PostType,
    clean,
    place_name,
    post_row,
    shift_name,
    shift_row,
    type_of,
    type_rows,
    undoable_of,
    unit_row,
)
from muster.operations.duty.queries.posts import ORDER, seen_by, with_parts
from muster.operations.duty.queries.staffed import Beside
from muster.platform.places.queries import area_positions
from muster.registers.responders import queries as responders
from muster.registers.responders.contracts import PlanningPerson, PlanningUnit

__all__ = ["build_instance", "place_name", "shift_name", "shift_refs"]

SUBDISTRICT_LENGTH = 9
CENTRE = (0.0, 0.0)


def build_instance(*, actor: Actor, request: InstanceRequest) -> dict[str, Any]:
    """Return the Instance document of a plan (`muster-plan-input/1`).

    The number of queries does not depend on how many posts and people there are.

    Raises:
        NotAllowed: the actor plans nothing here.
        Invalid: no post is open on these days, or nobody chosen is on the register.
    """
    require(actor, rules.PLAN_POSTS)
    posts = _posts(actor, request)
    if not posts:
        raise Invalid(
            _("No post is open on these days."),
            next_step=_("Set up posts first, or choose other days."),
        )
    beside = Beside(request.staffed, request.starts_on, request.days)
    posts = beside.wanting(posts)
    if not posts:
        raise Invalid(
            _("People of other call-ups keep every post that is open on these days."),
            next_step=_("Choose days after their roster, or plan their call-up anew."),
        )
    people = responders.planning_people(
        actor=actor, ids=request.people, starts_on=request.starts_on, days=request.days
    )
    units = responders.planning_units(actor=actor, ids={person.unit_id for person in people})
    build = _Build(
        actor=actor,
        request=request,
        beside=beside,
        zone=ZoneInfo(tenant_of(actor.tenant_id).time_zone),
        posts=posts,
        units={unit.id: unit for unit in units},
        people=people,
        positions=area_positions(
            {post.area_code for post in posts}
            | {post.area_code[:SUBDISTRICT_LENGTH] for post in posts}
            | {person.home_area_code for person in people if person.home_area_code}
        ),
    )
    return build.document()


def _posts(actor: Actor, request: InstanceRequest) -> list[Post]:
    inside = Q()
    for area in request.areas:
        inside |= prefix_range("area_code", area)
    last = request.starts_on + timedelta(days=request.days)
    if request.post_ids:
        named = seen_by(actor).filter(
            incident_id=request.incident_id, id__in=list(request.post_ids)
        )
        return list(with_parts(named).order_by(*ORDER))
    rows = seen_by(actor).filter(
        Q(closes_on__isnull=True) | Q(closes_on__gt=request.starts_on),
        inside,
        incident_id=request.incident_id,
        closed_at__isnull=True,
        opens_on__lt=last,
    )
    return list(with_parts(rows).order_by(*ORDER))


@dataclass
class _Build:
    """One Instance in the making."""

    actor: Actor
    request: InstanceRequest
    beside: Beside
    zone: ZoneInfo
    posts: Sequence[Post]
    units: Mapping[UUID, PlanningUnit]
    people: Sequence[PlanningPerson]
    positions: Mapping[str, tuple[float, float]]

    def document(self) -> dict[str, Any]:
        """Put the parts together."""
        request = self.request
        shifts = self._shifts()
        calendar = Calendar(request.starts_on, request.days, self.zone, shifts)
        types = {post.id: type_of(post) for post in self.posts}
        places: dict[str, list[Post]] = defaultdict(list)
        for post in self.posts:
            places[place_name(post)].append(post)
        people, stranded = self._staying(places.keys())
        if not people:
            raise Invalid(
                _("Nobody who was chosen is on the register and can be sent to these posts."),
                next_step=_("Choose people who are on the register."),
            )
        skills = {person.id: [*person.skills, *abilities(person.limits)] for person in people}
        undoable = undoable_of(types.values(), skills.values())
        unknown_homes: list[str] = []
        return {
            "schema": "muster-plan-input/1",
            "id": clean(request.name) or f"{request.incident_id}",
            "horizon": {"start_date": request.starts_on.isoformat(), "days": request.days},
            "shifts": [shift_row(name, shift) for name, shift in shifts.items()],
            "post_types": type_rows(self.posts, types),
            "rules": request.rules.document(),
            "weights": request.weights.document(),
            "communities": [
                self._community(name, posts, types, undoable) for name, posts in places.items()
            ],
            "units": self._units(people),
            "people": [
                self._person(person, skills[person.id], calendar, places, unknown_homes)
                for person in people
            ],
            "locks": [dict(lock) for lock in request.locks],
            "meta": {
                "made_by": "muster.operations.duty",
                "incident": str(request.incident_id),
                "left_out": {
                    "people": [str(person.id) for person in stranded],
                    "post_types": sorted(undoable),
                },
                "homes_unknown": len(unknown_homes),
            },
        }

    def _shifts(self) -> dict[str, PatternShift]:
        found = {
            shift_name(link.shift): link.shift
            for post in self.posts
            for link in post.shift_links.all()
        }
        found |= shifts_named(self.actor, self.request.history, found.keys())
        return dict(sorted(found.items(), key=lambda pair: (pair[1].pattern.key, pair[1].starts)))

    def _staying(
        self, places: Collection[str]
    ) -> tuple[list[PlanningPerson], list[PlanningPerson]]:
        """Part the people who can be sent from locals of communities that have no posts."""
        staying: list[PlanningPerson] = []
        stranded: list[PlanningPerson] = []
        for person in self.people:
            unit = self.units.get(person.unit_id)
            local = unit.local_community if unit else ""
            elsewhere = bool(local) and local not in places and not self.request.everybody
            (stranded if unit is None or elsewhere else staying).append(person)
        return staying, stranded

    def _community(
        self,
        name: str,
        posts: Sequence[Post],
        types: Mapping[UUID, "PostType"],
        undoable: Collection[str],
    ) -> dict[str, Any]:
        area = posts[0].area_code
        east, north = self._position(posts)
        demand: Counter[tuple[int, str, str]] = Counter()
        for post in posts:
            if types[post.id].name in undoable:
                continue
            for day in self._open_days(post):
                for link in post.shift_links.all():
                    shift = shift_name(link.shift)
                    left = self.beside.left(post, day, shift)
                    if left and not self._over(link.shift, day):
                        demand[day, shift, types[post.id].name] += left
        return {
            "id": name,
            "subdistrict": area[:SUBDISTRICT_LENGTH],
            "x_km": east,
            "y_km": north,
            "posts": [self._post(post, types[post.id]) for post in posts],
            "demand": [
                {"day": day, "shift": shift, "post_type": kind, "count": count}
                for (day, shift, kind), count in sorted(demand.items())
            ],
        }

    def _post(self, post: Post, kind: PostType) -> dict[str, Any]:
        row = post_row(post, kind)
        if self.request.staffed:
            row["hours_pattern"]["shifts"] = self.beside.shifts(post)
        return row

    def _over(self, shift: PatternShift, day: int) -> bool:
        """True where a shift has ended before people assemble."""
        assembly = self.request.not_before
        if assembly is None:
            return False
        _starts, ends = shift.span(self.request.starts_on + timedelta(days=day))
        return ends.replace(tzinfo=self.zone) <= assembly

    def _open_days(self, post: Post) -> list[int]:
        first = self.request.starts_on
        return [
            day for day in range(self.request.days) if post.is_open_on(first + timedelta(days=day))
        ]

    def _position(self, posts: Sequence[Post]) -> tuple[float, float]:
        """Where a community lies: as placed, else amid its posts, else where its subdistrict is."""
        area = posts[0].area_code
        if not posts[0].site and area in self.positions:
            return self.positions[area]
        placed = [(post.x_km, post.y_km) for post in posts if post.x_km is not None]
        if placed:
            return (
                round(sum(x or 0.0 for x, _y in placed) / len(placed), 3),
                round(sum(y or 0.0 for _x, y in placed) / len(placed), 3),
            )
        return self.positions.get(area, self.positions.get(area[:SUBDISTRICT_LENGTH], CENTRE))

    def _units(self, people: Iterable[PlanningPerson]) -> list[dict[str, Any]]:
        members: dict[UUID, list[str]] = defaultdict(list)
        for person in people:
            members[person.unit_id].append(str(person.id))
        return [unit_row(self.units[unit], ids) for unit, ids in members.items()]

    def _person(
        self,
        person: PlanningPerson,
        skills: list[str],
        calendar: Calendar,
        places: Collection[str],
        unknown_homes: list[str],
    ) -> dict[str, Any]:
        request = self.request
        away, wishes = leave(person.absences, calendar)
        row: dict[str, Any] = {
            "id": str(person.id),
            "unit": str(person.unit_id),
            "skills": skills,
            "lead": person.can_lead,
            "age": person.age,
            "excluded_shifts": excluded_shifts(person.limits, calendar),
            "night_opt_in": person.night_opt_in,
            "leave": away,
        }
        row["x_km"], row["y_km"] = self._home(person, unknown_homes)
        if history := request.history.get(person.id):
            row["history"] = dict(history)
        asked = [dict(wish) for wish in request.requests.get(person.id, ())]
        if asked or wishes:
            row["requests"] = asked + wishes
        if limits := own_limits(person.limits, request.rules, request.days):
            row["limits"] = limits
        if person.week is not None:
            row["availability"] = availability(person.week, calendar)
        if len(person.home_area_code) == COMMUNITY_LENGTH and person.home_area_code in places:
            row["home_community"] = person.home_area_code
        return row

    def _home(self, person: PlanningPerson, unknown: list[str]) -> tuple[float, float]:
        if person.x_km is not None and person.y_km is not None:
            return person.x_km, person.y_km
        if person.home_area_code in self.positions:
            return self.positions[person.home_area_code]
        unknown.append(str(person.id))
        local = self.units[person.unit_id].local_community
        return self.positions.get(local, CENTRE)


def shift_refs(*, actor: Actor, incident_id: UUID) -> dict[str, ShiftRef]:
    """Return the shifts of an incident's posts by what the planner calls them."""
    rows = with_parts(seen_by(actor).filter(incident_id=incident_id))
    shifts = {link.shift_id: link.shift for post in rows for link in post.shift_links.all()}
    return {
        shift_name(shift): ShiftRef(shift_name(shift), shift.id, shift.letter, shift.label)
        for shift in shifts.values()
    }
