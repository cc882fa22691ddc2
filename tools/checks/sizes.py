"""A file or a function that does not fit on a few screens is two."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from checks import Finding

MAX_FILE_LINES = 500
MAX_FUNCTION_LINES = 50
WRITTEN_BY_HAND = {".py", ".ts", ".js", ".css", ".html"}
NOT_OURS = {"migrations", "vendor", "dist"}


class SizeCheck:
    """Counts lines, docstrings included: what a reader has to scroll past."""

    name = "sizes"
    rule = f"A file has at most {MAX_FILE_LINES} lines, a function at most {MAX_FUNCTION_LINES}."

    def applies(self, path: PurePosixPath) -> bool:
        """Everything written by hand, tests and tools too."""
        return path.suffix in WRITTEN_BY_HAND and not NOT_OURS & set(path.parts)

    def look(self, path: PurePosixPath, text: str) -> Iterator[Finding]:
        """Count the file's lines and those of each function, from `def` to its end."""
        if (lines := len(text.splitlines())) > MAX_FILE_LINES:
            yield Finding(lines, f"{lines} lines; split the file by noun")
        if path.suffix != ".py":
            return
        for node in ast.walk(ast.parse(text, str(path))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > MAX_FUNCTION_LINES:
                    yield Finding(node.lineno, f"{node.name} has {length} lines; split it")
