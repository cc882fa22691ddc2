"""What a change by hand does, in sentences: rules, crews, cover and price."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muster.engines.planner.edits import Judgement
from muster.kernel.actors import Actor
from muster.operations.duty.queries import open_posts
from muster.operations.mobilise import planner_words
from muster.operations.mobilise.models import DeploymentPlan
from muster.operations.mobilise.models.plans import unpacked
from muster.operations.mobilise.views.plan_parts import (
    people_names,
    place_names,
    shift_names,
    unit_names,
)

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that a change does: how bad it is, and the sentence."""

    tone: str
    sentence: str


def post_names(actor: Actor, row: DeploymentPlan, area: str = "") -> dict[str, str]:
    """Return the name of each post of the plan's first day by its id. Four queries."""
    found = open_posts(
        actor=actor, day=row.starts_on, incident_id=row.call_up.incident_id, area=area
    )
    return {str(one.id): str(one.title) for one in found}


def consequences(actor: Actor, row: DeploymentPlan, judged: Judgement) -> list[Consequence]:
    """Return what a judgement says, the worst first."""
    said = [{"code": one.code, "params": dict(one.params)} for one in judged.broken]
    changed = [{"code": now.code, "params": dict(now.params)} for _was, now in judged.changed]
    healed = [{"code": one.code, "params": dict(one.params)} for one in judged.healed]
    words = _words(actor, row, judged, [*said, *changed, *healed])
    found = [Consequence("bad", planner_words.say_finding(one, words)) for one in [*said, *changed]]
    found += [
        Consequence(
            "warn" if one.after < one.before else "ok",
            _("%(place)s, %(day)s, %(shift)s: %(after)s of %(wanted)s (before: %(before)s).")
            % {
                "place": words.get(one.community, one.community),
                "day": date_format(row.starts_on + timedelta(days=one.day), "n/j"),
                "shift": words.get(one.shift, one.shift),
                "after": one.after,
                "wanted": one.wanted,
                "before": one.before,
            },
        )
        for one in judged.cover
        if one.after != one.before and min(one.after, one.before) < one.wanted
    ]
    found += [
        Consequence(
            "ok", _("No longer: %(sentence)s") % {"sentence": planner_words.say_finding(one, words)}
        )
        for one in healed
    ]
    left = len(found) - SHOWN
    if left > 0:
        found = found[:SHOWN]
        more = ngettext("And %(n)s more thing.", "And %(n)s more things.", left) % {"n": left}
        found.append(Consequence("quiet", more))
    return found


def _words(
    actor: Actor, row: DeploymentPlan, judged: Judgement, said: Sequence[Mapping[str, Any]]
) -> dict[str, str]:
    ids = planner_words.ids_in(said)
    places = {one.community for one in judged.cover}
    places |= ids & {one["id"] for one in unpacked(row.instance)["communities"]}
    return {
        **people_names(actor, [one for one in ids if one.count("-") == 4]),  # noqa: PLR2004
        **unit_names(actor, ids),
        **place_names(places),
        **shift_names(actor, row),
        **(post_names(actor, row) if ids else {}),
    }
