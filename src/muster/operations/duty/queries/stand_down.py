"""How deployments ended: which, for whom, with which hours, and what gear came back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import covers
from muster.kernel.errors import NotFound
from muster.kernel.signatures import Line, Verdict
from muster.operations.duty import rules
from muster.operations.duty.models import Deployment, GearReturn, Handover, Post, StandDown
from muster.operations.duty.queries.book import BEGINNING
from muster.operations.duty.queries.load import Span
from muster.operations.duty.queries.where import name_spots
from muster.operations.duty.queries.worked import worked_spans
from muster.operations.duty.shift_enums import HandoverState
from muster.registers.measures.queries import current_notice

HOURS_KIND = "duty.hours"


@dataclass(frozen=True, slots=True)
class Service:
    """What somebody has worked in a deployment, as recorded by check-ins."""

    responder_id: UUID
    name: str
    unit_id: UUID
    unit: str
    spans: Sequence[Span]
    posts: Sequence[str]

    @property
    def hours(self) -> float:
        """Hours worked."""
        return sum(span.hours for span in self.spans)

    @property
    def nights(self) -> int:
        """Nights worked."""
        return sum(span.night for span in self.spans)

    @property
    def days(self) -> int:
        """Days on which a shift was worked."""
        return len({span.day for span in self.spans})

    @property
    def first_day(self) -> date | None:
        """The first day worked."""
        return self.spans[0].day if self.spans else None

    @property
    def last_day(self) -> date | None:
        """The last day worked."""
        return self.spans[-1].day if self.spans else None


def stand_downs(*, actor: Actor, incident_id: UUID) -> Sequence[StandDown]:
    """Return the ends of a deployment that the actor may see, the newest first."""
    rows: Any = StandDown.objects.visible_to(actor).filter(incident_id=incident_id)
    return list(rows.order_by("-asked_at"))


def stand_down(*, actor: Actor, stand_down_id: UUID) -> StandDown:
    """Return one.

    Raises:
        NotFound: there is none the actor may see.
    """
    found: StandDown = StandDown.objects.get_visible(actor, stand_down_id)
    return found


def closed_area(
    tenant_id: UUID, incident_id: UUID, starts: Iterable[tuple[str, datetime]]
) -> StandDown | None:
    """Return what ended the deployment where one of these shifts (area, start) would begin."""
    rows: Any = StandDown.objects.of_tenant(tenant_id).filter(
        incident_id=incident_id, confirmed_at__isnull=False, reopened_at__isnull=True
    )
    closed = list(rows)
    if not closed:
        return None
    return next(
        (
            one
            for area, at in starts
            for one in closed
            if covers(one.area_code, area) and at >= one.from_at
        ),
        None,
    )


def gear_back(*, actor: Actor, stand_down_id: UUID) -> Sequence[GearReturn]:
    """Return what came back, by post: what differs or was never counted first."""
    rows: Any = GearReturn.objects.visible_to(actor).filter(stand_down_id=stand_down_id)
    return _in_order(rows)


def gear_to_come(*, actor: Actor, incident_id: UUID) -> Sequence[GearReturn]:
    """Return what comes back to the actor's area wherever the deployment has ended."""
    rows: Any = GearReturn.objects.visible_to(actor).filter(
        stand_down__incident_id=incident_id, stand_down__reopened_at__isnull=True
    )
    return _in_order(rows)


def _in_order(rows: Any) -> Sequence[GearReturn]:
    found = list(rows.select_related("post__kind", "stand_down"))
    name_spots(row.post for row in found)
    return sorted(found, key=lambda one: (one.counted == one.due, one.area_code, one.post.title))


def gear_line(*, actor: Actor, gear_id: UUID) -> GearReturn:
    """Return one thing that is to come back.

    Raises:
        NotFound: there is none the actor may see.
    """
    rows: Any = GearReturn.objects.select_related("post__kind", "stand_down")
    found: GearReturn = rows.get_visible(actor, gear_id)
    return found


def sent_to(*, tenant_id: UUID, incident_id: UUID, area: str) -> Any:
    """Deployments of an incident below an area, in editions that were not taken back."""
    rows: Any = Deployment.objects.of_tenant(tenant_id)
    return rows.filter(
        edition__incident_id=incident_id,
        edition__withdrawn_at__isnull=True,
        area_code__startswith=area,
    )


