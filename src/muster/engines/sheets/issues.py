"""What is wrong with one cell, one row or one table; the sentence is chosen by code."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]
Params = Mapping[str, str | int]
NO_PARAMS: Params = {}

#: English sentence of every code: what happened and what to do. Callers translate by code.
ISSUE_MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "required": "This cell must not be empty. Fill it in.",
        "missing_column": "No column for “{field}” was found. Choose its column or add one.",
        "row_without_identity": (
            "The row names nobody: it needs one of {fields}. Fill one in or remove the row."
        ),
        "too_long": "The text is longer than {limit} characters. Shorten it.",
        "truncated_number": (
            "The spreadsheet cut this number; the missing digits cannot be guessed. "
            "Enter all 18 characters as text."
        ),
        "id_length": "An identity number has 15 or 18 characters; this has {length}. Correct it.",
        "id_checksum": "The check character does not fit: a digit is mistyped. Compare the card.",
        "id_area": "The identity number begins with no known area. Compare the card.",
        "id_date": "The birth date inside the identity number does not exist. Compare the card.",
        "id_unreadable": "This is not an identity number. Enter the number from the card.",
        "masked": "Part of the value is hidden by asterisks. Enter it in full.",
        "phone_unreadable": (
            "“{part}” is not a telephone number. Enter 11 digits, or area code and number."
        ),
        "date_unreadable": "This is not a date. Write it as 2022-03-01.",
        "date_impossible": "This day does not exist. Write it as 2022-03-01.",
        "date_incomplete": "The day or month is missing. Write it as 2022-03-01.",
        "date_without_year": "The year is missing. Write it as 2022-03-01.",
        "date_ambiguous": "Day and month cannot be told apart. Write it as 2022-03-01.",
        "date_two_digit_year": "The year has two digits; it was read as {year}. Check it.",
        "date_out_of_range": "The date {value} lies outside what is possible here. Check it.",
        "date_lunar": "This is a lunar date. Enter the date of the common calendar.",
        "year_from_title": "The year is missing; {year} was taken from the title. Check it.",
        "not_an_integer": "This is not a whole number. Enter digits only.",
        "not_a_number": "This is not a number. Enter digits only.",
        "out_of_range": "The number must lie between {low} and {high}. Correct it.",
        "temperature_unreadable": "This is not a temperature. Enter it in °C, such as 36.5.",
        "sex_unreadable": "Write 男 or 女.",
        "tick_unreadable": "Write 是 or 否.",
        "choice_unknown": "“{value}” is not one of the choices: {choices}. Choose one of them.",
        "several_choices": "More than one choice is ticked. Leave one.",
        "duplicate": "The same value stands in row {other}. Remove one of the two.",
        "duplicate_other_name": (
            "Row {other} gives the same value under another name. "
            "Compare the card and correct the value, or leave out the row that is wrong."
        ),
        "birth_date_differs": (
            "The birth date differs from the identity number ({value}). Check both."
        ),
        "sex_differs": "The sex differs from the identity number. Check both.",
        "formula_error": "The formula gives {value}. Replace it by the value itself.",
        "formula_without_value": (
            "The formula was saved without its result. Open the file, let it calculate and save it."
        ),
        "sheet_without_table": "Sheet “{sheet}” has no line with column names and was left out.",
        "no_known_column": "None of the column names is known. Choose what each column means.",
    }
)


class Problem(NamedTuple):
    """Why a cell could not be taken as it stands (a warning keeps the value)."""

    code: str
    params: Params = NO_PARAMS
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class CellIssue:
    """A problem with its place: `row` counts from 1, `column` is a letter; 0 and "" mean the whole.

    `raw` is the cell as the sheet shows it, `field` the schema's field name or "".
    """

    sheet: str
    row: int
    column: str
    field: str
    code: str
    params: Params = dataclasses.field(default_factory=dict)
    raw: str = ""
    severity: Severity = "error"

    @property
    def cell(self) -> str:
        """The address as a spreadsheet writes it (`Sheet1!D7`), or "" without row and column."""
        return f"{self.sheet}!{self.column}{self.row}" if self.row and self.column else ""

    @property
    def message(self) -> str:
        """The English sentence."""
        return ISSUE_MESSAGES[self.code].format(**{"field": self.field, **self.params})
