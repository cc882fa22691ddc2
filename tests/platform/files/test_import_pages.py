"""The pages of an import: what they show of people, and that none is a dead end."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.pages import doors_on, read, rows_at
from tests.platform.access.conftest import session_for
from tests.platform.files.conftest import people
from tests.platform.files.test_imports import KIND, address, commit, start

from muster.kernel.actors import system_actor
from muster.platform.access.enums import Factor
from muster.platform.access.models import Account
from muster.platform.access.queries import actor_of
from muster.platform.access.services import create_account, grant
from muster.platform.files import services
from muster.platform.files.enums import BatchState, RowState
from muster.platform.places.services import import_areas
from muster.registers.responders.models import Responder

CODES = ("120101", "120101001013", "999999999999")


def sign_in(client, account_id):
    session_for(client, Account.objects.get(pk=account_id), Factor.TOTP)


def page(client, batch, **query):
    answer = client.get(reverse("files:batch", args=[batch.id]), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def commander_account(tenant):
    system = system_actor(tenant.id, "tests")
    account = create_account(actor=system, sign_in_name="leader", display_name="郑国强")
    grant(actor=system, account_id=account.id, role="commander", area_code="120101")
    return account


@pytest.mark.parametrize("reader", ["clerk", "commander"])
def test_only_a_malformed_cell_is_shown_whole(
    client, clerk, commander_account, three_wrong, reader
):
    batch = start(clerk, three_wrong)
    sign_in(client, clerk.account_id if reader == "clerk" else commander_account.id)
    wrong_unit = address(clerk, batch, 6, "unit")

    shown = page(client, batch) + page(client, batch, edit=wrong_unit)

    assert three_wrong[1][3] in shown, "a day that does not exist has to be mended"
    for at, row in enumerate(three_wrong):
        assert row[4] not in shown
        assert at == 1 or row[3] not in shown or len(row[3]) < 18


@pytest.mark.parametrize("reader", ["clerk", "commander"])
def test_a_sheet_brought_again_shows_no_number(client, clerk, commander_account, run_job, reader):
    rows = people(3)
    commit(clerk, start(clerk, rows), run_job)
    batch = start(clerk, rows)
    sign_in(client, clerk.account_id if reader == "clerk" else commander_account.id)
    number, phone = (address(clerk, batch, 3, field) for field in ("id_number", "phone"))

    shown = "".join(page(client, batch, edit=edit) for edit in ("", number, phone))

    assert not [text for row in rows for text in row[3:5] if text in shown]


def test_a_column_that_is_left_out_shows_no_number(client, clerk):
    rows = people(2)
    batch = start(clerk, rows)
    for field in ("id_number", "phone"):
        sheet, _mark, cell = address(clerk, batch, 3, field).rpartition("!")
        services.choose_column(
            actor=clerk, batch_id=batch.id, sheet=sheet, letter=cell[0], field=None
        )
    sign_in(client, clerk.account_id)

    shown = page(client, batch)

    assert not [text for row in rows for text in row[3:5] if text in shown]


def test_two_new_people_among_known_ones_are_committed(client, clerk, run_job):
    rows = people(5)
    commit(clerk, start(clerk, rows[:3]), run_job)

    batch = start(clerk, rows)
    counts = batch.counts
    states = ("good", "look", "wrong", "known", "left_out", "done", "recognised")
    assert (counts["known"], counts["good"], counts["wrong"]) == (3, 2, 0)
    assert counts["rows_in"] == sum(counts[state] for state in states)

    batch = commit(clerk, batch, run_job)
    assert (batch.counts["known"], batch.counts["done"]) == (3, 2)
    assert Responder.objects.visible_to(clerk).count() == 5


def test_a_sheet_without_a_known_column_asks_for_it(client, clerk):
    batch = start(clerk, "甲,乙\n1,2\n3,4\n".encode(), "x.csv")
    sign_in(client, clerk.account_id)
    client.cookies["django_language"] = "en"

    answer = client.get(reverse("files:batch", args=[batch.id]))

    [table] = answer.context["missing"]
    assert [spec.name for spec in table["fields"]] == ["name"]
    assert [column.column for column in table["columns"]] == ["A", "B"]
    assert [step.state for step in answer.context["steps"]] == ["done", "doing", "todo", "todo"]
    assert answer.content.decode().count(str(table["sentence"])) == 1, "above, not at each row"
    for shown in answer.context["rows"]:
        assert (shown.state, shown.issues) == (RowState.WRONG, [])

    client.post(
        reverse("files:column", args=[batch.id]),
        {"sheet": table["sheet"], "letter": "A", "field": "name"},
    )
    assert not client.get(reverse("files:batch", args=[batch.id])).context["missing"]


def test_no_column_is_chosen_for_the_person_and_a_press_without_one_asks(client, clerk):
    batch = start(clerk, "商品,数量\n面粉,2\n大米,4\n".encode(), "x.csv")
    sign_in(client, clerk.account_id)
    [table] = client.get(reverse("files:batch", args=[batch.id])).context["missing"]

    answer = client.post(
        reverse("files:column", args=[batch.id]),
        {"sheet": table["sheet"], "letter": "", "field": "name"},
    )

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "unchosen-name" in shown
    select = shown[shown.index('name="letter"') :]
    assert select[select.index("<option") :].startswith('<option value="">')
    assert " selected" not in select[: select.index("</select>")]
    assert client.get(reverse("files:batch", args=[batch.id])).context["missing"]


def test_two_names_on_one_number_wait_until_one_row_is_left_out(client, clerk, run_job):
    rows = people(3)
    rows[1][3] = rows[0][3]
    batch = start(clerk, rows)
    sign_in(client, clerk.account_id)

    assert (batch.counts["wrong"], batch.counts["good"]) == (2, 1)
    first, second = client.get(reverse("files:batch", args=[batch.id])).context["rows"][:2]
    assert "4" in first.issues[0].sentence
    assert "3" in second.issues[0].sentence

    client.post(reverse("files:leave_out", args=[batch.id]), {"row": first.key})

    batch.refresh_from_db()
    assert (batch.counts["left_out"], batch.counts["wrong"], batch.counts["good"]) == (1, 0, 2)
    commit(clerk, batch, run_job)
    assert Responder.objects.visible_to(clerk).filter(name=rows[1][1]).count() == 1
    assert Responder.objects.visible_to(clerk).filter(name=rows[0][1]).count() == 0


def test_a_wrong_row_can_be_left_out_on_a_phone_too(client, clerk, three_wrong):
    batch = start(clerk, three_wrong)
    sign_in(client, clerk.account_id)

    shown = page(client, batch)

    phone = shown[shown.index("only-phone") :]
    assert phone.count(reverse("files:leave_out", args=[batch.id])) == 3


@pytest.fixture
def lead_account(tenant):
    import_areas(code="120101")
    system = system_actor(tenant.id, "tests")
    account = create_account(actor=system, sign_in_name="lead", display_name="康莉")
    grant(actor=system, account_id=account.id, role="lead", area_code="120101001014")
    return account


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_sheet_of_places_says_what_is_wrong_in_the_readers_language(
    client, lead_account, language
):
    lines = ["上级编码,类型,名称", *(f"{c},楼栋,1号楼" for c in CODES), "120101001014,飞船,2号楼"]
    batch = services.start_import(
        actor=actor_of(lead_account),
        kind_name="places.premises",
        name="x.csv",
        content="\n".join(lines).encode(),
        options={},
    )
    session_for(client, lead_account, Factor.TOTP)
    client.cookies["muster_language"] = language

    rows = client.get(reverse("files:batch", args=[batch.id])).context["rows"]

    said = [issue.sentence for row in rows for issue in row.issues]
    assert len(said) == 4
    for code, sentence in zip(CODES, said, strict=False):
        assert code in sentence
    chinese = [any("\u4e00" <= sign <= "\u9fff" for sign in sentence) for sentence in said[:3]]
    assert chinese == [language != "en"] * 3
    named = {
        "zh-hans": "小区、楼栋",
        "zh-hant": "小區、樓棟、單元、住宅、店鋪（商鋪）、辦公場所（單位）、機構",
        "en": "Compound (小区), Building (楼栋)",
    }
    assert named[language] in said[3]


def phone_entry(html, number):
    """Return what a small screen shows of a row."""
    return html[html.index(f'<li id="entry-{number}"') :].split("</li>")[0]


def test_an_empty_cell_names_its_column_and_a_row_its_name_on_a_phone(client, lead_account):
    lines = ["上级编码,类型,名称", "120101001014,,东楼", "120101001014,楼栋,", ",楼栋,西楼"]
    batch = services.start_import(
        actor=actor_of(lead_account),
        kind_name="places.premises",
        name="x.csv",
        content="\n".join(lines).encode(),
        options={},
    )
    session_for(client, lead_account, Factor.TOTP)
    client.cookies["muster_language"] = "en"

    html = page(client, batch)

    first, second, third = (phone_entry(html, number) for number in (2, 3, 4))
    assert ">东楼</strong>" in first.replace('<span lang="zh">东楼</span>', "东楼")
    assert "Kind, empty" in first
    assert "<strong>Row 3, without a name</strong>" in second
    assert "Name, empty" in second
    assert "Code of the place it lies in, empty" in third


def test_every_wrong_cell_of_a_row_is_marked_at_once(client, clerk):
    rows = people(2)
    rows[0][1], rows[0][3], rows[0][4], rows[0][5] = "", "12010119880230", "154", "市统记局"
    batch = start(clerk, rows)
    sign_in(client, clerk.account_id)
    client.cookies["muster_language"] = "en"

    answer = client.get(reverse("files:batch", args=[batch.id]))

    [row] = [row for row in answer.context["rows"] if row.state == "wrong"]
    assert {issue.label for issue in row.issues if issue.severity == "error"} == {
        "Name",
        "Identity number",
        "Phone",
        "Sending unit",
    }
    assert [cell.tone for cell in row.cells].count("bad") == 4


def test_a_finished_job_says_which_sheet_how_many_rows_and_who(client, clerk, three_wrong, run_job):
    batch = start(clerk, three_wrong)
    commit(clerk, batch, run_job)
    batch.refresh_from_db()
    sign_in(client, clerk.account_id)
    client.cookies["muster_language"] = "en"

    address = reverse("jobs:job", args=[batch.job_id])
    html = client.get(address).content.decode()

    assert f'href="/imports/{batch.id}/">{batch.file.name}' in html
    assert "田秀兰" in html
    doors = {door.words: door for door in doors_on(read(html), address)}
    counted = {door.url: (door.number, rows_at(client, door.url)) for door in doors.values()}
    assert counted == {
        f"/imports/{batch.id}/?show=done": (2, 2),
        f"/imports/{batch.id}/?show=wrong": (3, 3),
    }


def test_an_empty_file_is_called_empty(client, clerk):
    sign_in(client, clerk.account_id)

    def said(**data):
        answer = client.post(reverse("files:new"), {"kind": KIND} | data)
        return str(answer.context["problems"]["file"][0])

    assert said(file=SimpleUploadedFile("x.xlsx", b"")) != said()


def test_a_sheet_taken_back_can_be_committed_again(client, clerk, run_job):
    batch = commit(clerk, start(clerk, people(2)), run_job)
    batch = services.ask_undo(actor=clerk, batch_id=batch.id)
    run_job(batch.job_id)
    sign_in(client, clerk.account_id)

    shown = page(client, batch)
    assert reverse("files:commit", args=[batch.id]) in shown

    batch = commit(clerk, batch, run_job)
    assert (batch.state, batch.undone_at) == (BatchState.COMMITTED, None)
    assert batch.rows.filter(undone_at__isnull=True).count() == 2


def test_an_address_with_an_unknown_unit_says_so_at_the_top(client, clerk, unit):
    sign_in(client, clerk.account_id)
    client.cookies["muster_language"] = "en"
    url = reverse("files:new") + "?kind=responders.people&option_unit_id="

    known = client.get(f"{url}{unit.id}").content.decode()
    assert f'name="option_unit_id" value="{unit.id}"' in known
    for other in (clerk.account_id, "x"):
        html = client.get(f"{url}{other}").content.decode()
        assert "is not on the register, so it was left out" in html
        assert 'name="option_unit_id"' not in html
