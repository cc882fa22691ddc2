"""The one way kernels are compiled: kept beside the sources, and renewed when their text changes.

numba renews what it keeps of a function when the function's own file has another time, and not when
a file changes whose functions or constants it took in. So the stamp of a kernel is made of what
stands in its file and in those of its folder that this imports; kernels take nothing from other
folders. A copied, touched or newly checked out file costs nothing.
"""

import hashlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from numba import njit

Kernel = TypeVar("Kernel", bound=Callable[..., Any])
_IMPORTED = re.compile(r"^from (?:[\w.]+\.)?(\w+) import", re.MULTILINE)


@cache
def stamp_of(source: Path) -> str:
    """Return the SHA-256, in hex, of a source and all that it imports from its folder."""
    found, left = {Path(__file__): Path(__file__).read_bytes()}, [source]
    while left:
        file = left.pop()
        if file not in found and file.exists():
            found[file] = file.read_bytes()
            names = _IMPORTED.findall(found[file].decode())
            left += [file.with_name(f"{name}.py") for name in names]
    stamp = hashlib.sha256()
    for file in sorted(found):
        stamp.update(file.name.encode() + b"\0" + found[file])
    return stamp.hexdigest()


def compiled(*, inline: Literal["never", "always"] = "never") -> Callable[[Kernel], Kernel]:
    """Compile a function when it is first called; the interpreter's lock is released in it."""

    def compiling(function: Kernel) -> Kernel:
        kernel: Any = njit(cache=True, nogil=True, inline=inline)(function)
        if hasattr(kernel, "_cache"):  # not where compiling is switched off
            kept = kernel._cache._cache_file  # noqa: SLF001 numba offers no other way
            kept._source_stamp = stamp_of(Path(function.__code__.co_filename))  # noqa: SLF001
        return kernel  # type: ignore[no-any-return]

    return compiling
