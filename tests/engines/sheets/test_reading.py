import datetime as dt

import pytest

from muster.engines.sheets import RESPONDERS, FieldSpec, Kind, Schema, SheetError, read

HEAD = ["姓名", "身份证号", "联系电话"]
WANG = ["王芳", "11010519491231002X", "13812345678"]
LI = ["李强", "", "13912345678"]


def fields(reading, table=0):
    return {c.column: c.field for c in reading.tables[table].columns}


def records(reading, table=0):
    return [reading.tables[table].record(row) for row in reading.tables[table].rows]


def skipped(reading, table=0):
    return {str(s.recognised_as): list(s.rows) for s in reading.tables[table].skipped}


def test_read_with_title_two_level_header_blank_footer_and_total(book):
    rows = [
        ["和平区来津返津人员登记表（2022年3月）"],
        [],
        ["序号", "姓名", "联系方式", None, "隔离", None],
        [None, None, "手机", "座机", "开始日期", "结束日期"],
        [1, "王芳", 13812345678, "022-27123456", "2022.3.1", "3月15日"],
        [],
        [2, "李强", "13912345678", None, dt.date(2022, 3, 2), "2022年3月16日"],
        ["合计", None, 2],
        ["填表人：张三", None, "审核：李四"],
    ]
    merges = [("A1:F1", rows[0][0]), ("C3:D3", "联系方式"), ("E3:F3", "隔离")]

    reading = read(book({"名册": rows}, {"名册": merges}))

    table = reading.tables[0]
    assert (table.range, table.header_rows) == ("A1:F9", (3, 4))
    assert [c.header for c in table.columns][2:] == [
        "联系方式/手机", "联系方式/座机", "隔离/开始日期", "隔离/结束日期",
    ]  # fmt: skip
    assert records(reading) == [
        {
            "name": "王芳", "phone": ["13812345678", "022-27123456"],
            "quarantine_start": dt.date(2022, 3, 1), "quarantine_end": dt.date(2022, 3, 15),
        },
        {
            "name": "李强", "phone": ["13912345678"],
            "quarantine_start": dt.date(2022, 3, 2), "quarantine_end": dt.date(2022, 3, 16),
        },
    ]  # fmt: skip
    assert skipped(reading) == {"title": [1], "blank": [2, 6], "total": [8], "footer": [9]}
    assert [(i.cell, i.code) for i in reading.issues] == [("名册!F5", "year_from_title")]
    assert reading.conservation.holds


def test_read_two_tables_stacked_on_a_sheet(book):
    rows = [HEAD, WANG, [], ["二、志愿者"], ["姓名", "性别", "住址"], ["李强", "男", "1号楼"]]

    reading = read(book({"S": rows}))

    assert [t.range for t in reading.tables] == ["A1:C3", "A4:C6"]
    assert [records(reading, t)[0]["name"] for t in (0, 1)] == ["王芳", "李强"]
    assert reading.conservation.rows_in == 6
    assert reading.conservation.holds


def test_read_header_repeated_on_each_printed_page_is_no_record(book):
    reading = read(book({"S": [HEAD, WANG, HEAD, LI]}))

    assert [r["name"] for r in records(reading)] == ["王芳", "李强"]
    assert skipped(reading)["header"] == [3]


def test_read_traditional_and_english_names_of_columns(book):
    traditional = read(book({"S": [["姓名", "證件號碼", "聯絡電話", "現住址", "體溫"], WANG]}))
    english = read(book({"S": [["Full Name", "ID No.", "Mobile Phone", "Date of Birth"], WANG]}))

    assert list(fields(traditional).values()) == [
        "name", "id_number", "phone", "address", "temperature",
    ]  # fmt: skip
    assert list(fields(english).values()) == ["name", "id_number", "phone", "birth_date"]


def test_read_column_of_somebody_else_is_not_the_persons_own(book):
    head = ["姓名", "联系电话", "责任人", "责任人电话", "紧急联系人"]

    reading = read(book({"S": [head, ["王芳", "13812345678", "李强", "13912345678", "张三"]]}))

    assert list(fields(reading).values()) == ["name", "phone", "responsible_person", None, None]
    assert reading.tables[0].rows[0].extra == ("13912345678", "张三")


