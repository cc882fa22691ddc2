"""What several pages of posts need: the running incident, choices, rows as a list shows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from muster.kernel.actors import Actor
from muster.kernel.areas import covers
from muster.kernel.errors import NotFound
from muster.kernel.permissions import areas_for
from muster.operations.duty import rules
from muster.operations.duty.enums import ALL_WEEK, COMMUNITY_LENGTH
from muster.operations.duty.models import Post
from muster.operations.duty.reading import write_weekdays
from muster.registers.measures.contracts import IncidentNotice
from muster.registers.measures.queries import current_notice, notices_to_choose
from muster.registers.responders import queries as responders
from muster.registers.responders.enums import SkillKind
from muster.ui.parts import Chip

SUBDISTRICT_LENGTH = 9


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post as lists show it."""

    post: Post
    where: str
    subdistrict: str
    pattern: str
    hours: str
    lacking: str


def incident_of(actor: Actor) -> IncidentNotice:
    """Return the running incident, whose posts every page is about.

    Raises:
        NotFound: none is running.
    """
    found = current_notice(actor)
    if found is None:
        raise NotFound(
            _("No incident is running, so there are no posts."),
            next_step=_("Open an incident first, or ask the command to."),
        )
    return found


def incident_chips(actor: Actor, here: str) -> list[Chip]:
    """Return the running incidents to choose from, the one worked on first; none of one alone."""
    return [
        Chip(one.name, f"{here}?work_on={one.incident_id}", None, chosen=not at)
        for at, one in enumerate(notices_to_choose(actor))
    ]


def rows_of(posts: Iterable[Post], names: Mapping[str, str]) -> list[PostRow]:
    """Prepare posts for a list; nothing is read here."""
    return [
        PostRow(
            post,
            post.site or names.get(post.area_code, post.area_code),
            names.get(post.area_code[:SUBDISTRICT_LENGTH], "") if not post.site else "",
            post.pattern.label,
            shifts_of(post),
            " · ".join(str(facility.label) for facility in post.missing),
        )
        for post in posts
    ]


def shifts_of(post: Post) -> str:
    """Say when a post is open: the shifts, and the days where not all of them."""
    words = " · ".join(link.shift.label for link in post.shift_links.all())
    if post.weekdays == ALL_WEEK:
        return words
    return _("%(shifts)s, %(days)s") % {"shifts": words, "days": write_weekdays(post.weekdays)}


def own_communities(actor: Actor) -> list[tuple[str, Sequence[tuple[str, str]]]]:
    """Return the communities whose posts the actor may change, grouped by subdistrict."""
    areas = ("",) if actor.system else areas_for(actor, rules.EDIT_POSTS)
    groups: list[tuple[str, Sequence[tuple[str, str]]]] = []
    for name, communities in responders.community_choices(actor=actor):
        own = [pair for pair in communities if any(covers(area, pair[0]) for area in areas)]
        if own:
            groups.append((name, own))
    return groups


def own_areas(actor: Actor) -> list[tuple[str, str]]:
    """Return the areas a post may stand in: own communities, and the whole command where it is."""
    areas = ("",) if actor.system else areas_for(actor, rules.EDIT_POSTS)
    return [
        (code, name)
        for code, name in responders.area_choices(actor=actor)
        if any(covers(area, code) for area in areas)
        and (len(code) == COMMUNITY_LENGTH or len(code) < SUBDISTRICT_LENGTH)
    ]


def unit_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return the units a joint post may have."""
    return [(str(unit.id), unit.name) for unit in responders.units(actor=actor)]


def skill_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return the skills a post may ask for."""
    return [
        (skill.key, skill.label)
        for skill in responders.skills(actor=actor)
        if skill.kind == SkillKind.SKILL
    ]


def as_uuid(text: str) -> UUID | None:
    """Return an id, or None where the text is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def sees_whole(actor: Actor, permission: str, code: str) -> bool:
    """True where the actor has a permission for a whole community, not only for the own unit."""
    return bool(actor.system) or any(covers(area, code) for area in areas_for(actor, permission))
