"""What counting says of a plan: the worst first, with names of areas, posts, skills and shifts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext

from muster.kernel.actors import Actor
from muster.operations.duty.enums import Strain
from muster.operations.duty.queries import kinds
from muster.operations.mobilise import planner_words
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.views.plan_parts import shift_names
from muster.platform.places.queries import area_names
from muster.registers.responders.queries import skills

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Counted:
    """Lines of the capacity: the worst, and the rest to be opened."""

    worst: Sequence[str]
    rest: Sequence[str]


def counted(actor: Actor, row: DeploymentPlan) -> Counted:
    """Return what counting says, what misses most first. Five queries at most."""
    lines = row.capacity[1:]
    if not lines:
        return Counted((), ())
    words = _words(actor, row, lines)
    ordered = sorted(lines, key=lambda one: one["give"] - one["need"])
    said = list(dict.fromkeys(planner_words.say_capacity(one, words) for one in ordered))
    return Counted(said[:SHOWN], said[SHOWN:])


def _words(actor: Actor, row: DeploymentPlan, lines: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    codes = planner_words.codes_in(lines)
    able = {one.key: str(one.label) for one in skills(actor=actor)}
    able |= {f"can:{strain.value}": str(strain.label) for strain in Strain}
    posts = {one.key: str(one.label) for one in kinds(actor=actor)}
    return {
        **able,
        **posts,
        **{code: _special(code, posts, able) for code in codes if "+" in code},
        **area_names({code for code in codes if code.isdigit()}),
        **shift_names(actor, row),
    }


def _special(code: str, posts: Mapping[str, str], able: Mapping[str, str]) -> str:
    """Return the words of a type of its own: a kind of post with other skills than usual."""
    kind, _plus, more = code.partition("+")
    needed = [able[one] for one in more.split("+") if one in able]
    words = posts.get(kind, kind)
    if not needed:
        return words
    return pgettext("post and skills", "%(post)s (%(skills)s)") % {
        "post": words,
        "skills": pgettext("between names", ", ").join(needed),
    }
