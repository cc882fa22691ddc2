"""What of the posts a plan asks for, where people who are not in it keep shifts there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from muster.operations.duty.models import Post
from muster.operations.duty.queries.instance_rows import shift_name

Staffed = Mapping[tuple[UUID, date, str], int]


@dataclass(frozen=True, slots=True)
class Beside:
    """People by post, day and shift who stay, over the days of a plan."""

    staffed: Staffed
    starts_on: date
    days: int

    def left(self, post: Post, day: int, shift: str) -> int:
        """Return how many people a post still wants in a shift of a day."""
        there = self.staffed.get((post.id, self.starts_on + timedelta(days=day), shift), 0)
        return max(0, post.wanted - there)

    def shifts(self, post: Post) -> list[str]:
        """Return the shifts of a post in which somebody is wanted on some day."""
        open_days = [
            day for day in range(self.days) if post.is_open_on(self.starts_on + timedelta(days=day))
        ]
        names = [shift_name(link.shift) for link in post.shift_links.all()]
        return [name for name in names if any(self.left(post, day, name) for day in open_days)]

    def wanting(self, posts: Sequence[Post]) -> list[Post]:
        """Return the posts that want somebody; all of them where nobody stays anywhere."""
        return [post for post in posts if not self.staffed or self.shifts(post)]