def test_read_unmapped_columns_keep_their_header_path(book):
    rows = [["姓名", "采样", None], [None, "窗口", "医生"], ["王芳", "3号", "赵医生"]]

    reading = read(book({"S": rows}, {"S": [("B1:C1", "采样")]}))

    assert reading.tables[0].extras == ("采样/窗口", "采样/医生")
    assert reading.tables[0].rows[0].extra == ("3号", "赵医生")


def test_read_without_header_finds_columns_by_their_values(book):
    reading = read(book({"S": [WANG, ["李强", "", "13912345678"], ["张伟", "", "13712345678"]]}))

    assert reading.tables[0].header_rows == ()
    assert list(fields(reading).values()) == ["name", "id_number", "phone"]
    assert len(records(reading)) == 3


def test_read_cell_merged_over_rows_is_true_of_each(book):
    rows = [["住址", "姓名", "电话"], ["1号楼101", *WANG[::2]], [None, *LI[::2]]]

    reading = read(book({"S": rows}, {"S": [("A2:A3", "1号楼101")]}))

    assert [r["address"] for r in records(reading)] == ["1号楼101", "1号楼101"]


def test_read_rows_numbered_beforehand_are_blank(book):
    reading = read(book({"S": [["序号", *HEAD], [1, *WANG], [2], [3]]}))

    assert skipped(reading) == {"blank": [3, 4]}


def test_read_ledger_row_with_truncated_number_is_kept_with_its_prefix(book):
    reading = read(book({"S": [HEAD, ["王芳", 1.20101199003077e17, "13812345678"]]}))

    row = reading.tables[0].rows[0]
    assert (reading.tables[0].record(row).get("id_number"), row.prefix15) == (
        None, "120101199003077",
    )  # fmt: skip
    assert [(i.cell, i.code) for i in reading.issues] == [("S!B2", "truncated_number")]


def test_read_responders_rejects_bad_rows_each_with_its_reason(book):
    rows = [
        HEAD,
        WANG,
        ["", "", "13712345678"],
        ["张三", "110105194912310021", "13612345678"],
        ["王芳", "11010519491231002X", "13812345678"],
        ["赵六", "", "123"],
    ]

    reading = read(book({"S": rows}), RESPONDERS)

    assert [row.number for row in reading.tables[0].rows] == [2]
    assert [row.number for row in reading.tables[0].rejected] == [3, 4, 5, 6]
    assert {i.row: (i.cell, i.code) for i in reading.issues} == {
        3: ("S!A3", "required"),
        4: ("S!B4", "id_checksum"),
        5: ("S!B5", "duplicate"),
        6: ("S!C6", "phone_unreadable"),
    }
    assert reading.conservation.holds


def test_read_takes_no_row_of_two_that_give_one_number_to_two_names(book):
    rows = [HEAD, WANG, ["另一人", WANG[1], "13812345678"], ["李四", "", "13912345678"]]

    reading = read(book({"S": rows}), RESPONDERS)

    assert [row.number for row in reading.tables[0].rows] == [4]
    assert [(i.cell, i.code, i.params["other"]) for i in reading.issues] == [
        ("S!B2", "duplicate_other_name", "3"),
        ("S!B3", "duplicate_other_name", "2"),
    ]
    assert reading.conservation.holds


def test_read_holds_nothing_against_a_row_whose_double_is_left_out(book):
    rows = [HEAD, ["另一人", WANG[1], "13812345678"], WANG]

    reading = read(book({"S": rows}), RESPONDERS, left_out=[("S", 2)])

    assert reading.issues == ()
    assert records(reading)[1]["name"] == WANG[0]


