"""Batches that relieve whole batches: units are parted in two, and one works while one rests."""

from collections.abc import Mapping
from typing import Any

LETTERS = ("A", "B")


def in_batches(facts: Mapping[str, Any], turn_days: int) -> dict[str, Any]:
    """Return an Instance in which units work by turns of `turn_days` days, half of them each turn.

    A unit stays whole. Batches are as even as units allow, first in who may be first secretary,
    then in people. Who is a community's own staff works all through. The other batch's turn is
    leave, so the planner needs to know nothing of batches.
    """
    batch = _parted(facts)
    days = facts["horizon"]["days"]
    turns = [
        [[first, min(first + turn_days, days) - 1] for first in range(0, days, turn_days)][off::2]
        for off in (1, 0)
    ]
    people = [
        {**one, "leave": _merged([*one.get("leave", ()), *turns[batch[one["unit"]]]])}
        if one["unit"] in batch
        else one
        for one in facts["people"]
    ]
    meta = {**facts.get("meta", {}), "batches": {"days": turn_days, "units": batch}}
    return {**facts, "people": people, "meta": meta}


def batch_of(facts: Mapping[str, Any]) -> dict[str, int]:
    """Return the batch of each unit, 0 or 1; empty where there are none."""
    found: dict[str, int] = facts.get("meta", {}).get("batches", {}).get("units", {})
    return found


def batch_rows(facts: Mapping[str, Any], document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return, for each batch, its units, its people, and those of them who were sent."""
    batch = batch_of(facts)
    if not batch:
        return []
    turn = facts["meta"]["batches"]["days"]
    days = facts["horizon"]["days"]
    rows: list[dict[str, Any]] = [
        {
            "letter": letter,
            "units": 0,
            "people": 0,
            "sent": 0,
            "turns": [[first, min(first + turn, days) - 1] for first in range(0, days, turn)][
                number::2
            ],
        }
        for number, letter in enumerate(LETTERS)
    ]
    for number in batch.values():
        rows[number]["units"] += 1
    for one in facts["people"]:
        if one["unit"] in batch:
            row = rows[batch[one["unit"]]]
            row["people"] += 1
            row["sent"] += one["id"] in document["assignment"]
    return rows


def _parted(facts: Mapping[str, Any]) -> dict[str, int]:
    leads = {one["id"] for one in facts["people"] if one.get("lead")}
    units = [unit for unit in facts["units"] if not unit.get("local")]
    size = {unit["id"]: len(unit["people"]) for unit in units}
    lead = {unit["id"]: len(leads & set(unit["people"])) for unit in units}
    batch: dict[str, int] = {}
    people, led = [0, 0], [0, 0]
    for name in sorted(size, key=lambda name: (-lead[name], -size[name], name)):
        by = led if lead[name] and led[0] != led[1] else people
        mine = 0 if by[0] <= by[1] else 1
        batch[name] = mine
        people[mine] += size[name]
        led[mine] += lead[name]
    return batch


def _merged(ranges: list[list[int]]) -> list[list[int]]:
    """Return inclusive ranges of days in order, those that touch joined."""
    found: list[list[int]] = []
    for first, last in sorted(map(list, ranges)):
        if found and first <= found[-1][1] + 1:
            found[-1][1] = max(found[-1][1], last)
        else:
            found.append([first, last])
    return found
