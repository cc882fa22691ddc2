"""Reads of single people and of what belongs to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.crypto import blind_index
from muster.kernel.errors import NotFound
from muster.platform.access.contracts import BadgeFacts
from muster.registers.responders import rules
from muster.registers.responders.enums import (
    STANDARD_LANGUAGES,
    STANDARD_SKILLS,
    SkillKind,
    Status,
)
from muster.registers.responders.models import (
    DutyLimit,
    Responder,
    ResponderSkill,
    SavedView,
    Skill,
    TeamMember,
    Unavailability,
    UnitPeriod,
    WeeklyAvailability,
)
from muster.registers.responders.queries.listing import away_today
from muster.registers.responders.queries.units import names_of

LOOKUP_CHUNK = 500


@dataclass(frozen=True, slots=True)
class History:
    """What a person's record holds besides the person."""

    skills: list[Skill]
    limits: list[DutyLimit]
    absences: list[Unavailability]
    units: list[UnitPeriod]
    teams: list[TeamMember]
    week: WeeklyAvailability | None

    @property
    def languages(self) -> list[Skill]:
        """Languages among the skills."""
        return [skill for skill in self.skills if skill.kind == SkillKind.LANGUAGE]

    @property
    def abilities(self) -> list[Skill]:
        """Skills that are not languages."""
        return [skill for skill in self.skills if skill.kind == SkillKind.SKILL]


def person(*, actor: Actor, responder_id: UUID) -> Responder:
    """Return one person with the unit.

    Raises:
        NotFound: there is none the actor may see.
    """
    rows: Any = Responder.objects.select_related("unit")
    found: Responder = rows.get_visible(actor, responder_id)
    return found


def own_record(*, actor: Actor) -> Responder:
    """Return the record of the person who is signed in.

    Raises:
        NotFound: the account belongs to no responder.
    """
    rows: Any = Responder.objects.of_tenant(actor.tenant_id).select_related("unit")
    found: Responder | None = (
        rows.filter(pk=actor.person_id).first() if actor.person_id is not None else None
    )
    if found is None:
        raise NotFound(_("This account belongs to nobody on the register of responders."))
    return found


def person_history(*, actor: Actor, responder_id: UUID) -> History:
    """Return skills, limits, absences, units and teams of a person, newest first.

    Raises:
        NotFound: there is no such person the actor may see.
    """
    about = person(actor=actor, responder_id=responder_id)
    mine = {"tenant_id": about.tenant_id, "responder_id": about.id}
    links = Skill.objects.filter(tenant_id=about.tenant_id, links__responder_id=about.id)
    return History(
        skills=list(links.order_by("kind", "key")),
        limits=list(DutyLimit.objects.filter(**mine).order_by("-starts_on", "-id")),
        absences=list(Unavailability.objects.filter(**mine).order_by("-starts_at")[:20]),
        units=list(
            UnitPeriod.objects.filter(**mine).select_related("unit").order_by("-starts_on", "-id")
        ),
        teams=list(
            TeamMember.objects.filter(**mine).select_related("team").order_by("-starts_on", "-id")
        ),
        week=WeeklyAvailability.objects.filter(**mine).first(),
    )


def people_by_id(*, actor: Actor, ids: Iterable[UUID]) -> Mapping[UUID, Responder]:
    """Return those of these people whom the actor may see, by id."""
    rows: Any = Responder.objects.visible_to(actor).filter(id__in=set(ids))
    return {row.id: row for row in rows.select_related("unit")}


def badge_unit(actor: Actor, facts: BadgeFacts) -> BadgeFacts:
    """Fill in what the badge of a responder says: the name and unit on the register.

    Somebody who has left the register has no unit any more.
    """
    rows: Any = Responder.objects.of_tenant(actor.tenant_id).select_related("unit")
    row = rows.filter(pk=actor.person_id).first() if actor.person_id is not None else None
    if row is None:
        return facts
    return replace(facts, name=row.name, unit=row.unit.name if row.is_active else "")


def absences_today(*, actor: Actor, ids: Iterable[UUID]) -> Mapping[UUID, Unavailability]:
    """Return who of these people is away for all or part of today, with the absence."""
    rows = away_today(actor).filter(responder_id__in=list(ids))
    return {row.responder_id: row for row in rows}


def absence(*, actor: Actor, absence_id: UUID) -> Unavailability:
    """Return one absence.

    Raises:
        NotFound: there is none the actor may see.
    """
    found: Unavailability = Unavailability.objects.get_visible(actor, absence_id)
    return found


def limits_now(*, actor: Actor, ids: Iterable[UUID]) -> Mapping[UUID, list[DutyLimit]]:
    """Return the duty limits in force today of these people."""
    today = clock.today()
    rows = DutyLimit.objects.of_tenant(actor.tenant_id).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today),
        responder_id__in=list(ids),
        starts_on__lte=today,
    )
    found: dict[UUID, list[DutyLimit]] = {}
    for row in rows.order_by("kind"):
        found.setdefault(row.responder_id, []).append(row)
    return found


