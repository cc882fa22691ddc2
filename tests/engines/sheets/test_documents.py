import json
import time

import pytest
from tests.engines.sheets.conftest import make_book
from typer.testing import CliRunner

from muster.delivery.cli.sheets import app
from muster.engines.sheets import mapping_document, read, reading_document

ROWS = [
    ["名册"],
    ["姓名", "身份证号", "联系电话", "出生日期", "窗口"],
    ["王芳", 1.20101199003077e17, "13812345678", "1990-03-07", "3号"],
    ["合计", 1],
]
TRUNCATED = {
    "cell": "Sheet1!B3",
    "field": "id_number",
    "code": "truncated_number",
    "message": "The spreadsheet cut this number; the missing digits cannot be "
    "guessed. Enter all 18 characters as text.",
    "raw": "1.20101199003077E+17",
    "severity": "error",
}


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(make_book({"Sheet1": ROWS}))
    return path


def test_reading_document_has_the_agreed_shape(sheet):
    document = reading_document(read(sheet))

    assert json.loads(json.dumps(document)) == {
        "file": "a.xlsx",
        "sha256": document["sha256"],
        "tables": [
            {
                "sheet": "Sheet1",
                "range": "A1:E4",
                "header_rows": [2],
                "orientation": "rows",
                "columns": [
                    {"column": "A", "header": "姓名", "field": "name", "confidence": 0.99},
                    {"column": "B", "header": "身份证号", "field": "id_number", "confidence": 0.99},
                    {"column": "C", "header": "联系电话", "field": "phone", "confidence": 0.99},
                    {
                        "column": "D",
                        "header": "出生日期",
                        "field": "birth_date",
                        "confidence": 0.99,
                    },
                    {"column": "E", "header": "窗口", "field": None, "confidence": 0.0},
                ],
                "records": [
                    {
                        "row": 3,
                        "name": "王芳",
                        "phone": ["13812345678"],
                        "birth_date": "1990-03-07",
                        "id_prefix15": "120101199003077",
                        "extra": {"窗口": "3号"},
                    }
                ],
                "errors": [TRUNCATED],
                "skipped": [{"rows": [1], "as": "title"}, {"rows": [4], "as": "total"}],
            }
        ],
        "conservation": {"rows_in": 4, "committed": 1, "rejected": 0, "recognised": 3},
    }
    assert len(document["sha256"]) == 64


def test_mapping_document_lists_each_column(sheet):
    assert mapping_document(read(sheet))["columns"][2] == {
        "sheet": "Sheet1",
        "column": "C",
        "header": "联系电话",
        "field": "phone",
        "confidence": 0.99,
    }


def test_command_prints_one_json_document_or_a_table(sheet):
    runner = CliRunner()

    as_json = runner.invoke(app, ["read", str(sheet), "--json"])
    as_map = runner.invoke(app, ["map", str(sheet), "--json"])
    as_table = runner.invoke(app, ["read", str(sheet)])

    assert [r.exit_code for r in (as_json, as_map, as_table)] == [0, 0, 0]
    assert json.loads(as_json.stdout)["conservation"]["rows_in"] == 4
    assert json.loads(as_map.stdout)["file"] == "a.xlsx"
    assert "王芳" in as_table.stdout


def test_command_says_what_is_wrong_by_its_exit_code(tmp_path, sheet):
    (tmp_path / "b.xlsx").write_bytes(b"%PDF-1.7")
    runner = CliRunner()

    assert runner.invoke(app, ["read", str(tmp_path / "b.xlsx"), "--json"]).exit_code == 1
    assert runner.invoke(app, ["read", str(tmp_path / "none.xlsx")]).exit_code == 2
    assert runner.invoke(app, ["read", str(sheet), "--schema", "x"]).exit_code == 2


def test_ten_thousand_rows_are_read_mapped_and_checked_quickly():
    head = [
        "序号",
        "姓名",
        "性别",
        "身份证号",
        "联系电话",
        "现住址",
        "社区",
        "到达日期",
        "体温",
        "备注",
    ]
    rows = [
        [
            n,
            "王芳",
            "女",
            "11010519491231002X",
            f"138{n:08d}",
            f"{n}号楼",
            "静园社区",
            "2022.3.1",
            36.5,
            "",
        ]
        for n in range(10_000)
    ]
    content = make_book({"S": [head, *rows]})
    clock = time.process_time()

    reading = read(content)

    # 1.0 s when the machine is quiet; twice that leaves room for a busy one.
    assert time.process_time() - clock < 3.0
    assert reading.conservation.committed == 10_000
