"""Read a binary workbook in a process of its own, with a bound on memory and time.

.xls, .xlsb and .ods have no cheap way to learn their true size before a dense reader allocates it,
so the operating system holds the bound, and a reader that dies takes nothing else with it.
"""

import json
import signal
import subprocess
import sys

from muster.engines.sheets.errors import SheetError
from muster.engines.sheets.grid import MAX_CELLS, Grid
from muster.engines.sheets.workbook import decode_grids

MEMORY_MB = 480
CPU_SECONDS = 30
_STOPPED = (-signal.SIGXCPU, -signal.SIGKILL)


def read_isolated(content: bytes) -> list[Grid]:
    """The grids of a workbook that is read in a child process.

    Raises:
        SheetError: as the child found; `too_many_cells` where it hit the memory bound, `too_slow`.
    """
    try:
        child = subprocess.run(
            [sys.executable, "-m", "muster.engines.sheets.child"],
            input=content,
            capture_output=True,
            timeout=CPU_SECONDS * 4,
            check=False,
        )
    except subprocess.TimeoutExpired as e:
        raise SheetError("too_slow") from e
    if child.returncode in _STOPPED:
        raise SheetError("too_slow")
    try:
        answer = json.loads(child.stdout)
    except ValueError as e:
        if b"memory" in child.stderr:  # what an allocator says before it aborts
            raise SheetError("too_many_cells", limit=MAX_CELLS) from e
        raise SheetError("damaged") from e
    if "error" in answer:
        raise SheetError(answer["error"], **answer["params"])
    return decode_grids(answer["grids"])
