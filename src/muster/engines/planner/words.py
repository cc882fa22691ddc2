"""Sentences of the planner in the reader's language, whoever translates them.

The engine knows codes, parameters and an English sentence for each code; `_` only marks a sentence
for the catalogue that lies beside this file. Whoever shows it to people brings a translator from
English to their language, as gettext is one: `spoken(finding, gettext)`.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

Translate = Callable[[str], str]


def _(sentence: str) -> str:
    """Mark a sentence for the catalogue; it stays English."""
    return sentence


def pgettext(context: str, sentence: str) -> str:
    """Mark a word for the catalogue that means something else elsewhere; it stays English."""
    del context
    return sentence


#: Between sentences that stand in another one.
JOIN = _("; ")


class Spoken(Protocol):
    """Anything of the planner that is a sentence: findings, faults, certificates, explanations."""

    @property
    def message(self) -> str:
        """The English sentence with its gaps, which is the id of its translation."""

    @property
    def params(self) -> Mapping[str, Any]:
        """What fills the gaps."""


def spoken(said: Spoken, translate: Translate = str) -> str:
    """Return the sentence in the translator's language; parameters may be sentences themselves."""
    return filled(said.message, said.params, translate)


def filled(message: str, params: Mapping[str, Any], translate: Translate = str) -> str:
    """Return an English message translated and filled with its parameters."""
    texts = {
        name: translate(JOIN).join(spoken(part, translate) for part in value)
        if isinstance(value, tuple)
        else value
        for name, value in params.items()
    }
    return translate(message).format_map(texts)
