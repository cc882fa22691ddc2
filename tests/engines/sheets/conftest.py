import io
import zipfile
from collections.abc import Callable, Sequence

import pytest
import xlsxwriter

Book = Callable[..., bytes]


@pytest.fixture
def book() -> Book:
    """Bytes of an .xlsx: each sheet a list of rows; merges as A1 ranges with their text."""
    return make_book


def make_book(
    sheets: dict[str, Sequence[Sequence[object]]],
    merges: dict[str, Sequence[tuple[str, str]]] | None = None,
) -> bytes:
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        page = workbook.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(number, column, value)
                elif value is not None:
                    page.write(number, column, value)
        for where, text in (merges or {}).get(name, ()):
            page.merge_range(where, text)
    workbook.close()
    return target.getvalue()


def make_zip(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def make_sheet_xml(cells: str) -> bytes:
    """An .xlsx whose first sheet's data is `cells`, written by hand."""
    space = "http://schemas.openxmlformats.org"
    types = (
        f'<Types xmlns="{space}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sheet.main+xml"/><Override '
        'PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.worksheet+xml"/></Types>'
    )
    relations = (
        f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{space}/officeDocument/2006/relationships/%s" Target="%s"/></Relationships>'
    )
    workbook = (
        f'<workbook xmlns="{space}/spreadsheetml/2006/main" '
        f'xmlns:r="{space}/officeDocument/2006/relationships"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    sheet = (
        f'<worksheet xmlns="{space}/spreadsheetml/2006/main"><sheetData>{cells}</sheetData>'
        "</worksheet>"
    )
    return make_zip(
        {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": (relations % ("officeDocument", "xl/workbook.xml")).encode(),
            "xl/workbook.xml": workbook.encode(),
            "xl/_rels/workbook.xml.rels": (
                relations % ("worksheet", "worksheets/sheet1.xml")
            ).encode(),
            "xl/worksheets/sheet1.xml": sheet.encode(),
        }
    )


def inline(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'
