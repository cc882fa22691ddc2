"""Rows are read through queries, so that no list forgets who is asking."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from checks import Finding, is_product_code

MANAGERS = {"objects", "_default_manager", "_base_manager"}
# The kernel has no views: it is what scoped reading is made of.
ALLOWED = {"models", "queries", "services", "kernel"}


class ScopeCheck:
    """A view that writes `Person.objects.all()` shows every tenant's people."""

    name = "scope"
    rule = "`.objects.` stands only in models, queries and services."

    def applies(self, path: PurePosixPath) -> bool:
        """Product code outside the three layers, whether they are a file or a folder."""
        return is_product_code(path) and not ALLOWED & {path.stem, *path.parts}

    def look(self, path: PurePosixPath, text: str) -> Iterator[Finding]:
        """Find every attribute that names a manager."""
        for node in ast.walk(ast.parse(text, str(path))):
            if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
                yield Finding(node.lineno, f"{ast.unparse(node)}: ask a query or a service instead")
