"""A sheet of places below the community: what its columns mean, what to check, how to commit."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.engines.text import fold
from muster.kernel.actors import Actor
from muster.kernel.areas import covers
from muster.kernel.errors import MusterError, NotAllowed, Text
from muster.kernel.imports import FieldSpec, Issue, Values
from muster.kernel.permissions import require
from muster.platform.places import queries
from muster.platform.places.codes import code_below, door_number, highest_number, stem_below
from muster.platform.places.contracts import COMMUNITY_LENGTH, OFFICIAL_LENGTHS, PREMISES_LENGTHS
from muster.platform.places.enums import PremisesKind
from muster.platform.places.rules import CHANGE_PREMISES
from muster.platform.places.services import PremisesDraft, add_many, undo_batch
from muster.platform.places.services.premises import check_parent

KIND_WORDS: Mapping[str, tuple[str, ...]] = {
    PremisesKind.COMPOUND: ("小区", "院", "compound"),
    PremisesKind.BUILDING: ("楼栋", "楼", "栋", "幢", "building"),
    PremisesKind.ENTRANCE: ("单元", "门洞", "entrance"),
    PremisesKind.DWELLING: ("住宅", "户", "室", "dwelling"),
    PremisesKind.SHOP: ("商铺", "店", "门店", "shop"),
    PremisesKind.WORKPLACE: ("单位", "企业", "workplace"),
    PremisesKind.INSTITUTION: ("机构", "学校", "医院", "institution"),
}
FIELDS = (
    FieldSpec(
        "parent_code",
        _("Code of the place it lies in"),
        required=True,
        synonyms=(
            "上级编码",
            "所在编码",
            "社区编码",
            "社区代码",
            "所在代码",
            "所在地代码",
            "所在地编码",
            "上级代码",
            "parent",
        ),
    ),
    FieldSpec(
        "kind",
        _("Kind"),
        "choice",
        required=True,
        choices=KIND_WORDS,
        choice_labels={kind: PremisesKind(kind).label for kind in KIND_WORDS},
        synonyms=("类型", "类别"),
    ),
    FieldSpec("name", _("Name"), required=True, synonyms=("名称", "楼号", "门牌", "房号")),
    FieldSpec("number", _("Number"), "integer", synonyms=("序号码", "编号")),
    FieldSpec("floor", _("Floor"), "integer", synonyms=("楼层",)),
    FieldSpec("other_names", _("Other names"), "list", synonyms=("别名", "曾用名")),
    FieldSpec("needs", _("What to know"), synonyms=("注意事项",)),
)

_REFUSALS: Mapping[str, Text] = {
    "outside": _(
        "%(code)s lies outside the area of this command. Compare the code, or leave the row out."
    ),
    "not_covered": _(
        "Your role does not cover %(code)s. Compare the code, or leave the row to whoever "
        "answers for that community."
    ),
    "unknown_place": _(
        "There is no place with the code %(code)s. Compare the code, or add that place first."
    ),
}
"""Why rows cannot be added below a code, by the code of the issue."""


class PremisesImport:
    """Compounds, buildings, entrances, dwellings, shops, workplaces and institutions."""

    name = "places.premises"
    label = _("Buildings and dwellings")
    permission = CHANGE_PREMISES
    fields = FIELDS

    def check(
        self, *, actor: Actor, rows: Sequence[Values], options: Values
    ) -> Sequence[Sequence[Issue]]:
        """Return what is wrong with each row: its code, its kind there, its number."""
        require(actor, CHANGE_PREMISES)
        codes = [_planned_code(row) for row in rows]
        known = queries.known_codes(actor, [code for code in codes if code])
        parents = _parents(actor, rows, {code for code in codes if code})
        seen: set[str] = set()
        found = []
        for row, code in zip(rows, codes, strict=True):
            issues = [
                *_missing(row),
                *_parent_issues(row, parents),
                *_number_issues(row, code, known, seen),
            ]
            if code:
                seen.add(code)
            found.append(issues)
        return found

    def commit(
        self, *, actor: Actor, rows: Sequence[Values], options: Values, batch_id: UUID
    ) -> Sequence[UUID]:
        """Add the rows inside the caller's transaction."""
        drafts = [_draft(row) for row in rows]
        return [row.pk for row in add_many(actor=actor, drafts=drafts, batch_id=batch_id)]

    def undo(self, *, actor: Actor, ids: Sequence[UUID], batch_id: UUID) -> Sequence[UUID]:
        """Take back what nothing uses yet; return the ids that had to stay."""
        rows = queries.batch_codes(actor, batch_id, ids)
        if not rows:
            return []
        undone = undo_batch(actor=actor, batch_id=batch_id, only=set(ids))
        return [rows[code] for code in undone.kept]


