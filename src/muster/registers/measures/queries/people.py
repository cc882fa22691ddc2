"""Who does what for an incident: the staff by seat, the liaison groups by subdistrict."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from muster.kernel.actors import Actor
from muster.platform.access.contracts import PersonRef
from muster.platform.places import queries as places
from muster.platform.places.contracts import AreaRef
from muster.registers.measures.contracts import people_refs
from muster.registers.measures.enums import STANDING_ROLES, StaffRole
from muster.registers.measures.models import (
    Incident,
    IncidentStaff,
    LiaisonArea,
    LiaisonGroup,
    LiaisonMember,
)

ORDER = {role.value: at for at, role in enumerate(StaffRole)}
SUBDISTRICT = 4


@dataclass(frozen=True, slots=True)
class Placed:
    """A person's time in a seat or a group, with the person as the reader may see them."""

    row: Any
    person: PersonRef


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of the staff: who holds it, and the deputies in order."""

    role: str
    words: str
    label: str
    holder: Placed | None = None
    deputies: Sequence[Placed] = ()


@dataclass(frozen=True, slots=True)
class Served:
    """An area of an incident and the liaison group that serves it; None where none does."""

    area: AreaRef
    group: LiaisonGroup | None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A liaison group that is at work: its areas' names, its leader, its other members."""

    group: LiaisonGroup
    areas: Sequence[str]
    leader: Placed | None
    members: Sequence[Placed] = field(default=())


def staff_of(*, actor: Actor, incident_id: UUID) -> QuerySet[IncidentStaff]:
    """Who has a seat of the staff now, holders and deputies."""
    rows: Any = IncidentStaff.objects.visible_to(actor).filter(
        incident_id=incident_id, ends_at__isnull=True
    )
    result: QuerySet[IncidentStaff] = rows.order_by("role", "role_words", "rank")
    return result


def staff_history(*, actor: Actor, incident_id: UUID) -> Sequence[Placed]:
    """Return every time anybody had a seat, past ones included, by seat and then by time."""
    rows: Any = IncidentStaff.objects.visible_to(actor).filter(incident_id=incident_id)
    listed = sorted(
        rows, key=lambda row: (ORDER[row.role], row.role_words, row.rank, row.starts_at)
    )
    return placed(actor, listed)


def staff_row(*, actor: Actor, staff_id: UUID) -> IncidentStaff:
    """Return one time in a seat.

    Raises:
        NotFound: there is none the actor may see.
    """
    found: IncidentStaff = IncidentStaff.objects.get_visible(actor, staff_id)
    return found


def seats(*, actor: Actor, incident_id: UUID) -> Sequence[Seat]:
    """Return the seats in the order of a staff sheet: those every incident has, then its own.

    A seat nobody holds has no holder. Two queries for the rows and one or two for the names.
    """
    held: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    for line in placed(actor, list(staff_of(actor=actor, incident_id=incident_id))):
        held[line.row.role, line.row.role_words].append(line)
    own = sorted(key for key in held if key[0] == StaffRole.OTHER)
    found = []
    for role, words in [*((role.value, "") for role in STANDING_ROLES), *own]:
        lines = held.get((role, words), [])
        found.append(
            Seat(
                role=role,
                words=words,
                label=words or str(StaffRole(role).label),
                holder=next((line for line in lines if line.row.rank == 0), None),
                deputies=[line for line in lines if line.row.rank > 0],
            )
        )
    return found


def liaison_groups(*, actor: Actor, incident_id: UUID) -> QuerySet[LiaisonGroup]:
    """Liaison groups at work now, by name, with their present areas and members at hand."""
    rows: Any = LiaisonGroup.objects.visible_to(actor).filter(
        incident_id=incident_id, ends_at__isnull=True
    )
    result: QuerySet[LiaisonGroup] = rows.prefetch_related(*_present()).order_by("starts_at", "id")
    return result


def liaison_group(*, actor: Actor, group_id: UUID) -> LiaisonGroup:
    """Return one liaison group with its incident, present areas and members.

    Raises:
        NotFound: there is none the actor may see.
    """
    rows: Any = LiaisonGroup.objects.select_related("incident").prefetch_related(*_present())
    found: LiaisonGroup = rows.get_visible(actor, group_id)
    return found


def group_lines(*, actor: Actor, groups: Iterable[LiaisonGroup]) -> Sequence[GroupLine]:
    """Describe groups of `liaison_groups` for a list: names of areas and people at once."""
    listed = list(groups)
    names = places.area_names({row.area_code for group in listed for row in group.areas.all()})
    people = placed(actor, [row for group in listed for row in group.members.all()])
    by_group: dict[UUID, list[Placed]] = defaultdict(list)
    for line in people:
        by_group[line.row.group_id].append(line)
    return [
        GroupLine(
            group=group,
            areas=[names.get(row.area_code, row.area_code) for row in group.areas.all()],
            leader=next((line for line in by_group[group.id] if line.row.leads), None),
            members=[line for line in by_group[group.id] if not line.row.leads],
        )
        for group in listed
    ]


def served_areas(*, incident: Incident, groups: Iterable[LiaisonGroup]) -> Sequence[Served]:
    """Return the subdistricts of an incident, each with the group of `groups` that serves it.

    An incident of one community has that community alone.
    """
    by_code = {row.area_code: group for group in groups for row in group.areas.all()}
    return [Served(area, by_code.get(area.code)) for area in areas_to_serve(incident=incident)]


def areas_to_serve(*, incident: Incident) -> Sequence[AreaRef]:
    """Return the areas a liaison group can be formed for: the subdistricts, or the one area."""
    below = places.areas_below(incident.area_code, level=SUBDISTRICT)
    return below or [places.area_ref(incident.area_code)]


def placed(actor: Actor, rows: Sequence[Any]) -> list[Placed]:
    """Put names to rows about people: those on the register are asked for all at once."""
    known = people_refs(actor, {row.person_id for row in rows if row.person_id})
    return [Placed(row, _named(row, known)) for row in rows]


def _named(row: Any, known: Mapping[UUID, PersonRef]) -> PersonRef:
    if row.person_id is None:
        return PersonRef(row.id, row.person_name, _("not on the register"))
    gone = PersonRef(row.person_id, _("Somebody who is no longer on record"))
    return known.get(row.person_id, gone)


def _present() -> tuple[Prefetch, ...]:
    areas: Any = LiaisonArea.objects.filter(ends_at__isnull=True).order_by("area_code")
    members: Any = LiaisonMember.objects.filter(ends_at__isnull=True).order_by(
        "-leads", "starts_at", "id"
    )
    return Prefetch("areas", areas), Prefetch("members", members)
