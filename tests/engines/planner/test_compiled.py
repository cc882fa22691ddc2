"""Kernels that are kept are renewed when anything in their folder changes."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import muster.engines.planner
from muster.engines.planner.compiled import stamp_of

PLANNER = Path(muster.engines.planner.__file__).parent
CALLEE = """
from muster.engines.planner.compiled import compiled

@compiled()
def inner(x):
    return x + {added}
"""
CALLER = """
from callee import inner
from muster.engines.planner.compiled import compiled

@compiled()
def outer(x):
    return inner(x)

if __name__ == "__main__":
    print(outer(1))
"""


def test_caller_is_compiled_anew_when_the_file_of_its_callee_changes(tmp_path):
    (tmp_path / "caller.py").write_text(CALLER)
    said = []
    for added in (1, 10):
        (tmp_path / "callee.py").write_text(CALLEE.format(added=added))
        done = subprocess.run(
            [sys.executable, "caller.py"],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(PLANNER.parents[2])},
            capture_output=True,
            text=True,
            check=True,
        )
        said.append(done.stdout.strip())

    assert said == ["2", "11"]
    assert list(tmp_path.glob("__pycache__/*.nbi"))


def test_stamp_is_of_names_and_contents(tmp_path):
    (tmp_path / "a.py").write_text("x = 1")
    before = stamp_of(tmp_path)
    stamp_of.cache_clear()
    (tmp_path / "a.py").rename(tmp_path / "b.py")

    assert stamp_of(tmp_path) != before


def test_kernels_take_nothing_from_other_folders():
    """Else what they take could change without the stamp."""
    outside = []
    for source in PLANNER.rglob("*.py"):
        text = source.read_text()
        if "@compiled(" not in text or source.name == "compiled.py":
            continue
        own = ".".join(("muster", "engines", "planner", *source.relative_to(PLANNER).parts[:-1]))
        for node in ast.walk(ast.parse(text)):
            taken = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            known = (own, "muster.engines.planner.compiled")
            if taken.startswith("muster.") and not taken.startswith(known):
                outside.append((source.name, taken))

    assert outside == []
