"""What others tell the audit: words for what it holds, names, pages; and what a check found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Text
from muster.platform.audit.enums import Fault

INSTALLATION = UUID(int=0)
"""Stands for the tenant of what happens to the installation itself: keys, backups, new commands."""

SEAL_WITHIN = timedelta(seconds=60)
"""How long an event may wait for its place in the chain."""

_verbs: dict[str, Text] = {}
_purposes: dict[str, Text] = {}
_kinds: dict[str, Text] = {}
_fields: dict[str, Text] = {}


def describe_verb(verb: str, label: Text) -> str:
    """Say in words what `verb` means ("Saw the phone number"), and return the verb."""
    _verbs[verb] = label
    return verb


def describe_purpose(code: str, label: Text) -> str:
    """Say in words what the purpose `code` means ("To deliver medicine"), and return the code."""
    _purposes[code] = label
    return code


def describe_kind(kind: str, label: Text) -> str:
    """Say in words what a kind of object is that is no table of its own, and return the kind."""
    _kinds[kind] = label
    return kind


def describe_field(name: str, label: Text) -> str:
    """Say in words which sealed field `name` is ("Phone"), and return the name."""
    _fields[name] = label
    return name


def kind_labels() -> Mapping[str, Text]:
    """Return the words of every described kind."""
    return _kinds


def field_labels() -> Mapping[str, Text]:
    """Return the words of every described field."""
    return _fields


def verb_labels() -> Mapping[str, Text]:
    """Return the words of every described verb."""
    return _verbs


def purpose_labels() -> Mapping[str, Text]:
    """Return the words of every described purpose."""
    return _purposes


Namer = Callable[[UUID, set[str]], Mapping[str, str]]
"""Gives the names of accounts or areas of a tenant by id or code, as far as it knows them."""

_namers: dict[str, Namer] = {}


def install_names(kind: str, namer: Namer) -> None:
    """Plug in who knows the names of a kind: "account", "area" or "unit".

    The audit keeps ids and stands below those who know names; it asks only when somebody reads.
    """
    _namers[kind] = namer


def names_of(kind: str, tenant_id: UUID, ids: set[str]) -> Mapping[str, str]:
    """Return the names that are known; empty where nobody is plugged in."""
    wanted = ids - {""}
    return _namers[kind](tenant_id, wanted) if kind in _namers and wanted else {}


Opener = Callable[[Actor, set[str]], Mapping[str, str]]
"""Gives the addresses of the pages of objects by id, of those the actor may open."""

_openers: dict[str, Opener] = {}


def install_pages(kind: str, opener: Opener) -> None:
    """Plug in who knows the pages of a kind of object."""
    _openers[kind] = opener


def pages_of(kind: str, actor: Actor, ids: set[str]) -> Mapping[str, str]:
    """Return the addresses the actor may open; empty where nobody is plugged in."""
    return _openers[kind](actor, ids) if kind in _openers and ids else {}


@dataclass(frozen=True, slots=True)
class Line:
    """An event as a person reads it: who, in which capacity, did what to which, for what.

    `object_id` tells objects of a kind apart, `url` opens this one where the reader may.
    """

    at: datetime
    who: str
    role: str
    what: str
    object: str
    area: str
    purpose: str
    account_id: UUID | None
    object_id: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a check of one tenant's chain found.

    `first_bad_seq` is the first link that does not hold, where a link is at fault; `fault` is a
    word for it (`enums.Fault`). `unsealed` counts events not yet in the chain and
    `oldest_unsealed` says since when (wall clock): more than a minute means that the sealing job
    does not run. `destroyed` counts events whose content retention has destroyed with a signed
    record; their links still hold.
    """

    tenant_id: UUID
    ok: bool
    sealed: int
    head: str
    fault: str = ""
    first_bad_seq: int | None = None
    unsealed: int = 0
    oldest_unsealed: datetime | None = None
    destroyed: int = 0

    @property
    def reason(self) -> str:
        """What is wrong, as a sentence; empty where nothing is."""
        return str(Fault(self.fault).label) if self.fault else ""

    @property
    def overdue(self) -> bool:
        """True where an event has waited longer for its seal than it ever should."""
        oldest = self.oldest_unsealed
        return oldest is not None and clock.real_now() - oldest > SEAL_WITHIN


class AuditError(Exception):
    """A mistake in the calling code: no transaction around a record, or a value for an id."""
