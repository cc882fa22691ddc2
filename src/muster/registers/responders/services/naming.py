"""The keys a name is sorted and found by, computed once when it is written."""

from muster.engines.text import fold, name_sort_key, search_keys, split_name
from muster.registers.responders.models import Responder, SendingUnit


def name_person(person: Responder, name: str) -> None:
    """Give the person a name and all its keys (`person` is not saved)."""
    parts = split_name(name)
    keys = search_keys(parts.full, "person")
    person.name = parts.full[:80]
    person.name_key = name_sort_key(parts.full)
    person.name_folded = keys.folded[:80]
    person.name_pinyin = keys.pinyin[:400]
    person.name_initials = keys.initials[:80]
    if parts.surname:
        surname = search_keys(parts.surname, "person")
        person.given_folded = fold(parts.given)[:80]
        # A surname alone may be read otherwise than before its given name, so the reading of the
        # given name is what remains of the whole.
        tail = keys.pinyin[len(surname.pinyin) :]
        person.given_pinyin = tail[:400] if keys.pinyin.startswith(surname.pinyin) else ""
    else:
        person.given_folded = person.given_pinyin = ""


def name_unit(unit: SendingUnit, name: str) -> None:
    """Give the unit a name and all its keys (`unit` is not saved)."""
    clean = " ".join(name.split())
    keys = search_keys(clean)
    unit.name = clean[:120]
    unit.name_folded = keys.folded[:120]
    unit.name_pinyin = keys.pinyin[:600]
    unit.name_initials = keys.initials[:120]
