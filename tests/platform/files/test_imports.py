"""A sheet's way into the register: nothing lost or half done, all of it can be taken back."""

import pytest
from tests.platform.files.conftest import people, workbook

from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.platform.files import services, storage
from muster.platform.files.enums import BatchState, RowState
from muster.platform.files.models import Batch
from muster.platform.files.reading import preview_of
from muster.registers.responders.models import Responder

KIND = "responders.people"


def start(actor, rows, name="市统计局下沉人员名单.xlsx"):
    content = rows if isinstance(rows, bytes) else workbook(rows)
    return services.start_import(
        actor=actor, kind_name=KIND, name=name, content=content, options={}
    )


def row_at(actor, batch, number):
    return next(r for r in preview_of(actor, batch).rows if r.number == number)


def address(actor, batch, number, field):
    table = preview_of(actor, batch).tables[0]
    letter = next(c.column for c in table.columns if c.field == field)
    return f"{table.sheet}!{letter}{number}"


def commit(actor, batch, run_job):
    batch = services.ask_commit(actor=actor, batch_id=batch.id)
    run_job(batch.job_id)
    batch.refresh_from_db()
    return batch


def test_reading_a_sheet_counts_every_row(clerk, three_wrong):
    batch = start(clerk, three_wrong)

    assert batch.state == BatchState.PREVIEW
    assert batch.counts["good"] + batch.counts["look"] == 2
    assert batch.counts["wrong"] == 3
    assert batch.counts["rows_in"] == 5 + batch.counts["recognised"]


def test_the_stored_sheet_lies_sealed(clerk, three_wrong):
    batch = start(clerk, three_wrong)

    assert "王".encode() not in storage.path_of(batch.file_id).read_bytes()
    assert storage.read(batch.file_id, batch.tenant_id).startswith(b"PK")


def test_mending_a_cell_makes_its_row_ready(clerk, three_wrong):
    batch = start(clerk, three_wrong)
    wrong = row_at(clerk, batch, 6)

    services.mend_cell(
        actor=clerk,
        batch_id=batch.id,
        address=address(clerk, batch, 6, "unit"),
        value=wrong.issues[0].fix,
    )

    batch.refresh_from_db()
    assert wrong.issues[0].fix == "市统计局"
    assert row_at(clerk, batch, 6).state in {RowState.GOOD, RowState.LOOK}
    assert batch.counts["wrong"] == 2


def test_mended_text_lies_sealed(clerk, three_wrong):
    batch = start(clerk, three_wrong)

    services.mend_cell(
        actor=clerk, batch_id=batch.id, address=address(clerk, batch, 6, "unit"), value="市统计局"
    )

    raw = Batch.objects.filter(pk=batch.pk).values_list("edits", flat=True)[0]
    assert "市统计局" not in str(getattr(raw, "text", raw))


def test_commit_writes_what_is_right_and_keeps_the_rest(clerk, three_wrong, run_job):
    batch = commit(clerk, start(clerk, three_wrong), run_job)

    assert batch.state == BatchState.COMMITTED
    assert Responder.objects.visible_to(clerk).count() == 2
    assert batch.counts["wrong"] == 3
    assert batch.counts["done"] == 2


def test_rows_mended_after_a_commit_are_committed_next(clerk, three_wrong, run_job):
    batch = commit(clerk, start(clerk, three_wrong), run_job)
    services.mend_cell(
        actor=clerk, batch_id=batch.id, address=address(clerk, batch, 6, "unit"), value="市统计局"
    )

    batch = commit(clerk, batch, run_job)

    assert Responder.objects.visible_to(clerk).count() == 3
    assert batch.counts["done"] == 3


def test_row_left_out_is_not_committed_until_it_is_taken_in(clerk, run_job):
    batch = start(clerk, people(3))
    key = preview_of(clerk, batch).rows[0].key
    services.leave_out(actor=clerk, batch_id=batch.id, row_key=key)

    batch = commit(clerk, batch, run_job)
    assert Responder.objects.visible_to(clerk).count() == 2

    services.take_in(actor=clerk, batch_id=batch.id, row_key=key)
    commit(clerk, batch, run_job)
    assert Responder.objects.visible_to(clerk).count() == 3


def test_undo_takes_every_row_back(clerk, run_job):
    batch = commit(clerk, start(clerk, people(4)), run_job)

    batch = services.ask_undo(actor=clerk, batch_id=batch.id)
    run_job(batch.job_id)

    batch.refresh_from_db()
    assert batch.state == BatchState.UNDONE
    assert not Responder.objects.visible_to(clerk).exists()


