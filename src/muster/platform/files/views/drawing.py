"""What the page of an import shows of its preview: figures, choices of rows, problems, steps."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from muster.kernel.imports import ImportKind
from muster.platform.files import queries, words
from muster.platform.files.enums import BatchState, RowState
from muster.platform.files.models import Batch
from muster.platform.files.preview import Preview
from muster.platform.files.views.showing import (
    FILTERS,
    columns_of,
    rows_shown,
    sentence_of,
    shown_row,
)
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.paging import page_of, paging_of
from muster.ui.parts import Chip, Figure, Step


def preview_context(
    request: Request, kind: ImportKind, found: Batch, preview: Preview
) -> dict[str, Any]:
    """Return what the page of a preview shows; `undo` asks for the rows of one undoing."""
    asked = Asked(request)
    show = asked.one_of("show", _("Rows shown"), FILTERS) or "all"
    undo = asked.uuid("undo", _("Taken back"))
    taken = preview.of_keys(queries.taken_back(found, undo_id=undo))
    staying = preview.of_keys(queries.stayed(found, undo_id=undo))
    left = preview.of_keys(queries.stayed(found))
    rows = {"taken": taken, "stayed": staying}.get(show) or rows_shown(preview, show)
    page = page_of(request, preview.asides if show == "asides" else rows)
    tables = {table.sheet: columns_of(kind, table) for table in preview.tables}
    shown = [] if show == "asides" else list(page)
    sheet = shown[0].sheet if shown else next(iter(tables), "")
    counts = preview.counts
    ready = counts[RowState.GOOD] + counts[RowState.LOOK]
    return {
        "show": show,
        "sheet": sheet,
        "columns": tables.get(sheet, []),
        "rows": [shown_row(kind, tables[row.sheet], row) for row in shown if row.sheet == sheet],
        "asides": [(row, words.aside(row.kind)) for row in page if show == "asides"],
        "paging": paging_of(request, page),
        "page": page.number if page.number > 1 else "",
        "fields": kind.fields,
        **_editor(found, request.GET.get("edit", ""), show, page.number),
        "counts": counts,
        "ready": ready,
        "missing": _missing(preview),
        "problems": _problems(kind, found, preview),
        "figures": _figures(found, counts, ready),
        "chips": _chips(counts, show, taken=len(taken), stayed=len(staying), undo=undo),
        "staying": left[:20],
        "all_stayed": len(left) if len(left) == counts[RowState.DONE] else 0,
        "sum": _sum(counts, ready),
    }


def _missing(preview: Preview) -> list[dict[str, Any]]:
    """Return the tables that lack a required column: what is said, the fields, the columns."""
    return [
        {
            "sheet": table.sheet,
            "sentence": words.issue(
                "missing_column",
                "",
                {"labels": _(", ").join(str(spec.label) for spec in table.missing)},
            ),
            "fields": table.missing,
            "columns": table.columns,
        }
        for table in preview.tables
        if table.missing
    ]


def _problems(kind: ImportKind, found: Batch, preview: Preview) -> list[str]:
    """Say what is wrong with a whole table, such as a column that is missing."""
    labels = {field.name: str(field.label) for field in kind.fields}
    said = [words.sheet_error(found.fault["code"], {})] if found.fault else []
    for table in preview.tables:
        for issue in table.issues:
            sentence = sentence_of(kind, issue)
            label = labels.get(issue.field)
            said.append(f"{label}: {sentence}" if label else sentence)
    if not preview.rows:
        said.append(_("The sheet has column names but no rows below them."))
    return said


def _editor(found: Batch, address: str, show: str, page: int) -> dict[str, str]:
    """Return which cell is open for mending, and where its two buttons lead."""
    sheet, mark, cell = address.rpartition("!")
    number = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    row = f"{sheet}!{number}" if mark else ""
    place = {"show": show, "page": str(page), "at": f"row-{number}"}
    mend_to, leave_to = urlencode({"cell": address, **place}), urlencode({"row": row, **place})
    return {
        "editing": address,
        "mend_url": f"{reverse('files:mend', args=[found.id])}?{mend_to}",
        "leave_url": f"{reverse('files:leave_out', args=[found.id])}?{leave_to}",
    }


def _figures(found: Batch, counts: Any, ready: int) -> list[Figure]:
    here = reverse("files:batch", args=[found.id])
    again = found.state == BatchState.UNDONE
    ready_label = _("can be committed again") if again else _("ready to commit")
    figures = [Figure(ready_label, ready, f"{here}?show=ready")]
    if counts[RowState.DONE]:
        figures.append(Figure(_("committed"), counts[RowState.DONE], f"{here}?show=done"))
    figures.append(
        Figure(_("rows with errors"), counts[RowState.WRONG], f"{here}?show=wrong",
               tone="bad" if counts[RowState.WRONG] else "")
    )  # fmt: skip
    figures.append(
        Figure(_("rows to look at"), counts[RowState.LOOK], f"{here}?show=look",
               tone="warn" if counts[RowState.LOOK] else "")
    )  # fmt: skip
    if counts[RowState.KNOWN]:
        figures.append(Figure(_("already there"), counts[RowState.KNOWN], f"{here}?show=known"))
    if counts[RowState.LEFT_OUT]:
        figures.append(Figure(_("rows left out"), counts[RowState.LEFT_OUT], f"{here}?show=left"))
    figures.append(
        Figure(_("titles, headers, blank rows"), counts["recognised"], f"{here}?show=asides")
    )
    return figures


def _sum(counts: Any, ready: int) -> str:
    """Write out that the parts of the sheet make up the whole of it, each by its name."""
    parts = [
        (_("ready to commit"), ready),
        (_("committed"), counts[RowState.DONE]),
        (_("rows with errors"), counts[RowState.WRONG]),
        (_("already there"), counts[RowState.KNOWN]),
        (_("rows left out"), counts[RowState.LEFT_OUT]),
        (_("titles, headers, blank rows"), counts["recognised"]),
    ]
    return " + ".join(f"{n} {label}" for label, n in parts if n) or "0"


def _chips(counts: Any, show: str, *, taken: int, stayed: int, undo: UUID | None) -> list[Chip]:
    total = sum(counts[state] for state in RowState)
    offered = [
        ("all", _("All"), total),
        ("ready", _("Ready to commit"), counts[RowState.GOOD] + counts[RowState.LOOK]),
        ("wrong", _("With errors"), counts[RowState.WRONG]),
        ("look", _("To look at"), counts[RowState.LOOK]),
        ("known", _("Already there"), counts[RowState.KNOWN]),
        ("left", _("Left out"), counts[RowState.LEFT_OUT]),
        ("done", _("Committed"), counts[RowState.DONE]),
        ("taken", _("Taken back"), taken),
        ("stayed", _("Stayed when taken back"), stayed),
        ("asides", _("Not records"), counts["recognised"]),
    ]
    of_undo = dict.fromkeys(("taken", "stayed"), f"&undo={undo}" if undo else "")
    return [
        Chip(label, f"?show={key}{of_undo.get(key, '')}", count, chosen=key == show)
        for key, label, count in offered
        if count or key in {"all", "wrong", show}
    ]


def steps_of(found: Batch, *, columns_missing: bool = False) -> list[Step]:
    """Return the four steps of an import, and which of them it is at."""
    at = (
        1
        if columns_missing
        else {
            BatchState.READING: 0,
            BatchState.UNREADABLE: 0,
            BatchState.PREVIEW: 2,
            BatchState.COMMITTING: 3,
            BatchState.UNDONE: 3,
        }.get(BatchState(found.state), 4)
    )
    labels = (_("Read the sheet"), _("Find the columns"), _("Check the rows"), _("Commit"))
    return [
        Step(label, "done" if n < at else "doing" if n == at else "todo")
        for n, label in enumerate(labels)
    ]
