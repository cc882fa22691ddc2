"""What a community needs on paper for a day: who, where, whom to call, what to do."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from muster.engines.text import mask_phone, parse_phone
from muster.kernel import clock
from muster.kernel.actors import Actor, system_actor
from muster.kernel.areas import covers
from muster.kernel.permissions import areas_for
from muster.kernel.roles import Role
from muster.kernel.tenants import tenant_of
from muster.operations.duty import rules
from muster.operations.duty.models import Assignment, Deployment, Edition, Post
from muster.operations.duty.queries.as_plan import edition_on
from muster.operations.duty.queries.posts import ORDER, with_parts
from muster.operations.duty.queries.roster import IN_FORCE
from muster.operations.duty.queries.where import area_of_place, area_titles, at_area
from muster.platform.access.queries import grants
from muster.registers.measures.queries import current_notice
from muster.registers.responders.queries import phones_of

SUBDISTRICT_LENGTH = 9


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody on the paper; `phone` is masked unless the reader asked for whole numbers."""

    responder_id: UUID | None
    name: str
    unit: str
    phone: str


@dataclass(frozen=True, slots=True)
class Crew:
    """One post's shift of the day, with everybody on it; nobody where it is open and empty."""

    post: str
    shift: str
    hours: str
    people: Sequence[Named]


@dataclass(frozen=True, slots=True)
class Duty:
    """What is done at posts of a kind."""

    kind: str
    duties: Sequence[str]
    rules: Sequence[str]


@dataclass(frozen=True)
class DayPack:
    """Everything on the paper of one community and day. `link` is where the sheet is entered."""

    area_code: str
    over: str
    name: str
    day: date
    edition: int | None
    crews: Sequence[Crew]
    leads: Sequence[Named]
    relief: Sequence[Named]
    command: tuple[str, str]
    duties: Sequence[Duty]
    link: str

    @property
    def people(self) -> frozenset[UUID]:
        """Everybody on the register whose number stands on it."""
        groups = [crew.people for crew in self.crews] + [self.leads, self.relief]
        return frozenset(
            one.responder_id for some in groups for one in some if one.responder_id and one.phone
        )

    @property
    def lines(self) -> int:
        """How many lines the roster has."""
        return sum(len(crew.people) for crew in self.crews)


def prints_area(actor: Actor, area: str) -> bool:
    """True where the actor prints the rosters of the whole of this area."""
    return bool(actor.system) or any(
        covers(own, area) for own in areas_for(actor, rules.PRINT_ROSTERS)
    )


def communities_with_roster(*, actor: Actor, area: str, day: date) -> Sequence[str]:
    """Return the communities below an area that have somebody on duty on a day, by code."""
    rows: Any = Assignment.objects.visible_to(actor, rules.PRINT_ROSTERS).filter(
        IN_FORCE, area_code__startswith=area, day=day
    )
    return sorted(set(rows.values_list("area_code", flat=True)))


def day_packs(
    *, actor: Actor, areas: Sequence[str], day: date, phones: bool = False
) -> list[DayPack]:
    """Return the papers of these communities. The number of queries does not depend on how many.

    `phones` puts whole numbers on them: the caller has checked that and records it.
    """
    rows: Any = Assignment.objects.visible_to(actor, rules.PRINT_ROSTERS).filter(
        IN_FORCE, area_code__in=areas, day=day
    )
    found = list(
        rows.select_related("post__kind", "shift__pattern", "responder__unit").order_by(
            "starts_at", "post__number", "responder__name_key", "id"
        )
    )
    notice = current_notice(actor)
    edition = edition_on(actor, notice.incident_id, day) if notice else None
    sent = _deployed(actor, edition, areas)
    posts = _posts(actor, areas)
    accounts = _leads(actor, areas)
    ids = {row.responder_id for row in found} | {row.responder_id for row in sent}
    ids |= {person for some in accounts.values() for person, _name in some if person}
    book = _Book(
        phones=phones_of(actor=actor, ids=ids),
        whole=phones,
        names=area_titles(actor=actor),
        zone=tenant_of(actor.tenant_id).time_zone,
        command=(notice.contact_name, notice.contact_phone) if notice else ("", ""),
        edition=edition.number if edition else None,
        day=day,
    )
    return [
        book.pack(
            code,
            [row for row in found if row.area_code == code],
            [row for row in sent if area_of_place(row.area_code) == code],
            [post for post in posts if post.area_code == code],
            accounts.get(code, ()),
        )
        for code in areas
    ]


