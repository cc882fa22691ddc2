"""The sheet of posts: errors beside the cell, nothing lost, and what was written comes back."""

import io

import pytest
from openpyxl import Workbook, load_workbook
from tests.operations.duty.conftest import COMMUNITY, FAR

from muster.kernel.errors import NotAllowed
from muster.kernel.ids import new_id
from muster.operations.duty import queries, services
from muster.operations.duty.contracts import GearLine
from muster.operations.duty.reading import item_labels, read_gear, weekdays_in, write_gear
from muster.operations.duty.sheets import FIELDS, IMPORT_KINDS
from muster.platform.access.queries import actor_of
from muster.platform.access.services import create_account, grant
from muster.platform.files.queries import batch as batch_of
from muster.platform.files.services import ask_commit, ask_undo, start_import
from muster.platform.jobs import runner

[KIND] = IMPORT_KINDS


def check(actor, *rows):
    return [
        [(issue.field, issue.code) for issue in issues]
        for issues in KIND.check(actor=actor, rows=rows, options={})
    ]


def row(**values):
    return {"community": "静园社区", "kind": "点位值守"} | values


@pytest.mark.usefixtures("incident")
class TestCheck:
    """What a preview finds."""

    def test_good_rows_have_nothing(self, commander):
        good = (
            row(number=1, shifts="早中夜", weekdays="周一至周五", gear="口罩 2/人；手电 1"),
            row(community="静园", shifts="全天", crew=3, wanted=4),
            row(community=COMMUNITY, kind="Point duty", pattern="2×12", shifts="D"),
            row(community="120101", site="高速路口"),
        )
        assert check(commander, *good) == [[], [], [], []]

    @pytest.mark.parametrize(
        ("values", "found"),
        [
            ({"community": "静圆社区"}, ("community", "unknown_community")),
            ({"community": "120102001001"}, ("community", "unknown_community")),
            ({"community": "120101"}, ("site", "site_missing")),
            ({"kind": "唱歌"}, ("kind", "unknown_kind")),
            ({"number": 0}, ("number", "number_small")),
            ({"pattern": "5x5"}, ("pattern", "unknown_pattern")),
            ({"shifts": "凌晨"}, ("shifts", "unknown_shift")),
            ({"weekdays": "初一十五"}, ("weekdays", "unknown_weekday")),
            ({"crew": 1}, ("crew", "crew_of_one")),
            ({"points": 2, "crew": 2}, ("crew", "crew_of_points")),
            ({"crew": 3, "wanted": 2}, ("wanted", "fewer_than_crew")),
            ({"post_skills": ["魔术"]}, ("post_skills", "unknown_skill")),
            ({"gear": "很多口罩"}, ("gear", "gear_unread")),
        ],
    )
    def test_each_fault_stands_beside_its_cell(self, commander, values, found):
        assert check(commander, row(**values)) == [[found]]

    def test_the_same_number_twice_is_an_error_in_the_second_row(self, commander):
        assert check(commander, row(number=1), row(number=1), row(number=2)) == [
            [], [("number", "twice_in_sheet")], [],
        ]  # fmt: skip

    def test_number_of_a_post_that_stands_is_an_error(self, commander, make_post):
        make_post(number=1)
        assert check(commander, row(number=1)) == [[("number", "known")]]

    def test_lead_may_not_bring_rows_of_another_community(self, lead):
        assert check(lead, row(), row(community="开封道社区")) == [
            [], [("community", "not_covered")],
        ]  # fmt: skip

    def test_clerk_may_not_import_posts(self, make_actor):
        with pytest.raises(NotAllowed):
            check(make_actor("clerk"), row())


@pytest.mark.parametrize(
    ("text", "bits"),
    [
        ("", 0), ("每天", 0b111_1111), ("工作日", 0b001_1111), ("周末", 0b110_0000),
        ("周一至周五", 0b001_1111), ("周六到周一", 0b110_0001), ("一三五", 0b001_0101),
        ("Mon Wed", 0b101), ("1,3", 0b101), ("星期日", 0b100_0000), ("周天", 0b100_0000),
        ("随便", None),
    ],
)  # fmt: skip
def test_weekdays_as_people_write_them(text, bits):
    assert weekdays_in(text) == bits


