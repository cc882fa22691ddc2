"""Rows of the Instance: shifts, post types, posts and units as the format writes them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from muster.operations.duty.enums import Strain
from muster.operations.duty.models import PatternShift, Post
from muster.operations.duty.queries.availability import (
    ability,
)
from muster.registers.responders.contracts import PlanningUnit

DAYS_A_WEEK = 7
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff]")


def shift_name(shift: PatternShift) -> str:
    """Return what the planner calls a shift."""
    return f"{shift.pattern.key}.{shift.letter}"


def place_name(post: Post) -> str:
    """Return what the planner calls the community, or the site, of a post."""
    return f"{post.area_code}/{clean(post.site)}" if post.site else post.area_code


@dataclass(frozen=True, slots=True)
class PostType:
    """A post type: its name and every skill a person there needs."""

    name: str
    skills: tuple[str, ...]


def type_of(post: Post) -> PostType:
    """Return the type of a post: its kind, or one of its own where it needs other skills."""
    strains = [s for s in post.kind.strains if not (post.indoors and s == Strain.OUTDOORS)]
    needed = (*sorted(post.skills), *map(ability, strains))
    usual = (*sorted(post.kind.skills), *map(ability, post.kind.strains))
    if needed == usual:
        return PostType(post.kind.key, needed)
    suffix = "+".join([*sorted(post.skills), *(["indoors"] if post.indoors else [])])
    return PostType(f"{post.kind.key}+{suffix or 'anybody'}", needed)


def type_rows(posts: Iterable[Post], types: Mapping[UUID, PostType]) -> list[dict[str, Any]]:
    """Return the row of every post type that occurs."""
    rows: dict[str, dict[str, Any]] = {}
    for post in posts:
        kind = types[post.id]
        rows.setdefault(
            kind.name,
            {
                "id": kind.name,
                "skills": list(kind.skills),
                "under_weight": post.kind.under_weight,
            },
        )
    return list(rows.values())


def undoable_of(types: Iterable[PostType], held: Iterable[Sequence[str]]) -> set[str]:
    """Return the types that nobody can do."""
    sets = {frozenset(skills) for skills in held}
    return {kind.name for kind in set(types)
            if not any(skills >= set(kind.skills) for skills in sets)}  # fmt: skip


def post_row(post: Post, kind: PostType) -> dict[str, Any]:
    """Return the row of a post."""
    pattern: dict[str, Any] = {
        "shifts": [shift_name(link.shift) for link in post.shift_links.all()]
    }
    if len(post.days) < DAYS_A_WEEK:
        pattern["weekdays"] = list(post.days)
    row: dict[str, Any] = {
        "id": str(post.id),
        "type": kind.name,
        "crew_min": post.crew_min,
        "hours_pattern": pattern,
    }
    if post.hardship:
        row["hardship"] = post.hardship
    if post.points:
        row["points"] = [f"{post.id}.{number}" for number in range(1, post.points + 1)]
    return row


def unit_row(unit: PlanningUnit, people: Sequence[str]) -> dict[str, Any]:
    """Return the row of a unit with its people who take part."""
    row: dict[str, Any] = {
        "id": str(unit.id),
        "name": clean(unit.name),
        "level": unit.level,
        "people": list(people),
        "keep_together": unit.keep_together and not unit.local_community,
        "min_team": max(1, unit.min_team),
    }
    if group := clean(unit.group):
        row["group"] = group
    if unit.local_community:
        row |= {"local": True, "community": unit.local_community}
    return row


def shift_row(name: str, shift: PatternShift) -> dict[str, Any]:
    """Return the row of a shift."""
    return {
        "id": name,
        "start": f"{shift.starts:%H:%M}",
        "end": f"{shift.ends:%H:%M}",
        "night": shift.night,
        "handover_minutes": shift.handover_minutes,
    }


def clean(text: str) -> str:
    """Return a text without the control characters the format refuses."""
    return _CONTROL.sub(" ", text).strip()
