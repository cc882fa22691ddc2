"""Tiny communities by hand: few people, few days, shifts D, E and N at one kind of post."""

from typing import Any

import msgspec

from muster.engines.planner.explain import alone
from muster.engines.planner.explain.community import Explanation, explain_site
from muster.engines.planner.model import Instance, Plan
from muster.engines.planner.reading import read_instance
from muster.engines.planner.validate import check_plan

Json = dict[str, Any]
SHIFTS = [
    {"id": "D", "start": "06:00", "end": "14:00"},
    {"id": "E", "start": "14:00", "end": "22:00"},
    {"id": "N", "start": "22:00", "end": "06:00", "night": True},
]


def tiny(people: list[Json], wanted: dict[tuple[int, str], int], **fields: Any) -> Instance:
    """`wanted` people by day and shift; `fields` replace parts of the document."""
    days = 1 + max(day for day, _ in wanted)
    crew, posts = fields.pop("crew", 1), fields.pop("posts", 1)
    skills = fields.pop("skills", [])
    hours = {"shifts": ["D", "E", "N"]}
    document = {
        "schema": "muster-plan-input/1",
        "id": "tiny",
        "horizon": {"start_date": "2020-02-17", "days": days},
        "shifts": SHIFTS,
        "post_types": [{"id": "gate", "skills": skills}],
        "communities": [
            {
                "id": "c",
                "subdistrict": "s",
                "x_km": 0,
                "y_km": 0,
                "posts": [
                    {"id": f"g{n}", "type": "gate", "crew_min": crew, "hours_pattern": hours}
                    for n in range(posts)
                ],
                "demand": [
                    {"day": day, "shift": shift, "post_type": "gate", "count": count}
                    for (day, shift), count in wanted.items()
                ],
            }
        ],
        "units": [{"id": "u", "people": [f"p{n}" for n in range(len(people))]}],
        "people": [
            {"id": f"p{n}", "unit": "u", "x_km": 0, "y_km": 0, **person}
            for n, person in enumerate(people)
        ],
    }
    return read_instance(document | fields)


def explained(instance: Instance, short: int = 1) -> Explanation:
    """Explain the only community, everybody being sent there."""
    site = alone(instance, instance.communities[0], instance.people)
    return explain_site(site, short)


def violations(instance: Instance, plan: Plan) -> list[str]:
    """The rules that the independent validator finds broken."""
    found = check_plan(msgspec.to_builtins(instance), msgspec.to_builtins(plan))
    return [one.sentence for one in found.violations]
