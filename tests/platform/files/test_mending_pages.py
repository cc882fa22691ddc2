"""Mending on a small screen and a wide one: what was typed is kept, and so is the place."""

import pytest
from django.urls import reverse
from tests.platform.files.conftest import people
from tests.platform.files.test_import_pages import page, phone_entry, sign_in
from tests.platform.files.test_imports import address, row_at, start

from muster.platform.files.enums import RowState


@pytest.fixture
def row_of_three(clerk):
    """A sheet whose first row is wrong in three cells."""
    rows = people(3)
    rows[0][3], rows[0][4], rows[0][5] = "12010119880230", "154", "市统记局"
    return start(clerk, rows), rows[0]


def test_a_row_is_mended_by_one_form_on_a_phone(client, clerk, row_of_three):
    batch, _row = row_of_three
    sign_in(client, clerk.account_id)
    cells = [address(clerk, batch, 3, field) for field in ("id_number", "phone", "unit")]
    was = ["12010119880230", "154", "市统记局"]

    entry = phone_entry(page(client, batch), 3)
    assert entry.count("<form") == 1
    assert [f'name="cell" value="{cell}"' in entry for cell in cells] == [True] * 3

    answer = client.post(
        reverse("files:mend", args=[batch.id]),
        {"cell": cells, "was": was, "value": [was[0], "15400000077", "市统计局"], "at": "entry-3"},
    )

    assert answer["Location"].endswith("#entry-3")
    [left] = row_at(clerk, batch_now(batch), 3).issues
    assert left.field == "id_number"


def test_what_was_typed_stays_when_a_proposal_is_taken(client, clerk, row_of_three):
    batch, _row = row_of_three
    sign_in(client, clerk.account_id)
    phone, unit = (address(clerk, batch, 3, field) for field in ("phone", "unit"))
    url = reverse("files:mend", args=[batch.id])

    client.post(
        f"{url}?fix={unit}",
        {"cell": [phone, unit], "was": ["154", "市统记局"], "value": ["15400000077", "市统记局"],
         "proposal": "市统计局"},
    )  # fmt: skip

    assert {issue.field for issue in row_at(clerk, batch_now(batch), 3).issues} == {"id_number"}


def test_a_masked_cell_that_nobody_touched_is_not_written(client, clerk):
    rows = people(2)
    batch = start(clerk, rows)
    sign_in(client, clerk.account_id)
    number = address(clerk, batch, 3, "id_number")

    client.post(reverse("files:mend", args=[batch.id]), {"cell": number, "was": "", "value": ""})

    assert row_at(clerk, batch_now(batch), 3).state is RowState.GOOD


def test_a_masked_cell_can_be_emptied_on_a_phone(client, clerk):
    rows = people(2)
    rows[1][3] = rows[0][3]
    batch = start(clerk, rows)
    sign_in(client, clerk.account_id)
    number = address(clerk, batch, 4, "id_number")

    entry = phone_entry(page(client, batch), 4)
    assert f'name="clear" value="{number}"' in entry
    client.post(
        reverse("files:mend", args=[batch.id]),
        {"cell": number, "was": "", "value": "", "clear": number},
    )

    row = row_at(clerk, batch_now(batch), 4)
    assert row.values.get("id_number") is None
    assert row.state is not RowState.WRONG


def test_a_warning_can_be_mended_on_a_phone(client, clerk):
    rows = people(2)
    rows[0][6] = "也许"
    batch = start(clerk, rows)
    sign_in(client, clerk.account_id)

    answer = client.get(reverse("files:batch", args=[batch.id]))

    look = [row for row in answer.context["rows"] if row.state == "look"]
    assert look, "the sheet was to have a row to look at"
    for row in look:
        entry = phone_entry(answer.content.decode(), row.number)
        assert entry.count('name="value"') == sum(bool(cell.issues) for cell in row.cells)


def test_after_the_last_cell_of_a_row_the_next_wrong_row_is_at_hand(client, clerk, three_wrong):
    batch = start(clerk, three_wrong)
    sign_in(client, clerk.account_id)

    answer = client.post(
        reverse("files:mend", args=[batch.id]),
        {"cell": address(clerk, batch, 4, "id_number"), "value": people(9)[8][3],
         "show": "wrong", "at": "row-4"},
    )  # fmt: skip

    assert answer["Location"].endswith("?show=wrong#row-5")


def test_the_editor_names_the_column_and_what_is_wrong(client, clerk, three_wrong):
    batch = start(clerk, three_wrong)
    sign_in(client, clerk.account_id)
    client.cookies["muster_language"] = "en"

    html = page(client, batch, edit=address(clerk, batch, 4, "id_number"))

    editor = html[html.index('class="cell-editor"') :].split("</form>")[0]
    assert "Identity number" in editor
    assert "birth date inside the identity number does not exist" in editor


def test_a_wide_sheet_scrolls_by_the_keyboard_and_names_the_column(client, clerk, three_wrong):
    batch = start(clerk, three_wrong)
    sign_in(client, clerk.account_id)
    client.cookies["muster_language"] = "en"

    html = page(client, batch)

    scroller = html[html.index("list-scroll") :].split(">")[0]
    assert 'tabindex="0"' in scroller
    assert "aria-label=" in scroller
    assert '<strong class="second">Identity number</strong>' in html


def test_the_sum_of_the_rows_names_each_of_its_terms(client, clerk, three_wrong):
    batch = start(clerk, three_wrong)
    sign_in(client, clerk.account_id)
    client.cookies["muster_language"] = "en"

    total = client.get(reverse("files:batch", args=[batch.id])).context["sum"]

    terms = [term.split(" ", 1) for term in total.split(" + ")]
    assert sum(int(n) for n, _label in terms) == batch.counts["rows_in"]
    assert [label for _n, label in terms] == [
        "ready to commit",
        "rows with errors",
        "titles, headers, blank rows",
    ]


def batch_now(batch):
    batch.refresh_from_db()
    return batch
