"""Pages of an import: choose a file, check it, mend it, commit it, take it back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muster.engines.sheets import WriteColumn
from muster.kernel.errors import Invalid, NotFound
from muster.kernel.imports import ImportKind
from muster.kernel.permissions import requires
from muster.platform.files import queries, rules, services, words
from muster.platform.files.enums import BatchState, RowState
from muster.platform.files.kinds import kind_named, kinds_for
from muster.platform.files.models import Batch
from muster.platform.files.preview import Preview, PreviewRow
from muster.platform.files.reading import preview_of
from muster.platform.files.services.exports import XLSX, template_of
from muster.platform.files.views.mending import back
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


@requires(rules.IMPORT_SHEETS)
@require_safe
def batches(request: Request) -> HttpResponse:
    """List imports, newest first."""
    page = page_of(request, queries.batches(actor=request.actor))
    rows = [(row, kind_named(row.kind)) for row in page]
    context = {"rows": rows, "paging": paging_of(request, page), "kinds": kinds_for(request.actor)}
    return render(request, "files/batches.html", context)


@requires(rules.IMPORT_SHEETS)
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Choose what kind of sheet it is, and the file."""
    kinds = kinds_for(request.actor)
    first = kinds[0].name if kinds else ""
    asked = Asked(request).prefill("kind", _("Kind of sheet"), [k.name for k in kinds], first)
    chosen = request.POST.get("kind") or asked
    problems: dict[str, list[Any]] = {}
    if request.method == "POST":
        upload = request.FILES.get("file")
        try:
            batch = services.start_import(
                actor=request.actor,
                kind_name=chosen,
                name=(upload.name if upload else None) or "",
                content=upload.read() if upload else b"",
                options={
                    name.removeprefix("option_"): value
                    for name, value in request.POST.items()
                    if name.startswith("option_")
                },
            )
        except Invalid as error:
            problems = error.errors or {"file": [error.message]}
        else:
            return redirect("files:batch", batch_id=batch.id)
    options = {n: v for n, v in request.GET.items() if n.startswith("option_")}
    context = {"kinds": kinds, "chosen": chosen, "options": options, "problems": problems}
    return render(request, "files/new.html", context, status=422 if problems else 200)


@requires(rules.IMPORT_SHEETS)
@require_safe
def batch(request: Request, batch_id: UUID) -> HttpResponse:
    """Show an import where it stands: reading, preview, progress or result."""
    return _show(request, batch_id)


def _show(request: Request, batch_id: UUID, *, unchosen: str = "") -> HttpResponse:
    """Draw the page of an import; `unchosen` is a field whose column was asked for but not said."""
    found = queries.batch(actor=request.actor, batch_id=batch_id)
    found.state = queries.state_of(found)
    kind = kind_named(found.kind)
    context: dict[str, Any] = {"batch": found, "kind": kind, "steps": _steps(found)}
    if found.state == BatchState.UNREADABLE:
        fault = found.fault
        context["fault"] = words.sheet_error(fault.get("code", ""), fault.get("params", {}))
        return render(request, "files/unreadable.html", context)
    if found.state in queries.BUSY:
        context["job"] = queries.job_of(found)
        template = (
            "files/_progress.html" if request.headers.get("HX-Request") else "files/busy.html"
        )
        return render(request, template, context)
    if request.headers.get("HX-Request") and request.GET.get("poll"):
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    preview = preview_of(request.actor, found)
    context |= _preview_context(request, kind, found, preview)
    context["steps"] = _steps(found, columns_missing=bool(context["missing"]))
    context["unchosen"] = unchosen
    return render(request, "files/batch.html", context, status=422 if unchosen else 200)


@requires(rules.IMPORT_SHEETS)
@require_POST
def column(request: Request, batch_id: UUID) -> HttpResponse:
    """Say what a column means; without a column the page asks for it."""
    field, letter = request.POST.get("field") or None, request.POST.get("letter", "")
    if field and not letter:
        return _show(request, batch_id, unchosen=field)
    services.choose_column(
        actor=request.actor,
        batch_id=batch_id,
        sheet=request.POST.get("sheet", ""),
        letter=letter,
        field=field,
    )
    return back(request, batch_id)


