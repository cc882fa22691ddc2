"""Kernels that are kept are renewed when what they are made of changes, and at no other time."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import muster.engines.planner

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

WARM = """
import sys

from numba.core.dispatcher import Dispatcher

from muster.engines.planner.warm import warm

warm()
kernels = {
    kernel
    for name, module in sys.modules.items()
    if name.startswith("muster.engines.planner.")
    for kernel in vars(module).values()
    if isinstance(kernel, Dispatcher)
}
assert sum(sum(kernel.stats.cache_hits.values()) for kernel in kernels) > 4
print([kernel.__name__ for kernel in kernels if kernel.stats.cache_misses])
"""


def run(folder, *words):
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(PLANNER.parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def kept(folder):
    return {file: file.stat().st_mtime_ns for file in folder.glob("__pycache__/*.nb[ic]")}


def test_caller_is_compiled_anew_when_the_text_of_its_callee_changes_and_not_when_its_time_does(
    tmp_path,
):
    (tmp_path / "caller.py").write_text(CALLER)
    (tmp_path / "callee.py").write_text(CALLEE.format(added=1))
    first, made = run(tmp_path, "caller.py"), kept(tmp_path)
    for file in tmp_path.glob("*.py"):
        os.utime(file, (1, 1))
    (tmp_path / "other.py").write_text("")
    again, left = run(tmp_path, "caller.py"), kept(tmp_path)
    (tmp_path / "callee.py").write_text(CALLEE.format(added=10))

    assert (first, again, run(tmp_path, "caller.py")) == ("2", "2", "11")
    assert made
    assert left == made


def test_a_second_process_compiles_nothing(tmp_path):
    compiled_now = run(tmp_path, "-c", WARM)
    if compiled_now != "[]":  # somebody changed a kernel a moment ago
        compiled_now = run(tmp_path, "-c", WARM)

    assert compiled_now == "[]"


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
            where, _, name = taken.rpartition(".")
            beside = where == own and source.with_name(f"{name}.py").exists()
            if taken.startswith("muster.") and not beside and name != "compiled":
                outside.append((source.name, taken))

    assert outside == []
