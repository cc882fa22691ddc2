"""What the rest of a file may refer to."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from muster.engines.planner.model import Instance
from muster.engines.planner.reading.faults import Faults


class Named(Protocol):
    """Something with an id."""

    @property
    def id(self) -> str:
        """Unique among its kind."""


class Known:
    """Ids of an instance by kind, each with the place it stands in; duplicates are noted.

    `counted` is False where nobody knows how many days there are, so that none can be judged;
    `calendar` where nobody knows their weekdays either.
    """

    def __init__(
        self, instance: Instance, faults: Faults, *, calendar: bool = True, counted: bool = True
    ) -> None:
        self.days = instance.horizon.days
        self.calendar, self.counted = calendar, counted
        self.shifts = self._index(instance.shifts, "shifts", faults)
        self.post_types = self._index(instance.post_types, "post_types", faults)
        self.communities = self._index(instance.communities, "communities", faults)
        self.units = self._index(instance.units, "units", faults)
        self.people = self._index(instance.people, "people", faults)
        self.subdistricts = {community.subdistrict for community in instance.communities}
        self.posts: dict[str, tuple[int, int]] = {}
        for at, community in enumerate(instance.communities):
            for position, post in enumerate(community.posts):
                if post.id in self.posts:
                    first = "communities[{}].posts[{}].id".format(*self.posts[post.id])
                    path = f"communities[{at}].posts[{position}].id"
                    faults.add(path, "duplicate_id", id=post.id, first=first)
                elif post.id:
                    self.posts[post.id] = (at, position)

    @staticmethod
    def _index(items: Sequence[Named], table: str, faults: Faults) -> dict[str, int]:
        index: dict[str, int] = {}
        for at, item in enumerate(items):
            first = index.setdefault(item.id, at)
            if first != at and item.id:
                path = f"{table}[{at}].id"
                faults.add(path, "duplicate_id", id=item.id, first=f"{table}[{first}].id")
        index.pop("", None)  # the filler of an id that is missing
        return index

    def one(self, kind: str, found: str | None, path: str, faults: Faults) -> bool:
        """Whether the id `found` stands in the table of `kind`; noted where not."""
        if not found:
            return False
        table: Mapping[str, object] = getattr(self, TABLES[kind])
        if found in table:
            return True
        faults.add(path, f"no_{kind}", id=found)
        return False

    def all(self, kind: str, ids: Iterable[str], path: str, faults: Faults) -> None:
        """Note each of `ids` that does not stand in the table of `kind`."""
        for at, found in enumerate(ids):
            self.one(kind, found, f"{path}[{at}]", faults)

    def day(self, day: int, path: str, faults: Faults) -> bool:
        """Whether `day` is in the horizon; noted where not."""
        if not self.counted:
            return False
        if 0 <= day < self.days:
            return True
        faults.add(path, "day_outside", day=day, days=self.days, last=self.days - 1)
        return False


TABLES = {
    "shift": "shifts",
    "post_type": "post_types",
    "post": "posts",
    "community": "communities",
    "unit": "units",
    "person": "people",
}
