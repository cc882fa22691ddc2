"""The temporary teams of a published plan: one a community, one a post, each with its leader."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from muster.kernel.actors import Actor
from muster.operations.duty.queries import area_of_place, places_named, posts
from muster.operations.mobilise.models import DeploymentPlan
from muster.registers.responders.contracts import TeamDraft
from muster.registers.responders.services import form_deployed_teams


def with_stand_ins(document: Mapping[str, Any], instead: Mapping[str, str]) -> Mapping[str, Any]:
    """Return a plan with those who were replaced since it was made; all else stays as it was."""
    if not instead:
        return document

    def now(person: str) -> str:
        return instead.get(person, person)

    return {
        **document,
        "assignment": {now(who): where for who, where in document["assignment"].items()},
        "first_secretary": {
            where: now(who) for where, who in document.get("first_secretary", {}).items()
        },
        "roster": [{**row, "person": now(row["person"])} for row in document["roster"]],
    }


def form_teams(actor: Actor, row: DeploymentPlan, document: Mapping[str, Any], facts: Any) -> int:
    """Form the temporary teams of a plan; return how many.

    A community's team is led by its first secretary. A post's team are those who stand there most
    often; whoever of them may lead and stands there most leads it, else whoever stands most.
    """
    incident_id = row.call_up.incident_id
    may_lead = {one["id"] for one in facts["people"] if one.get("lead")}
    drafts = [*_of_places(document), *_of_posts(actor, incident_id, document, may_lead)]
    return form_deployed_teams(actor=actor, roster=str(incident_id), drafts=drafts)


def _of_places(document: Mapping[str, Any]) -> list[TeamDraft]:
    people: dict[str, set[str]] = defaultdict(set)
    for person, place in document["assignment"].items():
        people[place].add(person)
    names = places_named(people)
    return [
        TeamDraft(
            key=place,
            name=_("Temporary team of %(place)s") % {"place": names[place]},
            community_code=area_of_place(place),
            leader_id=_id(document.get("first_secretary", {}).get(place, "")),
            members=frozenset(map(UUID, inside)),
        )
        for place, inside in people.items()
    ]


def _of_posts(
    actor: Actor, incident_id: UUID, document: Mapping[str, Any], may_lead: set[str]
) -> list[TeamDraft]:
    stands: dict[str, Counter[str]] = defaultdict(Counter)
    for shift in document["roster"]:
        stands[shift["person"]][shift["post"]] += 1
    crews: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for person, counts in stands.items():
        post, times = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
        crews[post].append((times, person))
    titles = {
        str(one.id): (one.title, one.area_code)
        for one in posts(actor=actor, incident_id=incident_id)
        if str(one.id) in crews
    }
    found = []
    for post, crew in crews.items():
        if post not in titles:
            continue
        title, area = titles[post]
        _times, leader = max(crew, key=lambda one: (one[1] in may_lead, *one))
        found.append(
            TeamDraft(
                key=post,
                name=_("Crew of %(post)s") % {"post": title},
                community_code=area,
                leader_id=UUID(leader),
                members=frozenset(UUID(person) for _times, person in crew),
            )
        )
    return found


def _id(person: str) -> UUID | None:
    return UUID(person) if person else None
