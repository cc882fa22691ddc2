"""A cluster gives the plan of one process, also when one of its workers is killed on the way."""

import os
import signal
import time

import pytest

from muster.engines.planner.fanout import Inline

pytestmark = pytest.mark.filterwarnings("ignore")  # of the cluster's own parts


@pytest.fixture(scope="module")
def cluster():
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        dashboard_address=None,
        silence_logs="CRITICAL",
        worker_dashboard_address=None,
    ) as running:
        yield running


def slow_square(shared, task):
    time.sleep(0.2)
    return shared * task * task, os.getpid()


def test_killed_worker_costs_time_and_no_result(cluster):
    from muster.engines.planner.dask import Dask

    engine = Dask(cluster.scheduler_address)
    found, killed = {}, None
    for number, (result, pid) in engine.run(slow_square, 3, range(12)):
        found[number] = result
        if killed is None:
            killed = pid
            os.kill(pid, signal.SIGKILL)
    engine.close()

    assert found == {number: 3 * number * number for number in range(12)}


@pytest.mark.long
def test_cluster_plans_as_one_process_does(cluster):
    from muster.engines.planner.dask import Dask
    from muster.engines.planner.generate import generate
    from muster.engines.planner.reading import read_instance
    from muster.engines.planner.solve import solve

    instance = read_instance(generate("heping", seed=3, scale=0.05))
    engine = Dask(cluster.scheduler_address)

    alone = solve(instance, seed=5, effort=4, engine=Inline())
    spread = solve(instance, seed=5, effort=4, engine=engine)
    engine.close()

    assert spread.roster == alone.roster
    assert spread.meta["lower_bounds"] == alone.meta["lower_bounds"]
