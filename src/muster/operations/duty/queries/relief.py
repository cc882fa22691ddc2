"""Who can stand in for a gap at a post: least recently asked, rested, near, qualified.

These reads look beyond the lead's own community, at those deployed near it: the lead learns a name,
the unit, how far it is and which rule would be bent, and a number only by a look that is on record.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import hypot
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, F, IntegerField, Max, Q, Value, When
from django.utils.translation import gettext_lazy as _

from muster.engines.text import mask_phone
from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.areas import prefix_range
from muster.kernel.errors import NotFound
from muster.kernel.permissions import allowed
from muster.kernel.tenants import tenant_of
from muster.operations.duty import rules
from muster.operations.duty.models import (
    Assignment,
    CheckIn,
    Declaration,
    Deployment,
    PatternShift,
    Post,
    ReliefAsked,
)
from muster.operations.duty.queries.load import WEEK, Bend, Rule, Span, bends_of, load_of
from muster.operations.duty.queries.qualified import bends_of_person
from muster.operations.duty.queries.roster import IN_FORCE
from muster.operations.duty.queries.worked import planned_spans, worked_spans
from muster.operations.duty.shift_enums import ReliefAnswer
from muster.platform.places.queries import area_positions
from muster.registers.responders import queries as responders
from muster.registers.responders.contracts import PlanningPerson

CANDIDATES = 120
"""How many of the nearest are looked at closely."""
LOOK_BACK = timedelta(days=14)
SUBDISTRICT_LENGTH = 9
HIDDEN = frozenset({Rule.NO_NIGHTS, Rule.SHIFT_HOURS, Rule.WEEK_HOURS, Rule.BODY})
"""Limits of a body: shown as what the person must not do, never why."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in a shift of a post that somebody is wanted for."""

    post: Post
    day: date
    shift: PatternShift
    starts_at: datetime
    ends_at: datetime

    @property
    def night(self) -> bool:
        """True where it is a night."""
        return self.shift.night


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief:
    """Somebody who could stand in. `bends` are the rules that would be bent, none at best.

    `here` says that the person is deployed in the same community, `paired` that a pairing names
    them as its leader. `answer` is what they said of this very gap, "" where they were not asked.
    """

    responder_id: UUID
    name: str
    unit_id: UUID
    unit: str
    place: str
    here: bool
    near: bool
    paired: bool
    km: float | None
    rested_hours: int | None
    last_asked_at: datetime | None
    answer: str
    bends: tuple[Bend, ...]
    phone: str
    may_call: bool

    @property
    def fits(self) -> bool:
        """True where no rule would be bent."""
        return not self.bends


def gap_of(*, actor: Actor, post_id: UUID, day: date, shift_id: UUID) -> Gap:
    """Return a shift of a post as a gap to be filled.

    Raises:
        NotFound: no such post is in the actor's area, or it has no such shift.
    """
    rows: Any = Post.objects.select_related("kind", "pattern")
    post: Post = rows.get_visible(actor, post_id, rules.VIEW_ROSTER)
    shifts: Any = PatternShift.objects.of_tenant(actor.tenant_id).select_related("pattern")
    shift = shifts.filter(id=shift_id, post_links__post_id=post.id).first()
    if shift is None:
        raise NotFound(_("%(post)s has no such shift."), post=post.title)
    zone = ZoneInfo(tenant_of(actor.tenant_id).time_zone)
    starts, ends = (moment.replace(tzinfo=zone) for moment in shift.span(day))
    return Gap(post, day, shift, starts, ends)


def relief_list(
    *, actor: Actor, post_id: UUID, day: date, shift_id: UUID, limit: int = 10
) -> Sequence[Relief]:
    """Return who can stand in, the best first. As many queries for few as for many.

    Left out are those on duty that day, absent, not fit by their own word, and who said no.

    Raises:
        NotFound: no such post is in the actor's area, or it has no such shift.
    """
    gap = gap_of(actor=actor, post_id=post_id, day=day, shift_id=shift_id)
    return reliefs_for(actor, gap, limit=limit)


def reliefs_for(
    actor: Actor, gap: Gap, *, limit: int, only: Collection[UUID] | None = None
) -> Sequence[Relief]:
    """Return the best for a gap; of certain people where `only` names them."""
    found = _Search.open(actor, gap, only)
    ranked = sorted(found.people, key=found.rank)[:limit]
    phones = responders.phones_of(actor=actor, ids=[one.id for one in ranked])
    system = system_actor(actor.tenant_id, "duty.relief")
    units = responders.names_of(actor=system, ids={one.unit_id for one in ranked})
    may_call = allowed(actor, rules.FIND_RELIEF, gap.post)
    return [
        found.relief(one, units.get(one.unit_id, ""), mask_phone(phones.get(one.id, "")), may_call)
        for one in ranked
    ]


