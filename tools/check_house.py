#!/usr/bin/env python3
"""Check the house rules on every file that is, or is about to be, tracked.

    python tools/check_house.py [--root FOLDER]

Prints `path:line: rule: what` for each breach and exits 1 where there is one.
"""

from __future__ import annotations

import argparse
import ast
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

from checks import Check, is_product_code
from checks.leftovers import LeftoverCheck
from checks.python_words import PythonWordsCheck, error_names
from checks.scope import ScopeCheck
from checks.sizes import SizeCheck
from checks.template_words import TemplateWordsCheck
from checks.traces import TraceCheck

ROOT = Path(__file__).resolve().parent.parent


def tracked(root: Path) -> list[PurePosixPath]:
    """Return the files git tracks or would add; outside a clone, every file not hidden."""
    git = shutil.which("git")
    if git and (root / ".git").exists():
        command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
        names = [name for name in listed.stdout.split("\0") if name and (root / name).is_file()]
    else:
        names = [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()]
    paths = (PurePosixPath(name) for name in names)
    return sorted(path for path in paths if "__pycache__" not in path.parts)


def read(root: Path, paths: list[PurePosixPath]) -> dict[PurePosixPath, str]:
    """Return the text of each file that is text."""
    texts = {}
    for path in paths:
        content = (root / path).read_bytes()
        if b"\0" not in content[:8000]:
            texts[path] = content.decode("utf-8", errors="replace")
    return texts


def checks(root: Path, texts: dict[PurePosixPath, str]) -> list[Check]:
    """Return every house rule."""
    product = {path: text for path, text in texts.items() if is_product_code(path)}
    return [
        ScopeCheck(),
        SizeCheck(),
        TemplateWordsCheck(),
        PythonWordsCheck(error_names(product)),
        TraceCheck(root),
        LeftoverCheck(),
    ]


def breaches(root: Path) -> list[str]:
    """Return one line for each breach in the tree below `root`."""
    texts = read(root, tracked(root))
    found = []
    for path in [path for path in texts if path.suffix == ".py"]:
        try:
            ast.parse(texts[path])
        except SyntaxError as error:
            found.append(f"{path}:{error.lineno}: not Python: {error.msg}")
            del texts[path]
    for check in checks(root, texts):
        for path, text in texts.items():
            if check.applies(path):
                lines = check.look(path, text)
                found += [f"{path}:{line}: {check.name}: {message}" for line, message in lines]
    return found


def main() -> int:
    """Print the breaches; 1 where there are any."""
    parser = argparse.ArgumentParser(description="Check the house rules.")
    parser.add_argument("--root", type=Path, default=ROOT)
    found = breaches(parser.parse_args().root.resolve())
    print("\n".join(found) if found else "house rules kept")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
