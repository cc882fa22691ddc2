"""Invented people: where they live fits how far away they live."""

import math
from random import Random

import pytest

from muster.delivery.replay.people import home_area, invent_people, phone_numbers
from muster.kernel.ids import new_id


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