def skills(*, actor: Actor) -> list[Skill]:
    """Return the command's skills and languages, skills first.

    Standard ones count whether or not somebody has them yet: their rows are made when needed.
    """
    rows: Any = Skill.objects.of_tenant(actor.tenant_id)
    found = list(rows)
    known = {skill.key for skill in found}
    for kind, keys in (
        (SkillKind.SKILL, STANDARD_SKILLS),
        (SkillKind.LANGUAGE, STANDARD_LANGUAGES),
    ):
        found += [
            Skill(tenant_id=actor.tenant_id, key=key, kind=kind) for key in keys if key not in known
        ]
    return sorted(found, key=lambda skill: (skill.kind == SkillKind.LANGUAGE, skill.key))


def skills_of(*, actor: Actor, ids: Iterable[UUID]) -> Mapping[UUID, list[Skill]]:
    """Return the skills of these people."""
    links = (
        ResponderSkill.objects.of_tenant(actor.tenant_id)
        .filter(responder_id__in=list(ids))
        .select_related("skill")
        .order_by("-skill__kind", "skill__key")
    )
    found: dict[UUID, list[Skill]] = {}
    for link in links:
        found.setdefault(link.responder_id, []).append(link.skill)
    return found


def saved_views(*, actor: Actor) -> list[SavedView]:
    """Return the lists this account keeps, by name."""
    rows: Any = SavedView.objects.of_tenant(actor.tenant_id)
    return list(rows.filter(account_id=actor.account_id).order_by("name"))


@dataclass(frozen=True, slots=True)
class Known:
    """Numbers of a sheet that the register has already.

    `identities` maps an identity number to the unit's name where the actor may see that unit, else
    to ""; `phones` maps a phone to the folded names of those who have it.
    """

    identities: Mapping[str, str]
    phones: Mapping[str, frozenset[str]]


def known_numbers(*, actor: Actor, identities: Iterable[str], phones: Iterable[str]) -> Known:
    """Return which of these canonical numbers the command's register holds, in any unit.

    Looking beyond the actor's own units tells only that somebody is there: otherwise one person
    would be put on the register twice by two clerks.
    """
    tenant_id = actor.tenant_id
    if tenant_id is None:
        return Known({}, {})
    wanted = {blind_index(tenant_id, "identity_number", one): one for one in identities if one}
    found = _by_index(actor, "identity_index", wanted, "unit_id")
    names = names_of(actor=actor, ids=[row[1] for row in found])
    numbers = {blind_index(tenant_id, "phone", one): one for one in phones if one}
    holders: dict[str, set[str]] = {}
    for key, name in _by_index(actor, "phone_index", numbers, "name_folded"):
        holders.setdefault(numbers[key], set()).add(name)
    return Known(
        {wanted[key]: names.get(unit_id, "") for key, unit_id in found},
        {phone: frozenset(folded) for phone, folded in holders.items()},
    )


def pairs_there(*, actor: Actor, phones: Iterable[str]) -> frozenset[tuple[UUID, str, str]]:
    """Return unit, folded name and phone of those of the actor's units with one of these."""
    if actor.tenant_id is None:
        return frozenset()
    keys = {blind_index(actor.tenant_id, "phone", phone): phone for phone in phones}
    wanted, found = sorted(keys), set()
    people = Responder.objects.visible_to(actor, rules.IMPORT_PEOPLE)
    for start in range(0, len(wanted), LOOKUP_CHUNK):
        some = people.filter(phone_index__in=wanted[start : start + LOOKUP_CHUNK])
        rows = some.values_list("unit_id", "name_folded", "phone_index")
        found |= {(unit_id, name, keys[key]) for unit_id, name, key in rows}
    return frozenset(found)


def namesakes_there(
    *, actor: Actor, names: Iterable[str]
) -> Mapping[tuple[UUID, str], tuple[int, int]]:
    """Return how many of the actor's units have each folded name: without number, and with one."""
    wanted, found = sorted(set(names)), dict[tuple[UUID, str], tuple[int, int]]()
    people = Responder.objects.visible_to(actor, rules.IMPORT_PEOPLE)
    for start in range(0, len(wanted), LOOKUP_CHUNK):
        some = people.filter(name_folded__in=wanted[start : start + LOOKUP_CHUNK])
        rows = some.values_list("unit_id", "name_folded", "phone_index", "identity_index")
        for unit_id, name, phone, identity in rows:
            bare, numbered = found.get((unit_id, name), (0, 0))
            told = bool(phone or identity)
            found[(unit_id, name)] = (bare + (not told), numbered + told)
    return found


def _by_index(
    actor: Actor, column: str, wanted: Mapping[str, str], value: str
) -> list[tuple[str, Any]]:
    keys = sorted(wanted)
    found: list[tuple[str, Any]] = []
    for start in range(0, len(keys), LOOKUP_CHUNK):
        rows: Any = Responder.objects.of_tenant(actor.tenant_id)
        chunk = rows.filter(**{f"{column}__in": keys[start : start + LOOKUP_CHUNK]})
        found += chunk.values_list(column, value)
    return found


def count_ended(tenant_id: UUID) -> int:
    """Return how many people who have left are still held."""
    return Responder.objects.filter(tenant_id=tenant_id, status=Status.ENDED).count()