def test_undo_leaves_what_somebody_changed_and_names_it(clerk, run_job):
    from muster.registers.responders.services import set_night_opt_in

    batch = commit(clerk, start(clerk, people(3)), run_job)
    changed = batch.rows.order_by("row").first()
    person = Responder.objects.get_visible(clerk, changed.became_id)
    set_night_opt_in(actor=clerk, responder_id=person.id, opt_in=not person.night_opt_in)

    batch = services.ask_undo(actor=clerk, batch_id=batch.id)
    run_job(batch.job_id)

    batch.refresh_from_db()
    assert list(Responder.objects.visible_to(clerk)) == [person]
    assert [row.row for row in batch.rows.filter(stays=True)] == [changed.row]


def test_commit_interrupted_after_a_chunk_goes_on_where_it_stopped(clerk, monkeypatch, run_job):
    from muster.platform.files.services import committing

    monkeypatch.setattr(committing, "CHUNK", 2)
    batch = services.ask_commit(actor=clerk, batch_id=start(clerk, people(7)).id)
    calls = []
    real = committing._commit_chunk

    def die_on_the_third(run, found, chunk):
        if len(calls) == 2:
            raise KeyboardInterrupt
        calls.append(chunk)
        real(run, found, chunk)

    class Run:
        actor, job_id, tenant_id = clerk, batch.job_id, clerk.tenant_id

        def progress(self, done, total, note=""):
            return None

        def result(self, **values):
            return None

    monkeypatch.setattr(committing, "_commit_chunk", die_on_the_third)
    with pytest.raises(KeyboardInterrupt):
        committing.commit_rows(Run(), batch_id=batch.id)
    assert Responder.objects.visible_to(clerk).count() == 4

    monkeypatch.setattr(committing, "_commit_chunk", real)
    committing.commit_rows(Run(), batch_id=batch.id)
    assert Responder.objects.visible_to(clerk).count() == 7
    assert batch.rows.count() == 7


def test_changing_a_column_changes_what_it_means(clerk):
    batch = start(clerk, people(2))
    table = preview_of(clerk, batch).tables[0]
    letter = next(c.column for c in table.columns if c.field == "phone")

    services.choose_column(
        actor=clerk, batch_id=batch.id, sheet=table.sheet, letter=letter, field=None
    )

    batch.refresh_from_db()
    assert "phone" not in row_at(clerk, batch, 3).values


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "not_a_sheet"),
        (b"   \n", "empty"),
        (workbook(people(1))[:-400], "damaged"),
    ],
)
def test_what_is_no_sheet_is_kept_and_says_why(clerk, content, code):
    batch = start(clerk, content, "x.xlsx")

    assert (batch.state, batch.fault["code"]) == (BatchState.UNREADABLE, code)
    assert storage.read(batch.file_id, batch.tenant_id) == content


def test_gb18030_text_is_read(clerk):
    lines = ["姓名,手机号,派出单位", "王芳,15400000001,市统计局"]

    batch = start(clerk, "\r\n".join(lines).encode("gb18030"), "名单.csv")

    assert batch.counts["wrong"] == 0
    assert row_at(clerk, batch, 2).values["name"] == "王芳"


def test_empty_upload_is_refused_at_the_field(clerk):
    with pytest.raises(Invalid) as refused:
        services.start_import(actor=clerk, kind_name=KIND, name="", content=b"", options={})

    assert list(refused.value.errors) == ["file"]


def test_commit_with_nothing_ready_is_refused(clerk):
    batch = start(clerk, [[1, "", "女", "", "", "", ""]])

    with pytest.raises(Conflict):
        services.ask_commit(actor=clerk, batch_id=batch.id)


def test_actor_of_another_unit_sees_nothing_of_it(clerk, make_actor, tenant, three_wrong):
    from muster.kernel.ids import new_id

    batch = start(clerk, three_wrong)
    other = make_actor("clerk", scope_id=new_id())

    assert not Batch.objects.visible_to(other).exists()
    with pytest.raises(NotFound):
        services.ask_commit(actor=other, batch_id=batch.id)


def test_role_that_may_not_import_is_refused(make_actor, tenant):
    with pytest.raises(NotAllowed):
        services.start_import(
            actor=make_actor("guard"), kind_name=KIND, name="x", content=b"x", options={}
        )


def test_text_that_bears_the_name_of_a_workbook_is_called_text(clerk):
    batch = start(clerk, "只是几句话，没有表格。\n第二句。\n".encode(), "名单.xlsx")

    assert batch.fault["code"] == "text_named_workbook"
    assert start(clerk, people(1)).fault == {}
