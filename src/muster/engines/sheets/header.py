"""Where the tables of a sheet are: titles, header lines of one to three levels, rows."""

import re
from dataclasses import dataclass, field

from muster.engines.sheets.grid import Cell, Grid, Merge, is_blank, text_of
from muster.engines.sheets.identity import parse_id_number
from muster.engines.sheets.labels import MAX_LABEL, Vocabulary

_MAX_LEVELS = 3
_MAX_TITLES = 6
_LONG_NUMBER = re.compile(r"\d{5}")
_EVIDENCE_ROWS = 30


@dataclass(slots=True)
class Block:
    """One table of a grid, in indexes into `grid.rows`; `paths[column]` is its header path."""

    titles: list[int]
    headers: list[int]
    body: range
    paths: list[tuple[str, ...]]
    repeats: list[int] = field(default_factory=list)
    known: bool = True


def find_blocks(grid: Grid, vocabulary: Vocabulary) -> list[Block]:
    """The tables of a sheet, from top to bottom; empty if no header and no telling values exist."""
    starts = _header_groups(grid, vocabulary) or _header_groups(grid, vocabulary, need=1)[:1]
    if not starts:
        block = _block_by_values(grid)
        return [block] if block else []
    blocks: list[Block] = []
    for headers in starts:
        paths = header_paths(grid, headers)
        if blocks and paths == blocks[-1].paths:
            blocks[-1].repeats.extend(headers)
            continue
        floor = blocks[-1].headers[-1] + 1 if blocks else 0
        titles = list(range(headers[0])) if not blocks else _titles(grid, headers[0], floor)
        if blocks:
            end = titles[0] if titles else headers[0]
            blocks[-1].body = range(blocks[-1].headers[-1] + 1, end)
        blocks.append(Block(titles, headers, range(headers[-1] + 1, len(grid.rows)), paths))
    return blocks


def unknown_block(grid: Grid) -> Block | None:
    """A header by shape alone: the first line of texts that is about as wide as the sheet."""
    if len(grid.rows) < 2:  # noqa: PLR2004 - a header and a row
        return None
    need = max(2, int(grid.width * 0.6))
    for index, row in enumerate(grid.rows[:20]):
        filled = [cell for cell in row if not is_blank(cell)]
        if len(filled) >= need and all(_label_like(cell) for cell in filled):
            headers = [index]
            body = range(index + 1, len(grid.rows))
            paths = header_paths(grid, headers)
            return Block(list(range(index)), headers, body, paths, known=False)
    return None


def _header_groups(grid: Grid, vocabulary: Vocabulary, need: int = 2) -> list[list[int]]:
    """Indexes of header lines, those of one header together; `need` known names make one."""
    merges = _merges_by_row(grid)
    groups: list[list[int]] = []
    index, taken = 0, -1
    while index < len(grid.rows):
        if not _is_header(grid.rows[index], vocabulary, need):
            index += 1
            continue
        group = [index]
        above = index - 1
        while above > taken and len(group) < _MAX_LEVELS and _is_group_row(grid, above, merges):
            group.insert(0, above)
            above -= 1
        while len(group) < _MAX_LEVELS and _is_sub_row(grid, group[-1], merges):
            group.append(group[-1] + 1)
        groups.append(group)
        taken = group[-1]
        index = taken + 1
    return groups


def _is_header(row: list[Cell], vocabulary: Vocabulary, need: int) -> bool:
    filled = known = 0
    for cell in row:
        if isinstance(cell, str):
            if not cell or is_blank(cell):
                continue
            filled += 1
            if len(cell) <= MAX_LABEL and vocabulary.is_label(cell):
                known += 1
        elif cell is not None:
            return False
    return known >= need and known * 3 >= filled


def _merges_by_row(grid: Grid) -> dict[int, list[Merge]]:
    by_row: dict[int, list[Merge]] = {}
    for merge in grid.merges:
        by_row.setdefault(merge.top, []).append(merge)
    return by_row


def _groups_in(grid: Grid, index: int, merges: dict[int, list[Merge]]) -> set[int]:
    """Columns of row `index` that lie under a label spanning several columns."""
    spans = [m for m in merges.get(grid.numbers[index], ()) if m.right > m.left]
    if spans:
        return {column for m in spans for column in range(m.left, m.right + 1)}
    row = grid.rows[index]
    columns: set[int] = set()
    below = grid.rows[index + 1] if index + 1 < len(grid.rows) else []
    width = max(len(row), len(below))
    starts = [column for column in range(len(row)) if not is_blank(row[column])]
    for start, end in zip(starts, [*starts[1:], width], strict=True):
        if end - start > 1:
            columns.update(range(start, end))
    return columns


