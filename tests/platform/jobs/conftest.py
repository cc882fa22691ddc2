"""Jobs of the tests, declared for as long as a test runs."""

import pytest

from muster.kernel import jobs as kernel_jobs
from muster.kernel.actors import system_actor


@pytest.fixture
def declare():
    """Declare a job for one test: `declare("t.work", function)`."""
    known = dict(kernel_jobs._specs)

    def add(name, function, **more):
        kernel_jobs.job(name, label=name, **more)(function)

    yield add
    kernel_jobs._specs.clear()
    kernel_jobs._specs.update(known)


@pytest.fixture
def system(tenant):
    return system_actor(tenant.id, "test")
