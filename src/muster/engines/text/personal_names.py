"""Personal names: surname and given name, masks, and an order both databases agree on."""

import re
from dataclasses import dataclass
from enum import StrEnum

from muster.engines.text.script import fold
from muster.engines.text.tables.surnames import COMPOUND_SURNAMES, MAX_SURNAME_LENGTH

SORT_KEY_LENGTH = 120
"""Longest sort key, in characters: the first eleven or so characters of a name decide."""

_DOTS = "·•‧・･∙⋅●.。．"
_DOT = re.compile(rf"\s*[{re.escape(_DOTS)}]\s*")
_SPACES = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


class NameForm(StrEnum):
    """How a personal name is built."""

    HAN = "han"
    DOTTED = "dotted"
    LATIN = "latin"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class PersonalName:
    """A name taken apart. `surname` is "" where the form has none that can be told."""

    form: NameForm
    surname: str
    given: str

    @property
    def full(self) -> str:
        """The name without the spaces people pad it with."""
        return self.surname + self.given


def split_name(text: str) -> PersonalName:
    """Take a personal name apart, in the script it came in.

    Padding goes (李　芳 → 李 + 芳). A compound surname is taken only if something is left after it:
    欧阳 alone is a person called 阳 of the family 欧. Names with a dot (买买提·吐尔逊) and Latin
    names have no surname. Never raises.
    """
    trimmed = _SPACES.sub(" ", text).strip()
    if not trimmed:
        return PersonalName(NameForm.EMPTY, "", "")
    if not _HAN.search(trimmed):
        return PersonalName(NameForm.LATIN, "", trimmed)
    parts = [part for part in _DOT.split(trimmed) if part]
    if len(parts) > 1:
        return PersonalName(NameForm.DOTTED, "", "·".join(part.replace(" ", "") for part in parts))
    name = (parts[0] if parts else trimmed).replace(" ", "")
    for length in range(min(MAX_SURNAME_LENGTH, len(name) - 1), 1, -1):
        if fold(name[:length]) in COMPOUND_SURNAMES:
            return PersonalName(NameForm.HAN, name[:length], name[length:])
    return PersonalName(NameForm.HAN, name[:1], name[1:])


def mask_name(text: str) -> str:
    """A name that a list may show: 李小芳 → 李*芳, 王芳 → 王*, 欧阳娜娜 → 欧阳*娜, 李 → *.

    Names with a dot keep the first character (买买提·吐尔逊 → 买*·*), Latin names their initials
    (John Smith → J* S*), so that the length is not told either.
    """
    name = split_name(text)
    if name.form is NameForm.EMPTY:
        return ""
    if name.form is NameForm.LATIN:
        return " ".join(f"{word[0]}*" for word in name.given.split(" "))
    if name.form is NameForm.DOTTED:
        first, *rest = name.given.split("·")
        return "·".join([f"{first[0]}*", *("*" for _ in rest)])
    if not name.given:
        return "*"
    if len(name.given) == 1:
        return f"{name.surname}*"
    return f"{name.surname}{'*' * (len(name.given) - 1)}{name.given[-1]}"
