"""`muster sheets read` and `muster sheets map`: what a spreadsheet file holds."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from muster.delivery.cli.plan_words import gettext as _
from muster.delivery.cli.plan_words import pgettext
from muster.delivery.cli.spoken import Spoken
from muster.delivery.cli.terminal import err, out
from muster.engines.sheets import (
    SCHEMAS,
    SheetError,
    SheetReading,
    mapping_document,
    read,
    reading_document,
)
from muster.engines.sheets import Table as SheetTable

app = Spoken(help="Read a sheet and show what was understood.")

_SHOWN_ROWS = 20
_SHOWN_ISSUES = 50
FOUND_FAILURE = 1
WRONG_USE = 2

File = Annotated[Path, typer.Argument(help="xlsx, xls, xlsb, ods, csv or HTML saved as xls.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
SchemaName = Annotated[str, typer.Option("--schema", help="ledger or responders.")]


@app.command("read")
def read_file(file: File, *, as_json: AsJson = False, schema: SchemaName = "ledger") -> None:
    """Read every table of FILE: records, errors beside their cells, and where each row went."""
    reading = _read(file, schema, as_json=as_json)
    if as_json:
        _print_json(reading_document(reading))
        return
    if not any(table.fields for table in reading.tables):
        sentence = _(
            "%(file)s has no table whose columns are known for %(schema)s: it may be no sheet, "
            "or one of another kind (--schema: %(known)s)."
        )
        facts = {"file": file.name, "schema": schema, "known": ", ".join(SCHEMAS)}
        err.print(sentence % facts, style="red")
        raise typer.Exit(FOUND_FAILURE)
    for table in reading.tables:
        out.print(_records(table))
        for skipped in table.skipped:
            if skipped.recognised_as != "blank":
                rows = ", ".join(map(str, skipped.rows[:_SHOWN_ROWS]))
                out.print(f"  {skipped.recognised_as}: {rows}", style="dim")
    for issue in reading.issues[:_SHOWN_ISSUES]:
        style = "red" if issue.severity == "error" else "yellow"
        out.print(f"{issue.cell or issue.sheet} {issue.message}", style=style)
    if len(reading.issues) > _SHOWN_ISSUES:
        more = f"{len(reading.issues) - _SHOWN_ISSUES:,}"
        out.print(_("… and %(count)s more") % {"count": more}, style="dim")
    counted = reading.conservation
    sentence = _(
        "Rows: %(rows)s. Records: %(records)s, rejected: %(rejected)s, "
        "headers, titles, totals and blank rows: %(rest)s."
    )
    facts = {
        "rows": f"{counted.rows_in:,}",
        "records": f"{counted.committed:,}",
        "rejected": f"{counted.rejected:,}",
        "rest": f"{counted.recognised:,}",
    }
    out.print(sentence % facts)


@app.command("map")
def map_file(file: File, *, as_json: AsJson = False, schema: SchemaName = "ledger") -> None:
    """Say which column of FILE is which field, and how sure that is."""
    reading = _read(file, schema, as_json=as_json)
    document = mapping_document(reading)
    if as_json:
        _print_json(document)
        return
    page = Table(
        pgettext("columns of a sheet", "sheet"),
        pgettext("columns of a sheet", "column"),
        pgettext("columns of a sheet", "header"),
        pgettext("columns of a sheet", "field"),
        pgettext("columns of a sheet", "confidence"),
    )
    for column in document["columns"]:
        page.add_row(
            column["sheet"],
            column["column"],
            column["header"],
            column["field"] or "—",
            f"{column['confidence']:.2f}" if column["field"] else "",
        )
    out.print(page)


def _read(file: Path, schema: str, *, as_json: bool) -> SheetReading:
    """The reading, or a message and the exit code: 2 for a wrong call, 1 for an unreadable file."""
    if schema not in SCHEMAS:
        sentence = _("There is no schema “%(name)s”. Choose one of: %(known)s.")
        err.print(sentence % {"name": schema, "known": ", ".join(SCHEMAS)})
        raise typer.Exit(WRONG_USE)
    try:
        return read(file, SCHEMAS[schema])
    except SheetError as e:
        wrong_use = e.code == "no_such_file"
        if as_json and not wrong_use:
            error = {"field": None, "code": e.code, "message": str(e), "raw": ""}
            _print_json({"file": file.name, "tables": [], "errors": [error]})
        else:
            err.print(str(e), style="red")
        raise typer.Exit(WRONG_USE if wrong_use else FOUND_FAILURE) from e


def _records(table: SheetTable) -> Table:
    row_head = pgettext("columns of a sheet", "row")
    page = Table(
        row_head, *table.fields, title=f"{table.sheet} {table.range}", title_justify="left"
    )
    for row in table.rows[:_SHOWN_ROWS]:
        page.add_row(str(row.number), *(_shown(value) for value in row.values))
    if len(table.rows) > _SHOWN_ROWS:
        more = f"{len(table.rows) - _SHOWN_ROWS:,}"
        page.caption = _("Rows not shown: %(count)s; --json prints all") % {"count": more}
    return page


def _shown(value: object) -> str:
    if value is None:
        return ""
    return " / ".join(value) if isinstance(value, list) else str(value)


def _print_json(document: dict[str, Any]) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