IMPORT_KINDS = (PremisesImport(),)


def _text(row: Values, name: str) -> str:
    value = row.get(name)
    return str(value).strip() if value is not None else ""


def _kind(row: Values) -> PremisesKind | None:
    word = _text(row, "kind")
    if word in KIND_WORDS:
        return PremisesKind(word)
    folded = fold(word)
    for kind, words in KIND_WORDS.items():
        if folded and folded in map(fold, (*words, str(PremisesKind(kind).label))):
            return PremisesKind(kind)
    return None


def _number(row: Values) -> int | None:
    text = _text(row, "number")
    return int(text) if text.isdigit() else None


def _planned_code(row: Values) -> str:
    """Return the code the row says it gets; empty where it gets the next free one or none."""
    kind, number = _kind(row), _number(row)
    if kind is None:
        return ""
    if number is None and kind == PremisesKind.DWELLING:
        number = door_number(_text(row, "name"))
    try:
        return code_below(_text(row, "parent_code"), kind, number) if number else ""
    except ValueError:
        return ""


def _missing(row: Values) -> list[Issue]:
    issues = []
    if not _text(row, "name"):
        issues.append(Issue("name", _("Write the name of the place."), "required"))
    if _kind(row) is None:
        message = _(
            "Write one of: compound, building, entrance, dwelling, shop, workplace, institution."
        )
        issues.append(Issue("kind", message, "unknown_kind"))
    return issues


def _parents(actor: Actor, rows: Sequence[Values], planned: set[str]) -> dict[str, str]:
    """Return by code why rows cannot lie there, as a key of `_REFUSALS`; empty where they can.

    A code that an earlier row of the sheet gets counts as being there.
    """
    refusals = {}
    for code in {_text(row, "parent_code") for row in rows}:
        try:
            check_parent(actor, code)
            refusals[code] = ""
        except MusterError as error:
            refusals[code] = "" if code in planned else _refusal(actor, code, error)
    return refusals


def _refusal(actor: Actor, code: str, error: MusterError) -> str:
    if isinstance(error, NotAllowed):
        return "not_covered"
    return "unknown_place" if covers(queries.tenant_area(actor), code) else "outside"


def _parent_issues(row: Values, parents: Mapping[str, str]) -> list[Issue]:
    """Say what is wrong with the code itself first, then where it lies, then who may add there."""
    code, kind = _text(row, "parent_code"), _kind(row)
    lengths = (*OFFICIAL_LENGTHS, *PREMISES_LENGTHS)
    if not (code.isascii() and code.isdigit() and len(code) in lengths):
        message = _("%(code)s is no code: it has 12, 15, 18 or 20 digits.")
        return [Issue("parent_code", message, "bad_code", params={"code": code[:30]})]
    if len(code) < COMMUNITY_LENGTH:
        message = _(
            "%(code)s is the code of a subdistrict or above. "
            "Write the code of the community (12 digits) or of a place in it."
        )
        return [Issue("parent_code", message, "wrong_level", params={"code": code})]
    try:
        stem_below(code, kind or PremisesKind.BUILDING)
    except ValueError:
        message = _("A place of this kind cannot lie in %(code)s: the code is of the wrong level.")
        return [Issue("parent_code", message, "wrong_level", params={"code": code})]
    if refusal := parents[code]:
        return [Issue("parent_code", _REFUSALS[refusal], refusal, params={"code": code})]
    return []


def _number_issues(row: Values, code: str, known: set[str], seen: set[str]) -> list[Issue]:
    """Say what is wrong with the number; how far it goes is known for a known kind alone."""
    kind, written = _kind(row), _text(row, "number")
    most = highest_number(kind or PremisesKind.DWELLING)
    number = _number(row)
    if written and (number is None or not 1 <= number <= most):
        message = _("Write a number from 1 to %(most)s, or leave it empty.")
        return [Issue("number", message, "bad_number", params={"most": most})]
    if not kind:
        return []
    field = "number" if written else "name"
    if code and code in seen:
        return [Issue(field, _("An earlier row has the same number there."), "twice")]
    if code and code in known:
        return [Issue(field, _("A place with this number is there already."), "taken")]
    return []


def _draft(row: Values) -> PremisesDraft:
    others: Any = row.get("other_names") or ()
    floor = _text(row, "floor")
    return PremisesDraft(
        parent_code=_text(row, "parent_code"),
        kind=_kind(row) or PremisesKind.BUILDING,
        name=_text(row, "name"),
        number=_number(row),
        floor=int(floor) if floor.lstrip("-").isdigit() else None,
        other_names=(others,) if isinstance(others, str) else tuple(map(str, others)),
        needs=_text(row, "needs"),
    )