def _is_sub_row(grid: Grid, index: int, merges: dict[int, list[Merge]]) -> bool:
    """Whether the row below `index` gives the second names of columns grouped at `index`."""
    below = index + 1
    if below >= len(grid.rows) or grid.numbers[below] != grid.numbers[index] + 1:
        return False
    cells = [(c, cell) for c, cell in enumerate(grid.rows[below]) if not is_blank(cell)]
    grouped = _groups_in(grid, index, merges)
    return (
        len(cells) > 1
        and all(c in grouped for c, _ in cells)
        and all(_label_like(cell) for _, cell in cells)
    )


def _is_group_row(grid: Grid, index: int, merges: dict[int, list[Merge]]) -> bool:
    """Whether row `index` names groups of the columns in the header line right below it."""
    if grid.numbers[index + 1] != grid.numbers[index] + 1:
        return False
    row, width = grid.rows[index], len(grid.rows[index + 1])
    cells = [cell for cell in row if not is_blank(cell)]
    if not all(_label_like(cell) for cell in cells):
        return False
    if any(re.search(r"[:：]", text_of(cell)) for cell in cells):
        return False  # 单位：…… 填报日期：…… is a title line
    spans = [m for m in merges.get(grid.numbers[index], ()) if m.right > m.left]
    if spans:
        whole = any(m.right - m.left + 1 >= width * 0.9 for m in spans)
        return not whole and (len(cells) > 1 or len(spans) > 1)
    return not grid.merges and len(cells) > 1 and len(cells) < width


def _label_like(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= MAX_LABEL and not _LONG_NUMBER.search(cell)


def _titles(grid: Grid, header: int, floor: int) -> list[int]:
    """Lines above a later table's header that belong to it: one or two cells each, no gap."""
    titles: list[int] = []
    index = header - 1
    while index >= floor and len(titles) < _MAX_TITLES:
        if grid.numbers[index + 1] != grid.numbers[index] + 1:
            break
        if sum(1 for cell in grid.rows[index] if not is_blank(cell)) > 2:  # noqa: PLR2004
            break
        titles.insert(0, index)
        index -= 1
    return titles


def header_paths(grid: Grid, headers: list[int]) -> list[tuple[str, ...]]:
    """For each column the names above it, outermost first; merged ones count for all theirs."""
    width = grid.width
    merges = _merges_by_row(grid)
    lines: list[list[str]] = []
    for level, index in enumerate(headers):
        line = [_label(grid.cell(index, column)) for column in range(width)]
        last_level = level == len(headers) - 1
        spans = [m for m in merges.get(grid.numbers[index], ()) if m.right > m.left]
        for merge in spans:
            line[merge.left : merge.right + 1] = [line[merge.left]] * (
                min(merge.right, width - 1) - merge.left + 1
            )
        if not last_level and not spans:
            below = grid.rows[headers[level + 1]]
            for column in range(1, width):
                named_below = column < len(below) and not is_blank(below[column])
                if not line[column] and named_below:
                    line[column] = line[column - 1]
        lines.append(line[:width])
    return [
        tuple(dict.fromkeys(name for name in names if name)) for names in zip(*lines, strict=True)
    ]


def _label(cell: Cell) -> str:
    text = " ".join(text_of(cell).split())
    # 姓 名 and 性　别 are padded for looks.
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", text)[:200]


def _block_by_values(grid: Grid) -> Block | None:
    """A table without known names: identity numbers or mobiles in a column give it away."""
    for index in range(min(len(grid.rows), _EVIDENCE_ROWS)):
        if not any(_telling(cell) for cell in grid.rows[index]):
            continue
        above = index - 1
        if (
            above >= 0
            and grid.numbers[above] + 1 == grid.numbers[index]
            and sum(1 for c in grid.rows[above] if not is_blank(c)) > 1
            and all(_label_like(c) for c in grid.rows[above] if not is_blank(c))
        ):
            headers = [above]
            paths = header_paths(grid, headers)
        else:
            headers = []
            paths = [()] * grid.width
        titles = list(range(headers[0] if headers else index))
        return Block(titles, headers, range(index, len(grid.rows)), paths)
    return None


def _telling(cell: Cell) -> bool:
    if isinstance(cell, float):
        return cell >= 1e17 or (cell.is_integer() and 1.3e10 <= cell < 2e10)  # noqa: PLR2004
    if not isinstance(cell, str):
        return False
    text = cell.strip()
    if re.fullmatch(r"1[3-9]\d{9}", text):
        return True
    return len(text) == 18 and parse_id_number(text)[0] is not None  # noqa: PLR2004
