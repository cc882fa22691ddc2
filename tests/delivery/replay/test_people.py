"""Invented people: where they live fits how far away they live."""

import math
from random import Random

import pytest

from muster.delivery.replay import cangzhou
from muster.delivery.replay.people import home_area, invent_people, phone_numbers
from muster.kernel.ids import new_id
from muster.platform.places.contracts import AreaRef


@pytest.mark.parametrize(
    ("east", "north", "name"),
    [
        (0.3, -0.2, "和平区"),
        (4.0, 0.0, "河东区"),
        (0.0, 5.0, "河北区"),
        (-4.0, 0.0, "南开区"),
        (0.0, -5.0, "河西区"),
        (12.0, -12.0, "津南区"),
        (-30.0, -30.0, "静海区"),
        (60.0, 0.0, "滨海新区"),
    ],
)
def test_home_lies_in_the_district_of_its_direction(east, north, name):
    assert home_area(east, north)[1] == f"天津市{name}"


def test_every_invented_person_has_a_home_with_its_area():
    rng = Random(1)
    people = invent_people(rng, unit_id=new_id(), count=200, phones=phone_numbers(rng, 200))

    assert len({person.home_area_code for person in people}) > 5
    for person in people:
        away = math.hypot(person.home_x_km, person.home_y_km)
        assert (person.home_area_code, person.home_place) == home_area(
            person.home_x_km, person.home_y_km
        )
        assert (person.home_area_code == "120101") == (away <= 1.5)


def test_teams_of_namesakes_are_told_apart():
    """Cangzhou has communities of one name in two towns, and towns of one name in two counties."""
    names = (("130901001", "城关镇"), ("130902001", "城关镇"), ("130903001", "东光镇"))
    towns = [AreaRef(code, name, 4) for code, name in names]
    groups = {
        towns[0]: [AreaRef("130901001001", "东街社区", 5), AreaRef("130901001002", "西街社区", 5)],
        towns[1]: [AreaRef("130902001001", "东街社区", 5)],
        towns[2]: [AreaRef("130903001001", "东街社区", 5)],
    }
    every = [area for rows in groups.values() for area in rows]

    assert cangzhou.team_names(groups, every) == [
        "城关镇东街社区（130901001001）突击队",
        "西街社区突击队",
        "城关镇东街社区（130902001001）突击队",
        "东光镇东街社区突击队",
    ]
