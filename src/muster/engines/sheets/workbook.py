"""Workbooks into grids: calamine where a dense read is safe, a sparse reader where it is not."""

import datetime as dt
import io
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import python_calamine

from muster.engines.sheets.archive import Archive
from muster.engines.sheets.errors import SheetError
from muster.engines.sheets.grid import MAX_CELLS, MAX_COLUMNS, Cell, Grid, Merge, grid_of

_PASSWORD_WORDS = ("password", "encrypt")


def grids_of(content: bytes) -> list[Grid]:
    """All worksheets of a workbook that is known to be of bearable size.

    Raises:
        SheetError: `damaged`, `encrypted`, `too_many_rows`, `too_many_cells`.
    """
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = {meta.name: _is_visible(meta) for meta in workbook.sheets_metadata}
        return [
            _grid(workbook.get_sheet_by_name(meta.name), hidden=not visible[meta.name])
            for meta in workbook.sheets_metadata
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
    except (SheetError, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except python_calamine.PasswordError as e:
        raise SheetError("encrypted") from e
    except BaseException as e:  # a panic of the reader is no Exception in Python
        if any(word in str(e).lower() for word in _PASSWORD_WORDS):
            raise SheetError("encrypted") from e
        raise SheetError("damaged") from e


def _is_visible(meta: "python_calamine.SheetMetadata") -> bool:
    return bool(meta.visible == python_calamine.SheetVisibleEnum.Visible)


def _grid(sheet: Any, *, hidden: bool) -> Grid:
    if sheet.start is None or sheet.height == 0:
        return Grid(sheet.name, [], [], hidden=hidden)
    top, left = sheet.start
    if sheet.height * sheet.width > MAX_CELLS:
        raise SheetError("too_many_cells", limit=MAX_CELLS)
    pad: list[Cell] = [""] * left
    rows: Iterable[tuple[int, list[Cell]]] = (
        (number, pad + row if left else row)
        for number, row in enumerate(sheet.to_python(skip_empty_area=True), top + 1)
    )
    merges = tuple(
        Merge(first[0] + 1, first[1], last[0] + 1, last[1])
        for first, last in (sheet.merged_cell_ranges or ())
    )
    return grid_of(sheet.name, rows, merges=merges, hidden=hidden)


def read_xlsx(content: bytes, archive: Archive) -> list[Grid]:
    """All worksheets of an inspected .xlsx.

    Raises:
        SheetError: as `grids_of`.
    """
    sparse = archive.dense_cells > MAX_CELLS or archive.unplaced
    grids = _sparse_grids(content) if sparse else grids_of(content)
    faults = [part for part in archive.parts.values() if part.faults]
    if faults:
        places = _parts_by_sheet(content)
        for grid in grids:
            part = archive.parts.get(places.get(grid.sheet, ""))
            if part is not None:
                grid.faults = part.faults
    return grids


def _sparse_grids(content: bytes) -> list[Grid]:
    """Row by row with openpyxl: slow, but empty rows and columns cost nothing."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            return [_sparse_grid(sheet) for sheet in workbook.worksheets]
    except (SheetError, MemoryError):
        raise
    except Exception as e:
        raise SheetError("damaged") from e


def _sparse_grid(sheet: Any) -> Grid:
    sheet.reset_dimensions()
    return grid_of(sheet.title, _sparse_rows(sheet), hidden=sheet.sheet_state != "visible")


def _sparse_rows(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    room = MAX_CELLS * 4
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        if not cells:
            continue
        room -= len(cells)
        if room < 0:
            raise SheetError("too_many_columns", sheet=sheet.title, limit=MAX_COLUMNS)
        yield number, [_as_calamine(cell) for cell in cells]


def _as_calamine(cell: Any) -> Cell:
    if cell is None:
        return ""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date()
    return (
        cell
        if isinstance(cell, str | float | bool | dt.date | dt.time | dt.timedelta)
        else str(cell)
    )


def _parts_by_sheet(content: bytes) -> Mapping[str, str]:
    """Sheet name → the member of the zip that holds its cells."""
    import zipfile

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            links = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
            book = fromstring(archive.read("xl/workbook.xml"))
    except (KeyError, ParseError, DefusedXmlException, zipfile.BadZipFile):
        return {}
    targets = {link.get("Id"): link.get("Target") or "" for link in links}
    return {
        sheet.get("name") or "": "xl/" + targets.get(sheet.get(relation), "").removeprefix("/xl/")
        for sheet in book.iter()
        if sheet.tag.endswith("}sheet")
    }


def encode_grids(grids: Iterable[Grid]) -> list[list[Any]]:
    """Grids as JSON values; dates become `["d", ISO]`."""
    return [
        [g.sheet, g.numbers, [[_encode(c) for c in row] for row in g.rows], g.merges, g.hidden]
        for g in grids
    ]


def decode_grids(encoded: Iterable[list[Any]]) -> list[Grid]:
    """The inverse of `encode_grids`."""
    return [
        Grid(
            sheet, numbers, [[_decode(c) for c in row] for row in rows],
            tuple(Merge(*merge) for merge in merges), hidden,
        )
        for sheet, numbers, rows, merges, hidden in encoded
    ]  # fmt: skip


def _encode(cell: Cell) -> Any:
    if isinstance(cell, dt.datetime):
        return ["t", cell.isoformat()]
    if isinstance(cell, dt.date):
        return ["d", cell.isoformat()]
    return cell if isinstance(cell, str | float | int | bool) else str(cell)


def _decode(cell: Any) -> Cell:
    if not isinstance(cell, list):
        return cell  # type: ignore[no-any-return]
    kind, text = cell
    return dt.datetime.fromisoformat(text) if kind == "t" else dt.date.fromisoformat(text)
