"""First secretaries: where any sending gives every community one, the plan does."""

from itertools import product
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.planner.assign.small import at, instance
from tests.engines.planner.samples import Json
from tests.examples import examples

from muster.engines.planner import sending
from muster.engines.planner.fanout import Inline
from muster.engines.planner.model import Instance
from muster.engines.planner.solve import solve

PLACES = 3


@st.composite
def led(draw: Any) -> Instance:
    """Six people of two units for three places, few of them leads, in teams."""
    people: list[Json] = []
    for _ in range(6):
        person = at(draw(st.sampled_from("uv")), float(draw(st.integers(0, 9))))
        person["lead"] = draw(st.booleans())
        if draw(st.integers(0, 3)) == 0:
            person["home_community"] = f"c{draw(st.integers(0, PLACES - 1))}"
        people.append(person)
    if people[0]["unit"] == people[1]["unit"] and draw(st.booleans()):
        people[0]["together"], people[1]["together"] = ["p1"], ["p0"]
    wide = [None, None, [f"s{c}" for c in range(2)], ["s2"]]
    units: dict[str, Json] = {}
    for name in {person["unit"] for person in people}:
        units[name] = {"keep_together": draw(st.booleans()), "min_team": draw(st.integers(1, 4))}
        allowed = draw(st.sampled_from(wide))
        if allowed:
            units[name]["allowed_subdistricts"] = allowed
    sites = [(float(3 * c), draw(st.integers(0, 6))) for c in range(PLACES)]
    rules = {"first_secretary": True, "home_community": "forbid"}
    return instance(people, sites, units=units, rules=rules)


def legal(instance: Instance, where: tuple[int, ...]) -> bool:
    """Is everybody where they may be, in teams, and every place led? -1 is the reserve."""
    units = {unit.id: unit for unit in instance.units}
    number = {person.id: i for i, person in enumerate(instance.people)}
    for person, c in zip(instance.people, where, strict=True):
        allowed = units[person.unit].allowed_subdistricts
        if any(where[number[other]] != c for other in person.together):
            return False
        if c >= 0 and (person.home_community == f"c{c}" or f"s{c}" not in (allowed or f"s{c}")):
            return False
    for unit in instance.units:
        for c in range(PLACES) if unit.keep_together else ():
            part = sum(where[number[name]] == c for name in unit.people)
            if 0 < part < min(unit.min_team, len(unit.people)):
                return False
    leads = {c for person, c in zip(instance.people, where, strict=True) if person.lead}
    return set(range(PLACES)) <= leads


@settings(max_examples=examples(60), deadline=None)
@given(led())
def test_every_place_is_led_where_that_can_be(given: Instance) -> None:
    plan = solve(given, effort=0.01, prove=False, engine=Inline())
    where = tuple(int(plan.assignment.get(p.id, "c-1")[1:]) for p in given.people)
    if not legal(given, where):
        every = product(range(-1, PLACES), repeat=len(given.people))
        assert not any(legal(given, one) for one in every), msgspec.to_builtins(given)


def test_nothing_is_settled_exactly_where_there_are_too_few_leads(monkeypatch: Any) -> None:
    """The exact model takes long: it is asked where others may lead more places."""
    people = [{**at("u", float(n)), "lead": n == 0} for n in range(6)]
    sites = [(float(3 * c), 2) for c in range(PLACES)]
    given = instance(people, sites, rules={"first_secretary": True})
    monkeypatch.setattr(sending, "bound_by_leads", _refuse)

    plan = solve(given, effort=0.01, prove=False, engine=Inline())

    assert len(plan.first_secretary) == 1


def _refuse(*_given: Any) -> dict[str, str]:
    raise AssertionError("asked in vain")
