"""How a row of a sheet is shown: masked where it is sensitive, with its issues in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from muster.engines.text import IdentityReason, PhoneReason, mask_identity, mask_phone
from muster.kernel.imports import FieldSpec, ImportKind
from muster.platform.files import words
from muster.platform.files.enums import RowState
from muster.platform.files.preview import Preview, PreviewRow, PreviewTable, RowIssue
from muster.ui.paging import PAGE_ROWS

_MASKS = {"id_number": mask_identity, "phones": mask_phone}
_KEPT_OF_A_TEXT = 3
_MALFORMED = frozenset({
    *IdentityReason, *PhoneReason,
    "truncated_number", "id_length", "id_checksum", "id_area", "id_date", "id_unreadable",
    "masked", "phone_unreadable", "too_long", "formula_error", "formula_without_value",
})  # fmt: skip
"""Codes that say that the cell's own value cannot be read: only then is it shown whole."""
_SAID_OF_THE_TABLE = frozenset({"missing_column"})
"""Codes that hold for every row alike: the page says them once, above the rows."""
_STRAY_IDENTITY = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15})(?![\dXx])")
_STRAY_PHONE = re.compile(r"(?<!\d)1\d{2}[ -]?\d{4}[ -]?\d{4}(?!\d)")


FILTERS: dict[str, tuple[RowState, ...]] = {
    "all": tuple(RowState),
    "ready": (RowState.GOOD, RowState.LOOK),
    "wrong": (RowState.WRONG,),
    "look": (RowState.LOOK,),
    "known": (RowState.KNOWN,),
    "left": (RowState.LEFT_OUT,),
    "done": (RowState.DONE,),
    "taken": (),
    "stayed": (),
    "asides": (),
}
"""Which rows each choice shows; "asides" are the rows of the file that are no records, "taken" and
"stayed" those that were, or could not be, taken back."""
_URGENT = {RowState.WRONG: 0, RowState.LOOK: 1}


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column of the preview: its letter, what it means, how sure that is."""

    letter: str
    header: str
    field: str
    label: str
    certainty: str


@dataclass(frozen=True, slots=True)
class ShownIssue:
    """An issue in words, with the address of its cell and a proposed mend."""

    sentence: str
    severity: str
    address: str
    label: str
    was: str
    fix: str


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell: its text (masked where sensitive), tone, address and what mending starts from.

    `start` is empty where the text is masked, so that no stars are ever written into the sheet.
    `issues` are what is wrong in it; `label` is the name of its column.
    """

    text: str
    tone: str
    address: str
    start: str
    label: str
    issues: Sequence[ShownIssue]

    @property
    def said(self) -> str:
        """Everything that is wrong in it."""
        return " ".join(issue.sentence for issue in self.issues)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as the preview shows it."""

    key: str
    number: int
    title: str
    state: RowState
    cells: Sequence[ShownCell]
    issues: Sequence[ShownIssue]

    @property
    def is_mendable(self) -> bool:
        """True where some cell has something to be mended."""
        return any(cell.issues for cell in self.cells)

    @property
    def whole(self) -> list[ShownIssue]:
        """What is wrong in none of the cells shown, but with the row."""
        addresses = {cell.address for cell in self.cells}
        return [issue for issue in self.issues if issue.address not in addresses]


def rows_shown(preview: Preview, show: str) -> list[PreviewRow]:
    """Return the rows of a choice; where they fill more than a page, the urgent ones first."""
    rows = [row for row in preview.rows if row.state in FILTERS[show]]
    if show == "all" and len(rows) > PAGE_ROWS:
        rows.sort(key=lambda row: _URGENT.get(row.state, len(_URGENT)))
    return rows


def columns_of(kind: ImportKind, table: PreviewTable) -> list[ShownColumn]:
    """Return the columns that mean something or could; a mere row number is left away."""
    labels = {field.name: str(field.label) for field in kind.fields}
    shown = []
    for column in table.columns:
        if column.serial:
            continue
        sure = ""
        if column.field:
            sure = "certain" if column.confidence >= 0.9 else "likely"  # noqa: PLR2004
        shown.append(
            ShownColumn(
                column.column,
                column.header,
                column.field or "",
                labels.get(column.field or "", ""),
                sure,
            )
        )
    return shown


def shown_row(kind: ImportKind, columns: Sequence[ShownColumn], row: PreviewRow) -> ShownRow:
    """Return a row ready to be drawn."""
    fields = {field.name: field for field in kind.fields}
    tones: dict[str, str] = {}
    for issue in row.issues:
        if row.state is not RowState.KNOWN and tones.get(issue.letter) != "bad":
            tones[issue.letter] = "bad" if issue.severity == "error" else "warn"
    labels = {c.letter: c.label or c.header or c.letter for c in columns}
    texts = _texts(fields, columns, row)
    places = {column.letter: at for at, column in enumerate(columns)}
    issues = [
        _issue(kind, row, labels, texts, issue)
        for issue in sorted(row.issues, key=lambda issue: places.get(issue.letter, -1))
        if (row.state is not RowState.KNOWN or issue.severity == "known")
        and issue.code not in _SAID_OF_THE_TABLE
    ]
    cells = []
    for letter, text in texts.items():
        address = f"{row.sheet}!{letter}{row.number}"
        start = text if text == row.texts.get(letter, "") else ""
        own = [issue for issue in issues if issue.address == address]
        cells.append(ShownCell(text, tones.get(letter, ""), address, start, labels[letter], own))
    about_people = any(field.sensitive for field in kind.fields)
    title = _title(kind, columns, cells)
    title = _without_numbers(title) if about_people else title
    return ShownRow(row.key, row.number, title, row.state, cells, issues)


def _texts(
    fields: dict[str, FieldSpec], columns: Sequence[ShownColumn], row: PreviewRow
) -> dict[str, str]:
    """Return what a row says in each column, masked where it must be."""
    whole = _shown_whole(row)
    about_people = any(field.sensitive for field in fields.values())
    texts = {}
    for column in columns:
        written = row.texts.get(column.letter, "")
        masked = about_people and column.letter not in whole
        texts[column.letter] = _masked(fields.get(column.field), written) if masked else written
    return texts


def _title(kind: ImportKind, columns: Sequence[ShownColumn], cells: Sequence[ShownCell]) -> str:
    """Return the name of the row, empty where the cell of the name is empty.

    A sheet without a column of names is headed by the first cell that says something.
    """
    names = {field.name for field in kind.fields if field.kind == "name" or field.name == "name"}
    named = [
        cell.text for column, cell in zip(columns, cells, strict=True) if column.field in names
    ]
    if named:
        return next(filter(None, named), "")
    return next((cell.text for cell in cells if cell.text), "")


def _shown_whole(row: PreviewRow) -> frozenset[str]:
    """Return the columns whose own value in this row is malformed and waits to be mended."""
    if row.state is not RowState.WRONG:
        return frozenset()
    return frozenset(
        issue.letter
        for issue in row.issues
        if issue.severity == "error" and issue.code in _MALFORMED
    )


def _masked(field: FieldSpec | None, text: str) -> str:
    """Return what a list may show of a cell; numbers of people hide in any column."""
    if field is None or not field.sensitive:
        return _without_numbers(text)
    if field.kind in _MASKS:
        return _MASKS[field.kind](text)
    return f"{text[:_KEPT_OF_A_TEXT]}***" if text else ""


def _without_numbers(text: str) -> str:
    """Return a text with the identity and mobile numbers in it masked."""
    text = _STRAY_IDENTITY.sub(lambda found: mask_identity(found[0]), text)
    return _STRAY_PHONE.sub(lambda found: mask_phone(found[0]), text)


def sentence_of(kind: ImportKind, issue: RowIssue) -> str:
    """Return an issue in the reader's language, with the choices there are."""
    params = issue.params
    if issue.code == "choice_unknown":
        field = next((field for field in kind.fields if field.name == issue.field), None)
        if field is not None and field.choices:
            params = {**params, "choices": words.choices(field)}
    return words.issue(issue.code, issue.sentence, params)


def _issue(
    kind: ImportKind,
    row: PreviewRow,
    labels: dict[str, str],
    texts: dict[str, str],
    issue: RowIssue,
) -> ShownIssue:
    return ShownIssue(
        sentence=sentence_of(kind, issue),
        severity=issue.severity,
        address=f"{row.sheet}!{issue.letter}{row.number}" if issue.letter else "",
        label=labels.get(issue.letter, ""),
        was=texts.get(issue.letter, ""),
        fix=issue.fix,
    )
