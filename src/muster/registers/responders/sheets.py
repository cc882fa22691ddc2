"""A unit's sheet of names: what its columns mean, what to check before, how rows are committed.

There is no column for remarks: a duty limit is kept without its cause, so nothing free-form is.
Who has neither phone nor identity number is told by unit and name alone: see `namesakes`.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.engines.text import IdentityNumber, PhoneKind, fold, parse_phone
from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Invalid
from muster.kernel.imports import FieldSpec, Issue, Values
from muster.kernel.permissions import require
from muster.registers.responders import queries, rules, services
from muster.registers.responders.contracts import PersonDraft
from muster.registers.responders.enums import (
    NIGHT_WORDS,
    SKILL_WORDS,
    LimitKind,
)
from muster.registers.responders.models import SendingUnit
from muster.registers.responders.namesakes import Namesakes
from muster.registers.responders.services.draft import (
    identity_fault,
    phone_fault,
    read_identity,
)
from muster.registers.responders.sheets_pairings import PairingsImport

ADULT_AGE = 18
UNIT_OPTION = "unit_id"
"""Option that names the unit of rows whose unit column is empty or missing."""
_FOLDED_NIGHT_WORDS = {meaning: [*map(fold, words)] for meaning, words in NIGHT_WORDS.items()}
_SAME_PERSON = frozenset({"known", "known_elsewhere", "twice_in_sheet", "twice_other_number"})
_LICENCE = re.compile(r"[A-F][1-3]?", re.ASCII)

FIELDS = (
    FieldSpec("name", pgettext_lazy("person", "Name"), "name", required=True),
    FieldSpec("sex", _("Sex"), "sex"),
    FieldSpec("id_number", _("Identity number"), "id_number", sensitive=True),
    FieldSpec("phone", _("Phone"), "phones", sensitive=True),
    FieldSpec("birth_date", _("Birth date"), "birth_date"),
    FieldSpec("unit", _("Sending unit")),
    FieldSpec("nights", _("Nights"), synonyms=("夜班意愿", "是否夜班", "能否夜班", "备注")),
    FieldSpec("no_nights", _("No nights"), "tick"),
    FieldSpec("seated_work", _("Seated work only"), "tick"),
    FieldSpec("skills", _("Skills"), "list"),
    FieldSpec("languages", _("Languages"), "list"),
    FieldSpec("licence", _("Driving licence")),
    FieldSpec(
        "can_lead",
        _("May be first secretary"),
        "tick",
        synonyms=("第一书记", "可任第一书记", "能否带队", "可带队"),
    ),
    FieldSpec("home_place", _("Home"), sensitive=True),
)


class PeopleImport:
    """Names a unit sends, committed as responders of that unit."""

    name = "responders.people"
    label = _("Responders of a unit")
    permission = rules.IMPORT_PEOPLE
    fields = FIELDS

    def check(
        self, *, actor: Actor, rows: Sequence[Values], options: Values
    ) -> Sequence[Sequence[Issue]]:
        """Return what is wrong with each row against the register, and within the sheet."""
        require(actor, rules.IMPORT_PEOPLE)
        book = _Book.open(actor, rows, options)
        return [book.issues_of(row) for row in rows]

    def commit(
        self, *, actor: Actor, rows: Sequence[Values], options: Values, batch_id: UUID
    ) -> Sequence[UUID]:
        """Put the rows on the register. A row that was good in the preview is good here."""
        book = _Book.open(actor, (), options)
        drafts = [book.draft_of(row) for row in rows]
        return services.add_many(actor=actor, drafts=drafts, batch_id=batch_id)

    def undo(self, *, actor: Actor, ids: Sequence[UUID], batch_id: UUID) -> Sequence[UUID]:
        """Take back people nobody has changed or used since; the others stay."""
        return services.take_back(actor=actor, ids=ids, batch_id=batch_id)


IMPORT_KINDS = (PeopleImport(), PairingsImport())


@dataclass(frozen=True, slots=True)
class _Book:
    """The units, skills and people a sheet is compared with, read once for the whole sheet.

    `numbers` holds every identity number of the sheet as written, with what was read in it;
    `there` unit, folded name and phone of those who are in one of the actor's units. `names` are
    the names the sheet gives an identity number, `cards` the numbers it gives a name and phone.
    """

    units: Mapping[str, SendingUnit]
    default: SendingUnit | None
    skills: Mapping[str, str]
    known: queries.Known
    numbers: Mapping[str, tuple[str, IdentityNumber]]
    there: frozenset[tuple[UUID, str, str]]
    names: Mapping[str, Mapping[str, str]]
    cards: Mapping[tuple[str, str], frozenset[str]]
    namesakes: Namesakes
    identities: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def open(cls, actor: Actor, rows: Sequence[Values], options: Values) -> "_Book":
        units = queries.units_by_folded_name(actor=actor, permission=rules.IMPORT_PEOPLE)
        numbers = {text: read_identity(text) for text in {_text(row, "id_number") for row in rows}}
        identities = [kept for kept, _found in numbers.values()]
        phones = [parse_phone(_phone(row)).canonical for row in rows]
        known = queries.known_numbers(actor=actor, identities=identities, phones=phones)
        bare = [fold(_text(row, "name")) for row in rows if _without_number(row)]
        names: dict[str, dict[str, str]] = {}
        cards: dict[tuple[str, str], frozenset[str]] = {}
        for row, phone in zip(rows, phones, strict=True):
            kept, _found = numbers[_text(row, "id_number")]
            name = _text(row, "name")
            names.setdefault(kept, {}).setdefault(fold(name), name)
            pair = (fold(name), phone)
            cards[pair] = cards.get(pair, frozenset()) | ({kept} if kept else frozenset())
        return cls(
            units=units,
            default=_default_unit(units, options),
            skills=_skill_keys(actor),
            known=known,
            numbers=numbers,
            there=queries.pairs_there(actor=actor, phones=known.phones),
            names=names,
            cards=cards,
            namesakes=Namesakes(queries.namesakes_there(actor=actor, names=bare)),
        )

    def issues_of(self, row: Values) -> list[Issue]:
        number, phone = self._identity(row), self._phone(row)
        if _SAME_PERSON.intersection(issue.code for issue in number):
            # The number has said who this is; the phone would only say it again.
            phone = [issue for issue in phone if issue.code not in _SAME_PERSON | {"phone_shared"}]
        return [
            *self._unit(row),
            *self._namesakes(row),
            *number,
            *phone,
            *self._age(row),
            *self._nights(row),
            *self._skills(row),
        ]

    def draft_of(self, row: Values) -> PersonDraft:
        unit = self._unit_of(row)
        if unit is None:
            raise Invalid(_("There is no unit “%(unit)s” among yours."), unit=_text(row, "unit"))
        nights = _night_word(_text(row, "nights"))
        limits = [LimitKind.SEATED_WORK] if row.get("seated_work") else []
        if row.get("no_nights") or nights == "no_nights":
            limits.append(LimitKind.NO_NIGHTS)
        return PersonDraft(
            name=_text(row, "name"),
            unit_id=unit.id,
            sex=_text(row, "sex"),
            birth_date=row.get("birth_date"),
            identity_number=_text(row, "id_number"),
            phone=_phone(row),
            home_place=_text(row, "home_place"),
            can_lead=bool(row.get("can_lead")),
            licence=_licence(_text(row, "licence")),
            night_opt_in=nights == "opt_in" and LimitKind.NO_NIGHTS not in limits,
            skills=tuple(self._keys(row)),
            limits=tuple(limits),
        )

    def _unit_of(self, row: Values) -> SendingUnit | None:
        written = fold(_text(row, "unit"))
        return self.units.get(written) if written else self.default

    def _unit(self, row: Values) -> list[Issue]:
        if self._unit_of(row) is not None:
            return []
        written = _text(row, "unit")
        if not written:
            sentence = _("Write the sending unit, or choose one for the whole sheet.")
            return [Issue("unit", sentence, "unit_missing")]
        near = queries.nearest_units(written, self.units)
        return [
            Issue(
                "unit",
                _("There is no unit “%(unit)s” among yours."),
                "unknown_unit",
                fix=near[0].name if near else "",
                params={"unit": written},
            )
        ]

    def _namesakes(self, row: Values) -> list[Issue]:
        unit, name = self._unit_of(row), fold(_text(row, "name"))
        if unit is None or not name or not _without_number(row):
            return []
        return self.namesakes.issues_of(unit, name)

    def _identity(self, row: Values) -> list[Issue]:
        kept, found = self.numbers[_text(row, "id_number")]
        if fault := identity_fault(found):
            return [Issue("id_number", fault, str(found.reason))]
        if not kept:
            return []
        if others := self._other_names(row, kept):
            sentence = _(
                "This sheet gives the same identity number to %(names)s. Compare the cards and "
                "correct the number, or leave out the row that is wrong."
            )
            return [Issue("id_number", sentence, "twice_other_name", params={"names": others})]
        self.identities[kept] += 1
        if self.identities[kept] > 1:
            sentence = _("The same identity number stands in an earlier row. Keep one of the two.")
            return [Issue("id_number", sentence, "twice_in_sheet")]
        if kept not in self.known.identities:
            return []
        return [self._identity_known(row, self.known.identities[kept])]

    def _other_names(self, row: Values, kept: str) -> str:
        """Return who else the sheet says this number belongs to: nobody here can know who is right.

        Of two rows that agree the first is right enough; of two that differ neither is.
        """
        own = fold(_text(row, "name"))
        found = self.names.get(kept, {})
        return ", ".join(name for key, name in found.items() if key and own and key != own)

    def _identity_known(self, row: Values, unit: str) -> Issue:
        """Say where the person is; `unit` is empty where the actor may not know."""
        if not unit:
            sentence = _(
                "This person is on the register under another unit. Leave the row out, or ask the "
                "command to move the person."
            )
            return Issue("id_number", sentence, "known_elsewhere")
        here = self._unit_of(row)
        if here is not None and here.name == unit:
            return _already_there("id_number", unit)
        sentence = _(
            "This person is on the register of %(unit)s. Leave the row out, or move the person."
        )
        return Issue("id_number", sentence, "known_elsewhere", params={"unit": unit})

    def _phone(self, row: Values) -> list[Issue]:
        found = parse_phone(_phone(row))
        if fault := phone_fault(found):
            code = "not_personal" if found.valid else str(found.reason)
            return [Issue("phone", fault, code)]
        if not found.canonical:
            sentence = _("Without a phone number this person cannot be told anything.")
            return [Issue("phone", sentence, "phone_missing", "warning")]
        if found.kind in {PhoneKind.LANDLINE, PhoneKind.LOCAL}:
            sentence = _("A fixed line receives no text messages.")
            return [Issue("phone", sentence, "landline", "warning")]
        return self._phone_twice(row, fold(_text(row, "name")), found.canonical)

    def _phone_twice(self, row: Values, name: str, phone: str) -> list[Issue]:
        if len(self.cards.get((name, phone), ())) > 1:
            sentence = _(
                "Another row gives the same name and phone with another identity number. Compare "
                "the cards and correct the row, or leave out the one that is wrong."
            )
            return [Issue("phone", sentence, "twice_other_number")]
        self.pairs[(name, phone)] += 1
        if self.pairs[(name, phone)] > 1:
            sentence = _("The same name and phone stand in an earlier row. Keep one of the two.")
            return [Issue("phone", sentence, "twice_in_sheet")]
        here = self._unit_of(row)
        if here is not None and (here.id, name, phone) in self.there:
            return [_already_there("phone", here.name)]
        holders = self.known.phones.get(phone, ())
        if name in holders:
            sentence = _("Somebody of this name and phone is on the register. Leave the row out.")
            return [Issue("phone", sentence, "known")]
        if holders:
            sentence = _("Somebody else on the register has this phone number.")
            return [Issue("phone", sentence, "phone_shared", "warning")]
        return []

    def _age(self, row: Values) -> list[Issue]:
        born = row.get("birth_date") or self.numbers[_text(row, "id_number")][1].birth
        today = clock.today()
        if born is None or (today.year - born.year - ADULT_AGE, today.month, today.day) >= (
            0,
            born.month,
            born.day,
        ):
            return []
        sentence = _("This person is under 18 and cannot be given duty.")
        return [Issue("birth_date", sentence, "under_age", "warning")]

    def _nights(self, row: Values) -> list[Issue]:
        written = _text(row, "nights")
        word = _night_word(written)
        if written and not word:
            sentence = _("This says nothing about nights, so it is not kept.")
            return [Issue("nights", sentence, "nights_unread", "warning")]
        if word == "opt_in" and row.get("no_nights"):
            sentence = _("The row says both yes and no to nights. No nights will be given.")
            return [Issue("nights", sentence, "nights_both", "warning")]
        return []

    def _skills(self, row: Values) -> list[Issue]:
        return [
            Issue(
                column,
                _("“%(skill)s” is not in the list of skills, so it is not kept."),
                "unknown_skill",
                "warning",
                params={"skill": word},
            )
            for column in ("skills", "languages")
            for word in row.get(column) or ()
            if fold(word) not in self.skills
        ]

    def _keys(self, row: Values) -> list[str]:
        words = [*(row.get("skills") or ()), *(row.get("languages") or ())]
        return [self.skills[fold(word)] for word in words if fold(word) in self.skills]


def _default_unit(units: Mapping[str, SendingUnit], options: Values) -> SendingUnit | None:
    """The unit chosen for the sheet; else the only one the actor keeps: a clerk's own."""
    chosen = str(options.get(UNIT_OPTION) or "")
    distinct = {str(unit.id): unit for unit in units.values()}
    if chosen:
        return distinct.get(chosen)
    return next(iter(distinct.values())) if len(distinct) == 1 else None


def _already_there(field_name: str, unit: str) -> Issue:
    """Nothing to mend: the row is left out by itself."""
    sentence = _("On the register of %(unit)s already; nothing to do.")
    return Issue(field_name, sentence, "known", "known", params={"unit": unit})


def _skill_keys(actor: Actor) -> Mapping[str, str]:
    """Every way of writing a skill, folded, with the skill's key."""
    words = {fold(word): key for key, known in SKILL_WORDS.items() for word in known}
    own = {fold(skill.label): skill.key for skill in queries.skills(actor=actor)}
    return {**words, **own}


def _night_word(written: str) -> str:
    text = fold(written)
    for meaning, words in _FOLDED_NIGHT_WORDS.items():
        if any(word in text if len(word) > 1 else word == text for word in words):
            return meaning
    return ""


def _text(row: Values, name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()


def _phone(row: Values) -> str:
    """The first number of the cell; others are not kept."""
    value: Any = row.get("phone") or ""
    return str(value) if isinstance(value, str) else str(next(iter(value), ""))


def _without_number(row: Values) -> bool:
    return not _text(row, "id_number") and not _phone(row).strip()


def _licence(written: str) -> str:
    found = _LICENCE.search(written.upper())
    return found[0] if found else ""
