"""What an exported list is called: words by key, so that each reader has them in their language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from muster.kernel.errors import Text

_titles: dict[str, Text] = {}


@dataclass(frozen=True, slots=True)
class Title:
    """A registered title, and the names in it."""

    key: str
    params: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Say it in the language in force."""
        return title_in_words(self.key, self.params)

    def of(self, **params: str) -> "Title":
        """Return the title with the names it speaks of."""
        return Title(self.key, params)


def register_title(key: str, text: Text) -> Title:
    """Let a title be kept as `key`; `text` is lazy and names what `Title.of` hands in."""
    _titles[key] = text
    return Title(key)


def title_in_words(key: str, params: Mapping[str, str]) -> str:
    """Return a registered title in the language in force; "" where nobody registered it."""
    return str(_titles[key]) % params if key in _titles else ""
