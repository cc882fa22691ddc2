"""Files of `muster plan`: instances and plans as JSON or workbooks, and faults in them."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from muster.delivery.cli.plan_words import gettext as _
from muster.delivery.cli.plan_words import pgettext, said
from muster.delivery.cli.terminal import WRONG_USE, err, fail

_ZIPPED = b"PK"  # how a workbook begins


def read_given(path: Path) -> Any:
    """Return the Instance in a file; print every fault of it and leave with exit code 2."""
    from muster.engines.planner.reading import read_instance

    content = path.read_bytes()
    with faults_shown(path):
        if content.startswith(_ZIPPED):
            from muster.engines.planner.workbook import workbook_to_instance

            return workbook_to_instance(content)
        return read_instance(content)


@contextmanager
def faults_shown(path: Path) -> Iterator[None]:
    """Print every fault of the file at `path` and leave with exit code 2."""
    from muster.engines.planner.reading import InstanceFaults

    try:
        yield
    except InstanceFaults as faults:
        for fault in faults.faults:
            where = fault.path or path.name
            err.print(f"{where}: {said(fault)}", style="red", soft_wrap=True)
        if faults.more:
            err.print(_("… and %(count)s more") % {"count": faults.more}, style="dim")
        raise typer.Exit(WRONG_USE) from None


def made_plan(path: Path, given: Any) -> Any:
    """Return the Plan in a file; print its faults and leave with exit code 2."""
    from muster.engines.planner.reading import read_plan

    content = path.read_bytes()
    with faults_shown(path):
        if content.startswith(_ZIPPED):
            from muster.engines.planner.workbook import workbook_to_plan

            return workbook_to_plan(content, given)
        return read_plan(content, given)


def plan_document(path: Path, given: Any) -> dict[str, Any]:
    """Return the plan in a file, as a JSON reader makes it; print its faults and leave with 2."""
    import msgspec

    made = made_plan(path, given)
    if is_zipped(path):
        document: dict[str, Any] = msgspec.to_builtins(made)
        return document
    document = json_of(path)
    if not document.keys() & {"assignment", "roster"}:
        sentence = _("%(path)s is no plan: it has neither an assignment nor a roster.")
        fail(sentence % {"path": path})
    return document


def is_zipped(path: Path) -> bool:
    """Whether the file is a workbook by what is in it."""
    with path.open("rb") as file:
        return file.read(len(_ZIPPED)) == _ZIPPED


def made_for_another(document: dict[str, Any], given: Any) -> bool:
    """Whether the plan names the instance that it was made for, and it is not this one."""
    from muster.engines.planner.reading import instance_hash

    meta = document.get("meta")
    named = meta.get("instance") if isinstance(meta, dict) else None
    return isinstance(named, str) and named != instance_hash(given)


def is_workbook(path: Path) -> bool:
    """Whether a file is to be a workbook, by its ending."""
    return path.suffix.casefold() == ".xlsx"


def write_plan(
    path: Path,
    given: Any,
    plan: Any,
    document: dict[str, Any],
    report: Any,
    *,
    as_workbook: bool = False,
) -> None:
    """Write a plan as JSON, or, where asked or by its ending, as a workbook."""
    if not (as_workbook or is_workbook(path)):
        put(path, json.dumps(document, ensure_ascii=False).encode())
        return
    from muster.engines.planner.workbook import WORDS, TooLargeForAWorkbook, plan_to_workbook

    words = {code: pgettext("workbook", word) for code, word in WORDS.items()}
    try:
        content = plan_to_workbook(given, plan, report, words)
    except TooLargeForAWorkbook as error:
        sentence = _(
            "The plan is too large for a workbook (%(error)s). Give --out a name ending in .json."
        )
        fail(sentence % {"error": error})
    put(path, content)


def put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; a link is followed, and a device just written to."""
    path = path.resolve()
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    draft = path.with_name(path.name + ".part")
    draft.write_bytes(content)
    draft.replace(path)


def ready(*paths: Path | None) -> None:
    """Leave with exit code 2 where a file could not be written: before the work, not after it."""
    for path in filter(None, paths):
        if path.is_dir() or not os.access(path.parent, os.W_OK):
            sentence = _(
                "Nothing can be written to %(path)s. Give the name of a file in a folder of yours."
            )
            fail(sentence % {"path": path})


def facts_in(path: Path, given: Any) -> Any:
    """Return an instance as the validator takes it: the file as any JSON reader parses it.

    Of a workbook there is only what was read from its sheets.
    """
    import msgspec

    content = path.read_bytes()
    if content.startswith(_ZIPPED):
        return msgspec.json.decode(msgspec.json.encode(given))
    return msgspec.json.decode(content.decode("utf-8-sig"))


def json_of(path: Path) -> Any:
    """Return the JSON in a file; leave with exit code 2 where it is none."""
    try:
        return json.loads(path.read_bytes())
    except ValueError as error:
        fail(_("%(path)s is no JSON: %(error)s.") % {"path": path, "error": error})
