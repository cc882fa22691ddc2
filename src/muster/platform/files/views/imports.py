"""Pages of an import: choose a file, check it, mend it, commit it, take it back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muster.engines.sheets import WriteColumn
from muster.kernel.errors import Invalid, NotFound
from muster.kernel.imports import ImportKind
from muster.kernel.permissions import requires
from muster.platform.audit.contracts import names_of
from muster.platform.files import queries, rules, services, words
from muster.platform.files.contracts import register_title
from muster.platform.files.enums import BatchState, RowState
from muster.platform.files.kinds import kind_named, kinds_for
from muster.platform.files.preview import PreviewRow
from muster.platform.files.reading import preview_of
from muster.platform.files.services.exports import XLSX, template_of
from muster.platform.files.views.drawing import preview_context, steps_of
from muster.platform.files.views.mending import back
from muster.platform.files.views.showing import columns_of, sentence_of
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.paging import page_of, paging_of

UNIT_OPTION = "option_unit_id"
ROWS_TO_MEND = register_title("files.rows_to_mend", gettext_lazy("Rows to mend"))


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
    asked = Asked(request)
    wanted = asked.prefill("kind", _("Kind of sheet"), [k.name for k in kinds], first)
    chosen = request.POST.get("kind") or wanted
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
    _leave_out_unknown_unit(request, asked)
    options = {n: v for n, v in request.GET.items() if n.startswith("option_")}
    context = {"kinds": kinds, "chosen": chosen, "options": options, "problems": problems}
    return render(request, "files/new.html", context, status=422 if problems else 200)


def _leave_out_unknown_unit(request: Request, asked: Asked) -> None:
    """Say so where the address names a unit that is not there: its people would belong to none."""
    unit = request.GET.get(UNIT_OPTION, "").strip()
    tenant = request.actor.tenant_id
    try:
        known = not unit or (tenant and names_of("unit", tenant, {str(UUID(unit))}))
    except ValueError:
        known = False
    if not known:
        asked.leave_out(
            UNIT_OPTION,
            _(
                "The unit this address names is not on the register, so it was left out. Write the "
                "unit of each person into the sheet, or begin again from the page of the unit."
            ),
        )


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
    context: dict[str, Any] = {"batch": found, "kind": kind, "steps": steps_of(found)}
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
    context |= preview_context(request, kind, found, preview)
    context["steps"] = steps_of(found, columns_missing=bool(context["missing"]))
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
        title=ROWS_TO_MEND,
        columns=[*(WriteColumn(c.header or c.letter, 18, text=True) for c in shown),
                 WriteColumn(_("What is wrong"), 60)],
        rows=rows,
        area_code=found.area_code or services.own_area(request.actor, kind.permission),
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


def _sentences(kind: ImportKind, row: PreviewRow) -> str:
    return " ".join(sentence_of(kind, issue) for issue in row.issues)


def _download(name: str, media_type: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{urlencode({'': name})[1:]}"
    response["Cache-Control"] = "no-store"
    return response
