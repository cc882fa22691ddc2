"""What a point card says, in the language in force, ready for paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.tenants import tenant_of
from muster.operations.duty.enums import Facility
from muster.operations.duty.models import ChecklistStep, Post, PostGear
from muster.operations.duty.queries.posts import ORDER, seen_by, with_parts
from muster.operations.duty.queries.roster import crews_on
from muster.registers.measures.contracts import IncidentNotice
from muster.registers.measures.queries import current_notice
from muster.registers.responders.queries import area_names

SUBDISTRICT_LENGTH = 9
ALL_DAY_MINUTES = 24 * 60
MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Card:
    """Everything on one card. `link` is what its square code opens.

    `shifts` are name, hours and today's crew, "" where no roster has one: it is written by hand.
    """

    over: str
    title: str
    under: str
    link: str
    code: str
    steps: Sequence[tuple[str, str]]
    shifts: Sequence[tuple[str, str, str]]
    duties: Sequence[str]
    rules: Sequence[str]
    contacts: Sequence[str]
    alone: Sequence[str]
    gear: str
    foot: str

    def plain(self) -> dict[str, Any]:
        """Return it as JSON for the printer."""
        return {name: getattr(self, name) for name in self.__slots__}


def cards(
    *, actor: Actor, incident_id: UUID, ids: Sequence[UUID] = (), area: str = ""
) -> list[Card]:
    """Return the cards of the open posts of an area, or of these posts, in the order of the list.

    The number of queries does not depend on how many there are.
    """
    rows = seen_by(actor).filter(incident_id=incident_id)
    rows = rows.filter(id__in=list(ids)) if ids else rows.filter(closed_at__isnull=True)
    if area:
        rows = rows.in_area(area)
    steps = ChecklistStep.objects.of_tenant(actor.tenant_id).order_by("order")
    gear = PostGear.objects.of_tenant(actor.tenant_id).order_by("id")
    found = (
        with_parts(rows)
        .prefetch_related(Prefetch("kind__steps", steps), Prefetch("gear", gear))
        .order_by(*ORDER)
    )
    press = _Press(
        names=dict(area_names(actor=actor)),
        notice=current_notice(actor),
        command=tenant_of(actor.tenant_id).area_code,
        today=date_format(clock.today(), "DATE_FORMAT"),
        crews=crews_on(actor=actor, day=clock.today()),
    )
    return [press.card(post) for post in found]


@dataclass(frozen=True, slots=True)
class _Press:
    names: dict[str, str]
    notice: IncidentNotice | None
    command: str
    today: str
    crews: Mapping[tuple[UUID, UUID], Sequence[str]]

    def card(self, post: Post) -> Card:
        """Write one card."""
        links = list(post.shift_links.all())
        return Card(
            over=self._over(post),
            title=post.title,
            under=self._under(post),
            link=f"{settings.PUBLIC_URL}{reverse('duty:at', args=[post.code])}",
            code=post.code,
            steps=[(step.title, step.text) for step in post.kind.steps.all()],
            shifts=[
                (
                    link.shift.label,
                    link.shift.hours,
                    _crew(self.crews.get((post.id, link.shift_id), ())),
                )
                for link in links
            ],
            duties=post.kind.duties,
            rules=post.kind.rules,
            contacts=self._contacts(post),
            alone=self._alone(),
            gear=self._gear(post),
            foot=_("Edition %(edition)s, printed %(day)s")
            % {"edition": post.version, "day": self.today},
        )

    def _over(self, post: Post) -> str:
        if post.site:
            return f"{self.names.get(self.command, '')} {post.site}".strip()
        subdistrict = self.names.get(post.area_code[:SUBDISTRICT_LENGTH], "")
        return f"{subdistrict} {self.names.get(post.area_code, post.area_code)}".strip()

    def _under(self, post: Post) -> str:
        minutes = sum(link.shift.minutes for link in post.shift_links.all())
        parts = [
            post.place,
            _("24 hours") if minutes >= ALL_DAY_MINUTES else "",
            ngettext(
                "at least %(n)s person each shift",
                "at least %(n)s people each shift",
                post.crew_min,
            )
            % {"n": post.crew_min},
            _("nobody stands alone"),
        ]
        return pgettext("point card", ", ").join(part for part in parts if part)

    def _contacts(self, post: Post) -> list[str]:
        lines = [line.strip() for line in post.contacts.splitlines() if line.strip()]
        if self.notice is not None:
            lines.append(f"{self.notice.contact_name}　{self.notice.contact_phone}")
        return [*lines, _("Ambulance 120　Fire 119　Police 110")]

    def _alone(self) -> list[str]:
        phone = self.notice.contact_phone if self.notice else ""
        first = _("Call the leader. Drink and go to the toilet only when somebody has come.")
        if not phone:
            return [first, _("Nobody there after 10 minutes: call again.")]
        return [first, _("Nobody there after 10 minutes: call %(phone)s.") % {"phone": phone}]

    def _gear(self, post: Post) -> str:
        things = [f"{line.label} {line.quantity}" for line in post.gear.all()]
        if not post.indoors:
            things += [str(f.label) for f in Facility if getattr(post, f.value)]
        return pgettext("point card", ", ").join(things)


def _crew(names: Sequence[str]) -> str:
    """Write a crew on one line: of more than three, two and how many others."""
    shown = names if len(names) <= MOST_NAMES else names[: MOST_NAMES - 1]
    line = pgettext("point card", ", ").join(shown)
    return line if len(shown) == len(names) else f"{line} +{len(names) - len(shown)}"