def test_gear_reads_back_as_it_was_written():
    lines = [
        GearLine("mask", 2, "person"),
        GearLine("disinfectant", 1, "shift"),
        GearLine("torch", 3, "post"),
        GearLine("热贴", 10, "post", "热贴"),
    ]
    assert read_gear(write_gear(lines), item_labels()) == (lines, [])


@pytest.fixture
def planner(system, tenant):
    account = create_account(actor=system, sign_in_name="planner", display_name="计划组")
    grant(actor=system, account_id=account.id, role="planner", area_code="120101")
    return actor_of(account)


def workbook(rows):
    book = Workbook()
    page = book.active
    page.append(["社区", "岗位类型", "编号", "点位名称", "班次", "每班人数", "物资"])
    for one in rows:
        page.append(one)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_every_row_of_a_sheet_becomes_a_post_or_stays_to_be_mended(planner, incident):
    good = [["静园社区", "点位值守", at, f"{at} 号门岗", "早中夜", 2, "口罩 2/人"]
            for at in range(1, 41)]  # fmt: skip
    bad = [
        ["静园社区", "点位值守", 40, "重号", "早", 2, ""],
        ["没有的社区", "宣传", 1, "", "", 2, ""],
    ]
    batch = start_import(
        actor=planner, kind_name="duty.posts", name="点位.xlsx", content=workbook([*good, *bad]),
        options={},
    )  # fmt: skip
    runner.run(ask_commit(actor=planner, batch_id=batch.id).job_id)

    counts = batch_of(actor=planner, batch_id=batch.id).counts
    assert (counts["done"], counts["wrong"]) == (40, 2)
    rows = queries.posts(actor=planner, incident_id=incident.id)
    assert rows.count() == 40
    assert [row.number for row in rows] == list(range(1, 41))

    services.change_post(actor=planner, post_id=rows[0].id, version=1, place="东门")
    runner.run(ask_undo(actor=planner, batch_id=batch.id).job_id)
    assert [row.number for row in queries.posts(actor=planner, incident_id=incident.id)] == [1]


def test_export_can_be_imported_again(planner, incident, make_post, client):
    from tests.platform.access.conftest import session_for

    from muster.platform.access.enums import Factor
    from muster.platform.access.queries import account_by_id

    make_post(
        number=2, name="东门岗", place="静园东门", letters="DN", weekdays=0b001_1111, points=2,
        tent=True, gear=(GearLine("mask", 2, "person"), GearLine("热贴", 3, "post", "热贴")),
        skills=("driver",), contacts="022-0000 0101",
    )  # fmt: skip
    session_for(client, account_by_id(planner.account_id), Factor.TOTP)
    answer = client.post("/posts/export/")
    assert answer.status_code == 200

    page = load_workbook(io.BytesIO(answer.content)).active
    lines = [[cell.value for cell in line] for line in page.iter_rows()]
    before = services.draft_of(queries.posts(actor=planner, incident_id=incident.id)[0])
    services.close_post(
        actor=planner, post_id=queries.posts(actor=planner, incident_id=incident.id)[0].id
    )
    batch = start_import(
        actor=planner, kind_name="duty.posts", name="again.xlsx", content=answer.content, options={}
    )
    runner.run(ask_commit(actor=planner, batch_id=batch.id).job_id)

    assert len([line for line in lines if "静园东门" in line]) == 1
    again = services.draft_of(queries.posts(actor=planner, incident_id=incident.id)[0])
    assert again == before
    assert len(FIELDS) == len(lines[-1])


def test_lead_of_nowhere_imports_nothing(lead, incident):
    with pytest.raises(NotAllowed):
        KIND.commit(actor=lead, rows=[row(community=FAR)], options={}, batch_id=new_id())
