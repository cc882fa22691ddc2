"""What packages tell the outbox: their words, whom to reach, and what a group robot may say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from muster.kernel.errors import Text
from muster.platform.notify.enums import Urgency


@dataclass(frozen=True, slots=True)
class Words:
    """A message of a package: title and text, whole sentences with named placeholders.

    With `robot` it may also be posted to chat groups; then every placeholder is a number (`%(n)d`).
    """

    key: str
    title: Text
    text: Text
    robot: bool = False


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a message is for: an account, and where there is one an address outside.

    `phone` and `email` are kept sealed and only until the message has gone.
    """

    account_id: UUID | None = None
    person_id: UUID | None = None
    phone: str = ""
    email: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A page of this installation, as a path from the root."""

    path: str

    def __post_init__(self) -> None:
        """Refuse anything that could lead elsewhere."""
        if not self.path.startswith("/") or self.path.startswith(("//", "/\\")):
            raise ValueError("A link in a message is a path of this installation")


@dataclass(frozen=True, slots=True)
class Note:
    """One message to some recipients; `notify` says what its parts may hold."""

    recipients: Sequence[Recipient]
    words: str
    params: Mapping[str, Any] = field(default_factory=dict)
    secret_params: Mapping[str, str] = field(default_factory=dict)
    link: Link | None = None
    urgency: Urgency = Urgency.NORMAL


@dataclass(frozen=True, slots=True)
class GroupPost:
    """What a group robot may say: counts and a link, and no field that could hold a person."""

    words: str
    link: Link
    counts: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse anything but whole numbers."""
        for name, count in self.counts.items():
            if type(count) is not int:
                raise TypeError(
                    f"{name} is no whole number: group robots get counts and links only"
                )


_words: dict[str, Words] = {}


def register_words(words: Words) -> str:
    """Declare a message, in `AppConfig.ready`; returns its key."""
    _words[words.key] = words
    return words.key


def words_of(key: str) -> Words:
    """Return a declared message.

    Raises:
        LookupError: no package declares it.

    """
    if key not in _words:
        raise LookupError(f"No message named {key} is declared")
    return _words[key]
