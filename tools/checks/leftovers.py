"""Work is finished or it is an issue; it is not a remark in the code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from checks import Finding

# Brackets keep this file from finding itself.
REMARK = re.compile(
    r"\bTO[D]O\b|\bFIX[M]E\b|\bXX[X]\b:|NotImplement[e]d(?:Error)?\(|[Ll]orem i[p]sum"
)
READ = {".py", ".ts", ".css", ".html", ".sh", ".toml", ".md", ".yml"}


class LeftoverCheck:
    """Finds remarks that promise later work, and stubs."""

    name = "leftovers"
    rule = "No remark promises later work and nothing is a stub."

    def applies(self, path: PurePosixPath) -> bool:
        """Everything written by hand."""
        return path.suffix in READ and not {"vendor", "dist"} & set(path.parts)

    def look(self, path: PurePosixPath, text: str) -> Iterator[Finding]:
        """Find the words such remarks begin with."""
        for number, line in enumerate(text.splitlines(), 1):
            if found := REMARK.search(line):
                yield Finding(number, f"{found[0]}: finish it, or write it down as an issue")
