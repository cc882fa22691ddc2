"""Skills and languages: the labels of a command, and who has them."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.engines.text import fold, search_keys
from muster.kernel.actors import Actor
from muster.kernel.errors import Invalid
from muster.kernel.events import on_commit
from muster.kernel.permissions import require
from muster.platform.audit.services import record
from muster.registers.responders import events, rules
from muster.registers.responders.enums import STANDARD_LANGUAGES, STANDARD_SKILLS, SkillKind
from muster.registers.responders.models import Responder, ResponderSkill, Skill


def ensure_skills(tenant_id: UUID) -> Mapping[str, Skill]:
    """Return the command's skills by key, the standard ones made where they are missing."""
    known = {skill.key: skill for skill in Skill.objects.filter(tenant_id=tenant_id)}
    standard = dict.fromkeys(STANDARD_SKILLS, SkillKind.SKILL) | dict.fromkeys(
        STANDARD_LANGUAGES, SkillKind.LANGUAGE
    )
    missing = [
        Skill(tenant_id=tenant_id, key=key, kind=kind)
        for key, kind in standard.items()
        if key not in known
    ]
    if missing:
        Skill.objects.bulk_create(missing, ignore_conflicts=True)
        known = {skill.key: skill for skill in Skill.objects.filter(tenant_id=tenant_id)}
    return known


def add_skill(*, actor: Actor, label: str, kind: str = SkillKind.SKILL) -> Skill:
    """Add a label of the command's own, or return the one that reads the same.

    Raises:
        Invalid: the label is empty or too long.
    """
    require(actor, rules.EDIT_PEOPLE)
    text = " ".join(label.split())
    limit = Skill._meta.get_field("own_label").max_length or 0
    if not fold(text) or len(text) > limit:
        raise Invalid(
            _("The skill cannot be saved as it is."),
            errors={"label": [_("Enter a name of at most 40 characters.")]},
        )
    with transaction.atomic():
        assert actor.tenant_id is not None  # noqa: S101 - `require` refused an actor without one
        known = ensure_skills(actor.tenant_id)
        for skill in known.values():
            if fold(skill.label) == fold(text):
                return skill
        stem = search_keys(text).pinyin[:40] or "skill"
        key = next(k for k in _numbered(stem) if k not in known)
        skill = Skill.objects.create(
            tenant_id=actor.tenant_id, key=key, kind=kind, own_label=text, own_folded=fold(text)
        )
        record(actor, events.SKILL_ADDED, skill)
    return skill


def set_skills(*, actor: Actor, responder_id: UUID, keys: Iterable[str]) -> None:
    """Make these, and no others, the person's skills and languages.

    Raises:
        Invalid: a key is none of the command's.
    """
    with transaction.atomic():
        person = Responder.objects.get_for_update(actor, responder_id)
        require(actor, rules.EDIT_PEOPLE, person)
        wanted = skills_by_key(person.tenant_id, keys)
        links = ResponderSkill.objects.filter(tenant_id=person.tenant_id, responder=person)
        links.exclude(skill__in=wanted.values()).delete()
        held = set(links.values_list("skill_id", flat=True))
        new = [skill for skill in wanted.values() if skill.id not in held]
        ResponderSkill.objects.bulk_create(link_skills(person, new))
        record(actor, events.PERSON_CHANGED, person, subject_id=person.id, fields=["skills"])
        on_commit(events.ResponderChanged(tenant_id=person.tenant_id, responder_id=person.id))


def skills_by_key(tenant_id: UUID, keys: Iterable[str]) -> dict[str, Skill]:
    """Return the skills with these keys.

    Raises:
        Invalid: a key is none of the command's.
    """
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return {}
    known = ensure_skills(tenant_id)
    if unknown := [key for key in wanted if key not in known]:
        raise Invalid(
            _("There is no skill %(skill)s."),
            errors={"skills": [_("Choose from the list.")]},
            skill=unknown[0],
        )
    return {key: known[key] for key in wanted}


def link_skills(person: Responder, skills: Iterable[Skill]) -> Sequence[ResponderSkill]:
    """Return unsaved links of a person to skills."""
    return [
        ResponderSkill(
            tenant_id=person.tenant_id, responder=person, skill=skill, name_key=person.name_key
        )
        for skill in skills
    ]


def _numbered(stem: str) -> Iterable[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}{number}"
        number += 1