@dataclass
class _Search:
    """What is known of the candidates for one gap."""

    gap: Gap
    now: datetime
    people: Sequence[PlanningPerson]
    places: Mapping[UUID, str]
    paired: Collection[UUID]
    spans: Mapping[UUID, Sequence[Span]]
    asked: Mapping[UUID, datetime]
    answers: Mapping[UUID, str]
    position: tuple[float, float] | None
    positions: Mapping[str, tuple[float, float]]
    bends: dict[UUID, tuple[Bend, ...]]

    @classmethod
    def open(cls, actor: Actor, gap: Gap, only: Collection[UUID] | None) -> "_Search":
        tenant = actor.tenant_id
        answers = dict(_answers(gap))
        paired = _paired(gap.post) if only is None else set()
        places = _deployed(gap) if only is None else dict.fromkeys(only, gap.post.area_code)
        wanted = [one for one in (*paired, *places) if answers.get(one) != ReliefAnswer.NO]
        free = _free(gap, dict.fromkeys(wanted))
        people = responders.planning_people(
            actor=system_actor(tenant, "duty.relief"), ids=free, starts_on=gap.day, days=2
        )
        people = [one for one in people if not _away(one, gap)]
        ids = [one.id for one in people]
        since = gap.starts_at - LOOK_BACK
        worked = worked_spans(tenant, ids, since, gap.ends_at)
        planned = planned_spans(tenant, ids, gap.starts_at - WEEK, gap.ends_at + WEEK)
        codes = {gap.post.area_code, *(one.home_area_code for one in people)} - {""}
        positions = area_positions(codes)
        search = cls(
            gap=gap,
            now=clock.now(),
            people=people,
            places=places,
            paired=paired,
            spans={one: [*worked.get(one, ()), *planned.get(one, ())] for one in ids},
            asked=_last_asked(tenant, ids),
            answers=answers,
            position=_position(gap.post, positions),
            positions=positions,
            bends={},
        )
        search.bends = {one.id: search.bends_of(one) for one in people}
        return search

    def bends_of(self, one: PlanningPerson) -> tuple[Bend, ...]:
        gap = self.gap
        shift = Span(gap.starts_at, gap.ends_at, gap.day, gap.night, gap.post.id, worked=False)
        spans = self.spans[one.id]
        return (*bends_of(spans, shift, gap.day), *bends_of_person(one, gap, spans))

    def rank(self, one: PlanningPerson) -> tuple[Any, ...]:
        """Who bends nothing first; then least recently asked, rested, near."""
        bends = self.bends[one.id]
        asked = self.asked.get(one.id)
        rested = self.load_hours(one.id)
        return (
            len(bends),
            asked.timestamp() if asked else 0.0,
            not self.here(one.id),
            -min(rested if rested is not None else 48, 48) // 8,
            self.km(one) if self.km(one) is not None else 99.0,
            one.name,
            str(one.id),
        )

    def here(self, person: UUID) -> bool:
        return self.places.get(person, "")[:12] == self.gap.post.area_code

    def load_hours(self, person: UUID) -> int | None:
        load = load_of(self.spans[person], min(self.now, self.gap.starts_at), self.gap.day)
        return load.rested_hours(self.gap.starts_at)

    def km(self, one: PlanningPerson) -> float | None:
        home = (
            (one.x_km, one.y_km)
            if one.x_km is not None and one.y_km is not None
            else self.positions.get(one.home_area_code)
        )
        if home is None or self.position is None:
            return None
        return round(hypot(home[0] - self.position[0], home[1] - self.position[1]), 1)

    def relief(self, one: PlanningPerson, unit: str, phone: str, may_call: bool) -> Relief:  # noqa: FBT001
        place = self.places.get(one.id, "")
        return Relief(
            responder_id=one.id,
            name=one.name,
            unit_id=one.unit_id,
            unit=unit,
            place=place,
            here=self.here(one.id),
            near=place[:SUBDISTRICT_LENGTH] == self.gap.post.area_code[:SUBDISTRICT_LENGTH],
            paired=one.id in self.paired,
            km=self.km(one),
            rested_hours=self.load_hours(one.id),
            last_asked_at=self.asked.get(one.id),
            answer=self.answers.get(one.id, ""),
            bends=self.bends[one.id],
            phone=phone,
            may_call=may_call and bool(phone),
        )


def paired_leaders(*, actor: Actor, area: str) -> Sequence[tuple[UUID, str]]:
    """Return (id, name) of the leaders whom the pairings of a community name."""
    system = system_actor(actor.tenant_id, "duty.relief")
    people = {
        person.id: person.name
        for pairing in responders.pairings(actor=system, area=area)
        for person in (pairing.leader, pairing.in_charge)
        if person is not None and person.is_active
    }
    return sorted(people.items(), key=lambda pair: (pair[1], str(pair[0])))


def _paired(post: Post) -> set[UUID]:
    system = system_actor(post.tenant_id, "duty.relief")
    return {person for person, _name in paired_leaders(actor=system, area=post.area_code)}


