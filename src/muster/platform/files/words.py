"""What the sheet engine's codes say to people, in their language."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_noop as _
from opencc import OpenCC

from muster.engines.text import fold
from muster.kernel.imports import FieldSpec
from muster.ui.marks import count

SHEET_ERRORS = {
    "empty": _("The file holds nothing. Choose the file again, or save it once more and retry."),
    "not_a_sheet": _(
        "This is not a sheet but something else (%(found)s). "
        "Save the table as .xlsx or .csv and choose that file."
    ),
    "unsupported_format": _(
        "This format (%(found)s) cannot be read. "
        "Open it in a spreadsheet program and save it as .xlsx."
    ),
    "damaged": _("The file is damaged. Open it in a spreadsheet program and save it as .xlsx."),
    "encrypted": _("The workbook has a password. Save a copy without it and choose that copy."),
    "zip_bomb": _(
        "Unpacked, this file grows far beyond any sheet. Copy the rows you need into a new sheet."
    ),
    "too_big": _("The file is larger than %(limit_mb)s MB. Split it into several files."),
    "too_many_rows": _(
        "Sheet %(sheet)s has more than %(limit)s rows. Split it into files of at most that many."
    ),
    "too_many_cells": _(
        "The sheets have more than %(limit)s filled cells. "
        "Split the file, or delete columns you do not need."
    ),
    "too_many_columns": _(
        "Sheet %(sheet)s has more than %(limit)s columns. Delete columns you do not need."
    ),
    "undecodable": _("The text is in no known encoding. Save it as .xlsx, or as .csv in UTF-8."),
    "no_header": _(
        "No line with column names was found. "
        "Put the column names (such as name, phone) above the first row."
    ),
    "text_named_workbook": _(
        "This is plain text that only bears the name of a workbook, and its columns are unknown. "
        "Open the list in a spreadsheet program, save it as .xlsx and choose that file."
    ),
    "too_slow": _("Reading took too long and was stopped. Save the file as .xlsx and try again."),
    "no_such_file": _("There is no such file that can be read. Choose it again."),
}
OTHER_FILES = {
    "a PDF document": _("a PDF document"),
    "a picture": _("a picture"),
    "a picture or recording": _("a picture or recording"),
    "an archive": _("an archive"),
    "a program": _("a program"),
    "a text document": _("a text document"),
    "a database": _("a database"),
    "a presentation": _("a presentation"),
    "a binary file": _("a binary file"),
    "a web page without a table": _("a web page without a table"),
    "an XML file": _("an XML file"),
    "An XML spreadsheet of 2003": _("an XML spreadsheet of 2003"),
}
ASIDES = {
    "title": _("Title"),
    "header": _("Column names"),
    "blank": _("Blank row"),
    "total": _("Total"),
    "footer": _("Foot of the table"),
    "section": _("Heading inside the table"),
    "note": _("Note"),
    "sheet": _("Sheet without a table"),
}
"""What a row that is no record was recognised as."""
CELL_ISSUES = {
    "required": _("This cell must not be empty. Fill it in."),
    "missing_column": _("No column for: %(labels)s. Choose one."),
    "row_without_identity": _("The row names nobody. Fill in the name, or leave the row out."),
    "too_long": _("The text is longer than %(limit)s characters. Shorten it."),
    "truncated_number": _(
        "The spreadsheet cut this number; it cannot be guessed. Enter all 18 characters."
    ),
    "id_length": _("An identity number has 18 characters; this has %(length)s. Correct it."),
    "id_checksum": _("The check character does not fit: a digit is mistyped. Compare the card."),
    "id_area": _("The identity number begins with no known area. Compare the card."),
    "id_date": _("The birth date inside the identity number does not exist. Compare the card."),
    "id_unreadable": _("This is not an identity number. Enter the number from the card."),
    "masked": _("Part of the value is hidden by asterisks. Enter it in full."),
    "phone_unreadable": _("%(part)s is not a telephone number. Enter 11 digits."),
    "date_unreadable": _("This is not a date. Write year, month and day, such as 1980-03-01."),
    "date_impossible": _("This day does not exist. Write year, month and day, such as 1980-03-01."),
    "date_incomplete": _(
        "The day or month is missing. Write year, month and day, such as 1980-03-01."
    ),
    "date_without_year": _("The year is missing. Write year, month and day, such as 1980-03-01."),
    "date_ambiguous": _(
        "Day and month cannot be told apart. Write year, month and day, such as 1980-03-01."
    ),
    "date_two_digit_year": _("The year has two digits; it was read as %(year)s. Check it."),
    "date_out_of_range": _("The date %(value)s lies outside what is possible here. Check it."),
    "date_lunar": _("This is a lunar date. Enter the date of the common calendar."),
    "year_from_title": _("The year is missing; %(year)s was taken from the title. Check it."),
    "not_an_integer": _("This is not a whole number. Enter digits only."),
    "not_a_number": _("This is not a number. Enter digits only."),
    "out_of_range": _("The number must lie between %(low)s and %(high)s. Correct it."),
    "temperature_unreadable": _("This is not a temperature. Enter it in °C, such as 36.5."),
    "sex_unreadable": _("Write male or female."),
    "tick_unreadable": _("Write yes or no."),
    "choice_unknown": _("%(value)s is not one of the choices: %(choices)s. Choose one of them."),
    "several_choices": _("More than one choice is ticked. Leave one."),
    "duplicate": _("The same value stands in row %(other)s. Remove one of the two."),
    "duplicate_other_name": _(
        "Row %(other)s gives the same value under another name. "
        "Compare the card and correct the value, or leave out the row that is wrong."
    ),
    "birth_date_differs": _(
        "The birth date differs from the identity number (%(value)s). Check it."
    ),
    "sex_differs": _("The sex differs from the identity number. Check both."),
    "formula_error": _("The formula gives %(value)s. Replace it by the value itself."),
    "formula_without_value": _(
        "The formula was saved without its result. Open the file, let it calculate and save it."
    ),
    "sheet_without_table": _("Sheet %(sheet)s has no line with column names and was left out."),
}


def sheet_error(code: str, params: Mapping[str, Any]) -> str:
    """Return why a file cannot be read."""
    found = params.get("found")
    if isinstance(found, str) and found in OTHER_FILES:
        params = {**params, "found": translate(OTHER_FILES[found])}
    return _say(SHEET_ERRORS.get(code, code), params)


def issue(code: str, sentence: str, params: Mapping[str, Any]) -> str:
    """Return what is wrong with a cell; `sentence` is the package's own words for its codes."""
    return _say(CELL_ISSUES.get(code) or sentence or code, params)


def choices(field: FieldSpec) -> str:
    """Return what a cell may say, as the reader calls it with the word of the sheet beside it."""
    named = []
    for key, spellings in field.choices.items():
        label = str(field.choice_labels.get(key, ""))
        written = _in_script(spellings[0] if spellings else key)
        if label and fold(label) != fold(written):
            both = translate(_("%(label)s (%(written)s)"))
            named.append(both % {"label": label, "written": written})
        else:
            named.append(label or written)
    return translate(_(", ")).join(named)


def _in_script(word: str) -> str:
    """Return a word of a sheet in the reader's script; sheets are read in both."""
    if (get_language() or "").lower() == "zh-hant":
        return str(_traditional().convert(word))
    return word


@cache
def _traditional() -> OpenCC:
    return OpenCC("s2tw")


def aside(kind: str) -> str:
    """Return what a row that is no record was recognised as."""
    return translate(ASIDES[kind])


def _say(sentence: str, params: Mapping[str, Any]) -> str:
    text = translate(sentence)
    if isinstance(limit := params.get("limit"), int):
        params = {**params, "limit": count(limit)}
    try:
        return text % params if params else text
    except (KeyError, ValueError):
        return text
