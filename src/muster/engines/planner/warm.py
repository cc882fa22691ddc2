"""Compile every kernel once, so that nobody's first plan waits: run this module.

The compiled code is kept beside the sources (numba's cache) until their text changes.
"""

from muster.engines.planner.fanout import Inline
from muster.engines.planner.generate import generate
from muster.engines.planner.nrp import model as nrp_model
from muster.engines.planner.nrp import solve as nrp
from muster.engines.planner.reading import read_instance
from muster.engines.planner.solve import solve


def warm() -> None:
    """Plan a small place and a week of the public roster set, which use every kernel."""
    instance = read_instance(generate("youth", seed=1, scale=0.1))
    solve(instance, effort=0.1, engine=Inline())
    shift = nrp_model.Shift("D", 480, frozenset())
    person = nrp_model.Person("A", (7,), 3360, 0, 5, 1, 1, 1)
    cover = nrp_model.Cover(day=0, shift=0, need=1, under=100, over=1)
    nrp.solve(nrp_model.Instance(7, (shift,), (person,), (), (cover,)), effort=1)


if __name__ == "__main__":
    warm()
