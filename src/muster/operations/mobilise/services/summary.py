"""What the review of a plan shows, taken from the validator's report and counted from the plan."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from math import dist
from typing import Any

from muster.engines.planner.validate.report import Report
from muster.operations.mobilise.services.batches import batch_rows

BROKEN_SHOWN = 20
FAIRNESS = ("nights", "weekends", "hours")
"""What is compared from person to person: how even it is shared."""


def summarise(
    facts: Mapping[str, Any], document: Mapping[str, Any], report: Report
) -> dict[str, Any]:
    """Return the figures of a plan: people, shortage, cohesion, way, and each community's own.

    `facts` is the Instance, `document` the Plan, `report` what the independent validator says.
    """
    communities = _communities(facts, document, report)
    return {
        "legal": report.legal,
        "broken": [
            {"code": one.code, "params": dict(one.params), "sentence": one.sentence}
            for one in report.violations[:BROKEN_SHOWN]
        ],
        "people": len(document["assignment"]),
        "reserve": len(facts["people"]) - len(document["assignment"]),
        "shifts": len(document["roster"]),
        "short": report.missing,
        "alone": sum(one["alone"] for one in communities),
        "mean_km": _mean_km(facts, document),
        "values": {name: round(amount, 3) for name, amount in report.values.items()},
        "bounds": {one.name: round(one.bound, 3) for one in report.bounds if not one.community},
        "proved": _proved(report),
        "seconds": round(sum(document.get("meta", {}).get("seconds", {}).values()), 1),
        "fairness": {
            name: {
                "least": each.least,
                "most": each.most,
                "gini": None if each.gini is None else round(each.gini, 3),
            }
            for name, each in report.spreads.items()
            if name in FAIRNESS
        },
        "communities": communities,
        "units": _units(facts, document),
        "batches": batch_rows(facts, document),
    }


def _proved(report: Report) -> float:
    """Return how much of the shortage no roster of this assignment can avoid, as it is weighted."""
    return round(sum(one.bound for one in report.bounds if one.name == "under_cover"), 3)


def _mean_km(facts: Mapping[str, Any], document: Mapping[str, Any]) -> float:
    homes = {one["id"]: (one["x_km"], one["y_km"]) for one in facts["people"]}
    there = {one["id"]: (one["x_km"], one["y_km"]) for one in facts["communities"]}
    ways = [dist(homes[who], there[where]) for who, where in document["assignment"].items()]
    return round(sum(ways) / len(ways), 1) if ways else 0.0


def _communities(
    facts: Mapping[str, Any], document: Mapping[str, Any], report: Report
) -> list[dict[str, Any]]:
    """Count each community: people, units, posts, what is asked, given, short, alone."""
    unit_of = {one["id"]: one["unit"] for one in facts["people"]}
    at = {post["id"]: one["id"] for one in facts["communities"] for post in one["posts"]}
    people: dict[str, list[str]] = defaultdict(list)
    for who, where in document["assignment"].items():
        people[where].append(who)
    given: Counter[str] = Counter()
    short: Counter[str] = Counter()
    for gap in report.shortages:
        short[gap.community] += gap.missing
    crews: Counter[tuple[str, int, str]] = Counter()
    for row in document["roster"]:
        given[at[row["post"]]] += 1
        crews[row["post"], row["day"], row["shift"]] += 1
    alone = Counter(at[post] for (post, _day, _shift), crew in crews.items() if crew == 1)
    return [
        {
            "id": one["id"],
            "people": len(people[one["id"]]),
            "units": len({unit_of[who] for who in people[one["id"]]}),
            "posts": len(one["posts"]),
            "asked": sum(row["count"] for row in one["demand"]),
            "given": given[one["id"]],
            "short": short[one["id"]],
            "alone": alone[one["id"]],
            "secretary": document.get("first_secretary", {}).get(one["id"], ""),
        }
        for one in facts["communities"]
    ]


def _units(facts: Mapping[str, Any], document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Count each unit: people listed, sent, in reserve, communities, shifts, nights, way."""
    homes = {one["id"]: (one["x_km"], one["y_km"]) for one in facts["people"]}
    there = {one["id"]: (one["x_km"], one["y_km"]) for one in facts["communities"]}
    night = {one["id"] for one in facts["shifts"] if one.get("night")}
    shifts: Counter[str] = Counter(row["person"] for row in document["roster"])
    nights: Counter[str] = Counter(
        row["person"] for row in document["roster"] if row["shift"] in night
    )
    found = []
    for unit in facts["units"]:
        sent = {who: document["assignment"].get(who) for who in unit["people"]}
        to = {who: where for who, where in sent.items() if where}
        ways = [dist(homes[who], there[where]) for who, where in to.items()]
        found.append(
            {
                "id": unit["id"],
                "people": len(sent),
                "sent": len(to),
                "reserve": len(sent) - len(to),
                "communities": len(set(to.values())),
                "shifts": sum(shifts[who] for who in sent),
                "nights": sum(nights[who] for who in sent),
                "km": round(sum(ways) / len(ways), 1) if ways else 0.0,
                "local": bool(unit.get("local")),
            }
        )
    return found
