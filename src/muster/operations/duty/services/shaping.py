"""From a draft to the rows of a post: what is left open filled in, what cannot be refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.engines.text import fold
from muster.kernel.actors import Actor
from muster.kernel.errors import Invalid, Text
from muster.kernel.tenants import tenant_of
from muster.operations.duty.contracts import GearLine, PostDraft
from muster.operations.duty.enums import ALL_WEEK, COMMUNITY_LENGTH, LEAST_CREW, Basis
from muster.operations.duty.models import JointUnit, PatternShift, Post, PostGear, PostShift
from muster.operations.duty.models.kinds import MOST_OF_AN_ITEM
from muster.operations.duty.models.patterns import LABEL_LENGTH
from muster.operations.duty.models.posts import MOST_PEOPLE, MOST_POINTS
from muster.operations.duty.services.standards import Standards, standards
from muster.registers.responders import queries as responders

Errors = dict[str, list[Text]]


@dataclass(frozen=True, slots=True)
class Book:
    """What drafts of one command are checked against, read once for all of them."""

    tenant_id: UUID
    command: str
    standards: Standards
    skills: frozenset[str]
    units: Mapping[UUID, str]

    @classmethod
    def open(cls, actor: Actor, drafts: Iterable[PostDraft]) -> "Book":
        """Read what the drafts name."""
        units = {unit for draft in drafts for unit in draft.joint_unit_ids}
        return cls(
            tenant_id=actor.tenant_id,
            command=tenant_of(actor.tenant_id).area_code,
            standards=standards(actor.tenant_id),
            skills=frozenset(skill.key for skill in responders.skills(actor=actor)),
            units=responders.names_of(actor=actor, ids=units) if units else {},
        )


@dataclass(frozen=True, slots=True)
class Shaped:
    """A post that can be written, with its shifts, gear and joint units."""

    post: Post
    shifts: Sequence[PatternShift]
    gear: Sequence[GearLine]
    units: Sequence[UUID]

    def shift_rows(self) -> list[PostShift]:
        """Return its shifts as rows, unsaved."""
        post = self.post
        return [
            PostShift(tenant_id=post.tenant_id, post=post, shift=shift) for shift in self.shifts
        ]

    def gear_rows(self) -> list[PostGear]:
        """Return its gear as rows, unsaved."""
        post = self.post
        return [
            PostGear(
                tenant_id=post.tenant_id,
                post=post,
                item=line.item,
                own_label=line.label,
                quantity=line.quantity,
                basis=line.basis,
            )
            for line in self.gear
        ]

    def unit_rows(self) -> list[JointUnit]:
        """Return its joint units as rows, unsaved."""
        post = self.post
        return [JointUnit(tenant_id=post.tenant_id, post=post, unit_id=unit) for unit in self.units]


def shape(book: Book, draft: PostDraft, post: Post) -> Shaped:
    """Fill `post` from a draft.

    Raises:
        Invalid: something of the draft cannot be; `errors` names each field.
    """
    errors: Errors = {}
    _place(book, draft, post, errors)
    shifts = _hours(book, draft, post, errors)
    _crew(book, draft, post, errors)
    gear = draft.gear
    if gear is None:
        gear = book.standards.gear.get(draft.kind, ())
    check_gear(gear, errors)
    if missing := [unit for unit in draft.joint_unit_ids if unit not in book.units]:
        errors["joint_units"] = [
            _("%(count)s units are not in your area, or closed.") % {"count": len(missing)}
        ]
    if errors:
        raise Invalid(_("The post cannot be saved as it is."), errors=errors)
    return Shaped(post, shifts, gear, tuple(dict.fromkeys(draft.joint_unit_ids)))


def _place(book: Book, draft: PostDraft, post: Post, errors: Errors) -> None:
    kind = book.standards.kinds.get(draft.kind)
    if kind is None:
        errors["kind"] = [_("Choose a kind of post from the list.")]
    else:
        post.kind = kind
    post.area_code, post.site = draft.area_code, " ".join(draft.site.split())[:LABEL_LENGTH]
    if not draft.area_code.startswith(book.command):
        errors["area_code"] = [_("The post must lie in this command's own area.")]
    elif len(draft.area_code) != COMMUNITY_LENGTH and not post.site:
        errors["area_code"] = [
            _("Choose a community, or say at which site outside the communities the post stands.")
        ]
    post.place = " ".join(draft.place.split())
    post.name = " ".join(draft.name.split())
    post.premises_code, post.contacts = draft.premises_code, draft.contacts.strip()
    if post.premises_code and not post.premises_code.startswith(post.area_code):
        errors["premises_code"] = [_("These premises lie in another area.")]
    post.x_km, post.y_km = draft.x_km, draft.y_km
    if (draft.x_km is None) != (draft.y_km is None):
        errors["x_km"] = [_("Give both coordinates or none.")]
    if draft.opens_on is not None:
        post.opens_on = draft.opens_on
    post.closes_on = draft.closes_on
    if post.closes_on is not None and post.closes_on < post.opens_on:
        errors["closes_on"] = [_("The last day lies before the first.")]
    for facility in ("indoors", "tent", "heater", "power", "toilet"):
        setattr(post, facility, getattr(draft, facility))


def _hours(book: Book, draft: PostDraft, post: Post, errors: Errors) -> Sequence[PatternShift]:
    key = draft.pattern or book.standards.default_pattern(draft.kind)
    pattern = book.standards.patterns.get(key)
    post.weekdays = draft.weekdays
    if not 1 <= draft.weekdays <= ALL_WEEK:
        errors["weekdays"] = [_("Choose at least one day of the week.")]
    if pattern is None:
        errors["pattern"] = [_("Choose a shift pattern from the list.")]
        return ()
    post.pattern = pattern
    known = book.standards.shifts[key]
    letters = dict.fromkeys(draft.letters or book.standards.default_letters(draft.kind, key))
    if unknown := [letter for letter in letters if letter not in known]:
        errors["letters"] = [
            _("The pattern %(pattern)s has no shift %(shift)s.")
            % {"pattern": pattern.label, "shift": ", ".join(unknown)}
        ]
    if not letters:
        errors["letters"] = [_("Choose at least one shift.")]
    return [known[letter] for letter in known if letter in letters]


def _crew(book: Book, draft: PostDraft, post: Post, errors: Errors) -> None:
    kind = book.standards.kinds.get(draft.kind)
    usual = draft.points + 1 if draft.points else (kind.crew_min if kind else LEAST_CREW)
    post.points = draft.points
    post.crew_min = usual if draft.crew_min is None else draft.crew_min
    post.wanted = max(post.crew_min, LEAST_CREW) if draft.wanted is None else draft.wanted
    if post.crew_min < LEAST_CREW:
        errors["crew_min"] = [_("Nobody stands a post alone: a crew has at least two people.")]
    elif post.points and post.crew_min != post.points + 1:
        errors["crew_min"] = [
            _("%(points)s points with one reliever are a crew of %(crew)s.")
            % {"points": post.points, "crew": post.points + 1}
        ]
    if post.points > MOST_POINTS:
        errors["points"] = [_("At most %(most)s points share a reliever.") % {"most": MOST_POINTS}]
    if not post.crew_min <= post.wanted <= MOST_PEOPLE:
        errors["wanted"] = [_("Ask for at least the smallest crew, and at most 200 people.")]
    skills = (kind.skills if kind else ()) if draft.skills is None else draft.skills
    post.skills = sorted(set(skills))
    if unknown := [skill for skill in post.skills if skill not in book.skills]:
        errors["skills"] = [_("There is no skill “%(skill)s” in the list.") % {"skill": unknown[0]}]


def check_gear(gear: Iterable[GearLine], errors: Errors) -> None:
    """Note in `errors` what is wrong with a list of gear."""
    seen: set[tuple[str, str]] = set()
    for line in gear:
        if line.basis not in Basis.values or not 1 <= line.quantity <= MOST_OF_AN_ITEM:
            errors["gear"] = [_("Each thing needs a number from 1 to 10,000, and for what.")]
        if (line.item, line.basis) in seen:
            errors["gear"] = [
                _("%(item)s stands in the list twice.") % {"item": line.label or line.item}
            ]
        seen.add((line.item, line.basis))


def item_key(label: str, known: Mapping[str, Any]) -> str:
    """Return the key of a thing by what it is called; an own word is its own key."""
    folded = fold(label)
    for key, text in known.items():
        if fold(str(text)) == folded:
            return key
    return folded[:24]
