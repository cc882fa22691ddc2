"""The child process of `isolated`: a workbook on standard input, its grids on standard output."""

import json
import resource
import sys

from muster.engines.sheets.errors import SheetError
from muster.engines.sheets.grid import MAX_CELLS
from muster.engines.sheets.isolated import CPU_SECONDS, MEMORY_MB
from muster.engines.sheets.workbook import encode_grids, grids_of


def main() -> None:
    """Bind itself to the bounds, then read; every failure is an answer too."""
    content = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB << 20, MEMORY_MB << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        text = json.dumps({"grids": encode_grids(grids_of(content))}, ensure_ascii=False)
    except SheetError as e:
        text = json.dumps({"error": e.code, "params": e.params})
    except MemoryError:
        text = json.dumps({"error": "too_many_cells", "params": {"limit": MAX_CELLS}})
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