def _deployed(gap: Gap) -> dict[UUID, str]:
    """Return where those deployed nearest are: the same community first, then its subdistrict."""
    area = gap.post.area_code
    rows: Any = Deployment.objects.of_tenant(gap.post.tenant_id).filter(
        Q(edition__superseded_from__isnull=True) | Q(edition__superseded_from__gt=gap.day),
        edition__incident_id=gap.post.incident_id,
        edition__withdrawn_at__isnull=True,
        edition__starts_on__lte=gap.day,
    )
    nearest = rows.annotate(
        near=Case(
            When(prefix_range("area_code", area), then=Value(0)),
            When(prefix_range("area_code", area[:SUBDISTRICT_LENGTH]), then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
    ).order_by("near", "responder_id")
    free = nearest.exclude(responder_id__in=_busy(gap).values("responder_id"))
    return dict(free.values_list("responder_id", "area_code")[:CANDIDATES])


def _busy(gap: Gap) -> Any:
    """Return the shifts in force that keep people from coming: on that day, or at that time."""
    rows: Any = Assignment.objects.of_tenant(gap.post.tenant_id)
    return rows.filter(
        IN_FORCE,
        Q(day=gap.day) | Q(starts_at__lt=gap.ends_at, ends_at__gt=gap.starts_at),
        day__gte=gap.day - timedelta(days=1),
        day__lte=gap.day + timedelta(days=1),
    )


def _free(gap: Gap, wanted: Iterable[UUID]) -> list[UUID]:
    """Leave out who has a shift that day and who said not to be fit."""
    ids = list(wanted)
    unfit: Any = Declaration.objects.of_tenant(gap.post.tenant_id).filter(
        responder_id__in=ids, day=gap.day, fit=False
    )
    busy = set(_busy(gap).filter(responder_id__in=ids).values_list("responder_id", flat=True))
    gone = busy | set(unfit.values_list("responder_id", flat=True))
    return [one for one in ids if one not in gone]


def _away(one: PlanningPerson, gap: Gap) -> bool:
    return any(
        absence.starts_at < gap.ends_at
        and (absence.ends_at is None or absence.ends_at > gap.starts_at)
        for absence in one.absences
    )


def _last_asked(tenant_id: UUID, people: Collection[UUID]) -> Mapping[UUID, datetime]:
    rows: Any = ReliefAsked.objects.of_tenant(tenant_id).filter(responder_id__in=people)
    return dict(rows.values_list("responder_id").annotate(last=Max("asked_at")))


def _answers(gap: Gap) -> Iterable[tuple[UUID, str]]:
    rows: Any = ReliefAsked.objects.of_tenant(gap.post.tenant_id).filter(
        post_id=gap.post.id, day=gap.day, shift_id=gap.shift.id
    )
    found: Iterable[tuple[UUID, str]] = rows.values_list("responder_id", "answer")
    return found


def _position(
    post: Post, positions: Mapping[str, tuple[float, float]]
) -> tuple[float, float] | None:
    if post.x_km is not None and post.y_km is not None:
        return post.x_km, post.y_km
    return positions.get(post.area_code)


def asked_for(*, actor: Actor, post_id: UUID, day: date, shift_id: UUID) -> Sequence[ReliefAsked]:
    """Return who was asked for a gap and what they said, the latest first."""
    rows: Any = ReliefAsked.objects.visible_to(actor).filter(
        post_id=post_id, day=day, shift_id=shift_id
    )
    return list(rows.select_related("responder").order_by("-asked_at", "id"))


def asked_of_me(*, actor: Actor) -> Sequence[ReliefAsked]:
    """Return the questions that wait for the own answer, the earliest shift first."""
    if actor.person_id is None:
        return []
    rows: Any = ReliefAsked.objects.of_tenant(actor.tenant_id).filter(
        responder_id=actor.person_id, answer=ReliefAnswer.WAITING, ends_at__gt=clock.now()
    )
    return list(rows.select_related("post__kind", "shift__pattern").order_by("starts_at"))


def crew_to_call(*, actor: Actor, gap: Gap) -> Sequence[tuple[UUID, str, bool]]:
    """Return (id, name, on duty now) of everybody on the roster of a gap's shift, by name."""
    rows: Any = Assignment.objects.visible_to(actor, rules.VIEW_ROSTER).filter(
        IN_FORCE, post_id=gap.post.id, day=gap.day, shift_id=gap.shift.id
    )
    here: Any = CheckIn.objects.of_tenant(actor.tenant_id).filter(
        assignment__in=rows.values("id"), undone_at__isnull=True, left_at__isnull=True
    )
    there = set(here.values_list("assignment_id", flat=True))
    named = rows.annotate(name=F("responder__name")).order_by("responder__name_key", "id")
    return [
        (person, name, shift in there)
        for shift, person, name in named.values_list("id", "responder_id", "name")
    ]
