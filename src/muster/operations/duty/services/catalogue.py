"""A command's own shift patterns and kinds of post."""

from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.engines.text import fold, search_keys
from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, NotFound
from muster.kernel.permissions import require
from muster.operations.duty import events, rules
from muster.operations.duty.contracts import GearLine, ShiftDraft, StepDraft
from muster.operations.duty.enums import LEAST_CREW, Strain
from muster.operations.duty.models import (
    ChecklistStep,
    KindGear,
    PatternShift,
    Post,
    PostKind,
    ShiftPattern,
)
from muster.operations.duty.services.shaping import Errors, check_gear
from muster.operations.duty.services.standards import standards
from muster.platform.audit.services import record
from muster.registers.responders import queries as responders

KIND_FIELDS = frozenset(
    {"label", "duties", "rules", "skills", "strains", "crew_min", "under_weight", "gear", "steps"}
)


def add_pattern(*, actor: Actor, label: str, shifts: Sequence[ShiftDraft]) -> ShiftPattern:
    """Add a pattern of the command's own. A pattern in use never changes: add another instead.

    Raises:
        Invalid: the name is empty or taken, a letter stands twice, or a time is none.
    """
    require(actor, rules.EDIT_STANDARDS)
    known = standards(actor.tenant_id).patterns
    errors: Errors = {}
    name = _own_name(label, [pattern.label for pattern in known.values()], errors)
    letters = [shift.letter.strip() for shift in shifts]
    if not shifts:
        errors["shifts"] = [_("Enter at least one shift.")]
    elif len(set(letters)) != len(letters) or any(len(letter) != 1 for letter in letters):
        errors["shifts"] = [_("Each shift needs a letter of its own.")]
    rows = []
    for shift in shifts:
        try:
            times = time.fromisoformat(shift.starts), time.fromisoformat(shift.ends)
        except ValueError:
            errors["shifts"] = [_("Write times as 06:00.")]
            continue
        rows.append((shift, *times))
    if errors:
        raise Invalid(_("The pattern cannot be saved as it is."), errors=errors)
    with transaction.atomic():
        pattern = ShiftPattern.objects.create(
            tenant_id=actor.tenant_id, key=_own_key(name, known), own_label=name
        )
        PatternShift.objects.bulk_create(
            PatternShift(
                tenant_id=actor.tenant_id,
                pattern=pattern,
                letter=shift.letter.strip(),
                own_label=" ".join(shift.label.split())[:40],
                starts=starts,
                ends=ends,
                night=shift.night,
                handover_minutes=shift.handover_minutes,
            )
            for shift, starts, ends in rows
        )
        record(actor, events.PATTERN_ADDED, pattern, shifts=len(rows))
    return pattern


def close_pattern(*, actor: Actor, pattern_id: UUID) -> ShiftPattern:
    """Take a pattern out of the choice.

    Raises:
        Conflict: open posts still work by it.
    """
    require(actor, rules.EDIT_STANDARDS)
    with transaction.atomic():
        pattern = ShiftPattern.objects.get_for_update(actor, pattern_id)
        posts = Post.objects.of_tenant(actor.tenant_id).filter(
            pattern=pattern, closed_at__isnull=True
        )
        if count := posts.count():
            raise Conflict(
                _("%(count)s posts still work by this pattern."),
                next_step=_("Give them another pattern first."),
                count=count,
            )
        pattern.closed_at = clock.now()
        pattern.save(update_fields=["closed_at"])
        record(actor, events.PATTERN_CLOSED, pattern)
    return pattern


def add_kind(*, actor: Actor, label: str, **facts: Any) -> PostKind:
    """Add a kind of the command's own (`change_kind` says which facts it has).

    Raises:
        Invalid: the name is empty or taken, or a fact does not fit.
    """
    require(actor, rules.EDIT_STANDARDS)
    known = standards(actor.tenant_id).kinds
    errors: Errors = {}
    name = _own_name(label, [kind.label for kind in known.values()], errors)
    if errors:
        raise Invalid(_("The kind cannot be saved as it is."), errors=errors)
    with transaction.atomic():
        kind = PostKind(
            tenant_id=actor.tenant_id,
            key=_own_key(name, known),
            own_label=name,
            position=len(known),
        )
        _write_kind(actor, kind, facts)
        record(actor, events.KIND_ADDED, kind)
    return kind


