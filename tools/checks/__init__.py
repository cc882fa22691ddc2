"""House rules that linters cannot say. Each check reads one file at a time and is a few lines long.

To add one: a class with `name`, `rule`, `applies` and `look` in a module here, its line in
`tools/check_house.py`, a good and a bad sample in `tests/house/test_checks.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple, Protocol

CHINESE = re.compile(r"[\u3400-\u9fff]")
# Names that are the same in every language.
SAME_EVERYWHERE = {"Muster", "集结", "集結", "English", "简体", "繁體", "简体中文", "繁體中文"}
PRODUCT = PurePosixPath("src/muster")


class Finding(NamedTuple):
    """A line that breaks a rule, and why, in one sentence."""

    line: int
    message: str


class Check(Protocol):
    """One rule. `path` is relative to the root of the repository."""

    name: str
    rule: str

    def applies(self, path: PurePosixPath) -> bool:
        """Say whether the rule speaks about this file."""

    def look(self, path: PurePosixPath, text: str) -> Iterator[Finding]:
        """Yield what breaks the rule in the file's text."""


def is_product_code(path: PurePosixPath) -> bool:
    """Return true for Python that ships, migrations left out: Django writes those."""
    return path.suffix == ".py" and PRODUCT in path.parents and "migrations" not in path.parts
