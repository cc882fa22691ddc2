"""What every test of the planner keeps: kernels are compiled for one kind of arguments each."""

import sys
from collections.abc import Iterator

import pytest
from numba.core.dispatcher import Dispatcher


@pytest.fixture(scope="module", autouse=True)
def one_signature_a_kernel() -> Iterator[None]:
    """Find arguments that `warm` did not know, such as a whole number for a fraction.

    For another kind of arguments a kernel is compiled again, which takes up to half a minute.
    """
    yield
    modules = [m for name, m in sys.modules.items() if name.startswith("muster.engines.planner.")]
    kernels = {k for m in modules for k in vars(m).values() if isinstance(k, Dispatcher)}
    assert {k.__name__: k.signatures for k in kernels if len(k.signatures) > 1} == {}
