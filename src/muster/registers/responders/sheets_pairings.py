"""The command's sheet of pairings: which unit answers for which community, and the five ones.

A unit may stand in several rows (57 units answered for 78 communities), and so may a community. A
leader or a person in charge is found on the register of the unit by name; who is not there, or
whose name two people have, is kept as written.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.engines.text import fold
from muster.kernel.actors import Actor
from muster.kernel.imports import FieldSpec, Issue, Values
from muster.kernel.permissions import require
from muster.registers.responders import queries, rules, services
from muster.registers.responders.contracts import PairingDraft
from muster.registers.responders.models import SendingUnit

REFERENCE_LENGTH, SUBDISTRICT_LENGTH = 120, 9
ENDINGS = ("社区居民委员会", "社区居委会", "居民委员会", "居委会", "社区")
"""How lists shorten the name of a community."""

FIELDS = (
    FieldSpec("unit", _("Sending unit"), required=True, synonyms=("包联单位", "单位", "责任单位")),
    FieldSpec(
        "community", _("Community"), required=True, synonyms=("包联社区", "社区", "社区名称")
    ),
    FieldSpec("leader", _("one leader"), synonyms=("包联领导", "一名领导", "县级领导", "处级领导")),
    FieldSpec("team", _("one team"), synonyms=("一支队伍", "工作队", "包联队伍")),
    FieldSpec("plan", _("one plan"), synonyms=("一套方案", "一个方案", "工作方案")),
    FieldSpec("ledger", _("one ledger"), synonyms=("一本台账", "一个台账", "工作台账")),
    FieldSpec(
        "in_charge",
        _("one person in charge"),
        synonyms=("一名负责人", "责任人", "科级负责人", "联系人", "一名联络员"),
    ),
)
PARTS = ("leader", "team", "plan", "ledger", "in_charge")
PEOPLE = ("leader", "in_charge")


class PairingsImport:
    """Pairings of units with communities, with their five ones."""

    name = "responders.pairings"
    label = _("Pairings of units with communities")
    permission = rules.EDIT_PAIRINGS
    fields = FIELDS

    def check(
        self, *, actor: Actor, rows: Sequence[Values], options: Values
    ) -> Sequence[Sequence[Issue]]:
        """Return what is wrong with each row: unknown unit or community, paired already, twice."""
        require(actor, rules.EDIT_PAIRINGS)
        book = _Book.open(actor)
        return [book.issues_of(row) for row in rows]

    def commit(
        self, *, actor: Actor, rows: Sequence[Values], options: Values, batch_id: UUID
    ) -> Sequence[UUID]:
        """Pair them. A row that was good in the preview is good here."""
        book = _Book.open(actor)
        drafts = [book.draft_of(row) for row in rows]
        leaders = queries.people_of_units(actor=actor, unit_ids={draft.unit_id for draft in drafts})
        return services.open_pairings(
            actor=actor, drafts=[_found(draft, leaders) for draft in drafts], batch_id=batch_id
        )

    def undo(self, *, actor: Actor, ids: Sequence[UUID], batch_id: UUID) -> Sequence[UUID]:
        """Take back pairings nobody has changed since; the others stay."""
        return services.take_back_pairings(actor=actor, ids=ids, batch_id=batch_id)


@dataclass(slots=True)
class _Book:
    """The units, communities and pairings a sheet is compared with, read once for all rows."""

    units: Mapping[str, SendingUnit]
    communities: Mapping[str, Sequence[str]]
    subdistricts: frozenset[str]
    paired: frozenset[tuple[UUID, str]]
    seen: Counter[tuple[UUID, str]] = field(default_factory=Counter)

    @classmethod
    def open(cls, actor: Actor) -> "_Book":
        names: dict[str, list[str]] = {}
        above: set[str] = set()
        for subdistrict, inside in queries.community_choices(actor=actor):
            above.add(fold(str(subdistrict)))
            for code, name in inside:
                above.add(code[:SUBDISTRICT_LENGTH])
                for way in {code, fold(str(name)), _short(str(name))}:
                    names.setdefault(way, []).append(code)
        return cls(
            queries.units_by_folded_name(actor=actor, permission=rules.VIEW_UNITS),
            names,
            frozenset(above),
            frozenset((row.unit_id, row.community_code) for row in queries.pairings(actor=actor)),
        )

    def issues_of(self, row: Values) -> list[Issue]:
        unit, places = self._unit(row), self._places(row)
        issues = []
        if unit is None:
            issues.append(self._unknown_unit(row))
        if not places:
            issues.append(self._unknown_place(_text(row, "community")))
        if len(places) > 1:
            sentence = _("Several communities have this name. Write its code of 12 digits.")
            issues.append(Issue("community", sentence, "ambiguous_community"))
        if issues or unit is None:
            return issues
        return self._twice((unit.id, places[0]))

    def draft_of(self, row: Values) -> PairingDraft:
        unit = self._unit(row)
        if unit is None:
            raise LookupError("The preview found no such unit")
        facts = {
            f"{part}_ref": _text(row, part)[:REFERENCE_LENGTH] for part in PARTS if _text(row, part)
        }
        return PairingDraft(unit_id=unit.id, community_code=self._places(row)[0], facts=facts)

    def _twice(self, pair: tuple[UUID, str]) -> list[Issue]:
        if pair in self.paired:
            sentence = _("The two are paired already; nothing to do.")
            return [Issue("community", sentence, "known", "known")]
        self.seen[pair] += 1
        if self.seen[pair] > 1:
            sentence = _("The same two stand in an earlier row. Keep one of them.")
            return [Issue("community", sentence, "twice_in_sheet")]
        return []

    def _unit(self, row: Values) -> SendingUnit | None:
        return self.units.get(fold(_text(row, "unit")))

    def _unknown_unit(self, row: Values) -> Issue:
        near = queries.nearest_units(_text(row, "unit"), self.units)
        sentence = _("This unit is not on the register.")
        return Issue("unit", sentence, "unknown_unit", fix=near[0].name if near else "")

    def _unknown_place(self, written: str) -> Issue:
        if fold(written) in self.subdistricts:
            sentence = _(
                "%(written)s is a subdistrict. "
                "Write the community, by name or its code of 12 digits."
            )
            return Issue("community", sentence, "subdistrict", params={"written": written})
        sentence = _("No community of this command has this name or code.")
        return Issue("community", sentence, "unknown_community")

    def _places(self, row: Values) -> Sequence[str]:
        written = _text(row, "community")
        for way in (written, fold(written), _short(written)):
            if found := self.communities.get(way):
                return found
        return ()


def _found(
    draft: PairingDraft, leaders: Mapping[UUID, Mapping[str, Sequence[UUID]]]
) -> PairingDraft:
    """Put the people a draft names in, where the unit has exactly one of that name."""
    facts: dict[str, Any] = dict(draft.facts)
    for part in PEOPLE:
        written = str(facts.get(f"{part}_ref", ""))
        ids = leaders.get(draft.unit_id, {}).get(fold(written), ())
        if written and len(ids) == 1:
            facts[f"{part}_id"], facts[f"{part}_ref"] = ids[0], ""
    return PairingDraft(unit_id=draft.unit_id, community_code=draft.community_code, facts=facts)


def _short(name: str) -> str:
    """Return a community's name without what lists leave out."""
    for ending in ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            return fold(name.removesuffix(ending))
    return fold(name)


def _text(row: Values, name: str) -> str:
    value = row.get(name)
    return "" if value is None else " ".join(str(value).split())
