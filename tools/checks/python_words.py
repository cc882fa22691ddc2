"""Every sentence Python says to a person can be translated."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from checks import CHINESE, SAME_EVERYWHERE, Finding, is_product_code

# Keywords whose value is read by a person, whatever is called.
SHOWN_KEYWORDS = {
    *("label", "help_text", "verbose_name", "verbose_name_plural", "next_step", "heading"),
    *("placeholder", "empty_label", "purpose", "sentence", "caption", "hint"),
}
SHOWN_POSITIONS = {  # calls whose positional argument is read by a person
    "NavItem": (1,),
    "FieldSpec": (1,),
    "Issue": (1,),
    "Figure": (0,),
}
FOR_DEVELOPERS = {"Error", "Warning", "CheckMessage"}  # Django's system checks
MESSAGE_LEVELS = {"success", "info", "warning", "error"}
TERMINAL = PurePosixPath("src/muster/delivery/cli")
TERMINAL_ARGUMENTS: dict[str, int | None] = {
    # Calls that print, and how many of their arguments are read; None for all.
    "Table": None,
    "add_row": None,
    "add_column": 1,
    "Text": 1,
    "fail": 1,
}
CONSOLES = {"out", "err"}
WORD = re.compile(r"(?<![\w/-])[^\W\d_]{2,}")  # not an option, nor a part of an address
CHOICES = {"TextChoices", "IntegerChoices"}
# Whole modules in which Chinese in a literal is a sentence, not a header to recognise.
SPEAKING = {"views", "forms", "services", "api", "apps", "handlers", "jobs", "rules"}


class PythonWordsCheck:
    """Errors, messages, labels and choices that are plain literals reach people in English only.

    `errors` are the names of exceptions that carry a sentence to a person: MusterError and what
    derives from it anywhere (`error_names`).
    """

    name = "python words"
    rule = "A sentence for a person is wrapped in gettext where it is written."

    def __init__(self, errors: set[str]) -> None:
        self.errors = errors

    def applies(self, path: PurePosixPath) -> bool:
        """Product code; engines speak through codes."""
        return is_product_code(path) and not {"engines", "settings"} & set(path.parts)

    def look(self, path: PurePosixPath, text: str) -> Iterator[Finding]:
        """Look at calls, classes of choices and, in modules that speak, every Chinese literal."""
        tree = ast.parse(text, str(path))
        speaking = bool(SPEAKING & {path.stem, *path.parts})
        translated = _translated(tree)
        at_terminal = TERMINAL in path.parents
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield from self._call(node)
                yield from _printed(node) if at_terminal else ()
            elif isinstance(node, ast.ClassDef) and _bases(node) & CHOICES:
                yield from _choices(node)
            elif speaking and node not in translated and _is_chinese(node):
                yield _finding(node)

    def _call(self, call: ast.Call) -> Iterator[Finding]:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else _name(call.func)
        if name in FOR_DEVELOPERS:
            return
        shown = [word.value for word in call.keywords if word.arg in SHOWN_KEYWORDS]
        if name in self.errors:
            shown += call.args[:1]
        if name in MESSAGE_LEVELS and isinstance(call.func, ast.Attribute):
            shown += call.args[1:2] if _name(call.func.value) == "messages" else []
        shown += [call.args[at] for at in SHOWN_POSITIONS.get(name, ()) if at < len(call.args)]
        yield from (_finding(value) for value in shown if _is_literal(value))


def _printed(call: ast.Call) -> Iterator[Finding]:
    """Yield the words that a call of the command line prints as they stand."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else _name(call.func)
    prints = isinstance(call.func, ast.Attribute) and _name(call.func.value) in CONSOLES
    if name in TERMINAL_ARGUMENTS or (name == "print" and prints):
        shown = call.args[: TERMINAL_ARGUMENTS.get(name, 1)]
        shown += [word.value for word in call.keywords if word.arg in {"title", "footer"}]
        yield from (_finding(one) for value in shown for one in _spoken(value))


def _spoken(value: ast.expr) -> Iterator[ast.expr]:
    """Yield the literals with words in them among what an expression may become."""
    if isinstance(value, ast.IfExp):
        parts = [value.body, value.orelse]
    elif isinstance(value, ast.BoolOp):
        parts = list(value.values)
    elif isinstance(value, ast.BinOp):
        parts = [value.left, value.right] if isinstance(value.op, ast.Add) else [value.left]
    else:
        parts = []
    for part in parts:
        yield from _spoken(part)
    pieces = value.values if isinstance(value, ast.JoinedStr) else [value]
    texts = [piece.value for piece in pieces if isinstance(piece, ast.Constant)]
    if any(isinstance(text, str) and WORD.search(text) for text in texts):
        yield value


def error_names(sources: dict[PurePosixPath, str]) -> set[str]:
    """Return MusterError and every class below it, however many files lie between."""
    bases: dict[str, set[str]] = {}
    for path, text in sources.items():
        for node in ast.walk(ast.parse(text, str(path))):
            if isinstance(node, ast.ClassDef):
                bases.setdefault(node.name, set()).update(_bases(node))
    known = {"MusterError"}
    while more := {name for name, parents in bases.items() if parents & known} - known:
        known |= more
    return known


def _choices(node: ast.ClassDef) -> Iterator[Finding]:
    for statement in node.body:
        if not isinstance(statement, ast.Assign) or _name(statement.targets[0]).startswith("_"):
            continue
        value = statement.value
        if isinstance(value, ast.Constant):
            yield Finding(value.lineno, f"{ast.unparse(statement)}: a choice needs a label, _(…)")
        elif isinstance(value, ast.Tuple) and _is_literal(value.elts[-1]):
            yield _finding(value.elts[-1])


def _translated(tree: ast.AST) -> set[ast.AST]:
    """Return literals that need no gettext: those inside it, and docstrings."""
    exempt: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_gettext(node.func):
            exempt |= set(ast.walk(node))
        elif isinstance(node, ast.Expr):
            exempt.add(node.value)
    return exempt


def _is_gettext(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else _name(function)
    return name == "_" or "gettext" in name


def _is_literal(value: ast.expr) -> bool:
    if isinstance(value, ast.JoinedStr):
        return True
    text = value.value if isinstance(value, ast.Constant) else None
    return (
        isinstance(text, str)
        and any(sign.isalpha() for sign in text)
        and text not in SAME_EVERYWHERE
    )


def _is_chinese(node: ast.AST) -> bool:
    text = node.value if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and bool(CHINESE.search(text)) and text not in SAME_EVERYWHERE


def _finding(value: ast.AST) -> Finding:
    return Finding(value.lineno, f"{ast.unparse(value)[:70]} is not translated")


def _bases(node: ast.ClassDef) -> set[str]:
    return {base.attr if isinstance(base, ast.Attribute) else _name(base) for base in node.bases}


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""
