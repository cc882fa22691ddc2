"""The one way kernels are compiled: kept beside the sources, and renewed when any of those changes.

numba renews what it keeps of a function when the function's own file changes, not when a file does
whose functions or constants it took in. So the stamp of a kernel is made of all sources in its
folder; kernels take nothing from other folders.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from numba import njit

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


@cache
def stamp_of(folder: Path) -> str:
    """Return the SHA-256, in hex, of the sources in a folder."""
    found = hashlib.sha256()
    for source in sorted(folder.glob("*.py")):
        found.update(source.name.encode() + b"\0" + source.read_bytes())
    return found.hexdigest()


def compiled(*, inline: Literal["never", "always"] = "never") -> Callable[[Kernel], Kernel]:
    """Compile a function when it is first called; the interpreter's lock is released in it."""

    def compiling(function: Kernel) -> Kernel:
        kernel: Any = njit(cache=True, nogil=True, inline=inline)(function)
        if hasattr(kernel, "_cache"):  # not where compiling is switched off
            kept = kernel._cache._cache_file  # noqa: SLF001 numba offers no other way
            folder = Path(function.__code__.co_filename).parent
            kept._source_stamp = (kept._source_stamp, stamp_of(folder))  # noqa: SLF001
        return kernel  # type: ignore[no-any-return]

    return compiling
