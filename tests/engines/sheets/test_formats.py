import io
import struct
import zipfile

import pytest
from openpyxl import Workbook
from tests.engines.sheets.conftest import inline, make_sheet_xml, make_zip

from muster.engines.sheets import Format, SheetError, read
from muster.engines.sheets.sniff import utf16

CSV = "姓名,联系电话,现住址\n王芳,13812345678,1号楼\n李强,13912345678,2号楼\n"
NAMES = ["王芳", "李强"]
XML_OF_2003 = (
    b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
)


def names(reading):
    return [t.record(row)["name"] for t in reading.tables for row in t.rows]


def refusal(content):
    with pytest.raises(SheetError) as refused:
        read(content)
    return refused.value.code


def make_ods(rows):
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" '
        f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", b"<manifest/>")
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "gbk"]
)
def test_csv_in_every_encoding(encoding):
    reading = read(CSV.encode(encoding), name="甲.csv")

    assert (reading.format, names(reading), reading.tables[0].sheet) == (Format.CSV, NAMES, "甲")


def test_csv_in_big5_is_not_taken_for_gb18030():
    text = "姓名,聯絡電話,現住址\n王芳,13812345678,一號樓\n"

    assert names(read(text.encode("big5hkscs"))) == ["王芳"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_csv_with_every_delimiter(delimiter):
    assert names(read(CSV.replace(",", delimiter).encode())) == NAMES


def test_csv_with_quoted_line_breaks_counts_records():
    reading = read('姓名,电话,备注\n王芳,13812345678,"一\n二"\n李强,13912345678,\n'.encode())

    assert [row.number for row in reading.tables[0].rows] == [2, 3]


def test_html_renamed_xls_is_read_with_its_spans():
    page = (
        "<html><head><meta charset='gb2312'></head><body><table>"
        "<tr><td colspan=3>名册</td></tr><tr><th>姓名</th><th>电话</th><th>住址</th></tr>"
        "<tr><td>王芳</td><td>13812345678</td><td rowspan=2>1号楼<br>101</td></tr>"
        "<tr><td>李强</td><td>13912345678</td></tr></table></body></html>"
    )

    reading = read(page.encode("gb2312"), name="名册.xls")

    assert (reading.format, names(reading)) == (Format.HTML, NAMES)
    assert reading.tables[0].record(reading.tables[0].rows[1])["address"] == "1号楼\n101"


def test_ods_is_read_in_a_process_of_its_own():
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>'
            for v in line.split(",")
        )
        + '<table:table-cell table:number-columns-repeated="16381"/></table:table-row>'
        for line in CSV.split()
    )
    far = (
        '<table:table-row table:number-rows-repeated="1048573"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )

    reading = read(make_ods(rows + far))

    assert (reading.format, names(reading)) == (Format.ODS, NAMES)


def test_xlsx_with_a_stray_cell_in_its_last_corner_reads_its_real_rows():
    head = "".join(
        inline(f"{c}1", t) for c, t in zip("ABC", CSV.split(maxsplit=1)[0].split(","), strict=True)
    )
    row = "".join(inline(f"{c}2", t) for c, t in zip("ABC", CSV.split()[1].split(","), strict=True))
    cells = (
        f'<row r="1">{head}</row><row r="2">{row}</row>'
        f'<row r="1048576">{inline("XFD1048576", " ")}</row>'
    )

    reading = read(make_sheet_xml(cells))

    assert (names(reading), reading.conservation.rows_in) == (["王芳"], 2)


def test_xlsx_formatted_to_its_last_row_reads_its_real_rows():
    blank = "".join(f'<row r="{r}"><c r="A{r}" s="0"/></row>' for r in range(3, 200_000))
    head = inline("A1", "姓名") + inline("B1", "电话")
    row = inline("A2", "王芳") + inline("B2", "13812345678")
    far = '<row r="1048576" s="1"><c r="A1048576" s="0"/></row>'

    reading = read(make_sheet_xml(f'<row r="1">{head}</row><row r="2">{row}</row>{blank}{far}'))

    assert (names(reading), reading.conservation.rows_in) == (["王芳"], 2)


def test_xlsx_cells_without_references_are_placed_by_counting():
    cells = (
        '<row><c t="inlineStr"><is><t>姓名</t></is></c>'
        '<c t="inlineStr"><is><t>电话</t></is></c></row>'
        '<row><c t="inlineStr"><is><t>王芳</t></is></c><c><v>13812345678</v></c></row>'
    )

    assert names(read(make_sheet_xml(cells))) == ["王芳"]


def test_xlsx_with_more_rows_than_the_cap_is_refused():
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c></row>' for r in range(1, 200_100))

    assert refusal(make_sheet_xml(rows)) == "too_many_rows"


def test_xlsx_formula_errors_are_named_at_their_cell():
    cells = (
        f'<row r="1">{inline("A1", "姓名")}{inline("B1", "年龄")}{inline("C1", "体温")}</row>'
        f'<row r="2">{inline("A2", "王芳")}<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="C2"><f>A1+1</f></c></row>'
    )

    reading = read(make_sheet_xml(cells))

    assert [(i.cell, i.code, i.raw) for i in reading.issues] == [
        ("Sheet1!B2", "formula_error", "#DIV/0!"),
        ("Sheet1!C2", "formula_without_value", ""),
    ]


def test_formula_saved_without_its_value_is_named():
    workbook = Workbook()
    workbook.active.append(["姓名", "年龄"])
    workbook.active.append(["王芳", "=1+1"])
    target = io.BytesIO()
    workbook.save(target)

    assert [i.code for i in read(target.getvalue()).issues] == ["formula_without_value"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n  ", "empty"),
        (b"%PDF-1.7 ...", "not_a_sheet"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "not_a_sheet"),
        (bytes(range(256)) * 20, "not_a_sheet"),
        (b"PK\x03\x04" + b"rubbish" * 20, "not_a_sheet"),
        (make_zip({"word/document.xml": b"<w/>", "[Content_Types].xml": b""}), "not_a_sheet"),
        (make_zip({"xl/workbook.xml": b"<", "[Content_Types].xml": b"<"}), "damaged"),
        (make_sheet_xml("")[:-200], "damaged"),
        (make_sheet_xml(""), "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + utf16("EncryptedPackage") + bytes(600), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + utf16("WordDocument") + bytes(600), "not_a_sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + utf16("Workbook") + bytes(600), "damaged"),
        (b"<html><body>no table</body></html>", "not_a_sheet"),
        ("一段话，没有表格".encode(), "no_header"),
        (b'<?xml version="1.0"?><svg/>', "not_a_sheet"),
        (XML_OF_2003, "unsupported_format"),
        (b"name,phone\n\xff\xff\xff,\x81", "undecodable"),
    ],
)
def test_what_is_no_sheet_is_refused_with_its_reason(content, code):
    assert refusal(content) == code


def test_ods_that_repeats_a_cell_beyond_all_bounds_is_refused():
    cell = (
        '<table:table-cell office:value-type="string" table:number-columns-repeated="16000">'
        "<text:p>x</text:p></table:table-cell>"
    )
    rows = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'

    assert refusal(make_ods(rows)) in {"too_many_cells", "too_slow", "damaged"}


def test_zip_bomb_by_its_directory_is_refused():
    assert refusal(_bomb(1 << 20, declared=2 << 30)) == "zip_bomb"


def test_zip_bomb_that_lies_about_its_size_is_refused():
    assert refusal(_bomb(80 << 20, declared=1_000)) == "zip_bomb"


def _bomb(size, *, declared):
    """A sheet of `size` zeros of which the directory says that it has `declared`."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"")
        with archive.open("xl/worksheets/sheet1.xml", "w") as member:
            for _ in range(size >> 20):
                member.write(bytes(1 << 20))
        archive.writestr("xl/workbook.xml", b"")
    content = bytearray(target.getvalue())
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/worksheets/sheet1.xml"))
    content[at + 24 : at + 28] = struct.pack("<I", declared)
    return bytes(content)
