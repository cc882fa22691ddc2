"""Column generation ends whatever the simplex method does."""

from muster.engines.planner import covering
from muster.engines.planner.generate import generate
from muster.engines.planner.reading import read_instance
from muster.engines.planner.roster.build import Tables
from muster.engines.planner.roster.solve import bound


def test_a_master_that_stalls_ends_it_with_a_bound_that_holds(monkeypatch):
    instance = read_instance(generate("heping", seed=2, scale=0.02))
    problem = Tables.of(instance).problem(instance.communities[0], instance.people[:20])
    whole = bound(problem)
    monkeypatch.setitem(covering._OPTIONS, "simplex_iteration_limit", 50)

    cut = bound(problem)

    assert 0 < cut.value < whole.value