def test_read_with_edits_and_mapping_commits_what_was_mended(book):
    content = book({"S": [["姓名", "号码", "联系电话"], ["张三", "110105194912310021", "136"]]})

    reading = read(
        content,
        RESPONDERS,
        mapping={("S", "B"): "id_number"},
        edits={("S", 2, "B"): "11010519491231002X", ("S", 2, "C"): "13612345678"},
    )

    assert reading.issues == ()
    assert records(reading) == [
        {"name": "张三", "id_number": "11010519491231002X", "phone": ["13612345678"]}
    ]


def test_row_reader_checks_one_edited_row_alone(book):
    table = read(book({"S": [HEAD, ["张三", "", "136"]]}), RESPONDERS).tables[0]

    _, issues, rejected = table.reader.read(2, ["张三", "", "13612345678"])

    assert (issues, rejected) == ([], False)
    assert table.texts(2) == {"A": "张三", "B": "", "C": "136"}


def test_read_contradicting_birth_date_and_sex_are_warned_of(book):
    rows = [["姓名", "身份证号", "性别", "出生日期"], ["王芳", WANG[1], "男", "1950-12-31"]]

    reading = read(book({"S": rows}))

    assert [(i.cell, i.code, i.severity) for i in reading.issues] == [
        ("S!D2", "birth_date_differs", "warning"),
        ("S!C2", "sex_differs", "warning"),
    ]


def test_read_missing_required_column_is_said_once_and_nothing_is_committed(book):
    reading = read(book({"S": [["姓名", "性别"], ["王芳", "女"], ["李强", "男"]]}), RESPONDERS)

    assert [(i.code, i.field) for i in reading.issues] == [("missing_column", "phone")]
    assert (reading.conservation.committed, reading.conservation.rejected) == (0, 2)


def test_read_unknown_columns_still_offers_them_for_mapping(book):
    content = book({"S": [["甲栏", "乙栏"], ["x", "y"]]})

    reading = read(content)
    chosen = read(content, mapping={("S", "A"): "name", ("S", "B"): "address"})

    assert reading.issues[0].code == "no_known_column"
    assert records(chosen) == [{"name": "x", "address": "y"}]


def test_read_sheet_of_notes_beside_a_table_is_recognised_and_said(book):
    reading = read(book({"填表说明": [["请如实填写"], ["不要改动表头"]], "表": [HEAD, WANG]}))

    assert reading.others == {"填表说明": 2}
    assert [(i.sheet, i.code) for i in reading.issues] == [("填表说明", "sheet_without_table")]
    assert reading.conservation.holds


def test_read_own_schema_with_choices(book):
    schema = Schema(
        "goods",
        (
            FieldSpec("item", synonyms=("物资", "品名"), required=True),
            FieldSpec("count", Kind.INTEGER, ("数量",), minimum=1),
        ),
    )

    reading = read(book({"S": [["品名", "数量"], ["口罩", "130,000"], ["手套", 0]]}), schema)

    assert records(reading) == [{"item": "口罩", "count": 130_000}]
    assert [(i.cell, i.code) for i in reading.issues] == [("S!B3", "out_of_range")]


def test_read_sheet_without_any_header_is_refused(book):
    with pytest.raises(SheetError) as refused:
        read(book({"S": [["今天天气很好"], ["明天下雨"]]}))

    assert refused.value.code == "no_header"


def test_read_numbers_of_houses_are_no_sex_and_dates_no_phone(book):
    head = ["楼号", "单元", "姓名", "隔离情况", None]
    rows = [head, [None, None, None, "起", "止"], ["1", "2", "王芳", "2022.3.1", "2022.3.15"]]

    reading = read(book({"S": rows}, {"S": [("D1:E1", "隔离情况")]}))

    assert list(fields(reading).values()) == [
        None, None, "name", "quarantine_start", "quarantine_end",
    ]  # fmt: skip


def test_read_note_over_several_lines_is_no_person(book):
    rows = [HEAD, WANG, ["说明：1. 请如实填写。"], ["2. 每日10点前上报。"], ["（三）不得漏报"]]

    reading = read(book({"S": rows}))

    assert len(records(reading)) == 1
    assert skipped(reading) == {"note": [3, 4, 5]}