def change_kind(*, actor: Actor, key: str, **facts: Any) -> PostKind:
    """Change what new posts of a kind start with, and what their cards say.

    Facts are `label`, `duties`, `rules` (one sentence a line), `skills`, `strains`, `crew_min`,
    `under_weight`, `gear` (lines) and `steps` (the checklist). Posts that stand keep their gear.

    Raises:
        NotFound: there is no such kind.
        Invalid: a fact does not fit.
    """
    require(actor, rules.EDIT_STANDARDS)
    with transaction.atomic():
        kind = standards(actor.tenant_id).kinds.get(key)
        if kind is None:
            raise NotFound(_("There is no such kind of post."))
        if "label" in facts:
            kind.own_label = " ".join(facts.pop("label").split())[:40]
        _write_kind(actor, kind, facts)
        record(actor, events.KIND_CHANGED, kind, fields=sorted(facts))
    return kind


def _write_kind(actor: Actor, kind: PostKind, facts: dict[str, Any]) -> None:
    if unknown := facts.keys() - KIND_FIELDS:
        raise TypeError(f"A kind has no such fact: {', '.join(sorted(unknown))}")
    errors: Errors = {}
    for name in ("duties", "rules"):
        if name in facts:
            setattr(kind, f"own_{name}", facts[name].strip()[:1000])
    for name in ("skills", "strains", "crew_min", "under_weight"):
        if name in facts:
            setattr(kind, name, facts[name])
    check_gear(facts.get("gear", ()), errors)
    _check_kind(actor, kind, errors)
    kind.save()
    if "gear" in facts:
        _replace_gear(kind, facts["gear"])
    if "steps" in facts:
        _replace_steps(kind, facts["steps"])


def _check_kind(actor: Actor, kind: PostKind, errors: Errors) -> None:
    if kind.crew_min < LEAST_CREW:
        errors["crew_min"] = [_("Nobody stands a post alone: a crew has at least two people.")]
    skills = {skill.key for skill in responders.skills(actor=actor)}
    if not set(kind.skills) <= skills or not set(kind.strains) <= set(Strain.values):
        errors["skills"] = [_("Choose from the list.")]
    if errors:
        raise Invalid(_("The kind cannot be saved as it is."), errors=errors)


def _replace_gear(kind: PostKind, lines: Iterable[GearLine]) -> None:
    KindGear.objects.of_tenant(kind.tenant_id).filter(kind=kind).delete()
    KindGear.objects.bulk_create(
        KindGear(
            tenant_id=kind.tenant_id,
            kind=kind,
            item=line.item,
            own_label=line.label,
            quantity=line.quantity,
            basis=line.basis,
        )
        for line in lines
    )


def _replace_steps(kind: PostKind, steps: Iterable[StepDraft]) -> None:
    ChecklistStep.objects.of_tenant(kind.tenant_id).filter(kind=kind).delete()
    ChecklistStep.objects.bulk_create(
        ChecklistStep(
            tenant_id=kind.tenant_id,
            kind=kind,
            order=at,
            key=step.key,
            own_title=step.title.strip()[:40],
            own_text=step.text.strip()[:80],
        )
        for at, step in enumerate(steps, 1)
    )


def _own_name(label: str, taken: Iterable[str], errors: Errors) -> str:
    name = " ".join(label.split())[:40]
    if not fold(name):
        errors["label"] = [_("Enter a name.")]
    elif fold(name) in {fold(other) for other in taken}:
        errors["label"] = [_("This name is taken.")]
    return name


def _own_key(name: str, known: Iterable[str]) -> str:
    stem = "".join(c for c in search_keys(name).pinyin if c.isalnum())[:20] or "own"
    taken = set(known)
    return next(
        key for key in (stem, *(f"{stem}{n}" for n in range(2, 10_000))) if key not in taken
    )