@requires(rules.IMPORT_SHEETS)
@require_POST
def commit(request: Request, batch_id: UUID) -> HttpResponse:
    """Commit what is right."""
    services.ask_commit(actor=request.actor, batch_id=batch_id)
    return redirect("files:batch", batch_id=batch_id)


@requires(rules.IMPORT_SHEETS)
@require_POST
def undo(request: Request, batch_id: UUID) -> HttpResponse:
    """Take the whole import back."""
    services.ask_undo(actor=request.actor, batch_id=batch_id)
    return redirect("files:batch", batch_id=batch_id)


@requires(rules.IMPORT_SHEETS)
@require_safe
def wrong_rows(request: Request, batch_id: UUID) -> HttpResponse:
    """Download the rows that have errors, as they were written, with what is wrong."""
    found = queries.batch(actor=request.actor, batch_id=batch_id)
    kind = kind_named(found.kind)
    preview = preview_of(request.actor, found)
    tables = [t for t in preview.tables if any(r.state is RowState.WRONG for r in t.rows)]
    if not tables:
        raise NotFound(_("No row of this sheet has errors."))
    table = tables[0]
    shown = columns_of(kind, table)
    rows = [
        [*(row.texts.get(c.letter, "") for c in shown), _sentences(kind, row)]
        for row in table.rows
        if row.state is RowState.WRONG
    ]
    exported = services.export_table(
        actor=request.actor,
        permission=kind.permission,
        title=_("Rows to mend"),
        columns=[*(WriteColumn(c.header or c.letter, 18, text=True) for c in shown),
                 WriteColumn(_("What is wrong"), 60)],
        rows=rows,
        area_code=found.area_code,
    )  # fmt: skip
    return _download(exported.name, exported.media_type, exported.content)


@requires(rules.IMPORT_SHEETS)
@require_safe
def template(request: Request, kind_name: str) -> HttpResponse:
    """Download an empty sheet with the right headers."""
    kind = kind_named(kind_name)
    title = str(kind.label)
    headers = [str(field.label) for field in kind.fields]
    content = template_of(title=title, headers=headers, language=request.LANGUAGE_CODE)
    return _download(f"{title}.xlsx", XLSX, content)


def _preview_context(
    request: Request, kind: ImportKind, found: Batch, preview: Preview
) -> dict[str, Any]:
    show = Asked(request).one_of("show", _("Rows shown"), FILTERS) or "all"
    taken = preview.of_keys(queries.taken_back(found))
    staying = preview.of_keys(queries.stayed(found))
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
        "problems": _problems(kind, preview),
        "figures": _figures(found, counts, ready),
        "chips": _chips(counts, show, taken=len(taken), stayed=len(staying)),
        "staying": staying[:20],
        "all_stayed": len(staying) if len(staying) == counts[RowState.DONE] else 0,
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


def _problems(kind: ImportKind, preview: Preview) -> list[str]:
    """Say what is wrong with a whole table, such as a column that is missing."""
    labels = {field.name: str(field.label) for field in kind.fields}
    said = []
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


def _chips(counts: Any, show: str, *, taken: int, stayed: int) -> list[Chip]:
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
    return [
        Chip(label, f"?show={key}", count, chosen=key == show)
        for key, label, count in offered
        if count or key in {"all", "wrong", show}
    ]


def _steps(found: Batch, *, columns_missing: bool = False) -> list[Step]:
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


def _sentences(kind: ImportKind, row: PreviewRow) -> str:
    return " ".join(sentence_of(kind, issue) for issue in row.issues)


def _download(name: str, media_type: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{urlencode({'': name})[1:]}"
    response["Cache-Control"] = "no-store"
    return response
