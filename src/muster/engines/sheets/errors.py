"""What makes a whole file unreadable: typed, so that every screen says it in its language."""

from collections.abc import Mapping
from types import MappingProxyType

#: English sentence of every code; the codes are the contract, the sentences a default.
ERROR_MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "empty": "The file holds nothing. Choose the file again, or save it once more and retry.",
        "not_a_sheet": (
            "This is not a sheet but {found}. Save the table as .xlsx or .csv and choose that file."
        ),
        "unsupported_format": (
            "{found} cannot be read. Open it in a spreadsheet program and save it as .xlsx."
        ),
        "damaged": "The file is damaged. Open it in a spreadsheet program and save it as .xlsx.",
        "encrypted": "The workbook has a password. Save a copy without it and choose that copy.",
        "zip_bomb": (
            "Unpacked, the file would take more than {limit_mb} MB. "
            "Copy the rows you need into a new sheet."
        ),
        "too_big": "The file is larger than {limit_mb} MB. Split it into several files.",
        "too_many_rows": (
            "Sheet “{sheet}” has more than {limit:,} rows. "
            "Split it into files of at most {limit:,} rows."
        ),
        "too_many_cells": (
            "The sheets have more than {limit:,} filled cells. "
            "Split the file, or delete columns you do not need."
        ),
        "too_many_columns": (
            "Sheet “{sheet}” has more than {limit:,} columns. Delete columns you do not need."
        ),
        "undecodable": ("The text is in no known encoding. Save it as .xlsx, or as .csv in UTF-8."),
        "no_header": (
            "No line with column names was found. "
            "Put the column names (such as 姓名, 电话) above the first row."
        ),
        "too_slow": "Reading took too long and was stopped. Save the file as .xlsx and try again.",
        "no_such_file": "There is no file “{path}” that can be read. Check the path.",
    }
)


class SheetError(Exception):
    """A file that cannot be read at all.

    `code` is a key of `ERROR_MESSAGES`, `params` fill its sentence; callers translate by code.
    """

    def __init__(self, code: str, **params: str | int) -> None:
        self.code = code
        self.params = params
        super().__init__(ERROR_MESSAGES[code].format(**params))
