"""The same tasks over the machines of a Dask cluster; needs the extra `dask`."""

import pickle
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from distributed import Client, as_completed

Task = TypeVar("Task")
Result = TypeVar("Result")


class Dask:
    """Does tasks on the workers of the scheduler at `address`, such as `tcp://10.0.0.1:8786`.

    The workers need the same version of Muster. Dask gives the tasks of a worker that died to
    another one; a task that brings down three workers is given up.
    """

    def __init__(self, address: str) -> None:
        self.client = Client(address)

    def run(
        self, work: Callable[[Any, Task], Result], shared: Any, tasks: Iterable[Task]
    ) -> Iterator[tuple[int, Result]]:
        """Yield results as they come.

        What all tasks share goes through the scheduler as a task of its own: data scattered to
        workers is lost with them.
        """
        common = self.client.submit(pickle.loads, pickle.dumps(shared), pure=False)
        futures = {
            self.client.submit(work, common, task, pure=False): number
            for number, task in enumerate(tasks)
        }
        for future in as_completed(futures):
            yield futures[future], future.result()

    def close(self) -> None:
        """Leave the cluster; its workers stay."""
        self.client.close()