def ended_people(*, tenant_id: UUID, incident_id: UUID) -> frozenset[UUID]:
    """Return who was sent to an area whose deployment has ended."""
    rows: Any = StandDown.objects.of_tenant(tenant_id).filter(
        incident_id=incident_id, confirmed_at__isnull=False, reopened_at__isnull=True
    )
    areas = Q()
    for code in rows.values_list("area_code", flat=True):
        areas |= Q(area_code__startswith=code)
    if not areas:
        return frozenset()
    sent = sent_to(tenant_id=tenant_id, incident_id=incident_id, area="")
    return frozenset(sent.filter(areas).values_list("responder_id", flat=True))


def services_of(
    *, tenant_id: UUID, incident_id: UUID, people: Collection[UUID]
) -> Sequence[Service]:
    """Return what these people worked in an incident, by name. Few queries for many people."""
    sent = sent_to(tenant_id=tenant_id, incident_id=incident_id, area="")
    rows = sent.filter(responder_id__in=list(people)).select_related("responder__unit")
    known = {row.responder_id: row for row in rows.order_by("edition__number")}
    spans = worked_spans(tenant_id, list(known), BEGINNING, clock.now())
    posts: Any = Post.objects.of_tenant(tenant_id).filter(incident_id=incident_id)
    titles = {post.id: post.title for post in posts.select_related("kind")}
    found = []
    for person, row in known.items():
        mine = [span for span in spans.get(person, ()) if span.post_id in titles]
        found.append(
            Service(
                person,
                row.responder.name,
                row.unit_id,
                row.responder.unit.name,
                mine,
                list(dict.fromkeys(titles[span.post_id] for span in mine)),
            )
        )
    return sorted(found, key=lambda one: (one.unit, one.name))


def units_of_end(*, actor: Actor) -> Sequence[tuple[UUID, str, int]]:
    """Return (unit, name, people) of the units whose people's deployment has ended."""
    notice = current_notice(actor)
    if notice is None:
        return []
    ended = ended_people(tenant_id=actor.tenant_id, incident_id=notice.incident_id)
    rows: Any = Deployment.objects.visible_to(actor, rules.CERTIFY_HOURS).filter(
        edition__incident_id=notice.incident_id, responder_id__in=ended
    )
    people: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    for unit, name, person in rows.values_list("unit_id", "responder__unit__name", "responder_id"):
        people[unit, name].add(person)
    return sorted(
        ((unit, name, len(some)) for (unit, name), some in people.items()),
        key=lambda one: one[1],
    )


def unit_services(*, actor: Actor, unit_id: UUID) -> Sequence[Service]:
    """Return what a unit's people worked in the deployment that has ended.

    Raises:
        NotFound: none of the unit's deployments that the actor certifies has ended.
    """
    notice = current_notice(actor)
    rows: Any = Deployment.objects.visible_to(actor, rules.CERTIFY_HOURS).filter(unit_id=unit_id)
    if notice is not None:
        ended = ended_people(tenant_id=actor.tenant_id, incident_id=notice.incident_id)
        mine = set(rows.values_list("responder_id", flat=True)) & ended
        if mine:
            return services_of(
                tenant_id=actor.tenant_id, incident_id=notice.incident_id, people=mine
            )
    raise NotFound(_("No deployment of this unit has ended."))


def hours_lines(verdict: Verdict) -> Sequence[Line]:
    """Return what anybody who checks a certificate of hours may read."""
    says = verdict.public
    return [
        (_("Name"), says["name"]),
        (_("Unit"), says["unit"]),
        (_("From"), says["from"]),
        (_("Until"), says["until"]),
        (_("Hours worked"), str(says["hours"])),
        (_("Nights"), str(says["nights"])),
        (_("Issued by"), verdict.command),
    ]


def counted_gear_of(tenant_id: UUID, posts: Sequence[Post]) -> Mapping[UUID, Mapping[str, int]]:
    """Return what the last accepted handover of each post counted, by item."""
    rows: Any = Handover.objects.of_tenant(tenant_id).filter(
        post__in=posts, state=HandoverState.ACCEPTED
    )
    return {
        row.post_id: {line["item"]: line["counted"] for line in row.gear}
        for row in rows.order_by("number")
    }
