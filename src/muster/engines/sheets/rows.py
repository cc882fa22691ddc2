"""The rows under a header: which are records, which are recognised as something else, and why."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeGuard

from muster.engines.sheets.dates import parse_date
from muster.engines.sheets.grid import Cell, Grid, column_of, is_blank, letter, text_of
from muster.engines.sheets.header import Block
from muster.engines.sheets.identity import birth_and_sex
from muster.engines.sheets.issues import CellIssue, Problem
from muster.engines.sheets.labels import folded, is_total
from muster.engines.sheets.mapping import Column
from muster.engines.sheets.schema import FieldSpec, Kind, Schema
from muster.engines.sheets.values import Parsed, Value, parse_cell, plain_text


class As(StrEnum):
    """What a row that is no record was recognised as."""

    TITLE = "title"
    HEADER = "header"
    BLANK = "blank"
    TOTAL = "total"
    FOOTER = "footer"
    SECTION = "section"
    NOTE = "note"


class Row(NamedTuple):
    """One record: values beside the table's `fields`, other cells beside its `extras`."""

    number: int
    values: tuple[Value, ...]
    extra: tuple[Value, ...]
    prefix15: str = ""
    """First 15 digits of an identity number that the spreadsheet truncated."""


_NUMBERED = re.compile(r"\s*[（(]?[\d一二三四五六七八九十①-⑩]+[、.．)）]")
_LONGEST_NAME = 15
_FOOTER = re.compile(
    r"\s*(填\s*表|制\s*表|审\s*核|填\s*报|复\s*核|负责人|主管|经\s*办|联系人|联系电话|单位|盖章|报送|日期|"
    r"prepared|checked|approved|signed|date|source)[^:：]{0,12}[:：]",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"\s*(备\s*注|注|说\s*明|填\s*表\s*说\s*明|填写说明|注意|温馨提示|note|notes|remark)s?\s*\d?\s*[:：.、]",
    re.IGNORECASE,
)
#: Kinds that make a row a record even if its first cell looks like a footer.
_OF_A_PERSON = frozenset({Kind.ID_NUMBER, Kind.PHONES, Kind.SEX, Kind.BIRTH_DATE})
_MAX_REMEMBERED = 20_000


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one table by its columns; made once a table.

    `fields` are the schema fields that have a column, in the schema's order; `extras` the header
    paths of the columns that have none. `year` stands in the title and completes days without one.
    """

    schema: Schema
    sheet: str
    columns: Sequence[Column]
    year: int | None = None
    fields: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    _specs: list[FieldSpec] = field(default_factory=list)
    _sources: list[list[int]] = field(default_factory=list)
    _others: list[int] = field(default_factory=list)
    _work: list[tuple[FieldSpec, list[int], dict[tuple[type, Cell], Parsed]]] = field(
        default_factory=list
    )
    missing: tuple[str, ...] = ()
    _strict: frozenset[str] = frozenset()
    _identity: list[int] = field(default_factory=list)
    _number: int | None = None

    def __post_init__(self) -> None:
        by_field: dict[str, list[int]] = {}
        for column in self.columns:
            if column.field is not None:
                by_field.setdefault(column.field, []).append(column_of(column.column))
        self._specs = [spec for spec in self.schema.fields if spec.name in by_field]
        self.fields = tuple(spec.name for spec in self._specs)
        self._sources = [by_field[name] for name in self.fields]
        self._strict = frozenset(spec.name for spec in self._specs if spec.strict)
        self._identity = [self.fields.index(n) for n in self.schema.any_of if n in by_field]
        self._number = self.fields.index("id_number") if "id_number" in by_field else None
        self._work = [
            (spec, sources, {}) for spec, sources in zip(self._specs, self._sources, strict=True)
        ]
        others = [c for c in self.columns if c.field is None]
        self._others = [column_of(c.column) for c in others]
        self.extras = _distinct([c.header or c.column for c in others])
        self.missing = tuple(
            s.name for s in self.schema.fields if s.required and s.name not in by_field
        )

    def read(
        self,
        number: int,
        cells: Sequence[Cell],
        faults: Mapping[tuple[int, int], tuple[str, str]] | None = None,
    ) -> tuple[Row, list[CellIssue], bool]:
        """Read one row: the record, its issues, and whether it must be rejected."""
        values: list[Value] = []
        issues: list[CellIssue] = []
        prefix15 = ""
        width = len(cells)
        for spec, sources, seen in self._work:
            value: Value = None
            for source in sources:
                cell = cells[source] if source < width else ""
                if cell == "" or cell is None:
                    if faults and (fault := faults.get((number, source))):
                        problem = Problem(fault[0], {"value": fault[1]})
                        issues.append(self._issue(number, source, spec, problem, fault[1]))
                    continue
                key = (cell.__class__, cell)
                parsed = seen.get(key) or self._parse(cell, spec, seen)
                if parsed.problem is not None:
                    issues.append(self._issue(number, source, spec, parsed.problem, cell))
                prefix15 = prefix15 or parsed.prefix15
                value = parsed.value if value is None else _joined(value, parsed.value)
            values.append(value)
        extra = tuple([_plain(cells[c]) if c < width else None for c in self._others])
        row = Row(number, tuple(values), extra, prefix15)
        issues.extend(self._empty_required(row, issues))
        nobody = self._identity and not prefix15 and all(values[p] is None for p in self._identity)
        if nobody and not any(issue.severity == "error" for issue in issues):
            wanted = {"fields": "、".join(self.schema.any_of)}
            issues.append(CellIssue(self.sheet, number, "", "", "row_without_identity", wanted))
        rejected = bool(nobody or self.missing or (issues and self._refuses(row, issues)))
        if self._number is not None:
            issues.extend(self._contradictions(row, cells))
        return row, issues, rejected

    def _empty_required(self, row: Row, issues: Sequence[CellIssue]) -> list[CellIssue]:
        return [
            self._issue(row.number, sources[0], spec, Problem("required"), "")
            for (spec, sources, _), value in zip(self._work, row.values, strict=True)
            if spec.required and value is None and all(i.field != spec.name for i in issues)
        ]

    def _refuses(self, row: Row, issues: Sequence[CellIssue]) -> bool:
        """Whether an issue costs the row: an error in a strict field, or a required one empty."""
        if any(i.severity == "error" and i.field in self._strict for i in issues):
            return True
        return any(
            value is None and spec.required
            for spec, value in zip(self._specs, row.values, strict=True)
        )

    def _parse(self, cell: Cell, spec: FieldSpec, seen: dict[tuple[type, Cell], Parsed]) -> Parsed:
        parsed = parse_cell(cell, spec)
        without_year = parsed.problem is not None and parsed.problem.code == "date_without_year"
        if without_year and self.year and spec.kind is Kind.DATE:
            parsed = Parsed(*parse_date(cell, year=self.year))
        if len(seen) < _MAX_REMEMBERED:
            seen[cell.__class__, cell] = parsed
        return parsed

    def _issue(
        self, number: int, column: int, spec: FieldSpec, problem: Problem, cell: Cell
    ) -> CellIssue:
        return CellIssue(
            self.sheet, number, letter(column), spec.name, problem.code, problem.params,
            text_of(cell)[:200], problem.severity,
        )  # fmt: skip

    def _contradictions(self, row: Row, cells: Sequence[Cell]) -> list[CellIssue]:
        """Where the identity number says otherwise than birth date or sex."""
        number = row.values[self._number] if self._number is not None else None
        told = birth_and_sex(number) if isinstance(number, str) else None
        if told is None:
            return []
        found: list[CellIssue] = []
        day, sex = told
        for name, truth, problem in (
            (
                "birth_date",
                day,
                Problem("birth_date_differs", {"value": day.isoformat()}, "warning"),
            ),
            ("sex", sex, Problem("sex_differs", severity="warning")),
        ):
            if name in self.fields:
                position = self.fields.index(name)
                value = row.values[position]
                if value is not None and value != truth:
                    source = self._sources[position][0]
                    spec = self._specs[position]
                    found.append(self._issue(row.number, source, spec, problem, cells[source]))
        return found


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Header paths as keys: a second 备注 becomes 备注 (2)."""
    counted: dict[str, int] = {}
    keys: list[str] = []
    for name in names:
        counted[name] = counted.get(name, 0) + 1
        key = name if counted[name] == 1 else f"{name} ({counted[name]})"
        keys.append(key if key not in keys else f"{key} ({len(keys)})")
    return tuple(keys)


