"""Feed mutated files to the sheet reader: only a SheetError may come out, quickly and small.

`python tests/fuzz/fuzz_sheets.py --seconds 20` exits 0 when no input crashed it, hung it for more
than ten seconds or took more than 512 MB.
"""

import csv
import io
import random
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable

import _harness
import atheris
import xlsxwriter

#: Of the inputs that start a process of their own only one in so many is run, or they would be all.
ISOLATED_SHARE = 200


ROWS = [
    ["登记表（2022年3月）"],
    ["姓名", "身份证号", "联系电话", "出生日期", "体温"],
    ["王芳", "11010519491231002X", "13812345678、022-27123456", "1949-12-31", "36.5℃"],
    ["李强", "1.20101E+17", "138****5678", "二〇二二年三月一日", "☑是 □否"],
    ["合计", "2"],
]


def seeds() -> list[bytes]:
    """Small files of each format that is read in this process."""
    book = io.BytesIO()
    workbook = xlsxwriter.Workbook(book)
    page = workbook.add_worksheet("S")
    for number, row in enumerate(ROWS):
        page.write_row(number, 0, row)
    page.merge_range("A1:E1", ROWS[0][0])
    workbook.close()
    text = io.StringIO()
    csv.writer(text).writerows(ROWS)
    cells = "".join("<tr><td>" + "</td><td>".join(row) + "</td></tr>" for row in ROWS)
    return [
        book.getvalue(),
        text.getvalue().encode(),
        text.getvalue().encode("gb18030"),
        text.getvalue().encode("utf-16"),
        f"<html><table>{cells}</table></html>".encode(),
    ]


def mutate(content: bytes, limit: int, seed: int) -> bytes:
    """Mutate inside the members of a zip and pack it again; half the time the bytes themselves."""
    chance = random.Random(seed)
    if not content.startswith(b"PK") or chance.random() < 0.3:
        return atheris.Mutate(content, limit)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, struct.error,
            NotImplementedError, RuntimeError, KeyError):  # fmt: skip
        return atheris.Mutate(content, limit)
    if not members:
        return atheris.Mutate(content, limit)
    name = chance.choice([n for n in members if "sheet" in n or "String" in n] or list(members))
    members[name] = atheris.Mutate(members[name], len(members[name]) + 512)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, inner in members.items():
            archive.writestr(member, inner)
    return target.getvalue()[:limit] if len(target.getvalue()) <= limit else content


def reader() -> Callable[[bytes], None]:
    """What is fuzzed: read under both schemas; whatever is read accounts for each row."""
    with atheris.instrument_imports(include=["muster.engines.sheets"]):
        from muster.engines.sheets import RESPONDERS, SheetError, read, reading_document
        from muster.engines.sheets.sniff import Format, sniff

    def read_one(content: bytes) -> None:
        try:
            isolated = sniff(content) not in {Format.XLSX, Format.CSV, Format.HTML}
            if isolated and zlib.crc32(content) % ISOLATED_SHARE:
                return
            reading_document(read(content))
            reading = read(content, RESPONDERS)
        except SheetError:
            return
        if not reading.conservation.holds:
            raise AssertionError(f"A row was lost: {reading.conservation}")

    return read_one


def set_up(options: list[str]) -> None:
    """Prepare atheris with our own mutations."""
    atheris.Setup([*options, "-max_len=65536"], reader(), custom_mutator=mutate)


if __name__ == "__main__":
    sys.exit(_harness.main(set_up, seeds()))
