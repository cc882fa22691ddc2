"""Rows in = committed + rejected + recognised, on any workbook; no filled cell vanishes."""

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from tests.engines.sheets.conftest import make_book
from tests.examples import examples

from muster.engines.sheets import LEDGER, RESPONDERS, SheetError, read
from muster.engines.sheets.grid import text_of
from muster.engines.sheets.signs import EMPTY_SIGNS
from muster.engines.sheets.values import plain_text
from muster.engines.text.script import fold

HEADERS = [spec.synonyms[0] for spec in LEDGER.fields if spec.synonyms] + ["序号", "窗口", ""]
VALUES = st.one_of(
    st.sampled_from(
        ["王芳", "男", "13812345678", "11010519491231002X", "2022.3.1", "合计", "√", ""]
    ),
    st.sampled_from(["填表人：张三", "注：如实填写", "姓名", "联系电话", "第一网格", "　"]),
    st.floats(0, 1e18),
    st.integers(0, 50_000),
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12),
    st.none(),
)
ROWS = st.lists(st.lists(VALUES, max_size=6), max_size=12)
TABLE = st.tuples(st.lists(st.sampled_from(HEADERS), min_size=2, max_size=6), ROWS)
SHEETS = st.lists(st.lists(TABLE, max_size=2), min_size=1, max_size=2)


def workbook(sheets):
    pages = {}
    for number, tables in enumerate(sheets):
        rows = []
        for header, body in tables:
            rows += [["登记表"], header, *body, []]
        pages[f"S{number}"] = rows
    return pages


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SHEETS, st.sampled_from([LEDGER, RESPONDERS]))
def test_every_row_of_any_workbook_is_accounted_for_once(sheets, schema):
    pages = workbook(sheets)
    try:
        reading = read(make_book(pages), schema)
    except SheetError:
        event("refused")
        return

    assert reading.conservation.holds
    assert reading.conservation.rows_in == sum(map(last_filled, pages.values()))
    for name, rows in pages.items():
        tables = [t for t in reading.tables if t.sheet == name]
        numbers = [n for t in tables for n in rows_of(t)]
        expected = range(1, last_filled(rows) + 1) if tables else []
        assert sorted(numbers) == list(expected)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SHEETS)
def test_every_filled_cell_of_a_record_is_a_value_an_extra_or_named(sheets):
    try:
        reading = read(make_book(workbook(sheets)))
    except SheetError:
        return

    named = {(i.sheet, i.row, i.column) for i in reading.issues}
    for table in reading.tables:
        for row in (*table.rows, *table.rejected):
            record, texts = table.record(row), table.texts(row.number)
            extra = iter(row.extra)
            for column in table.columns:
                shown = texts[column.column]
                kept = record.get(column.field) if column.field else next(extra)
                known = (table.sheet, row.number, column.column) in named
                assert not visible(shown) or kept is not None or known or says_nothing(shown)


def visible(text):
    return text.strip("\u200b\ufeff\u200e\u200f \t\r\n\u3000\xa0")


def says_nothing(text):
    """Dashes and words such as 无, which mean an empty cell."""
    return visible(plain_text(text)).lower() in EMPTY_SIGNS or not fold(text)


def last_filled(rows):
    filled = [n for n, row in enumerate(rows, 1) if any(visible(text_of(c)) for c in row)]
    return max(filled, default=0)


def rows_of(table):
    yield from table.header_rows
    for row in (*table.rows, *table.rejected):
        yield row.number
    for skipped in table.skipped:
        yield from skipped.rows