def _joined(first: Value, second: Value) -> Value:
    if isinstance(first, list) and isinstance(second, list):
        return first + [value for value in second if value not in first]
    return second if first is None else first


def _plain(cell: Cell) -> Value:
    if is_blank(cell):
        return None
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell  # noqa: PLR2004 - exact
    return plain_text(cell)


def recognise(
    grid: Grid, index: int, block: Block, columns: Mapping[int, Column], schema: Schema
) -> As | None:
    """What row `index` of a table's body is, if it is no record."""
    row = grid.rows[index]
    if isinstance(row[0], float) and len(row) > 2 and _is_text(row[1]) and not is_blank(row[2]):  # noqa: PLR2004
        return None if not is_total(row[1]) else As.TOTAL  # a serial number, then a person
    filled = [(c, cell) for c, cell in enumerate(row) if not is_blank(cell)]
    if not filled:
        return As.BLANK
    if any(isinstance(cell, str) and is_total(cell) for _, cell in filled[:3]):
        return As.TOTAL
    mapped = [columns[c].field for c, _ in filled if c in columns and columns[c].field]
    if not mapped and all(_is_serial(columns.get(c), cell) for c, cell in filled):
        return As.BLANK  # numbered beforehand, never filled
    if any(schema.field(name).kind in _OF_A_PERSON for name in mapped if name) and not any(
        _FOOTER.match(cell) for _, cell in filled if isinstance(cell, str)
    ):
        return As.HEADER if _repeats_header(row, block) else None
    return _by_words(grid, index, block, filled, columns)


