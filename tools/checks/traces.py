"""A tracked file says nothing about the machine or the network it was written on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from checks import Finding

REGISTRIES = (
    r"pypi\.org",
    r"pythonhosted\.org",
    r"registry\.npmjs",
    r"npmjs\.(?:org|com)",
    r"registry\.yarnpkg",
    r"npmmirror\.com",
    r"mirrors?\.[a-z0-9-]+\.(?:com|cn|edu)",
    r"(?:extra[-_])?index[-_]url\s*[= ]\s*\S*:/",
    r"--(?:extra-)?index-url",
    r"\bregistry\s*=\s*[\"']?https?:",
)
HOMES = (r"/Users/\w+/", r"[A-Z]:\\\\?Users\\\\?\w", r"/home/[\w-]+/(?:\.\w|src/|work/|projects/)")
BINARY = {".png", ".ico", ".woff2", ".mo", ".gz", ".xz", ".zst", ".xlsx", ".xls", ".pdf", ".zip"}


class TraceCheck:
    """Locks must work with any index, and nobody's folders belong in a public repository."""

    name = "traces"
    rule = "No tracked file names a package registry or a folder of somebody's machine."

    def __init__(self, root: Path) -> None:
        here = {f"{folder}/" for folder in (root.parent, Path.home()) if len(folder.parts) > 1}
        self.pattern = re.compile("|".join([*REGISTRIES, *HOMES, *map(re.escape, sorted(here))]))

    def applies(self, path: PurePosixPath) -> bool:
        """Every text file; third-party code keeps the addresses its authors wrote."""
        return path.suffix not in BINARY and "vendor" not in path.parts

    def look(self, path: PurePosixPath, text: str) -> Iterator[Finding]:
        """Find the first trace on each line."""
        for number, line in enumerate(text.splitlines(), 1):
            if found := self.pattern.search(line):
                yield Finding(number, f"{found[0]}: take it out")
