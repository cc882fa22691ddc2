"""Choosing from many units: grouped by level, the widest first."""

import pytest

from muster.operations.mobilise.forms import ClaimForm
from muster.operations.mobilise.views.parts import units_by_level
from muster.registers.responders import queries as responders

pytestmark = pytest.mark.django_db


def test_units_are_chosen_by_level_from_the_widest_down(system, make_unit):
    for name, level in (("乙街道", "subdistrict"), ("甲区局", "district"), ("丙市局", "city")):
        make_unit(name, level=level)
    groups = units_by_level(responders.units(actor=system), "unit:")
    assert [label for label, _inside in groups] == ["City", "District", "Subdistrict"]
    assert groups[0][1][0][0].startswith("unit:")


def test_one_level_of_units_is_still_a_choice(system, make_unit):
    units = [make_unit(name) for name in ("甲区局", "乙区局")]
    form = ClaimForm(units=units_by_level(responders.units(actor=system)))
    assert not form.fields["unit"].widget.is_hidden
    assert all(str(one.id) in str(form["unit"]) for one in units)