def continues_note(row: Sequence[Cell], *, width: int) -> bool:
    """Whether a row below a note or footer goes on with it: one text alone, no short name."""
    filled = [cell for cell in row if not is_blank(cell)]
    if len(filled) != 1 or width < 2 or not isinstance(filled[0], str):  # noqa: PLR2004
        return False
    return len(filled[0]) > _LONGEST_NAME or _NUMBERED.match(filled[0]) is not None


def _is_text(cell: Cell) -> TypeGuard[str]:
    return isinstance(cell, str) and not is_blank(cell)


def _is_serial(column: Column | None, cell: Cell) -> bool:
    return column is not None and column.serial and text_of(cell).isdecimal()


def _by_words(
    grid: Grid,
    index: int,
    block: Block,
    filled: Sequence[tuple[int, Cell]],
    columns: Mapping[int, Column],
) -> As | None:
    first_column, first = filled[0]
    few = len(filled) <= max(2, (len(columns) + 1) // 2)
    if few and isinstance(first, str):
        if _NOTE.match(first):
            return As.NOTE
        if _FOOTER.match(first):
            return As.FOOTER
    if _repeats_header(grid.rows[index], block):
        return As.HEADER
    if len(filled) == 1 and isinstance(first, str):
        number = grid.numbers[index]
        spread = any(
            m.top == number and m.left <= first_column and m.right > m.left for m in grid.merges
        )
        column = columns.get(first_column)
        if spread or (column is not None and column.serial and not first.strip().isdecimal()):
            return As.NOTE if index == block.body.stop - 1 else As.SECTION
    return None


def _repeats_header(row: Sequence[Cell], block: Block) -> bool:
    """Headers printed again on each page."""
    same = other = 0
    for column, cell in enumerate(row):
        if is_blank(cell):
            continue
        path = block.paths[column] if column < len(block.paths) else ()
        if isinstance(cell, str) and folded(cell) in map(folded, path):
            same += 1
        else:
            other += 1
    return same > 1 and other == 0