def _deployed(actor: Actor, edition: Edition | None, areas: Sequence[str]) -> Sequence[Deployment]:
    if edition is None:
        return []
    sent: Any = Deployment.objects.visible_to(actor, rules.PRINT_ROSTERS).filter(
        at_area(*areas), edition=edition, ended_by__isnull=True
    )
    return list(sent.select_related("responder__unit").order_by("responder__name_key", "id"))


def _posts(actor: Actor, areas: Sequence[str]) -> Sequence[Post]:
    rows: Any = Post.objects.visible_to(actor, rules.PRINT_ROSTERS).filter(
        area_code__in=areas, closed_at__isnull=True
    )
    return list(with_parts(rows).order_by(*ORDER))


def _leads(actor: Actor, areas: Sequence[str]) -> Mapping[str, Sequence[tuple[UUID | None, str]]]:
    """Return person and name of whoever leads each community, by their accounts."""
    system = system_actor(actor.tenant_id, "duty.paper")
    leads: dict[str, list[tuple[UUID | None, str]]] = defaultdict(list)
    for grant in grants(system, role=Role.LEAD).filter(area_code__in=areas):
        if grant.account.is_active:
            leads[grant.area_code].append((grant.account.person_id, grant.account.display_name))
    return leads


@dataclass(frozen=True, slots=True)
class _Book:
    phones: Mapping[UUID, str]
    whole: bool
    names: Mapping[str, str]
    zone: str
    command: tuple[str, str]
    edition: int | None
    day: date

    def pack(
        self,
        code: str,
        rows: Sequence[Any],
        sent: Sequence[Any],
        posts: Sequence[Any],
        accounts: Sequence[tuple[UUID | None, str]],
    ) -> DayPack:
        """Write the paper of one community."""
        busy = {row.responder_id for row in rows}
        firsts = [self._named(row.responder) for row in sent if row.first_secretary]
        known = {one.responder_id for one in firsts}
        leads = [
            Named(person, name, "", self._phone(person))
            for person, name in accounts
            if person is None or person not in known
        ]
        return DayPack(
            area_code=code,
            over=self.names.get(code[:SUBDISTRICT_LENGTH], ""),
            name=self.names.get(code, code),
            day=self.day,
            edition=self.edition,
            crews=[*self._crews(rows), *self._empty(posts, rows)],
            leads=[*leads, *firsts],
            relief=[self._named(row.responder) for row in sent if row.responder_id not in busy],
            command=self.command,
            duties=_duties(rows, posts),
            link=f"{settings.PUBLIC_URL}{reverse('duty:day_shifts', args=[code])}"
            f"?day={self.day:%Y-%m-%d}",
        )

    def _crews(self, rows: Sequence[Any]) -> Sequence[Crew]:
        crews: dict[tuple[Any, UUID], list[Any]] = defaultdict(list)
        for row in rows:
            crews[row.starts_at, row.post_id].append(row)
        return [
            Crew(
                some[0].post.title,
                some[0].shift.label,
                f"{clock.local(some[0].starts_at, self.zone):%H:%M}–"
                f"{clock.local(some[0].ends_at, self.zone):%H:%M}",
                [self._named(row.responder) for row in some],
            )
            for some in crews.values()
        ]

    def _empty(self, posts: Sequence[Any], rows: Sequence[Any]) -> Sequence[Crew]:
        there = {(row.post_id, row.shift_id) for row in rows}
        return [
            Crew(post.title, link.shift.label, link.shift.hours, [])
            for post in posts
            if post.is_open_on(self.day)
            for link in post.shift_links.all()
            if (post.id, link.shift_id) not in there
        ]

    def _named(self, person: Any) -> Named:
        return Named(person.id, person.name, person.unit.name, self._phone(person.id))

    def _phone(self, person: UUID | None) -> str:
        number = self.phones.get(person, "") if person else ""
        if not number:
            return ""
        return (parse_phone(number).national or number) if self.whole else mask_phone(number)


def _duties(rows: Sequence[Any], posts: Sequence[Any]) -> Sequence[Duty]:
    kinds = {row.post.kind.key: row.post.kind for row in rows}
    kinds |= {post.kind.key: post.kind for post in posts}
    ordered = sorted(kinds.values(), key=lambda kind: (kind.position, kind.key))
    return [Duty(kind.label, kind.duties, kind.rules) for kind in ordered]
