"""Sheets: what a spreadsheet file holds, cell by cell, and which rows can be trusted.

Reads .xlsx, .xls, .xlsb, .ods, delimited text and HTML saved as .xls; finds tables and headers,
proposes which column is which field of a schema, reads the cells, and accounts for every row.
Writes tables for people. Knows nothing of databases, web pages or who may see what.
"""

from muster.engines.sheets.document import issue_document, mapping_document, reading_document
from muster.engines.sheets.errors import ERROR_MESSAGES, SheetError
from muster.engines.sheets.fields import LEDGER, SCHEMAS
from muster.engines.sheets.issues import ISSUE_MESSAGES, CellIssue, Problem
from muster.engines.sheets.mapping import Column
from muster.engines.sheets.reading import (
    Conservation,
    SheetReading,
    Skipped,
    Table,
    read,
)
from muster.engines.sheets.responder_fields import RESPONDERS
from muster.engines.sheets.rows import As, Row, RowReader
from muster.engines.sheets.schema import FieldSpec, Kind, Schema
from muster.engines.sheets.sniff import Format, sniff
from muster.engines.sheets.values import Parsed, Value, parse_cell
from muster.engines.sheets.writing import WriteColumn, write_csv, write_table

__all__ = [
    "ERROR_MESSAGES",
    "ISSUE_MESSAGES",
    "LEDGER",
    "RESPONDERS",
    "SCHEMAS",
    "As",
    "CellIssue",
    "Column",
    "Conservation",
    "FieldSpec",
    "Format",
    "Kind",
    "Parsed",
    "Problem",
    "Row",
    "RowReader",
    "Schema",
    "SheetError",
    "SheetReading",
    "Skipped",
    "Table",
    "Value",
    "WriteColumn",
    "issue_document",
    "mapping_document",
    "parse_cell",
    "read",
    "reading_document",
    "sniff",
    "write_csv",
    "write_table",
]
