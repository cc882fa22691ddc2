import datetime as dt
import io

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.engines.sheets import WriteColumn, read, write_csv, write_table

MIDNIGHT = dt.datetime.combine(dt.date(2022, 3, 1), dt.time())
COLUMNS = [WriteColumn("姓名"), WriteColumn("身份证号", text=True), WriteColumn("到达日期")]


def written(rows, **options):
    target = io.BytesIO()
    count = write_table(target, COLUMNS, rows, **options)
    return count, openpyxl.load_workbook(io.BytesIO(target.getvalue())).active


def test_write_table_keeps_all_digits_and_starts_no_formula():
    count, page = written([["=1+1", "120101199003070000", dt.date(2022, 3, 1)], ["@x", 12, None]])

    assert count == 2
    assert [(c.value, c.data_type) for c in page[2]] == [
        ("=1+1", "s"), ("120101199003070000", "s"), (MIDNIGHT, "d"),
    ]  # fmt: skip
    assert [(c.value, c.data_type) for c in page[3]][:2] == [("@x", "s"), ("12", "s")]


def test_write_table_with_watermark_freezes_below_the_header():
    _, page = written([["王芳", "", None]], watermark="李强 & 2022-03-01 08:05", sheet="a/b[1]")

    assert (page["A1"].value, page.freeze_panes) == ("李强 & 2022-03-01 08:05", "A3")
    assert page.title == "a b 1"


def test_written_table_is_read_back_the_same():
    target = io.BytesIO()
    write_table(target, COLUMNS, [["王芳", "11010519491231002X", dt.date(2022, 3, 1)]])

    table = read(target.getvalue()).tables[0]

    assert table.record(table.rows[0]) == {
        "name": "王芳", "id_number": "11010519491231002X", "arrival_date": dt.date(2022, 3, 1),
    }  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.text(max_size=20), min_size=3, max_size=3))
def test_write_csv_starts_no_formula_whatever_is_in_a_cell(row):
    target = io.BytesIO()

    write_csv(target, COLUMNS, [row])

    text = target.getvalue().decode("utf-8-sig")
    for line in text.split("\r\n")[1:]:
        for cell in line.replace('"', "").split(","):
            assert not cell.lstrip().startswith(("=", "@"))


def test_write_csv_keeps_numbers_and_marks_formulas():
    target = io.BytesIO()

    write_csv(target, COLUMNS, [["=cmd", "-12", ["a", "b"]], ["+86 138", True, None]])

    assert target.getvalue().decode("utf-8-sig").splitlines()[1:] == [
        "'=cmd,-12,a、b", "'+86 138,是,",
    ]  # fmt: skip
