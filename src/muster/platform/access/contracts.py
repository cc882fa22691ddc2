"""What access asks of others: sending a code, the parts of a badge, scopes, who is on record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.errors import NotAllowed
from muster.kernel.permissions import allowed, require


@dataclass(frozen=True, slots=True)
class CodeMessage:
    """An invitation or device code on its way to one contact (phone number or e-mail address).

    `path` is the local part of the link that opens it; the sender puts the public address before.
    """

    tenant_id: UUID
    contact: str
    language: str
    code: str
    path: str
    expires_at: datetime


class CodeSender(Protocol):
    """Sends a code outside. `platform.notify` plugs one in; in a drill nothing leaves the house."""

    def send(self, message: CodeMessage) -> bool:
        """Queue the message inside the current transaction; False where no channel serves it."""


_senders: list[CodeSender] = []


def install_sender(sender: CodeSender) -> None:
    """Plug in the way codes are sent."""
    _senders[:] = [sender]


def send_code(message: CodeMessage) -> bool:
    """Send a code; False where no sender is plugged in or none serves the contact."""
    return _senders[0].send(message) if _senders else False


BADGE_KIND = "access.badge"
"""Kind of the signed document behind a badge."""


@dataclass(frozen=True, slots=True)
class BadgeFacts:
    """What a badge says to anyone at a door. An empty `post` means: no post today."""

    name: str
    unit: str = ""
    post: str = ""


class BadgeSource(Protocol):
    """Knows one part of a badge. Packages above plug in: units by responders, posts by duty.

    `actor` is the holder; where anybody checks a badge, by command and person alone.
    """

    def __call__(self, actor: Actor, facts: BadgeFacts) -> BadgeFacts:
        """Return `facts` with what this package knows filled in."""


_badge_sources: dict[str, BadgeSource] = {}


def install_badge_source(name: str, source: BadgeSource) -> None:
    """Plug in a part of the badge; installing a name again replaces it."""
    _badge_sources[name] = source


@dataclass(frozen=True, slots=True)
class Scope:
    """The one thing a narrowed role covers, such as a clerk's unit, and the area it lies in."""

    id: UUID
    name: str
    area_code: str


ScopeFinder = Callable[[Actor, UUID], Scope]
"""Finds a scope the actor may see; raises NotFound for any other."""

_scope_finders: dict[str, ScopeFinder] = {}


def install_scope(role: str, finder: ScopeFinder) -> None:
    """Say that `role` is always given for one thing, and who knows it."""
    _scope_finders[role] = finder


def scoped_roles() -> frozenset[str]:
    """Return the roles that are never given for a whole area."""
    return frozenset(_scope_finders)


def scope_of(actor: Actor, role: str, scope_id: UUID) -> Scope:
    """Return the thing a narrowed role is for. Raises NotFound."""
    return _scope_finders[role](actor, scope_id)


def badge_facts(actor: Actor) -> BadgeFacts:
    """Gather what the actor's badge says today."""
    facts = BadgeFacts(name=actor.name)
    for name in sorted(_badge_sources):
        facts = _badge_sources[name](actor, facts)
    return facts


def post_today(*, tenant_id: UUID, person_id: UUID) -> str:
    """Return where somebody is on duty today, in the reader's language; "" for nowhere.

    It is asked at the moment somebody reads: a roster changes after a badge was made.
    """
    return badge_facts(Actor(tenant_id=tenant_id, person_id=person_id)).post


MOST_FOUND = 10
"""So many people are offered at once; more of the name narrows them."""


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person on record as access shows them: the name, what tells namesakes apart, the page."""

    id: UUID
    name: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """A register of people, to which accounts are tied.

    Access knows a person by id alone. `find` returns those the actor may see whose name begins
    with what was typed, at most `MOST_FOUND`; `one` raises NotFound for anybody else. `permission`
    opens both. `sees_all` tells whether the actor may see all that a person sees of themselves.
    """

    permission: str
    find: Callable[[Actor, str], Sequence[PersonRef]]
    one: Callable[[Actor, UUID], PersonRef]
    sees_all: Callable[[Actor, UUID], bool]


_registers: list[Register] = []


def install_register(register: Register) -> None:
    """Plug in the register of people; the last one installed is asked."""
    _registers[:] = [register]


def may_choose_person(actor: Actor) -> bool:
    """Tell whether the actor sees anybody to tie an account to."""
    return bool(_registers) and allowed(actor, _registers[0].permission)


def find_people(actor: Actor, typed: str) -> Sequence[PersonRef]:
    """Return people on record by the beginning of their name, pinyin or initials."""
    return _registers[0].find(actor, typed) if typed and may_choose_person(actor) else ()


def person_ref(actor: Actor, person_id: UUID) -> PersonRef:
    """Return one person on record whom the actor may see.

    Raises:
        NotAllowed: the actor's role opens no register.
        NotFound: there is no such person in the actor's area.

    """
    require(actor, _registers[0].permission)
    return _registers[0].one(actor, person_id)


def require_sees_all(actor: Actor, person_id: UUID) -> None:
    """Refuse to tie an account with a password to a person of whom the actor may see less.

    Whoever hands out an account could open it themselves, and it shows the whole record.
    """
    if not _registers[0].sees_all(actor, person_id):
        raise NotAllowed(
            _("An account of their own shows a person more than you may see of them."),
            next_step=_("Issue a phone instead, or ask the unit's clerk or the command."),
        )
