"""The sheet of places: what each wrong cell is told, and commit and undo of what is right."""

import pytest
from django.utils import translation

from muster.engines.sheets import read
from muster.kernel.ids import new_id
from muster.platform.files.kinds import schema_of
from muster.platform.places.models import Premises
from muster.platform.places.sheets import IMPORT_KINDS

JINGYUAN = "120101001014"
KIND = IMPORT_KINDS[0]
pytestmark = pytest.mark.django_db


def row(**values):
    return {"parent_code": JINGYUAN, "kind": "building", "name": "1号楼", **values}


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"parent_code": "120101"}, "parent_code", "wrong_level"),
        ({"parent_code": "120101001"}, "parent_code", "wrong_level"),
        ({"parent_code": "1201010010"}, "parent_code", "bad_code"),
        ({"parent_code": ""}, "parent_code", "bad_code"),
        ({"parent_code": "120102001001"}, "parent_code", "outside"),
        ({"parent_code": JINGYUAN + "009"}, "parent_code", "unknown_place"),
        ({"kind": "城堡"}, "kind", "unknown_kind"),
        ({"name": " "}, "name", "required"),
        ({"number": "1000"}, "number", "bad_number"),
        ({"number": "二"}, "number", "bad_number"),
        ({"number": "7"}, "number", "taken"),
    ],
)
def test_wrong_cell_is_told_what_is_wrong(planner, add, values, field, code):
    add("building", "7号楼", number=7)

    [issues] = KIND.check(actor=planner, rows=[row(**values)], options={})

    assert [(issue.field, issue.code) for issue in issues] == [(field, code)]
    assert str(issues[0].message) % dict(issues[0].params)


def test_every_wrong_cell_of_a_row_is_told_at_once(planner):
    wrong = row(parent_code="1201010010", kind="城堡", name="", number="二")

    [issues] = KIND.check(actor=planner, rows=[wrong], options={})

    assert [issue.field for issue in issues] == ["name", "kind", "parent_code", "number"]


def test_lead_is_told_the_level_then_the_area_then_the_role(lead):
    codes = ("120101", "120101001013", "999999999999", JINGYUAN)

    found = KIND.check(actor=lead, rows=[row(parent_code=code) for code in codes], options={})

    assert [[issue.code for issue in issues] for issues in found] == [
        ["wrong_level"],
        ["not_covered"],
        ["outside"],
        [],
    ]


@pytest.mark.parametrize("code", ["120101", "120101001013", "999999999999"])
def test_what_a_row_is_told_is_said_in_the_language_of_whoever_reads_it(lead, code):
    with translation.override(None):
        [[issue]] = KIND.check(actor=lead, rows=[row(parent_code=code)], options={})
        english = str(issue.message)

    with translation.override("zh-hans"):
        said = translation.gettext(english) % issue.params

    assert code in said
    assert said != english % issue.params


@pytest.mark.parametrize("word", ["商铺", "商鋪", "店鋪", "shop", "Shop"])
def test_kind_is_read_in_both_scripts(planner, word):
    with translation.override("zh-hant"):
        [issues] = KIND.check(actor=planner, rows=[row(kind=word, name="便民店")], options={})

    assert list(issues) == []


def test_same_number_twice_in_the_sheet_is_told_at_the_second(planner):
    first, second = KIND.check(
        actor=planner, rows=[row(number=1), row(number=1, name="又一号楼")], options={}
    )

    assert first == []
    assert [issue.code for issue in second] == ["twice"]


def test_right_rows_are_committed_and_undone(planner):
    rows = [
        row(number=1),
        row(parent_code=JINGYUAN + "000001", kind="住宅", name="101", floor="1"),
        row(kind="商铺", name="便民超市", other_names=["小卖部"]),
    ]
    assert [list(issues) for issues in KIND.check(actor=planner, rows=rows, options={})] == [[]] * 3
    batch = new_id()

    ids = KIND.commit(actor=planner, rows=rows, options={}, batch_id=batch)

    assert [Premises.objects.get(pk=key).code[12:] for key in ids] == [
        "000001",
        "000001000101",
        "000000009001",
    ]
    assert KIND.undo(actor=planner, ids=ids, batch_id=batch) == []
    assert Premises.objects.of_tenant(planner.tenant_id).count() == 0


@pytest.mark.parametrize(
    "headers", ["所在地代码,类别,名称", "所在地代碼,類別,名稱", "上级代码,类型,名称"]
)
def test_columns_are_known_by_the_words_lists_use(headers):
    schema = schema_of(KIND)
    reading = read(f"{headers}\n{JINGYUAN},楼栋,1号楼\n".encode(), schema)

    [table] = reading.tables
    assert [column.field for column in table.columns] == ["parent_code", "kind", "name"]
