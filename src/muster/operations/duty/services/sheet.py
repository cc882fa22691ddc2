"""What a roster may name: the posts, days and shifts of its incident; drafts become rows here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, Text
from muster.kernel.tenants import tenant_of
from muster.operations.duty.contracts import AssignmentDraft
from muster.operations.duty.enums import LEAST_CREW
from muster.operations.duty.models import Assignment, PatternShift, Post
from muster.operations.duty.models.roster import MOST_DAYS
from muster.operations.duty.queries.instance import shift_name
from muster.operations.duty.queries.posts import with_parts


class CrewTooSmall(Conflict):
    """A post would have fewer people in a shift than may stand there; `crews` names all of them.

    Each is (post, day, label of the shift, people planned, people needed).
    """

    def __init__(self, crews: Sequence[tuple[Post, date, str, int, int]]) -> None:
        post, day, label, planned, least = crews[0]
        super().__init__(
            _(
                "Cannot publish: %(post)s, %(day)s, %(shift)s has %(planned)s of at least "
                "%(least)s people. A post is either empty or has its smallest crew."
            ),
            next_step=_(
                "Give this shift more people or none, then publish again. "
                "Shifts with too few people: %(crews)s."
            ),
            post=post.title,
            day=date_format(day, "MONTH_DAY_FORMAT"),
            shift=label,
            planned=planned,
            least=least,
            crews=len(crews),
        )
        self.crews = crews


@dataclass
class Sheet:
    """The posts, days and shifts that a roster may name, and how a draft becomes a row."""

    starts_on: date
    days: int
    zone: ZoneInfo
    posts: Mapping[UUID, Post]
    shifts: Mapping[UUID, Mapping[str, PatternShift]]
    spans: dict[tuple[UUID, int], tuple[datetime, datetime]] = field(default_factory=dict)

    @classmethod
    def open(cls, actor: Actor, incident_id: UUID, starts_on: date, days: int) -> "Sheet":
        """Read the posts of the incident.

        Raises:
            Invalid: the days are none, too many, or have begun before today.
        """
        zone = tenant_of(actor.tenant_id).time_zone
        if not 1 <= days <= MOST_DAYS:
            raise Invalid(_("A roster has 1 to %(most)s days."), most=MOST_DAYS)
        if starts_on < clock.today(zone):
            raise Invalid(
                _("The first day of this roster has passed."),
                next_step=_("Publish from today or a later day on; past days stay as they were."),
            )
        rows = Post.objects.of_tenant(actor.tenant_id).filter(incident_id=incident_id)
        posts = {post.id: post for post in with_parts(rows)}
        shifts = {
            post.id: {shift_name(link.shift): link.shift for link in post.shift_links.all()}
            for post in posts.values()
        }
        return cls(starts_on, days, ZoneInfo(zone), posts, shifts)

    def row(self, draft: AssignmentDraft, people: Mapping[UUID, UUID]) -> Assignment:
        """Make the row of a draft.

        Raises:
            Invalid: it names a person, post, day or shift that this roster does not have.
        """
        post = self.posts.get(draft.post_id)
        if post is None:
            raise outdated(_("The plan names a post that this incident does not have."))
        if draft.responder_id not in people:
            raise outdated(_("The plan gives a shift to somebody whom it sends nowhere."))
        if not 0 <= draft.day < self.days:
            raise outdated(_("The plan has a shift outside its days."))
        shift = self.shifts[post.id].get(draft.shift)
        day = self.starts_on + timedelta(days=draft.day)
        if shift is None or not post.is_open_on(day) or post.is_closed:
            raise Invalid(
                _("%(post)s is not open on %(day)s in the shift %(shift)s."),
                next_step=_("The post was changed after the plan was made: make the plan anew."),
                post=post.title,
                day=date_format(day, "MONTH_DAY_FORMAT"),
                shift=shift.label if shift else draft.shift,
            )
        starts_at, ends_at = self._span(shift, draft.day)
        return Assignment(
            responder_id=draft.responder_id,
            post_id=post.id,
            unit_id=people[draft.responder_id],
            area_code=post.area_code,
            day=day,
            shift=shift,
            starts_at=starts_at,
            ends_at=ends_at,
            night=shift.night,
        )

    def check(self, rows: Sequence[Assignment]) -> None:
        """Refuse a person twice a day and a crew that is too small.

        Raises:
            CrewTooSmall: promise 1 would be broken.
            Invalid: a person has two shifts on one day.
        """
        once = Counter((row.responder_id, row.day) for row in rows)
        if any(times > 1 for times in once.values()):
            raise outdated(_("The plan gives a person two shifts on one day."))
        crews = Counter((row.day, row.starts_at, row.post_id, row.shift_id) for row in rows)
        labels = {row.shift_id: row.shift.label for row in rows}
        small = [
            (self.posts[post_id], day, labels[shift_id], planned, least)
            for (day, _at, post_id, shift_id), planned in sorted(crews.items())
            if planned < (least := _least(self.posts[post_id]))
        ]
        if small:
            raise CrewTooSmall(small)

    def _span(self, shift: PatternShift, day: int) -> tuple[datetime, datetime]:
        key = (shift.id, day)
        if key not in self.spans:
            first, last = shift.span(self.starts_on + timedelta(days=day))
            self.spans[key] = (first.replace(tzinfo=self.zone), last.replace(tzinfo=self.zone))
        return self.spans[key]


def _least(post: Post) -> int:
    """Return the smallest crew that may be published: with points, one more than these."""
    return post.crew_min if post.points else LEAST_CREW


def outdated(sentence: Text) -> Invalid:
    """Return the refusal of a plan that does not fit the registers any more."""
    return Invalid(sentence, next_step=_("Make the plan anew, then publish it."))
